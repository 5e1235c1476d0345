"""A clinic with years of work behind it, planted in bulk: for the reports' pictures and queries.

The first page goes through the verbs; the rest are copies of its rows with times of their own,
past the guards (``drop_guards``), because reports only read. The same numbers every time.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from education.content.models import Topic
from education.people.models import Role, Specialty, User
from education.publishing.models import Edition, EditionClaim, LivePage, Withdrawal
from education.review.models import Assignment, Review, SignOff, SourceOpening
from tests.builders import (
    edit,
    make_claim,
    make_credential,
    make_specialty,
    make_topic,
    make_user,
    publish_page,
    submitted,
)
from tests.conftest import drop_guards
from tests.publishing.world import copy_of

NAMES = ("Bea Bell", "Carl Cole", "Dora Dunn", "Elif Erdem", "Femi Falade", "Grace Gray")
FIELDS = ("nephrology", "general-practice", "cardiology", "paediatrics")
GRADES = ("high", "moderate", "low", "very_low", "none_in_people")
#: Of ten reviews so many are still open, so many were withdrawn again; the others are live.
OPEN, WITHDRAWN = 2, 1


@dataclass
class Plenty:
    """Who works there."""

    author: User
    clinicians: list[User]
    coordinator: User
    #: What everything else is a copy of.
    edition: Edition
    waiting: Review


def plant(count: int, *, seed: int = 1) -> Plenty:
    """Make a clinic with ``count`` reviews of as many pages over the last year."""
    make_user("ada", Role.ADMINISTRATOR)
    author = make_user("amira", Role.AUTHOR, name="Amira Author")
    staff = [_clinician(name, number) for number, name in enumerate(NAMES)]
    publisher = make_user("pavel", Role.PUBLISHER)
    claims = [
        make_claim(author, f"A treatment may change outcome {grade}.", kind="harm",
                   certainty=grade, stage="guideline")
        for grade in GRADES
    ]  # fmt: skip
    claims.append(make_claim(author, "Kidneys clean the blood."))
    topic = make_topic(author, claims=claims, slug="first")
    edition = publish_page(topic, author=author, signers=[staff[0]], publisher=publisher)
    waiting = submitted(author, slug="second", claims=claims[-1:])
    drop_guards()
    bare = EditionClaim.objects.get(edition=edition, claim=claims[-1])
    without = replace(bare.review.claim_text(), citations=())
    Review.objects.filter(pk=bare.review_id).update(manuscript=without.canonical())
    edit(claims[0].citations.get().source, by=author, notice="superseded")
    plenty = Plenty(author, staff, make_user("chidi", Role.COORDINATOR), edition, waiting)
    grow(plenty, count, seed=seed)
    return plenty


def grow(plenty: Plenty, count: int, *, seed: int = 2) -> None:
    """Plant so many more."""
    chance = random.Random(seed)  # noqa: S311
    _Planter(plenty, plenty.edition, plenty.waiting, chance).grow(count)


def _clinician(name: str, number: int) -> User:
    user = make_user(f"dr-{number}", Role.CLINICIAN, name=f"Dr {name}")
    make_credential(user, specialty=FIELDS[number % len(FIELDS)])
    return user


class _Planter:
    def __init__(
        self, plenty: Plenty, edition: Edition, waiting: Review, chance: random.Random
    ) -> None:
        self.plenty, self.edition, self.waiting, self.chance = plenty, edition, waiting, chance
        self.now = timezone.now()
        self.sign_off = SignOff.objects.get(review=edition.review)
        self.fields: list[Specialty | None] = [make_specialty(f) for f in FIELDS] + [None]

    def grow(self, count: int) -> None:
        """Plant topics, reviews, signatures, editions, live pages, tasks and withdrawals."""
        first = Topic.objects.count()
        topics = _insert(self._topic(n) for n in range(first, first + count))
        reviews = _insert(self._review(n, topic) for n, topic in enumerate(topics))
        done = [r for n, r in enumerate(reviews) if n % 10 >= OPEN]
        signed = _insert(self._signature(review) for review in done)
        _insert(self._task(r) for n, r in enumerate(reviews) if n % 10 < OPEN and n % 3)
        self._open_sources(signed)
        editions = _insert(
            copy_of(self.edition, topic_id=r.topic_id, review_id=r.pk, slug=f"page-{r.pk}",
                    published_at=s.signed_at + timedelta(hours=2))
            for r, s in zip(done, signed, strict=True)
        )  # fmt: skip
        claims = list(self.edition.edition_claims.all())
        _insert(
            copy_of(claim, edition_id=edition.pk)
            for edition in editions
            for claim in self.chance.sample(claims, k=self.chance.randint(1, len(claims)))
        )
        gone = editions[:: 10 // WITHDRAWN]
        _insert(self._withdrawal(edition) for edition in gone)
        down = {edition.pk for edition in gone}
        _insert(self._live(edition) for edition in editions if edition.pk not in down)

    def _topic(self, n: int) -> Topic:
        field = self.fields[n % len(self.fields)]
        return Topic(slug=f"page-{n}", title=f"Living well with kidney disease, part {n + 1}",
                     owner=self.plenty.author, specialty=field,
                     language="es" if n % 5 == 0 else "en")  # fmt: skip

    def _review(self, n: int, topic: Topic) -> Review:
        is_open = n % 10 < OPEN
        days = self.chance.randint(0, 40 if is_open else 364)
        submitted = self.now - timedelta(days=days, minutes=self.chance.randint(10, 1400))
        return copy_of(self.waiting if is_open else self.edition.review, topic_id=topic.pk,
                       submitted_at=submitted, due_on=submitted.date() + timedelta(days=14),
                       state="open" if is_open else "published")  # type: ignore[no-any-return]  # fmt: skip

    def _signature(self, review: Review) -> SignOff:
        # Most take days, some minutes; nobody signs in the future.
        hours = min(self.chance.lognormvariate(4.2, 1.1), 24 * 60)
        waits = timedelta(hours=0.002 if self.chance.random() < 0.03 else hours)
        signed = min(review.submitted_at + waits, self.now)
        signer = self.chance.choices(self.plenty.clinicians, weights=range(6, 0, -1))[0]
        return copy_of(self.sign_off, review_id=review.pk, signer_id=signer.pk, signed_at=signed,
                       authenticated_at=signed)  # type: ignore[no-any-return]  # fmt: skip

    def _task(self, review: Review) -> Assignment:
        person = self.chance.choice(self.plenty.clinicians)
        return Assignment(review=review, person=person, by=person, at=review.submitted_at)

    def _open_sources(self, signed: list[SignOff]) -> None:
        source = self.edition.page().sources()[0].source_id
        _insert(
            SourceOpening(review_id=s.review_id, person_id=s.signer_id, source_id=source,
                          at=s.signed_at - timedelta(minutes=30))
            for s in signed[::3]
        )  # fmt: skip

    def _withdrawal(self, edition: Edition) -> Withdrawal:
        at = min(edition.published_at + timedelta(days=3), self.now)
        kind = self.chance.choice(Withdrawal.WithdrawalKind.values)
        noted = kind in ("safety", "evidence", "error") and self.chance.random() < 0.8
        return Withdrawal(topic_id=edition.topic_id, edition=edition, kind=kind, notice="Gone.",
                          by=self.plenty.clinicians[0], at=at, reference="Alert 7" if noted else "",
                          alerted_at=at - timedelta(minutes=self.chance.expovariate(1 / 200))
                          if noted else None)  # fmt: skip

    def _live(self, edition: Edition) -> LivePage:
        due = edition.published_at.date() + timedelta(days=self.chance.randint(300, 700))
        return LivePage(topic_id=edition.topic_id, edition=edition, language="en",
                        slug=edition.slug, reviewed_at=edition.published_at, review_due=due,
                        lapses_on=due + timedelta(days=90))  # fmt: skip


def _insert(rows: Iterable[models.Model]) -> list[Any]:
    made = list(rows)
    return type(made[0])._base_manager.bulk_create(made, batch_size=500) if made else []
