"""The vocabulary of evidence: kinds of claim, certainty (GRADE), stage, and the cap between them.

Sources: GRADE levels, Balshem et al. 2011 and BMC Medicine 10:33; stage caps follow the rule that
animal and laboratory data are very indirect evidence for people (GRADE indirectness; FTC Health
Products Compliance Guidance 2022).
"""

from __future__ import annotations

from django.db.models import TextChoices


class Kind(TextChoices):
    """What a claim asserts."""

    MECHANISM = "mechanism", "How it works"
    SYMPTOM = "symptom", "Sign or symptom"
    DIAGNOSIS = "diagnosis", "Test or diagnosis"
    PROGNOSIS = "prognosis", "What may happen"
    BENEFIT = "benefit", "Benefit"
    HARM = "harm", "Harm or safety"
    COMPARISON = "comparison", "Comparison"
    AVAILABILITY = "availability", "Availability"
    REGULATORY = "regulatory", "Regulatory status"
    NO_TREATMENT = "no_treatment", "What happens without treatment"
    QUALITY_OF_LIFE = "quality_of_life", "Effect on daily life"
    ADVICE = "advice", "What to do"


class Certainty(TextChoices):
    """How sure the body of evidence lets us be, per outcome (GRADE)."""

    HIGH = "high", "High"
    MODERATE = "moderate", "Moderate"
    LOW = "low", "Low"
    VERY_LOW = "very_low", "Very low"
    NONE_IN_PEOPLE = "none_in_people", "Not tested in people"
    NOT_GRADED = "not_graded", "Not graded (a fact, not an effect)"


class Stage(TextChoices):
    """How far the research has come."""

    IDEA = "idea", "Idea or mechanism only"
    IN_VITRO = "in_vitro", "Cells in the laboratory"
    ANIMAL = "animal", "Animals"
    ANIMAL_REVIEW = "animal_review", "Review of animal studies"
    CASE_SERIES = "case_series", "Case reports, no comparison"
    EARLY_TRIAL = "early_trial", "Early or small trial in people"
    OBSERVATIONAL = "observational", "Observational study with comparison"
    RCT = "rct", "Randomised trial"
    RCT_REVIEW = "rct_review", "Review of randomised trials"
    GUIDELINE = "guideline", "Clinical guideline"
    ESTABLISHED = "established", "Established fact"


#: Kinds whose statements say what a treatment does to people; certainty must be graded for them.
EFFECT_KINDS = frozenset({Kind.BENEFIT, Kind.COMPARISON, Kind.QUALITY_OF_LIFE})
#: Stages in which nothing was tested in people.
BEFORE_PEOPLE = frozenset({Stage.IDEA, Stage.IN_VITRO, Stage.ANIMAL, Stage.ANIMAL_REVIEW})

_RANK = {
    Certainty.NONE_IN_PEOPLE: 0,
    Certainty.VERY_LOW: 1,
    Certainty.LOW: 2,
    Certainty.MODERATE: 3,
    Certainty.HIGH: 4,
}
_CAP = {
    Stage.IDEA: Certainty.NONE_IN_PEOPLE,
    Stage.IN_VITRO: Certainty.NONE_IN_PEOPLE,
    Stage.ANIMAL: Certainty.NONE_IN_PEOPLE,
    Stage.ANIMAL_REVIEW: Certainty.NONE_IN_PEOPLE,
    Stage.CASE_SERIES: Certainty.VERY_LOW,
    Stage.EARLY_TRIAL: Certainty.LOW,
    # Starts low; a large effect or a dose response can raise it (GRADE rating up).
    Stage.OBSERVATIONAL: Certainty.MODERATE,
    Stage.RCT: Certainty.HIGH,
    Stage.RCT_REVIEW: Certainty.HIGH,
    Stage.GUIDELINE: Certainty.HIGH,
    Stage.ESTABLISHED: Certainty.HIGH,
}


def cap(stage: str) -> Certainty:
    """Return the highest certainty that evidence of this stage can carry for a patient benefit."""
    return _CAP[Stage(stage)]


def exceeds_cap(certainty: str, stage: str) -> bool:
    """Tell whether a certainty claims more than its stage of evidence can carry."""
    if certainty == Certainty.NOT_GRADED or not stage:
        return False
    return _RANK[Certainty(certainty)] > _RANK[cap(stage)]
