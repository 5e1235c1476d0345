"""Conditions by name: exact entries only, never fuzzy.

"Nephropathy" (kidneys) and "neuropathy" (nerves) differ by two letters, share "diabetic" and share
the E11 block of ICD-10-CM. A spelling distance would join them, so nothing here measures one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from education.content.manuscript import CodeText

ICD10CM = "2.16.840.1.113883.6.90"
SNOMED = "2.16.840.1.113883.6.96"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: its names, the body area it belongs to and its ICD-10-CM code."""

    name: str
    area: str
    pattern: str
    code: str
    display: str


#: More specific entries first; the first that matches names the page.
CONDITIONS: tuple[Condition, ...] = (
    Condition("diabetic kidney disease", "kidney", r"diabetic (?:nephropath(?:y|ies)|kidney(?: disease| damage)?|renal disease)|kidney (?:disease|damage|problems) (?:from|due to|caused by|in|with) (?:\w+ )?diabetes|diabetes and (?:your )?kidneys?", "E11.21", "Type 2 diabetes mellitus with diabetic nephropathy"),
    Condition("diabetic neuropathy", "nerve", r"diabetic (?:peripheral |poly)?neuropath(?:y|ies)|diabetic polyneuropathy|diabetic nerve (?:damage|pain|disease)|nerve (?:damage|pain) (?:from|due to|caused by|in|with) (?:\w+ )?diabetes", "E11.42", "Type 2 diabetes mellitus with diabetic polyneuropathy"),
    Condition("diabetic retinopathy", "eye", r"diabetic (?:retinopath(?:y|ies)|eye disease|macular \w+)", "E11.319", "Type 2 diabetes mellitus with unspecified diabetic retinopathy without macular edema"),
    Condition("diabetic foot ulcer", "foot", r"diabetic foot(?: ulcers?)?", "E11.621", "Type 2 diabetes mellitus with foot ulcer"),
    Condition("chronic kidney disease", "kidney", r"chronic kidney (?:disease|failure)|kidney failure|nephropath(?:y|ies)|nephritis|renal failure|\bckd\b|kidney disease", "N18.9", "Chronic kidney disease, unspecified"),
    Condition("kidney stones", "kidney", r"kidney stones?", "N20.0", "Calculus of kidney"),
    Condition("peripheral neuropathy", "nerve", r"(?:peripheral |poly)?neuropath(?:y|ies|ic)|nerve (?:damage|pain)|neuralgia", "G62.9", "Polyneuropathy, unspecified"),
    Condition("sciatica", "nerve", r"sciatica", "M54.30", "Sciatica, unspecified side"),
    Condition("carpal tunnel syndrome", "nerve", r"carpal tunnel", "G56.00", "Carpal tunnel syndrome, unspecified upper limb"),
    Condition("retinopathy", "eye", r"retinopath(?:y|ies)", "H35.00", "Unspecified background retinopathy"),
    Condition("macular degeneration", "eye", r"macular degeneration", "H35.30", "Unspecified macular degeneration"),
    Condition("glaucoma", "eye", r"glaucoma", "H40.9", "Unspecified glaucoma"),
    Condition("cataract", "eye", r"cataracts?", "H26.9", "Unspecified cataract"),
    Condition("heart failure", "heart", r"heart failure|cardiomyopathy", "I50.9", "Heart failure, unspecified"),
    Condition("heart attack", "heart", r"heart attacks?|myocardial infarction", "I21.9", "Acute myocardial infarction, unspecified"),
    Condition("coronary heart disease", "heart", r"coronary (?:heart|artery) disease|angina|heart disease", "I25.10", "Atherosclerotic heart disease of native coronary artery without angina pectoris"),
    Condition("atrial fibrillation", "heart", r"atrial fibrillation", "I48.91", "Unspecified atrial fibrillation"),
    Condition("stroke", "brain", r"strokes?\b(?! of)", "I63.9", "Cerebral infarction, unspecified"),
    Condition("dementia", "brain", r"dementia|alzheimer'?s?(?: disease)?", "F03.90", "Unspecified dementia"),
    Condition("Parkinson's disease", "brain", r"parkinson'?s?(?: disease)?", "G20", "Parkinson's disease"),
    Condition("multiple sclerosis", "brain", r"multiple sclerosis", "G35", "Multiple sclerosis"),
    Condition("autism", "brain", r"autism|autistic", "F84.0", "Autistic disorder"),
    Condition("migraine", "brain", r"migraines?", "G43.909", "Migraine, unspecified, not intractable, without status migrainosus"),
    Condition("knee osteoarthritis", "joint", r"knee (?:osteo)?arthritis|(?:osteo)?arthritis (?:of|in) (?:the|your) knees?|arthritic knees?|knee pain|bad knees|painful knees", "M17.9", "Osteoarthritis of knee, unspecified"),
    Condition("hip osteoarthritis", "joint", r"hip (?:osteo)?arthritis|(?:osteo)?arthritis (?:of|in) (?:the|your) hips?", "M16.9", "Osteoarthritis of hip, unspecified"),
    Condition("rheumatoid arthritis", "joint", r"rheumatoid arthritis", "M06.9", "Rheumatoid arthritis, unspecified"),
    Condition("osteoarthritis", "joint", r"osteoarthritis|arthritis|joint pain", "M19.90", "Unspecified osteoarthritis, unspecified site"),
    Condition("gout", "joint", r"gout", "M10.9", "Gout, unspecified"),
    Condition("back pain", "back", r"(?:low(?:er)? )?back pain|slipped disc|herniated disc", "M54.50", "Low back pain, unspecified"),
    Condition("asthma", "lung", r"asthma", "J45.909", "Unspecified asthma, uncomplicated"),
    Condition("COPD", "lung", r"copd|chronic obstructive pulmonary disease|emphysema", "J44.9", "Chronic obstructive pulmonary disease, unspecified"),
    Condition("fatty liver disease", "liver", r"fatty liver(?: disease)?|liver disease|cirrhosis|hepatitis", "K76.0", "Fatty (change of) liver, not elsewhere classified"),
    Condition("irritable bowel syndrome", "bowel", r"irritable bowel(?: syndrome)?|\bibs\b", "K58.9", "Irritable bowel syndrome without diarrhea"),
    Condition("psoriasis", "skin", r"psoriasis", "L40.9", "Psoriasis, unspecified"),
    Condition("eczema", "skin", r"eczema|atopic dermatitis", "L20.9", "Atopic dermatitis, unspecified"),
    Condition("hair loss", "skin", r"hair loss|alopecia", "L65.9", "Nonscarring hair loss, unspecified"),
    Condition("depression", "mind", r"depression", "F32.A", "Depression, unspecified"),
    Condition("anxiety", "mind", r"anxiety", "F41.9", "Anxiety disorder, unspecified"),
    Condition("cancer", "cancer", r"cancers?|tumou?rs?", "C80.1", "Malignant (primary) neoplasm, unspecified"),
    Condition("fibromyalgia", "pain", r"fibromyalgia", "M79.7", "Fibromyalgia"),
    Condition("chronic fatigue", "fatigue", r"chronic fatigue(?: syndrome)?|fatigue", "R53.83", "Other fatigue"),
    Condition("high blood pressure", "circulation", r"high blood pressure|hypertension", "I10", "Essential (primary) hypertension"),
    Condition("type 1 diabetes", "diabetes", r"type 1 diabetes", "E10.9", "Type 1 diabetes mellitus without complications"),
    Condition("type 2 diabetes", "diabetes", r"(?:type 2 )?diabetes", "E11.9", "Type 2 diabetes mellitus without complications"),
)
_COMPILED = tuple((re.compile(rf"\b(?:{c.pattern})(?!\w)"), c) for c in CONDITIONS)
_ANY_CONDITION = re.compile("|".join(rf"\b(?:{c.pattern})(?!\w)" for c in CONDITIONS))

