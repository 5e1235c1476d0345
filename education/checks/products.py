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

from .terms import any_of, pattern


class Standing(IntEnum):
    """How much a bare claim about a class may lean on."""

    #: Some products of the class are approved for some uses.
    REGULATED = 0
    MIXED = 1
    UNPROVEN = 2


#: Name and standing, then the names it goes by. What follows "unless" turns the same term into
#: ordinary care: a bone marrow transplant, an eye laser, an antidote to lead. A class is regulated
#: (it needs a regulator's status on the page, K09) unless marked otherwise; a "substance" is also
#: made by the body.
_TABLE = r"""
exosomes | unproven | substance
    exosom(?:e|es|al) | extracellular vesicles? | secretome
stem cells | unproven | substance
    stem[- ]cells? | mesenchymal | msc'?s? | wharton'?s jelly
    amniotic (?:fluid|tissue|membrane|inject\w+) | umbilical cord (?:cells|tissue|blood)
    placental (?:extract|cells|tissue) | birth tissue | fetal cells? | live cell therapy
    bone marrow (?:aspirate )?concentrate | regenerative (?:cell|medicine|inject\w+)
    stromal vascular fraction | fat[- ]derived cells? | cell therapy
  unless
    transplant | leuk | lymphoma | myeloma | sickle | blood[- ]forming | ha?ematopoietic
    donors?\b | thalass | chemotherapy | bone marrow (?:donor|failure|disease) | burns unit
    graft
platelet-rich plasma | unproven
    prp | platelet[- ]rich[- ]plasma | platelet[- ]rich fibrin | vampire facials?
    prolotherapy
ozone therapy | unproven
    ozone | autohemotherapy | autohaemotherapy | hydrogen peroxide (?:therapy|infusion|drip)
  unless
    ozone (?:layer|level|pollution|warning|alert) | air (?:quality|pollution) | smog
vitamin infusions | unproven
    (?:iv|intravenous) (?:\w+ ){0,2}?(?:vitamin|nutrient|drip|hydration|therapy|infusion|
        nutrition|nad|glutathione)\w*(?: \w+)?
    (?:vitamin|nutrient|nad\+?|glutathione|energy|immunity|immune|beauty|hangover|wellness|
        hydration) (?:iv|drips?|infusions?|ivs)
    vitamin[- ]infused | myers'? cocktail | drip (?:bar|therapy) | nad\+? | glutathione
    high[- ]dose vitamin c | megadoses?
  unless
    antibiotic | total parenteral | feeding tube | scurvy | hospital | deficien | malabsor
chelation | unproven
    chelation(?: therapy)? | heavy metal detox\w*
  unless
    lead poison | blood lead | lead levels? | lead from | iron overload | mercury poison
    arsenic | thalass | wilson | transfusion
detox | unproven
    detox(?:es|ing|ification)?(?! (?:from|unit|pathways?|enzymes?))
    (?:liver|colon|kidney|body|juice|parasite|gut|cellular) (?:cleans(?:e|es|ing)|
        flush(?:es)?)
    cleanses?(?= (?:program|kit|tea|formula|diet|plan)\w*) | colonics?
    colon(?:ic)? (?:hydrotherapy|irrigation) | foot (?:detox|spa|pads?) | ear candl\w+
    coffee enemas?
  unless
    alcohol | opioid | heroin | drug use | rehab | withdrawal | addict
homeopathy | unproven | unregulated
    hom(?:eo|oeo)path\w+ | bach flower | schuessler
energy medicine | unproven
    bioresonance | reiki | crystals? (?:therapy|healing) | magnets?
    magnetic (?!resonance)\w+ | biomagnet\w+ | pemf | quantum (?:healing|therapy) | rife
    scalar | biofield | energy healing | scenar | frequency (?:therapy|healing|device)
  unless
    mri | scan | resonance | imaging | swallow | toy | stimulation
peptides | unproven
    peptide (?:therapy|therapies|inject\w+) | bpc-?157 | thymosin
    growth hormone (?:secretagogue|for anti)\w* | hgh
unlicensed cancer products | unproven
    laetrile | amygdalin | apricot (?:kernels?|seeds?) | vitamin b-?17 | black salve
    chlorine dioxide | mms | shark cartilage | essiac | colloidal silver | alkaline water
    hydrogen water | bee venom | apitherapy | methylene blue | ultraviolet blood
    young plasma | plasma exchange for anti
gene therapy | regulated
    gene (?:therapy|editing) | crispr
laser and light therapy | mixed | unregulated
    (?:cold|low[- ]level|soft|class iv|class 4|deep tissue|high[- ]intensity|infrared|
        red light|healing|medical|knee|pain|therapeutic) lasers?(?: therapy| treatments?)?
    laser (?:therapy|acupuncture|light) | lasers? | photobiomodulation | lllt
    red[- ]light (?:therapy|panels?|beds?) | infrared (?:therapy|sauna\w*|light)
  unless
    retin | eye | vision | glaucoma | cataract | prostate | stones?\b | tumou?r | cancer
    varicose | vein | hair removal | tattoo | birthmark | port[- ]wine | endometri | cervi
    scar | twin | wart | rosacea | laryn | vocal | surgeon | psoriasis
shock wave therapy | mixed | unregulated
    shock ?waves?(?: therapy)? | (?:sound|acoustic|pressure) waves?(?: therapy)? | eswt
    softwave | acoustic wave
  unless
    stones?\b | lithotripsy
hyperbaric oxygen | mixed | unregulated
    hyperbaric(?: oxygen)?(?: therapy)? | oxygen bars? | hbot
  unless
    diving | divers?\b | decompression | carbon monoxide | radiation | gangrene | bends
cryotherapy | mixed | unregulated
    whole[- ]body cryo\w* | cryo ?(?:sauna|chamber)s?
hormone optimisation | mixed
    bio-?identical(?: hormones?)? | hormone (?:pellets?|optimi[sz]ation)
    testosterone (?:pellets?|boosters?|optimi[sz]ation)
joint injections | mixed | unregulated
    spinal decompression | hyaluronic acid injections? | gel injections?
    knee (?:gel|cushion)\w*
acupuncture | mixed | unregulated
    acupunctur\w+ | acupressure | cupping | moxibustion | reflexology | craniosacral
    applied kinesiology | chiropract\w+
    (?:spinal |chiropractic )?adjustments?(?= (?:help|take|open|is|are|can|may|and|free|
        release)\w*)
    spinal adjust\w+ | kinesio\w*
supplements | mixed | unregulated
    (?:dietary|herbal|natural|nutritional|joint|immune|anti-?age?ing|liver|kidney|brain|
        diabetes|sleep|weight[- ]loss|superfood|mushroom|greens) (?:health )?(?:supplement|
        capsule|powder|formula|remed|tonic|pill|gumm)\w*
    (?:our|this|these) (?:\w+ )?(?:supplement|formula|capsule|blend|tonic)s? | nutraceuticals?
    nootropics? | adaptogens? | ayurved\w+ | herbal (?:medicines?|extracts?|teas?)
    traditional chinese medicine | turmeric | curcumin | ginkgo(?: biloba)? | ginseng
    echinacea | garlic (?:supplements?|extract|capsules?) | ashwagandha | milk thistle
    silymarin | st\.? john'?s wort | glucosamine | chondroitin
    collagen (?:supplements?|powder|peptides?|drinks?) | msm | cbd(?: oil)? | cannabidiol
    berberine | apple cider vinegar | green tea extract | spirulina | chlorella | resveratrol
    coq10 | coenzyme q10 | saw palmetto | elderberry | black seed | moringa | essential oils?
    aromatherapy | sea moss | maca | rhodiola | boswellia | bromelain | quercetin
    probiotics? | probiotic (?:supplements?|capsules?) | omega-?3 (?:supplements?|capsules?)
    fish oil | krill oil | alpha lipoic acid | dandelion(?: root)? | noni | kombucha | reishi
    chaga | lion's mane | shilajit | amla | nigella | devil's claw | evening primrose oil
    mega-?dose
"""


