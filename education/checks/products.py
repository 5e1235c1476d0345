"""Interventions by class: what has not been shown to work, what is mixed, what is ordinary care.

Classes, not brands. A class is *unproven* when no regulator the project knows of has approved it
for what clinics sell it for; *mixed* when some uses have some evidence and most do not. Ordinary
care is what K22 looks for beside them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache


class Standing(IntEnum):
    """How much a bare claim about a class may lean on."""

    #: Some products of the class are approved for some uses.
    REGULATED = 0
    MIXED = 1
    UNPROVEN = 2


@dataclass(frozen=True, slots=True)
class Product:
    """A class of interventions; ``regulated`` ones need a regulator's status on the page (K09)."""

    name: str
    standing: Standing
    pattern: str
    #: Words that turn the same term into ordinary care (a bone marrow transplant, a lead antidote).
    unless: re.Pattern[str] | None = None
    regulated: bool = True

    def is_ordinary_in(self, plain: str) -> bool:
        """Tell whether a plain text makes this class ordinary care (a transplant, an eye laser)."""
        return self.unless is not None and self.unless.search(plain) is not None


def _unless(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})")


_BLOOD_CANCER = _unless(
    r"transplant|leuk|lymphoma|myeloma|sickle|blood[- ]forming|ha?ematopoietic|donors?\b|thalass"
    r"|chemotherapy|bone marrow (?:donor|failure|disease)|burns unit|graft"
)

