"""A small clinic, fit for ten thousand short lives: everybody, three pages, four claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from education.content.models import RiskClass, Topic
from education.evidence.models import Claim, Source
from education.people.models import Role, User
from tests.builders import (
    make_claim,
    make_credential,
    make_source,
    make_specialty,
    make_topic,
    make_user,
)

STATEMENTS = (
    "High blood sugar can harm the filters in your kidneys.",
    "High blood pressure can harm your kidneys more.",
    "A urine test each year can find early damage.",
    "Salt can raise your blood pressure.",
)


@dataclass
class Clinic:
    """Who works here, and what they write."""

    people: dict[str, User]
    topics: list[Topic]
    claims: list[Claim]
    sources: list[Source]


def open_clinic() -> Clinic:
    """Build it through the verbs."""
    people = {
        "ada": make_user("ada", Role.ADMINISTRATOR),
        "alice": make_user("alice", Role.AUTHOR, name="Alice Writer"),
        "amos": make_user("amos", Role.AUTHOR, Role.CLINICIAN, name="Dr Amos Both"),
        "pat": make_user("pat", Role.PUBLISHER),
        "cora": make_user("cora", Role.COORDINATOR),
        "otto": make_user("otto", Role.AUDITOR),
        "root": make_user("root", is_superuser=True),
        "gone": make_user("gone", *Role, is_active=False),
        **{
            name: make_user(name, Role.CLINICIAN, name=f"Dr {name[3:].title()}")
            for name in ("dr_bell", "dr_cole", "dr_dunn")
        },
    }
    kidneys = make_specialty("nephrology")
    for name, more in _CREDENTIALS.items():
        make_credential(people[name], **more)
    alice = people["alice"]
    sources = [make_source(alice, title=f"Guideline {n}") for n in range(3)]
    claims = [
        make_claim(alice, words, sources=[sources[n % 3]] if n else sources[:2])
        for n, words in enumerate(STATEMENTS)
    ]
    topics = [
        make_topic(alice, slug="one", claims=claims[:2]),
        make_topic(people["amos"], slug="two", claims=claims[1:3]),
        make_topic(
            alice, slug="three", claims=claims[2:], risk_class=RiskClass.HIGH, specialty=kidneys
        ),
    ]
    return Clinic(people, topics, claims, sources)


_CREDENTIALS: dict[str, dict[str, Any]] = {
    "amos": {},
    "gone": {},
    "dr_bell": {"specialty": "nephrology"},
    "dr_cole": {"specialty": "general-practice"},
    "dr_dunn": {},
}
