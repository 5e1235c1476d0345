"""Conditions by name: exact entries only, never fuzzy.

"Nephropathy" (kidneys) and "neuropathy" (nerves) differ by two letters, share "diabetic" and share
the E11 block of ICD-10-CM. A spelling distance would join them, so nothing here measures one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from education.content.manuscript import CodeText

from .terms import words

ICD10CM = "2.16.840.1.113883.6.90"

#: Code, body area and display, then the names. More specific entries stand first: the first that
#: matches names a page.
_TABLE = r"""
E11.21 | kidney | Type 2 diabetes mellitus with diabetic nephropathy
    diabetic (?:nephropath(?:y|ies)|kidney(?: disease| damage)?|renal disease)
    kidney (?:disease|damage|problems) (?:from|due to|caused by|in|with) (?:\w+ )?diabetes
    diabetes and (?:your )?kidneys?
E11.42 | nerve | Type 2 diabetes mellitus with diabetic polyneuropathy
    diabetic (?:peripheral |poly)?neuropath(?:y|ies) | diabetic polyneuropathy
    diabetic nerve (?:damage|pain|disease)
    nerve (?:damage|pain) (?:from|due to|caused by|in|with) (?:\w+ )?diabetes
E11.319 | eye | Type 2 diabetes mellitus with unspecified diabetic retinopathy without macular edema
    diabetic (?:retinopath(?:y|ies)|eye disease|macular \w+)
E11.621 | foot | Type 2 diabetes mellitus with foot ulcer
    diabetic foot(?: ulcers?)?
N18.9 | kidney | Chronic kidney disease, unspecified
    chronic kidney (?:disease|failure) | kidney failure | nephropath(?:y|ies) | nephritis
    renal failure | \bckd\b | kidney disease
N20.0 | kidney | Calculus of kidney
    kidney stones?
G62.9 | nerve | Polyneuropathy, unspecified
    (?:peripheral |poly)?neuropath(?:y|ies|ic) | nerve (?:damage|pain) | neuralgia
M54.30 | nerve | Sciatica, unspecified side
    sciatica
G56.00 | nerve | Carpal tunnel syndrome, unspecified upper limb
    carpal tunnel
H35.00 | eye | Unspecified background retinopathy
    retinopath(?:y|ies)
H35.30 | eye | Unspecified macular degeneration
    macular degeneration
H40.9 | eye | Unspecified glaucoma
    glaucoma
H26.9 | eye | Unspecified cataract
    cataracts?
I50.9 | heart | Heart failure, unspecified
    heart failure | cardiomyopathy
I21.9 | heart | Acute myocardial infarction, unspecified
    heart attacks? | myocardial infarction
I25.10 | heart | Atherosclerotic heart disease of native coronary artery without angina pectoris
    coronary (?:heart|artery) disease | angina | heart disease
I48.91 | heart | Unspecified atrial fibrillation
    atrial fibrillation
I63.9 | brain | Cerebral infarction, unspecified
    strokes?\b(?! of)
F03.90 | brain | Unspecified dementia
    dementia | alzheimer'?s?(?: disease)?
G20 | brain | Parkinson's disease
    parkinson'?s?(?: disease)?
G35 | brain | Multiple sclerosis
    multiple sclerosis
F84.0 | brain | Autistic disorder
    autism | autistic
G43.909 | brain | Migraine, unspecified, not intractable, without status migrainosus
    migraines?
M17.9 | joint | Osteoarthritis of knee, unspecified
    knee (?:osteo)?arthritis | (?:osteo)?arthritis (?:of|in) (?:the|your) knees?
    arthritic knees? | knee pain | bad knees | painful knees
M16.9 | joint | Osteoarthritis of hip, unspecified
    hip (?:osteo)?arthritis | (?:osteo)?arthritis (?:of|in) (?:the|your) hips?
M06.9 | joint | Rheumatoid arthritis, unspecified
    rheumatoid arthritis
M19.90 | joint | Unspecified osteoarthritis, unspecified site
    osteoarthritis | arthritis | joint pain
M10.9 | joint | Gout, unspecified
    gout
M54.50 | back | Low back pain, unspecified
    (?:low(?:er)? )?back pain | slipped disc | herniated disc
J45.909 | lung | Unspecified asthma, uncomplicated
    asthma
J44.9 | lung | Chronic obstructive pulmonary disease, unspecified
    copd | chronic obstructive pulmonary disease | emphysema
K76.0 | liver | Fatty (change of) liver, not elsewhere classified
    fatty liver(?: disease)? | liver disease | cirrhosis | hepatitis
K58.9 | bowel | Irritable bowel syndrome without diarrhea
    irritable bowel(?: syndrome)? | \bibs\b
L40.9 | skin | Psoriasis, unspecified
    psoriasis
L20.9 | skin | Atopic dermatitis, unspecified
    eczema | atopic dermatitis
L65.9 | skin | Nonscarring hair loss, unspecified
    hair loss | alopecia
F32.A | mind | Depression, unspecified
    depression
F41.9 | mind | Anxiety disorder, unspecified
    anxiety
C80.1 | cancer | Malignant (primary) neoplasm, unspecified
    cancers? | tumou?rs?