#: Which area a code belongs to; longest prefix wins. ICD-10 and ICD-10-CM share these letters.
_AREA_OF_CODE: dict[str, str] = {
    **dict.fromkeys(("E08.2", "E09.2", "E10.2", "E11.2", "E13.2", "N0", "N1", "N2", "I12", "Z49", "127013003", "709044004", "90688005"), "kidney"),
    **dict.fromkeys(("E08.4", "E09.4", "E10.4", "E11.4", "E13.4", "G5", "G6", "M54.3", "M54.4", "230572002", "302226006"), "nerve"),
    **dict.fromkeys(("E08.3", "E09.3", "E10.3", "E11.3", "E13.3", "H0", "H1", "H2", "H3", "H4", "H5", "4855003"), "eye"),
    **dict.fromkeys(("E10.62", "E11.62", "L97"), "foot"),
    **dict.fromkeys(("I2", "I3", "I4", "I5", "84114007", "53741008"), "heart"),
    **dict.fromkeys(("I6", "G2", "G3", "G43", "F0", "F84", "230690007"), "brain"),
    **dict.fromkeys(("M0", "M1", "M2", "239873007", "396275006"), "joint"),
    **dict.fromkeys(("M54.5", "M51"), "back"),
    **dict.fromkeys(("J4", "195967001"), "lung"),
    **dict.fromkeys(("K7", "B18"), "liver"),
    **dict.fromkeys(("K5",), "bowel"),
    **dict.fromkeys(("L", "201101007"), "skin"),
    **dict.fromkeys(("F3", "F4"), "mind"),
    **dict.fromkeys(("C",), "cancer"),
}
#: Names and hallmark words of an area, stronger than the mere organ.
_AREA_WORDS: dict[str, str] = {
    "kidney": r"nephropath(?:y|ies)|kidneys?|renal|albumin|dialysis",
    "nerve": r"(?:poly)?neuropath(?:y|ies|ic)|nerves?|neuralgia|numbness|tingling|sciatica|carpal tunnel",
    "eye": r"retinopath(?:y|ies)|eyes?|vision|eyesight|retinas?|macular|glaucoma|cataracts?|blindness",
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
_AREA_PATTERN = re.compile(
    r"\b(?:" + "|".join(f"(?P<{area}>{words})" for area, words in _AREA_WORDS.items()) + r")(?!\w)"
)


def condition_in(plain: str) -> Condition | None:
    """Return the first condition of the dictionary that a plain text names, or None."""
    if _ANY_CONDITION.search(plain) is None:
        return None
    return next(condition for pattern, condition in _COMPILED if pattern.search(plain))


def areas_named(plain: str) -> list[str]:
    """Return the area of every condition word in a plain text, in order, with repeats."""
    return [hit.lastgroup or "" for hit in _AREA_PATTERN.finditer(plain)]


def disease_areas(plain: str) -> set[str]:
    """Return the areas whose diseases (not just organs) a plain text names."""
    if _ANY_CONDITION.search(plain) is None:
        return set()
    return {condition.area for pattern, condition in _COMPILED if pattern.search(plain)}


def area_of_code(code: CodeText) -> str | None:
    """Return the body area a page's code stands for, or None when the dictionary lacks it."""
    digits = code.code.strip().upper()
    fits = [prefix for prefix in _AREA_OF_CODE if _covers(prefix, digits)]
    return _AREA_OF_CODE[max(fits, key=len)] if fits else None


def _covers(prefix: str, code: str) -> bool:
    # SNOMED ids are whole numbers: 127013003 must not cover 1270130031.
    return code == prefix if prefix.isdigit() else code.startswith(prefix)
