"""First guesses for imported claims: kind and intervention."""

from __future__ import annotations

import pytest

from education.checks.proposals import propose_intervention, propose_kind
from education.evidence.grading import Kind

KINDS = [
    ("Exosome therapy reduces inflammation.", Kind.BENEFIT),
    ("ACE inhibitors help protect your kidneys.", Kind.BENEFIT),
    ("It can help promote nerve regeneration.", Kind.BENEFIT),
    ("The treatment improves daily life.", Kind.QUALITY_OF_LIFE),
    ("Exosomes are safer than dialysis or other treatments.", Kind.COMPARISON),
    ("Conventional drugs only mask the symptoms.", Kind.COMPARISON),
    ("Steroid tablets can have side effects.", Kind.HARM),
    ("The FDA has not approved any exosome product.", Kind.REGULATORY),
    ("Exosomes are injected into a vein.", Kind.AVAILABILITY),
    ("Without treatment, the disease can get worse.", Kind.NO_TREATMENT),
    ("It may lead to kidney failure.", Kind.PROGNOSIS),
    ("A urine test can show protein.", Kind.DIAGNOSIS),
    ("Your ankles may swell.", Kind.SYMPTOM),
    ("Ask your doctor about your own risk.", Kind.ADVICE),
    ("You should check your feet every day.", Kind.ADVICE),
    ("Your kidneys filter your blood.", Kind.MECHANISM),
]


@pytest.mark.parametrize(("sentence", "kind"), KINDS)
def test_kind_is_proposed(sentence: str, kind: Kind) -> None:
    assert propose_kind(sentence) is kind


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Exosome therapy reduces inflammation.", "exosomes"),
        ("Extracellular vesicles are tiny.", "exosomes"),
        ("Stem cells can be injected into a knee.", "stem cells"),
        ("PRP is made from your blood.", "platelet-rich plasma"),
        ("The liver cleanse takes two weeks.", "detox"),
        ("Cold laser therapy uses light.", "laser and light therapy"),
        ("Turmeric is a spice.", "supplements"),
        ("A stem cell transplant can cure leukaemia.", ""),
        ("Alcohol detox takes a week.", ""),
        ("Laser treatment for glaucoma lowers eye pressure.", ""),
        ("Chelation removes lead after lead poisoning.", ""),
        ("Take the tablet with water.", ""),
    ],
)
def test_intervention_is_proposed(sentence: str, name: str) -> None:
    assert propose_intervention(sentence) == name
