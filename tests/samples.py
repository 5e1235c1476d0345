"""A page as a value, with one of everything a page can hold. Our own words, made-up sources."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from education.content.manuscript import (
    CitationText,
    ClaimText,
    CodeText,
    Manuscript,
    PictureText,
    Regulation,
    Risk,
    SectionText,
    SourceText,
    TermText,
)
from education.publishing.pages import PublishedPage, Signature

GUIDELINE = SourceText(
    source_id=1,
    kind="guideline",
    title="Care of the kidneys in diabetes: a guideline",
    authors="Example Working Group",
    container="Journal of Examples",
    year=2022,
    volume="12",
    issue="3",
    pages="1-40",
    doi="10.1234/example.2022.1",
)
TRIAL = SourceText(
    source_id=2,
    kind="trial",
    title="Flozin tablets in people with kidney disease",
    authors="Doe J, Roe R, Poe P",
    container="Annals of Samples",
    year=2020,
    volume="383",
    pages="14-46",
    pmid="123456",
    notice="corrected",
)
REGULATOR = SourceText(
    source_id=3,
    kind="regulator",
    title="Notice on products sold as exosomes",
    publisher="Medicines Office of Examplia",
    url="https://medicines.example/notices/7",
    accessed_on="2026-02-03",
)
MICE = SourceText(
    source_id=4,
    kind="animal",
    title="Exosomes in mice with diabetes",
    authors="Moe M",
    container="Annals of Samples",
    year=2019,
    notice="retracted",
)


def claim(claim_id: int, statement: str, *sources: SourceText, **fields: Any) -> ClaimText:
    """A claim that rests on these sources."""
    citations = tuple(CitationText(source=s, locator="Table 2") for s in sources or (GUIDELINE,))
    return ClaimText(
        claim_id=claim_id, language="en", statement=statement, citations=citations, **fields
    )


CLAIMS = (
    claim(1, "Exosome treatment has not been shown to help kidneys in people.", GUIDELINE, MICE),
    claim(2, "Early kidney damage from diabetes often has no signs.", kind="symptom"),
    claim(
        3,
        "Flozin tablets probably lower the chance that kidney disease gets much worse.",
        TRIAL,
        GUIDELINE,
        kind="benefit",
        certainty="moderate",
        stage="rct",
        n_people=4304,
        risk=Risk(
            outcome="Kidneys got much worse, or death from kidney or heart disease",
            affected=9,
            denominator=100,
            time_span="about 2½ years",
            group="With flozin tablets",
            comparator_affected=15,
            comparator_group="Without them",
        ),
    ),
    claim(
        4,
        "A low-salt diet may lower the protein in your urine.",
        kind="benefit",
        certainty="low",
        stage="early_trial",
        n_people=40,
    ),
    claim(
        5,
        "In mice with diabetes, exosomes lowered the protein in the urine.",
        MICE,
        kind="benefit",
        certainty="none_in_people",
        stage="animal",
        species="mice",
    ),
    claim(
        6,
        "We do not know if exosomes do lasting harm to people.",
        kind="harm",
        certainty="very_low",
        stage="case_series",
    ),
    claim(
        7,
        "The medicines office has not approved any exosome product.",
        REGULATOR,
        kind="regulatory",
        regulation=Regulation(
            jurisdiction="Examplia",
            status="No exosome product is approved",
            checked_on="2026-02-03",
            url="https://medicines.example/notices/7",
        ),
    ),
    claim(8, "Ask for the approval in writing before you agree to anything.", kind="advice"),
    claim(
        9,
        "Blood pressure tablets slow kidney damage.",
        certainty="high",
        stage="rct_review",
        kind="benefit",
    ),
)

PAGE = Manuscript(
    topic_id=1,
    slug="exosomes-and-diabetic-kidneys",
    title="Exosome treatment for kidney damage from diabetes",
    kind="treatment",
    risk_class="high",
    specialty="nephrology",
    author="Alice Writer",
    publisher="Example Clinic",
    funding="The clinic paid for this page. Nobody else did.",
    clinic_sells_this=True,
    aim="For people with diabetes who have been offered exosomes for their kidneys.",
    product="exosomes",
    answer="No. [[C-1]]",
    key_points=(
        "[[C-2]]",
        "Treatments that **do** slow the damage are listed below.",
        "Ask who has approved a treatment before you pay for it.",
    ),
    sections=(
        SectionText(
            heading="What slows kidney damage",
            body="Several treatments have been tested well.\n\n[[C-3]]\n\n[[C-9]]\n\n"
            "Food can matter too. [[C-4]]\n\nPeople who *want* to know more can ask about:\n\n"
            "- blood pressure\n- blood sugar\n- [salt in food](https://food.example/salt)",
        ),
        SectionText(
            heading="What exosomes are, and what was tested",
            body="Exosomes are tiny bubbles that cells give off.\n\n[[C-5]]\n[[C-7]]\n\n"
            "### If somebody offers them to you\n\n- [[C-8]]\n- Bring somebody with you.\n\n"
            "| Test | How often |\n| --- | --- |\n| Urine protein | Once a year |\n"
            "| Blood test | Once a year |\n\n[[P-1]]",
        ),
    ),
    not_known="[[C-6]]",
    get_help="Call your care team the same day if your legs swell or you pass less urine.",
    questions=("Who has approved this?", "What harm can it do?", "What happens if I wait?"),
    codes=(CodeText(system="2.16.840.1.113883.6.90", code="E11.21", display="Example"),),
    claims=CLAIMS,
    terms=(
        TermText(
            term_id=1,
            term="urine protein",
            definition="Protein that leaks through damaged kidney filters & into the urine.",
        ),
    ),
    pictures=(
        PictureText(
            picture_id=1,
            sha256="5e" * 32,
            extension="png",
            width=640,
            height=400,
            alternative="Bubbles leave a cell.",
            caption="How exosomes leave a cell",
            credit="Example Clinic",
            licence="cc-by",
            licence_url="https://licence.example/by",
        ),
    ),
    change_note="New numbers from the tablet trial.",
)


def signature(name: str = "Dr Bea Bell", **fields: Any) -> Signature:
    """A signature made on 4 March 2026."""
    values: dict[str, Any] = {
        "name": name,
        "profession": "Consultant nephrologist",
        "register": "Example Medical Register",
        "register_number": "1234567",
        "signed_at": datetime(2026, 3, 4, 10, 32, tzinfo=UTC),
        "meaning": "clinical_review",
        "statement": "I approve it.",
        "interests": "None",
    }
    return Signature(**{**values, **fields})


def published(page: Manuscript = PAGE, **fields: Any) -> PublishedPage:
    """The page, signed by two and live as edition 2."""
    values: dict[str, Any] = {
        "manuscript": page,
        "edition_id": 7,
        "number": 2,
        "newest": 2,
        "published_at": datetime(2026, 3, 5, 9, 0, tzinfo=UTC),
        "fingerprint": page.fingerprint(),
        "signatures": (
            signature(),
            signature("Dr Carl Cole", profession="General practitioner", register_number="7654321"),
        ),
        "reviewed_at": datetime(2026, 3, 4, 10, 32, tzinfo=UTC),
        "review_due": date(2026, 9, 4),
    }
    return PublishedPage(**{**values, **fields})


def page_with(body: str = "", **fields: Any) -> Manuscript:
    """The sample page with one section of this body, or with other fields."""
    if body:
        fields["sections"] = (SectionText(heading="A section", body=body),)
    return replace(PAGE, **fields)