PRODUCTS: tuple[Product, ...] = (
    Product("exosomes", Standing.UNPROVEN, r"exosom(?:e|es|al)|extracellular vesicles?|secretome"),
    Product(
        "stem cells",
        Standing.UNPROVEN,
        r"stem[- ]cells?|mesenchymal|msc'?s?|wharton'?s jelly|amniotic (?:fluid|tissue|membrane|inject\w+)"
        r"|umbilical cord (?:cells|tissue|blood)|placental (?:extract|cells|tissue)|birth tissue"
        r"|fetal cells?|live cell therapy|bone marrow (?:aspirate )?concentrate|regenerative (?:cell|medicine|inject\w+)"
        r"|stromal vascular fraction|fat[- ]derived cells?|cell therapy",
        _BLOOD_CANCER,
    ),
    Product("platelet-rich plasma", Standing.UNPROVEN, r"prp|platelet[- ]rich[- ]plasma|platelet[- ]rich fibrin|vampire facials?|prolotherapy"),
    Product("ozone therapy", Standing.UNPROVEN, r"ozone|autohemotherapy|autohaemotherapy|hydrogen peroxide (?:therapy|infusion|drip)", _unless(r"ozone (?:layer|level|pollution|warning|alert)|air (?:quality|pollution)|smog")),
    Product("vitamin infusions", Standing.UNPROVEN, r"(?:iv|intravenous) (?:\w+ ){0,2}?(?:vitamin|nutrient|drip|hydration|therapy|infusion|nutrition|nad|glutathione)\w*(?: \w+)?|(?:vitamin|nutrient|nad\+?|glutathione|energy|immunity|immune|beauty|hangover|wellness|hydration) (?:iv|drips?|infusions?|ivs)|vitamin[- ]infused|myers'? cocktail|drip (?:bar|therapy)|nad\+?|glutathione|high[- ]dose vitamin c|megadoses?", _unless(r"antibiotic|total parenteral|feeding tube|scurvy|hospital|deficien|malabsor")),
    Product("chelation", Standing.UNPROVEN, r"chelation(?: therapy)?|heavy metal detox\w*", _unless(r"lead|iron overload|mercury poison|arsenic|thalass|wilson|transfusion")),
    Product("detox", Standing.UNPROVEN, r"detox(?:es|ing|ification)?(?! (?:from|unit|pathways?|enzymes?))|(?:liver|colon|kidney|body|juice|parasite|gut|cellular) (?:cleans(?:e|es|ing)|flush(?:es)?)|cleanses?(?= (?:program|kit|tea|formula|diet|plan)\w*)|colonics?|colon(?:ic)? (?:hydrotherapy|irrigation)|foot (?:detox|spa|pads?)|ear candl\w+|coffee enemas?", _unless(r"alcohol|opioid|heroin|drug use|rehab|withdrawal|addict")),
    Product("homeopathy", Standing.UNPROVEN, r"hom(?:eo|oeo)path\w+|bach flower|schuessler", None, regulated=False),
    Product("energy medicine", Standing.UNPROVEN, r"bioresonance|reiki|crystals? (?:therapy|healing)|magnet(?:ic)? (?:therapy|bracelets?|healing)|biomagnet\w+|pemf|quantum (?:healing|therapy)|rife|scalar|biofield|energy healing|scenar|frequency (?:therapy|healing|device)", None),
    Product("peptides", Standing.UNPROVEN, r"peptide (?:therapy|therapies|inject\w+)|bpc-?157|thymosin|growth hormone (?:secretagogue|for anti)\w*|hgh"),
    Product("unlicensed cancer products", Standing.UNPROVEN, r"laetrile|amygdalin|apricot (?:kernels?|seeds?)|vitamin b-?17|black salve|chlorine dioxide|mms|shark cartilage|essiac|colloidal silver|alkaline water|hydrogen water|bee venom|apitherapy|methylene blue|ultraviolet blood|young plasma|plasma exchange for anti"),
    Product("gene therapy", Standing.REGULATED, r"gene (?:therapy|editing)|crispr"),
    Product(
        "laser and light therapy",
        Standing.MIXED,
        r"(?:cold|low[- ]level|soft|class iv|class 4|deep tissue|high[- ]intensity|infrared|red light|healing|medical|knee|pain|therapeutic) lasers?(?: therapy| treatments?)?|laser (?:therapy|acupuncture|light)|lasers?|photobiomodulation|lllt|red[- ]light (?:therapy|panels?|beds?)|infrared (?:therapy|sauna\w*|light)",
        _unless(r"retin|eye|vision|glaucoma|cataract|prostate|stones?\b|tumou?r|cancer|varicose|vein|hair removal|tattoo|birthmark|port[- ]wine|endometri|cervi|scar|twin|wart|rosacea|laryn|vocal|surgeon|psoriasis"),
        regulated=False,
    ),
    Product("shock wave therapy", Standing.MIXED, r"shock ?waves?(?: therapy)?|eswt|softwave|acoustic wave", _unless(r"stones?\b|lithotripsy"), regulated=False),
    Product("hyperbaric oxygen", Standing.MIXED, r"hyperbaric(?: oxygen)?(?: therapy)?|oxygen bars?|hbot", _unless(r"diving|divers?\b|decompression|carbon monoxide|radiation|gangrene|bends"), regulated=False),
    Product("cryotherapy", Standing.MIXED, r"whole[- ]body cryo\w*|cryo ?(?:sauna|chamber)s?", None, regulated=False),
    Product("hormone optimisation", Standing.MIXED, r"bio-?identical(?: hormones?)?|hormone (?:pellets?|optimi[sz]ation)|testosterone (?:pellets?|boosters?|optimi[sz]ation)"),
    Product("joint injections", Standing.MIXED, r"spinal decompression|hyaluronic acid injections?|gel injections?|knee (?:gel|cushion)\w*", None, regulated=False),
    Product("acupuncture", Standing.MIXED, r"acupunctur\w+|acupressure|cupping|moxibustion|reflexology|craniosacral|applied kinesiology|chiropractic adjust\w+|kinesio\w*", None, regulated=False),
    Product(
        "supplements",
        Standing.MIXED,
        r"(?:dietary|herbal|natural|nutritional|joint|immune|anti-?age?ing|liver|kidney|brain|diabetes|sleep|weight[- ]loss|superfood|mushroom|greens) (?:health )?(?:supplement|capsule|powder|formula|remed|tonic|pill|gumm)\w*"
        r"|(?:our|this|these) (?:\w+ )?(?:supplement|formula|capsule|blend|tonic)s?|nutraceuticals?|nootropics?|adaptogens?|ayurved\w+|herbal (?:medicines?|extracts?|teas?)|traditional chinese medicine"
        r"|turmeric|curcumin|ginkgo(?: biloba)?|ginseng|echinacea|garlic (?:supplements?|extract|capsules?)|ashwagandha|milk thistle|silymarin|st\.? john'?s wort|glucosamine|chondroitin|collagen (?:supplements?|powder|peptides?|drinks?)|msm"
        r"|cbd(?: oil)?|cannabidiol|berberine|apple cider vinegar|green tea extract|spirulina|chlorella|resveratrol|coq10|coenzyme q10|saw palmetto|elderberry|black seed|moringa|essential oils?|aromatherapy|sea moss|maca|rhodiola|boswellia|bromelain|quercetin|probiotic (?:supplements?|capsules?)|omega-?3 (?:supplements?|capsules?)|fish oil|krill oil|alpha lipoic acid|dandelion(?: root)?|noni|kombucha|reishi|chaga|lion's mane|shilajit|amla|nigella|devil's claw|evening primrose oil|mega-?dose",
        None,
        regulated=False,
    ),
)
BY_NAME = {product.name: product for product in PRODUCTS}
_BY_GROUP = {f"p{n}": product for n, product in enumerate(PRODUCTS)}
_ANY = re.compile(
    r"\b(?:" + "|".join(f"(?P<p{n}>{p.pattern})" for n, p in enumerate(PRODUCTS)) + r")(?!\w)"
)