@dataclass(frozen=True, slots=True)
class Product:
    """A class of interventions."""

    name: str
    standing: Standing
    regulated: bool = True
    #: True for what the body makes too: a long page that never offers it tells of biology.
    substance: bool = False
    pattern: str = ""
    unless: re.Pattern[str] | None = None

    def is_ordinary_in(self, plain: str) -> bool:
        """Tell whether a plain text makes this class ordinary care (a transplant, an eye laser)."""
        return self.unless is not None and self.unless.search(plain) is not None


def _products() -> tuple[Product, ...]:
    found = []
    for entry in re.split(r"\n(?=\S)", _TABLE.strip()):
        head, _, body = entry.partition("\n")
        name, standing, *marks = head.split(" | ")
        names, _, unless = body.partition("\n  unless\n")
        found.append(
            Product(
                name,
                Standing[standing.upper()],
                regulated="unregulated" not in marks,
                substance="substance" in marks,
                pattern=any_of(names),
                unless=re.compile(rf"\b(?:{any_of(unless)})") if unless else None,
            )
        )
    return tuple(found)


PRODUCTS = _products()
#: A treatment no list names, taken from the title of a page that sells it.
ANONYMOUS = Product("the treatment", Standing.UNPROVEN, regulated=False)
BY_NAME = {product.name: product for product in PRODUCTS}
_BY_GROUP = {f"p{n}": product for n, product in enumerate(PRODUCTS)}
_ANY = re.compile(
    r"\b(?=\w)(?:" + "|".join(f"(?P<p{n}>{p.pattern})" for n, p in enumerate(PRODUCTS)) + r")(?!\w)"
)