M79.7 | pain | Fibromyalgia
    fibromyalgia
R53.83 | fatigue | Other fatigue
    chronic fatigue(?: syndrome)? | fatigue
I10 | circulation | Essential (primary) hypertension
    high blood pressure | hypertension
E10.9 | diabetes | Type 1 diabetes mellitus without complications
    type 1 diabetes
E11.9 | diabetes | Type 2 diabetes mellitus without complications
    (?:type 2 )?diabetes
"""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: its ICD-10-CM code, the body area it belongs to and its names."""

    code: str
    area: str
    display: str
    names: re.Pattern[str]


def _entries() -> list[str]:
    return re.split(r"\n(?=\S)", _TABLE.strip())


def _conditions() -> tuple[Condition, ...]:
    found = []
    for entry in _entries():
        head, _, names = entry.partition("\n")
        code, area, display = head.split(" | ")
        found.append(Condition(code, area, display, words(names)))
    return tuple(found)


CONDITIONS = _conditions()
#: One look for all of them; what begins a name is looked for once.
_ANY_CONDITION = words("\n".join(entry.partition("\n")[2] for entry in _entries()))

#: Which area a code belongs to, by its beginning; the longest wins. Whole numbers are SNOMED CT.
_CODES_OF_AREA = {
    "kidney": "E08.2 E09.2 E10.2 E11.2 E13.2 N0 N1 N2 I12 Z49 127013003 709044004 90688005",
    "nerve": "E08.4 E09.4 E10.4 E11.4 E13.4 G5 G6 M54.3 M54.4 230572002 302226006",
    "eye": "E08.3 E09.3 E10.3 E11.3 E13.3 H0 H1 H2 H3 H4 H5 4855003",
    "foot": "E10.62 E11.62 L97",
    "heart": "I2 I3 I4 I5 84114007 53741008",
    "brain": "I6 G2 G3 G43 F0 F84 230690007",
    "joint": "M0 M1 M2 239873007 396275006",
    "back": "M54.5 M51",
    "lung": "J4 195967001",
    "liver": "K7 B18",
    "bowel": "K5",
    "skin": "L 201101007",
    "mind": "F3 F4",
    "cancer": "C",
}
_AREA_OF_CODE = {code: area for area, codes in _CODES_OF_AREA.items() for code in codes.split()}

#: The words of an area: its diseases, its organ, its hallmark signs.
_WORDS_OF_AREA = {
    "kidney": r"nephropath(?:y|ies)|kidneys?|renal|albumin|dialysis",
    "nerve": r"(?:poly)?neuropath(?:y|ies|ic)|nerves?|neuralgia|numbness|tingling|sciatica"
    r"|carpal tunnel",
    "eye": r"retinopath(?:y|ies)|eyes?|vision|eyesight|retinas?|macular|glaucoma|cataracts?"
    r"|blindness",
    "heart": r"hearts?|cardiac|angina|coronary|cardiomyopathy",
    "brain": r"brain|strokes?|dementia|alzheimer'?s?|parkinson'?s?|migraines?|autism|memory",
    "joint": r"knees?|hips?|joints?|cartilage|(?:osteo)?arthritis|gout",
    "back": r"back pain|spine|spinal|discs?",
    "lung": r"lungs?|asthma|copd|emphysema|airways?",
    "liver": r"livers?|hepatitis|cirrhosis",
    "bowel": r"bowels?|gut|ibs|colitis",
    "skin": r"skin|psoriasis|eczema|acne|wrinkles|hair loss|alopecia",
    "mind": r"depression|anxiety|mood",
    "cancer": r"cancers?|tumou?rs?|chemotherapy",
    "foot": r"foot ulcers?|feet|foot",
}
_AREA = re.compile(
    r"\b(?=\w)(?:"
    + "|".join(f"(?P<{area}>{names})" for area, names in _WORDS_OF_AREA.items())
    + r")(?!\w)"
)


def condition_in(plain: str) -> Condition | None:
    """Return the first condition of the table that a plain text names, or None."""
    if _ANY_CONDITION.search(plain) is None:
        return None
    return next(condition for condition in CONDITIONS if condition.names.search(plain))


def disease_areas(plain: str) -> set[str]:
    """Return the areas whose diseases (not just organs) a plain text names."""
    if _ANY_CONDITION.search(plain) is None:
        return set()
    return {condition.area for condition in CONDITIONS if condition.names.search(plain)}


def areas_named(plain: str) -> frozenset[str]:
    """Return the areas of which a plain text holds any word."""
    return frozenset(hit.lastgroup or "" for hit in _AREA.finditer(plain))


def area_of_code(code: CodeText) -> str | None:
    """Return the body area a page's code stands for, or None when the table lacks it."""
    wanted = code.code.strip().upper()
    fits = [beginning for beginning in _AREA_OF_CODE if _covers(beginning, wanted)]
    return _AREA_OF_CODE[max(fits, key=len)] if fits else None


def _covers(beginning: str, code: str) -> bool:
    # SNOMED ids are whole numbers: 127013003 must not cover 1270130031.
    return code == beginning if beginning.isdigit() else code.startswith(beginning)
