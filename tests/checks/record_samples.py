"""Manuscripts that fail and that pass the checks on records and whole pages.

K08-K12, K16 and K19-K27; eight of each and more. The last ones of each check are the hard ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from education.content.manuscript import CitationText, CodeText, Manuscript, SectionText
from tests.checks.build import FDA, KIDNEY, NERVE, alone, claim, graded, source, text, topic

ICD = "2.16.840.1.113883.6.90"
TABLET = graded("ACE inhibitors help protect the kidneys.", "high", intervention="ACE inhibitors")
COUGH = claim("ACE inhibitors can cause a cough.", 2, kind="harm", intervention="ACE inhibitors")
WHOLE = topic(TABLET, COUGH)
UNKNOWN = graded(
    "We do not know if exosomes help kidneys.", "very_low", "early_trial", intervention="exosomes"
)
INFECTION = claim("Unapproved exosomes made people ill.", 2, kind="harm", intervention="exosomes")
STATUS = claim(
    "The FDA has not approved exosomes.",
    3,
    kind="regulatory",
    intervention="exosomes",
    regulation=FDA,
    citations=(),
)
USUAL = claim("ACE inhibitors slow kidney damage.", 4)
PITCH = (
    "Stem cells rebuild worn knees.",
    "They are injected into the joint.",
    "Stem cells restore lost cartilage.",
    "They reduce stiffness and bring back energy.",
)
DRIP = (
    "Vitamin drips boost your energy.",
    "The drip is infused over half an hour.",
    "Vitamin drips restore your skin.",
    "They heal a hangover and improve your sleep.",
)


def code(value: str) -> CodeText:
    """Return an ICD-10-CM code."""
    return CodeText(system=ICD, code=value)


def coded(value: str, *lines: str) -> Manuscript:
    """Return a bare text with a code."""
    return text(*lines, codes=(code(value),))


def exosomes(*claims: object, **changes: object) -> Manuscript:
    """Return a page about exosomes."""
    return topic(*claims, product="exosomes", **changes)  # type: ignore[arg-type]


def about(product: str, *claims: object, **changes: object) -> Manuscript:
    """Return a page about another product."""
    return topic(*claims, product=product, **changes)  # type: ignore[arg-type]


def cited(*notices: str, **changes: object) -> Manuscript:
    """Return a lone claim whose sources carry these notices."""
    found = (CitationText(source=source(notice=notice)) for notice in notices)
    return alone(claim("Hand gel kills germs.", citations=tuple(found), **changes))


def status(**changes: object) -> Manuscript:
    """Return a lone regulatory claim with something changed in its record."""
    return alone(replace(STATUS, regulation=replace(FDA, **changes)))


def without(name: str, **changes: object) -> Manuscript:
    """Return a page with one field of its record empty."""
    empty = () if name in {"codes", "sections", "questions"} else ""
    return topic(TABLET, COUGH, **{**changes, name: empty})


def each(make: Callable[..., Manuscript], *given: str) -> tuple[Manuscript, ...]:
    """Return one manuscript for each text."""
    return tuple(make(words) for words in given)


def said(statement: str, **changes: object) -> Manuscript:
    """Return a lone claim."""
    return alone(claim(statement, **changes))


NERVES = (
    "Diabetic neuropathy damages the nerves.",
    "Neuropathy numbs the feet.",
    "Nerve pain burns at night.",
)
KIDNEYS = (
    "Diabetic nephropathy damages the kidneys.",
    "Kidney disease can be silent.",
    "Nephropathy lets albumin into the urine.",
)
SKIN = ("Eczema makes skin itch.", "Psoriasis scales the skin.", "Eczema cracks the skin.")
LUNGS = ("Asthma narrows the airways.", "COPD stiffens the lungs.", "Asthma makes you wheeze.")
EASY = "The nurse takes some blood from your arm. It can sting. You can go home at once."

FAILING: dict[str, tuple[Manuscript, ...]] = {
    "K08": (
        coded("E11.21", *NERVES),
        coded("E11.42", *KIDNEYS),
        coded("M17.9", *SKIN),
        coded("L20.9", *LUNGS),
        coded("J45.909", *SKIN),
        coded("H40.9", *LUNGS),
        text(*NERVES, title="Diabetic nephropathy", heading="Can it treat neuropathy?"),
        text(*KIDNEYS, title="Diabetic neuropathy", heading="What nephropathy does"),
        topic(graded("The tablet eases peripheral neuropathy.", "high")),
        topic(graded("Cream calms psoriasis.", "high"), codes=(code("K58.9"),)),
        coded("E11.21", *NERVES, "We do not know if neuropathy harms the kidneys."),
    ),
    "K09": (
        exosomes(UNKNOWN, INFECTION, USUAL),
        exosomes(
            UNKNOWN,
            INFECTION,
            replace(STATUS, intervention="ozone therapy", statement="Ozone is not approved."),
        ),
        exosomes(UNKNOWN, replace(STATUS, regulation=replace(FDA, checked_on=""))),
        exosomes(UNKNOWN, replace(STATUS, regulation=replace(FDA, jurisdiction=""))),
        topic(replace(UNKNOWN, statement="We do not know if PRP helps.", intervention="PRP")),
        about("ozone therapy", INFECTION, USUAL),
        text(*PITCH, title="Stem cells for knees"),
        text(*DRIP, title="Vitamin drips"),
        text(*PITCH, "We do not know when it comes to every town.", title="Stem cell therapy"),
    ),
    "K10": (
        topic(TABLET),
        topic(TABLET, INFECTION),
        topic(graded("Statins prevent heart attacks.", "high", intervention="statins")),
        topic(graded("The vaccine prevents measles.", "high", intervention="vaccine")),
        topic(
            graded("Steroid cream calms eczema.", "high", intervention="steroid cream"),
            claim("Emollients can sting.", 2, kind="harm", intervention="emollients"),
        ),
        exosomes(
            claim("Exosomes are injected.", kind="availability", intervention="exosomes"), STATUS
        ),
        text(*PITCH, title="Stem cells for knees"),
        text(*DRIP, title="Vitamin drips"),
        text(*DRIP, "The drip has no side effects.", title="Vitamin drips"),
    ),
    "K11": (
        text("Exosomes may reduce swelling.", "Exosomes reduce swelling."),
        text("Acupuncture might ease back pain.", "Acupuncture eases back pain."),
        text("PRP could heal a tendon.", "A sore elbow is common.", "PRP heals a tendon."),
        text("Turmeric may ease gout.", "By the third week, turmeric eases gout."),
        text(
            "Exosomes repair nerves.", "More research on exosomes is needed to know if they work."
        ),
        text("Ozone cures infections.", "It is not known whether ozone has any place in care."),
        text("Nobody knows what reiki does.", "Reiki heals grief."),
        text("Homeopathy heals hay fever.", "There is no good evidence for homeopathy."),
        text("We do not know if cupping helps sciatica.", "Our cupping heals sciatica."),
    ),
    "K12": (
        said("Kidneys clean the blood.", citations=()),
        said("Gum disease can loosen teeth.", citations=()),
        said("Los riñones limpian la sangre.", language="es", citations=()),
        said("تنظف الكليتان الدم.", language="ar", citations=()),
        topic(TABLET, replace(COUGH, citations=())),
        alone(replace(STATUS, regulation=replace(FDA, url=""))),
        alone(replace(STATUS, regulation=None)),
        text("Kidneys clean the blood.", "Drink water."),
        said("We do not know if the spray helps asthma.", citations=()),
    ),
    "K16": (
        *each(
            text,
            "A bad asthma attack can leave you gasping.",
            "After the birth, heavy bleeding can start.",
            "Sudden loss of vision may follow a blocked vein in the eye.",
            "Peanuts can give a child swollen lips.",
            "A few teenagers on this drug think of suicide.",
            "People with a large prostate may be unable to pass urine.",
            "When the sugar falls too low, a person may have a seizure.",
            "We do not know why some people collapse after a heavy meal.",
            'One man said, "The chest pain came from nowhere."',
        ),
        topic(claim("A clot in the lung makes it hard to breathe.", kind="symptom"), get_help=""),
        text("Chest pain is a sign.", "Rest for a day.", "Wait for the post."),
    ),
    "K19": each(
        text,
        "Comprehensive nephrological consultation necessitates considerable preparation.",
        "Pharmacological management of refractory epilepsy requires multidisciplinary evaluation.",
        "Individualised rehabilitation facilitates reintegration following cerebrovascular events.",
        "Immunosuppressive medication predisposes individuals to opportunistic infections.",
        "Postmenopausal osteoporosis substantially increases susceptibility to vertebral "
        "fractures.",
        "Exacerbations necessitate immediate reassessment of inhaled corticosteroid dosage.",
        "Unfortunately, preoperative anxiety frequently compromises satisfactory communication.",
        "It remains undetermined whether supplementation ameliorates cognitive deterioration.",
        "Dermatological manifestations occasionally precede gastrointestinal symptomatology.",
    ),
    "K20": (
        *each(without, "slug", "title", "author", "publisher", "funding", "aim", "answer"),
        *each(without, "codes", "sections"),
        without("get_help", kind="treatment"),
        without("questions", kind="treatment"),
        without("author", language="es"),
        without("funding", language="ar"),
        topic(TABLET, COUGH, author="  "),
        text("Kidneys clean the blood."),
    ),
    "K21": (
        *each(
            text,
            "Kidneys clean the the blood.",
            "Rinse your mouth mouth after the inhaler.",
            "We do not know if if the cream helps.",
            "The the clinic opens at nine.",
        ),
        *each(
            said,
            "It reduces swelling.",
            "They open the airways.",
            "This can make you tired.",
            "Their side effects include a dry mouth.",
            "It is not known if the tablet helps, and they say so.",
        ),
    ),
    "K22": (
        *each(
            text,
            "Conventional drugs only mask the symptoms.",
            "Standard care is harsh and full of risks.",
            "Modern medicine has given up on tinnitus.",
            "Painkillers cover up the pain of a bad back.",
            "It goes to the cause instead of masking the pain.",
            "Your own doctor will not tell you about this root.",
            "Drug companies want to keep you on tablets for your mood.",
            "We do not know why, but conventional medicine ignores the gut.",
        ),
        exosomes(UNKNOWN, INFECTION, STATUS, answer="Not known."),
        topic(
            claim("A scan shows the stone."),
            kind="treatment",
            answer="Small ones pass.",
            questions=(),
        ),
    ),
    "K23": (
        topic(TABLET, COUGH, not_known="See [[C-99]]."),
        topic(TABLET, COUGH, answer="Two kinds help. [[C-7]]"),
        topic(TABLET, COUGH, key_points=("[[C-8]]",)),
        topic(TABLET, COUGH, get_help="Call 112. [[C-3]]"),
        replace(WHOLE, sections=(SectionText(heading="A", body="[[C-1]]"),)),
        replace(WHOLE, sections=(SectionText(heading="A", body="[[C-1]] [[C-2]] [[C-12]]"),)),
        replace(WHOLE, claims=()),
        topic(TABLET, COUGH, language="es", not_known="[[C-99]]"),
        topic(TABLET, COUGH, language="ar", not_known="لا نعرف. [[C-99]]"),
    ),
    "K24": (
        alone(graded("In mice, the oil may help.", "moderate", "animal")),
        alone(graded("Tablets ease gout.", "high", "case_series")),
        alone(graded("The cells may grow hair.", "low", "in_vitro")),
        alone(graded("The spray eases hay fever.", "not_graded")),
        alone(graded("The tablet helps sleep.", "high", "")),
        alone(graded("The oil slowed some damage.", "none_in_people", "animal", species="pigs")),
        said("El espray alivia la tos.", language="es", kind="benefit", stage="rct"),
        topic(TABLET, replace(COUGH, certainty="high", stage="case_series")),
        alone(graded("We do not know if the patch helps migraine.", "moderate", "case_series")),
    ),
    "K25": (
        status(jurisdiction=""),
        status(status=""),
        status(checked_on=""),
        status(url=""),
        status(jurisdiction=" "),
        status(checked_on="", url=""),
        alone(replace(STATUS, regulation=None)),
        said("La FDA no lo ha aprobado.", language="es", kind="regulatory"),
        exosomes(UNKNOWN, replace(STATUS, regulation=replace(FDA, url=""))),
        said("We do not know if the FDA has looked at it.", kind="regulatory"),
    ),
    "K26": (
        topic(language="es"),
        topic(language="es-MX"),
        topic(language="ar"),
        topic(language="fr"),
        topic(TABLET, language="de"),
        replace(said("Los riñones limpian la sangre.", language="es"), language="es"),
        text("تنظف الكليتان الدم.", language="ar"),
        text("Kidneys clean the blood.", language="pt"),
    ),
    "K27": (
        cited("retracted"),
        cited("retracted", "retracted"),
        cited("retracted", "none"),
        cited("none", "corrected"),
        cited("concern"),
        cited("superseded"),
        cited("concern", "corrected", "none"),
        topic(TABLET, replace(COUGH, citations=(CitationText(source=source(notice="concern")),))),
        cited("retracted", language="es"),
    ),
}

PASSING: dict[str, tuple[Manuscript, ...]] = {
    "K08": (
        coded("E11.21", *KIDNEYS),
        coded("E11.42", *NERVES),
        coded("L20.9", *SKIN),
        coded("J45.909", *LUNGS),
        text(*NERVES, title="Living well"),
        coded("E11.9", *KIDNEYS),
        coded("E11.21", *KIDNEYS, "Nerve damage from diabetes has its own page."),
        coded("E11.21", *KIDNEYS, "We do not know if kidney disease harms the nerves."),
        topic(graded("The tablet eases peripheral neuropathy.", "high"), codes=(NERVE,)),
        text("Los nervios duelen. La neuropatía duele.", language="es", codes=(KIDNEY,)),
    ),
    "K09": (
        exosomes(UNKNOWN, INFECTION, STATUS, USUAL),
        exosomes(UNKNOWN, replace(STATUS, intervention="")),
        WHOLE,
        alone(UNKNOWN),
        text(*PITCH, "The FDA has not approved stem cells for knees.", title="Stem cell therapy"),
        text("We do not know if exosomes help hair.", "Ask your doctor."),
        text("Some clinics say that ozone cures asthma."),
        topic(claim("Honey can soothe a cough."), product="honey"),
        text("Insulin lowers blood sugar.", "It is injected under the skin."),
    ),
    "K10": (
        WHOLE,
        topic(graded("Walking lowers blood pressure.", "high", intervention="exercise")),
        topic(
            graded("Statins prevent heart attacks.", "high", intervention="Statins"),
            claim("Statins can make muscles ache.", 2, kind="harm", intervention="statins "),
        ),
        topic(claim("Kidneys clean the blood.")),
        exosomes(UNKNOWN, INFECTION, STATUS),
        alone(TABLET),
        text("ACE inhibitors help protect your kidneys."),
        text(*PITCH, "Stem cells can cause tumours and serious infections.", title="Stem cells"),
        text("We do not know if stem cells help knees.", title="Stem cells for knees"),
    ),
    "K11": (
        text("We do not know if exosomes reduce swelling."),
        text("Exosomes may reduce swelling.", "Exosomes may reduce pain."),
        text("Tablets may reduce pain.", "Walking reduces pain."),
        text("PRP may heal a tendon.", "Stretching heals a tendon."),
        text("We do not know if reiki helps.", "Sleep helps you heal."),
        text('"Ozone cures infections" is an advert.', "We do not know if ozone helps."),
        text("Turmeric may ease gout.", "No one has shown that turmeric eases gout."),
        text("Some clinics say cupping heals.", "It is not known if cupping helps."),
        text("Los exosomas reparan.", "No se sabe si reparan.", language="es"),
    ),
    "K12": (
        said("Kidneys clean the blood."),
        alone(STATUS),
        WHOLE,
        text("Kidneys clean the blood.", "References: KDIGO (2022)."),
        text("Gums can bleed.", "Source: a review of 2021, doi 10.1000/182."),
        text("Rest helps [1].", "Drink water."),
        said("Los riñones limpian la sangre.", language="es"),
        said("We do not know if the spray helps asthma."),
        topic(sections=(SectionText(heading="Who we are", body="We are a clinic."),)),
    ),
    "K16": (
        *each(
            text,
            "Slurred speech can be a sign of a stroke: call 112 at once.",
            "This rash does not cause swollen lips.",
            "Oxygen can ease breathlessness.",
            "Do you have chest pain?",
            "Your hands may feel cold.",
            "If a fit lasts five minutes or someone collapses, get emergency help.",
        ),
        text("Peanuts can give a child swollen lips.", "Phone for an ambulance: call 112."),
        text("Puede tener dolor en el pecho.", language="es"),
        topic(claim("You may be short of breath.", kind="symptom")),
        said("You may be short of breath.", kind="symptom"),
    ),
    "K19": each(
        text,
        EASY,
        "Your kidneys clean your blood.",
        "Use the cream twice a day.",
        "Gout can make a toe red and sore.",
        "Sit down when you feel faint.",
        "We do not know if the drops help.",
        "Brush your teeth at night and in the morning.",
        "You may hear a hum in one ear. It can come and go.",
    ),
    "K20": (
        WHOLE,
        topic(TABLET, COUGH, kind="treatment"),
        topic(TABLET, COUGH, kind="condition", get_help="", questions=()),
        topic(TABLET, COUGH, language="es"),
        topic(TABLET, COUGH, key_points=("Two kinds help.",), not_known="We do not know why."),
        alone(TABLET),
        text("Kidneys clean the blood.", "Reviewed by Dr Ada."),
        text("Gums can bleed.", "Last updated in May."),
    ),
    "K21": (
        *each(
            text,
            "Kidneys clean the blood.",
            "It is called edema, and it is painless.",
            "Some of those who had had a stroke walked again.",
            "We know that that test can miss a clot.",
        ),
        text("La la sangre.", language="es"),
        *each(
            said,
            "Tablets open the airways.",
            "This page is about gout.",
            "Items of clothing can rub the skin.",
            "Theirs is a rare blood group.",
        ),
    ),
    "K22": (
        *each(
            text,
            "Standard treatment does not work for everyone.",
            "Antibiotics do not work against viruses.",
            "Some clinics say that conventional drugs only mask the symptoms.",
            '"Painkillers only mask the pain" is a myth.',
            "We do not know if standard drugs repair nerves.",
            "Medicines can have side effects.",
            "Do not stop your usual treatment.",
        ),
        exosomes(UNKNOWN, INFECTION, STATUS, USUAL),
        WHOLE,
    ),
    "K23": (
        WHOLE,
        topic(TABLET),
        topic(TABLET, COUGH, not_known="We do not know. [[C-1]]"),
        topic(TABLET, COUGH, key_points=("[[C-2]]",)),
        topic(sections=(SectionText(heading="A", body="No claim."),)),
        topic(TABLET, COUGH, not_known="Ask for form C-99, or read [C-99]."),
        topic(TABLET, COUGH, language="ar"),
        alone(TABLET),
        text("Kidneys clean the blood."),
    ),
    "K24": (
        WHOLE,
        alone(graded("In mice, the oil slowed damage.", "none_in_people", "animal")),
        alone(graded("Piglets coughed less.", "none_in_people", "animal", species="piglets")),
        alone(graded("Tablets ease gout.", "high", "rct_review")),
        alone(graded("The patch probably helps.", "moderate", "rct")),
        alone(graded("We do not know if it helps.", "very_low", "case_series")),
        said("Kidneys clean the blood."),
        said("Los riñones limpian la sangre.", language="es"),
        text("In dogs, it helps."),
    ),
    "K25": (
        alone(STATUS),
        status(status="Approved for burns"),
        status(jurisdiction="European Union"),
        said("Kidneys clean the blood."),
        exosomes(UNKNOWN, INFECTION, STATUS),
        alone(replace(STATUS, language="es", statement="La FDA no lo ha aprobado.")),
        said("It was looked at in May.", regulation=FDA),
        text("The FDA has not approved it."),
        WHOLE,
    ),
    "K26": (
        WHOLE,
        topic(language="en-GB"),
        topic(language="EN"),
        topic(language="en-US"),
        said("Kidneys clean the blood."),
        text("Kidneys clean the blood."),
        text("Los riñones limpian la sangre.", language="en"),
        topic(claim("Gums can bleed."), title="¿Por qué?"),
    ),
    "K27": (
        cited("none"),
        cited("none", "none"),
        cited(""),
        cited("none", ""),
        cited("none", language="es"),
        alone(claim("Hand gel kills germs.", citations=())),
        alone(STATUS),
        WHOLE,
        alone(claim("A retracted study said so, and others did not.")),
    ),
}
