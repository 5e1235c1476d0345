"""Thousands of live topics: one made by the real verbs, the others copied from it in bulk.

Every row goes through the guards of the database, so each page is as lawful as the first: its
own manuscript, fingerprint, review, recorded signature, edition and pointer. Titles, words, kinds
and codes differ from page to page, some words standing on most pages and most on few, as they do
in a language; the same number always makes the same page.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, islice
from typing import Any

from django.db import models, transaction

from education.audit import chain
from education.audit.history import acting
from education.content.manuscript import CodeText, Manuscript, SectionText
from education.content.models import Section, Topic, TopicCode, TopicKind
from education.people.models import Role, User
from education.publishing.index import services as index
from education.publishing.models import Edition, LivePage
from education.review.models import Review, SignOff
from tests.builders import make_claim, make_credential, make_topic, make_user, publish_page

CHUNK = 500
STATEMENTS = (
    "High blood sugar can harm the small filters in your kidneys.",
    "High blood pressure can harm them too.",
    "Early damage often has no signs.",
    "A urine test each year can find early damage.",
    "A blood test shows how well your kidneys clean your blood.",
    "Some people with diabetes never get kidney damage.",
)
#: Codes of a dozen body systems.
CODES = (
    *("E11.21", "E11.42", "E10.9", "N18.30", "N20.0", "I10", "I50.9", "I63.9", "J45.909", "J44.9"),
    *("K21.9", "K58.9", "L20.9", "M17.9", "G43.909", "F32.A", "H40.9", "C50.919", "B02.9"),
)
_PIECES = [f"{consonant}{vowel}" for consonant in "bdflmprst" for vowel in "aeiou"]
#: Made-up words, the first of them common and the last of them rare (after Zipf).
WORDS = tuple(
    "".join(_PIECES[n * step % len(_PIECES)] for step in (1, 7, 11)) + _PIECES[n // 45 % 45]
    for n in range(2_025)
)
_OFTEN = list(accumulate(1 / (rank + 10) for rank in range(len(WORDS))))


def some_words(chance: random.Random, number: int) -> str:
    """Return words as a text would have them."""
    return " ".join(chance.choices(WORDS, cum_weights=_OFTEN, k=number))


def first_page() -> Edition:
    """Make the cast and one page of ordinary length, and take it live through the verbs."""
    make_user("ada", Role.ADMINISTRATOR)
    author = make_user("alice", Role.AUTHOR, name="Alice Writer")
    signer = make_user("bell", Role.CLINICIAN, name="Dr Bea Bell")
    make_credential(signer, specialty="nephrology")
    claims = [make_claim(author, statement) for statement in STATEMENTS]
    topic = make_topic(author, slug="page-1", claims=claims[:2])
    with acting(author):
        for order, pair in enumerate((claims[2:4], claims[4:]), start=2):
            body = "Your care team can tell you more about this.\n\n" + "\n\n".join(
                f"[[{claim.code}]]" for claim in pair
            )
            Section(
                topic=topic, order=order, heading=f"What to know, part {order}", body=body
            ).save()
    publisher = make_user("pat", Role.PUBLISHER)
    return publish_page(topic, author=author, signers=[signer], publisher=publisher)


def fill(first: Edition, total: int, done: int) -> None:
    """Go from ``done`` live topics to ``total``, showing progress."""
    sign_off = SignOff.objects.get(review=first.review)
    numbers: Iterator[int] = iter(range(done + 1, total + 1))
    while chunk := list(islice(numbers, CHUNK)):
        with transaction.atomic():
            _copies(first, sign_off, chunk)
        sys.stderr.write(f"\r{chunk[-1]:>7} of {total} topics are live")
        sys.stderr.flush()
    sys.stderr.write("\n")


def _copies(first: Edition, sign_off: SignOff, numbers: list[int]) -> None:
    owner = User.objects.get(username="alice")
    topics = _insert(Topic(slug=f"page-{n}", title=_title(n), owner=owner) for n in numbers)
    pages = [_page(first.page(), topic) for topic in topics]
    reviews = _insert(
        _copy(
            first.review,
            topic=topic,
            state="open",
            manuscript=page.canonical(),
            fingerprint=page.fingerprint(),
        )
        for topic, page in zip(topics, pages, strict=True)
    )
    signed = _insert(_copy(sign_off, review=r, fingerprint=r.fingerprint) for r in reviews)
    for signature in signed:
        chain.record(
            "review.signed", actor=sign_off.signer, subject=signature.review, wrote=[signature]
        )
    ids = [r.pk for r in reviews]
    Review._base_manager.filter(pk__in=ids).update(state="signed")
    editions = _insert(
        _copy(
            first,
            topic=topic,
            number=1,
            review=review,
            manuscript=review.manuscript,
            fingerprint=review.fingerprint,
            slug=page.slug,
            title=page.title,
            kind=page.kind,
        )
        for topic, page, review in zip(topics, pages, reviews, strict=True)
    )
    claims = list(first.edition_claims.all())
    _insert(_copy(claim, edition=edition) for edition in editions for claim in claims)
    Review._base_manager.filter(pk__in=ids).update(state="published")
    live = LivePage.objects.get(edition=first)
    _insert(_copy(live, topic_id=e.topic_id, edition=e, slug=e.slug) for e in editions)
    index.put(editions)


def _title(number: int) -> str:
    chance = random.Random(number)  # noqa: S311 - a mixture, not a secret
    return some_words(chance, 3).capitalize() + f" and your kidneys, page {number}"


def _page(page: Manuscript, topic: Topic) -> Manuscript:
    chance = random.Random(topic.slug)  # noqa: S311
    more = SectionText(heading=some_words(chance, 3), body=f"{some_words(chance, 40)}.")
    codes = tuple(
        CodeText(system=TopicCode.System.ICD10CM, code=code) for code in chance.sample(CODES, 2)
    )
    return replace(
        page,
        topic_id=topic.pk,
        slug=topic.slug,
        title=topic.title,
        kind=chance.choice(TopicKind.values),
        sections=(*page.sections, more),
        codes=codes,
    )


def _copy(row: Any, **fields: Any) -> Any:
    """Return an unsaved row with the values of another, but for these."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    values.pop(row._meta.pk.attname)
    for name in fields:
        values.pop(f"{name}_id", None)
    return type(row)(**{**values, **fields})


def _insert(rows: Iterator[models.Model]) -> list[Any]:
    """Insert in bulk, past the staff's managers but not past the guards."""
    made = list(rows)
    return type(made[0])._base_manager.bulk_create(made)
