"""Builders that make real rows through the real verbs; tests say only what matters to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from PIL import Image

from education.audit.history import acting
from education.content import pictures
from education.content.models import Picture, Section, Term, Topic, TopicCode
from education.evidence.models import Citation, Claim, Source
from education.people.models import (
    Credential,
    CredentialSpecialty,
    Role,
    Specialty,
    User,
)
from education.people.services import prove
from education.publishing.models import Edition
from education.publishing.services import publish
from education.review.models import STATEMENTS, Meaning, Review, ReviewPolicy, SignOff
from education.review.services import Interests, open_claim_reviews, sign_off, submit
from education.review.signing import as_page, changes_to_tick
from tests.remembering import remembered

PASSWORD = "correct horse battery"
NO_INTERESTS = Interests(conflict=False, statement="None")


@remembered
def make_user(username: str, *roles: Role, name: str = "", **fields: Any) -> User:
    """A member of staff with these roles; acts for itself in the trail."""
    first, _, last = (name or username.replace("_", " ").title()).partition(" ")
    user = User(username=username, first_name=first, last_name=last, is_staff=True, **fields)
    user.set_password(PASSWORD)
    user.save()
    with acting(user):
        user.groups.set(Group.objects.filter(name__in=[r.value for r in roles]))
    return user


@remembered
def make_specialty(slug: str = "nephrology") -> Specialty:
    found = Specialty.objects.filter(slug=slug).first()
    return found or _saved(
        Specialty(slug=slug, name=slug.title()), by=User.objects.get(username="ada")
    )


def credential_of(user: User, **fields: Any) -> Credential:
    """The user's credential, made and verified by ``ada`` when there is none yet."""
    found = user.credentials.first()
    return found if found and not fields else make_credential(user, **fields)


@remembered
def make_credential(user: User, *, specialty: str = "", **fields: Any) -> Credential:
    ada = User.objects.get(username="ada")
    values: dict[str, Any] = {
        "profession": "Consultant physician",
        "register": "Test Medical Register",
        "register_number": f"T-{user.pk}-{user.credentials.count()}",
        "valid_from": timezone.now().date() - timedelta(days=1000),
        "valid_until": timezone.now().date() + timedelta(days=365),
        "verified_by": ada,
        "verified_on": timezone.now().date(),
    }
    credential = _saved(Credential(user=user, **{**values, **fields}), by=ada)
    if specialty:
        _saved(
            CredentialSpecialty(credential=credential, specialty=make_specialty(specialty)), by=ada
        )
    return credential


@remembered
def make_policy(by: User, **fields: Any) -> ReviewPolicy:
    """A clinic's own policy, a little stricter than the one built in."""
    values: dict[str, Any] = {
        "risk_class": "routine",
        "required_sign_offs": 2,
        "valid_months": 12,
        "grace_days": 30,
        "review_within_days": 10,
    }
    return _saved(ReviewPolicy(**{**values, **fields}), by=by)


@remembered
def make_source(by: User, **fields: Any) -> Source:
    values: dict[str, Any] = {
        "kind": Source.SourceKind.GUIDELINE,
        "title": "Guideline on kidney care in diabetes",
        "authors": "Example Working Group",
        "container": "Journal of Examples",
        "year": 2024,
    }
    return _saved(Source(**{**values, **fields}), by=by)


@remembered
def make_claim(
    by: User, statement: str = "", *, sources: Sequence[Source] = (), **fields: Any
) -> Claim:
    """A well-graded claim with one source."""
    values: dict[str, Any] = {
        "statement": statement or "High blood sugar can harm the filters in your kidneys.",
        "kind": "mechanism",
        "stage": "established",
        "certainty": "not_graded",
    }
    claim = _saved(Claim(**{**values, **fields}), by=by)
    for source in sources or [make_source(by)]:
        _saved(Citation(claim=claim, source=source, locator="Chapter 1"), by=by)
    return claim


@remembered
def make_term(by: User, term: str = "albumin", **fields: Any) -> Term:
    """A word with its definition."""
    values: dict[str, Any] = {"definition": "A protein that healthy kidneys keep in your blood."}
    return _saved(Term(term=term, **{**values, **fields}), by=by)