#: Ordinary care: named medicines, operations and habits that clinicians recommend.
ESTABLISHED = re.compile(
    r"\b(?:ace inhibitors?|arbs?|angiotensin\w*|beta[- ]?blockers?|calcium channel blockers?|diuretics?|water tablets?|statins?|aspirin|clopidogrel"
    r"|anticoagulants?|blood thinners?|warfarin|heparin|paracetamol|acetaminophen|ibuprofen|naproxen|nsaids?|anti-inflammator(?:y|ies)(?: medicines?| drugs?| gels?| tablets?)?|painkillers?|pain relievers?|opioids?"
    r"|antibiotics?|antivirals?|antifungals?|antihistamines?|antidepressants?|antacids?|vaccin(?:e|es|ation|ations)|jabs?|immuni[sz]ation|insulin|metformin|sglt-?2\w*|glp-?1\w*|finerenone|semaglutide|dapagliflozin|empagliflozin"
    r"|inhalers?|steroids?|corticosteroids?|chemotherapy|radiotherapy|radiation therapy|immunotherapy|hormone (?:replacement )?therapy|hrt|dialysis|transplants?|transplantation|surgery|operations?|replacement|physiotherapy|physical therapy|occupational therapy|speech therapy|talking therap(?:y|ies)|cbt|counselling|counseling|cognitive"
    r"|exercis(?:e|es|ing)|physical activity|walking|swimming|(?:healthy|balanced|low[- ]salt) (?:diet|eating)|diet|losing weight|weight loss|(?:stopping|quitting|giving up) smoking|stop smoking|blood (?:sugar|glucose|pressure) control|screening|tablets?|medicines?|medications?|drugs?|creams?|ointments?|eye drops|emollients?|moisturi[sz]ers?"
    r"|glasses|contact lenses|hearing aids?|stents?|pacemakers?|cpap|oxygen therapy|rehabilitation|rehab|condoms?|contracepti\w+|the pill|sunscreen|fluoride|folic acid|iron (?:tablets|supplements)|vitamin [dk](?: supplements?)?|calcium)\b(?!-free)"
)
#: "Without surgery" and "unlike painkillers" name ordinary care only to leave it.
_LEFT_OUT = re.compile(
    r"\b(?:without|no|avoid(?:s|ing)?|instead of|unlike|than|alternatives? to|compared (?:to|with)|rather than|need for|beyond|such as|not|replac(?:e|es|ing))(?: [\w-]+){0,3} ?$"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A product class named at a place in a plain text."""

    start: int
    end: int
    product: Product


def mentions(plain: str) -> list[Mention]:
    """Return every unproven or mixed product named in a plain text, in order."""
    found: list[Mention] = []
    for hit in _ANY.finditer(plain):
        product = _BY_GROUP[hit.lastgroup or ""]
        if not product.is_ordinary_in(plain):
            found.append(Mention(hit.start(), hit.end(), product))
    return found


def ordinary_care_ends(plain: str) -> int:
    """Return where the last piece of ordinary care is named that the text does not leave, or -1."""
    place = -1
    for hit in ESTABLISHED.finditer(plain):
        if not _LEFT_OUT.search(plain[: hit.start()]):
            place = hit.end()
    return place


@lru_cache(maxsize=4096)
def product_named(name: str) -> Product | None:
    """Return the class an author's words name ("Exosome therapy" gives exosomes), or None."""
    lowered = name.strip().lower()
    if lowered in BY_NAME:
        return BY_NAME[lowered]
    found = mentions(lowered)
    return found[0].product if found else None