#: Ordinary care: named medicines, operations and habits that clinicians recommend.
ESTABLISHED = re.compile(
    r"\b(?=\w)(?:"
    + any_of(
        r"""
        ace inhibitors? | arbs? | angiotensin\w* | beta[- ]?blockers? | calcium channel blockers?
        diuretics? | water tablets? | statins? | aspirin | clopidogrel | anticoagulants?
        blood thinners? | warfarin | heparin | paracetamol | acetaminophen | ibuprofen | naproxen
        nsaids? | anti-inflammator(?:y|ies)(?: medicines?| drugs?| gels?| tablets?)?
        painkillers? | pain relievers? | opioids? | antibiotics? | antivirals? | antifungals?
        antihistamines? | antidepressants? | antacids? | vaccin(?:e|es|ation|ations) | jabs?
        immuni[sz]ation | insulin | metformin | sglt-?2\w* | glp-?1\w* | finerenone | semaglutide
        dapagliflozin | empagliflozin | inhalers? | steroids? | corticosteroids? | chemotherapy
        radiotherapy | radiation therapy | immunotherapy | hormone (?:replacement )?therapy | hrt
        dialysis | transplants? | transplantation | surgery | operations? | replacement
        physiotherapy | physical therapy | occupational therapy | speech therapy
        talking therap(?:y|ies) | cbt | counselling | counseling | cognitive | exercis(?:e|es|ing)
        stretch(?:es|ing) | (?:shoe )?inserts? | insoles? | supportive shoes | splints? | braces?
        (?:ice|heat|cold) packs? | bandages? | crutches | a dietitian | hypnotherapy
        physical activity | walking | swimming | (?:healthy|balanced|low[- ]salt) (?:diet|eating)
        diet | losing weight | weight loss | (?:stopping|quitting|giving up) smoking
        stop smoking | blood (?:sugar|glucose|pressure) control | screening | tablets?
        medicines? | medications? | drugs? | creams? | ointments? | eye drops | emollients?
        moisturi[sz]ers? | glasses | contact lenses | hearing aids? | stents? | pacemakers? | cpap
        oxygen therapy | rehabilitation | rehab | condoms? | contracepti\w+ | the pill | sunscreen
        fluoride | folic acid | iron (?:tablets|supplements) | vitamin [dk](?: supplements?)?
        calcium
        """
    )
    + r")\b(?!-free)"
)
#: "Without surgery" and "unlike painkillers" name ordinary care only to leave it.
_LEFT_OUT = pattern(
    r"""
    \b(?:without|no|avoid(?:s|ing)?|instead of|unlike|than|alternatives? to|compared (?:to|
    with)|rather than|need for|beyond|such as|not|replac(?:e|es|ing))(?: [\w-]+){0,3} ?$
    """
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