def image_file(
    colour: str = "teal", size: tuple[int, int] = (64, 48), kind: str = "PNG"
) -> BytesIO:
    """A picture's file as somebody would upload it."""
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, kind)
    file.seek(0)
    return file


def make_picture(by: User, *, colour: str = "teal", **fields: Any) -> Picture:
    """A picture that passes every check, with its file."""
    taken = pictures.take(image_file(colour))
    pictures.store(taken)
    values: dict[str, Any] = {
        "alternative": "A kidney with its filters.",
        "caption": "Filters clean your blood.",
        "credit": "The clinic",
        "licence": "own",
        **{name: getattr(taken, name) for name in ("sha256", "extension", "width", "height")},
    }
    return _saved(Picture(**{**values, **fields}), by=by)


@remembered
def make_topic(
    by: User, *, claims: Sequence[Claim] | None = None, body: str = "", **fields: Any
) -> Topic:
    """A page that passes every check: one section that holds ``claims`` (one is made if None)."""
    number = Topic.objects.count() + 1
    values: dict[str, Any] = {
        "slug": f"diabetes-and-kidneys-{number}",
        "title": "Diabetes and your kidneys",
        "owner": by,
        "aim": "For people with diabetes who want to know how it can affect their kidneys.",
        "funding": "The clinic paid for this page. Nobody else did.",
        "answer": "Diabetes can harm your kidneys over time.",
        "key_points": "Early damage often has no signs.\nA urine test each year can find it.",
        "not_known": "It is not clear why some people get kidney damage.",
        "get_help": "Call your care team if your legs swell. Call 112 if you cannot breathe well.",
        "questions": "How are my kidneys doing?\nWhen is my next test?",
    }
    topic = _saved(Topic(**{**values, **fields}), by=by)
    _saved(TopicCode(topic=topic, code="E11.21", display="Diabetes with kidney disease"), by=by)
    claims = [make_claim(by)] if claims is None else claims
    text = body or "\n\n".join(f"[[{c.code}]]" for c in claims)
    _saved(
        Section(topic=topic, order=1, heading="How diabetes affects your kidneys", body=text), by=by
    )
    return topic


def proof_for(user: User, review: Review, password: str = PASSWORD) -> Any:
    return prove(user, password=password, purpose=review.fingerprint)


def sign(review: Review, by: User, **fields: Any) -> SignOff:
    """Sign a review, and with a page every claim that still waits, answering all warnings."""
    claims = open_claim_reviews(review.page()) if review.topic_id else []
    meaning = Meaning.CLINICAL_REVIEW if review.topic_id else Meaning.CLAIM_CHECKED
    answers = {
        f["key"]: "Read and accepted for this page."
        for one in (review, *claims)
        for f in one.findings
        if f["level"] == "warn"
    }
    values: dict[str, Any] = {
        "meaning": meaning,
        "statement": STATEMENTS[meaning],
        "interests": NO_INTERESTS,
        "answers": answers,
        "claims": claims,
        "verdicts": dict.fromkeys((c.code for c in as_page(review).claims), "supported"),
    }
    values |= fields
    if "credential" not in values:
        values["credential"] = credential_of(by)
    if "ticks" not in values:
        values["ticks"] = [c.key for c in changes_to_tick(review, by, values["claims"])]
    if "proof" not in values:
        values["proof"] = proof_for(by, review)
    return sign_off(review, by=by, **values)


@remembered
def submitted(author: User, **fields: Any) -> Review:
    """A page that waits for sign-off."""
    return submit(make_topic(author, **fields), by=author)


@remembered
def publish_page(
    topic: Topic, *, author: User, signers: Sequence[User], publisher: User
) -> Edition:
    """Take a draft all the way: submitted, signed by each signer, live."""
    review = submit(topic, by=author)
    for signer in signers:
        sign(review, signer)
    return publish(review, by=publisher)


def edit(row: Any, *, by: User, **fields: Any) -> Any:
    """Change a tracked row as a person."""
    for name, value in fields.items():
        setattr(row, name, value)
    return _saved(row, by=by)


def _saved(row: Any, *, by: User) -> Any:
    with acting(by):
        row.save()
    return row
