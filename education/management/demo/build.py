"""From the demo's plain data to rows, through the verbs that staff use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone

from education.audit.history import TrackedModel, acting
from education.content.models import Section, Term, Topic, TopicCode
from education.errors import Blocked
from education.evidence.models import Citation, Claim, Source
from education.management.demo import people as cast
from education.management.demo.people import PASSWORD, REGISTER, SPECIALTIES
from education.management.demo.shapes import Answer, Assertion, Page, Person, Reference, Word
from education.management.demo.sources import BY_KEY
from education.people.models import Credential, CredentialSpecialty, Specialty, User
from education.people.services import prove
from education.publishing import services as publishing
from education.publishing.models import Edition, LivePage
from education.review import services as reviewing
from education.review.models import STATEMENTS, Meaning, Review, SignOff
from education.review.rules import Verdict
from education.review.signing import changes_to_tick, signed_by_colleagues

Row = TypeVar("Row", bound=TrackedModel)
#: How long each signer in turn keeps a page, in hours.
READING_HOURS = (19, 27)
_MARK = re.compile(r"\[\[([a-z]\w*)\]\]")


@dataclass
class Builder:
    """Makes the demo's rows and remembers them by the names the data uses."""

    #: Lets hours of the story go by: nobody reads and signs within a second.
    pause: Callable[[float], None] = lambda hours: None
    #: Hashed once for all accounts: the password is printed anyway, and a hash takes half a second.
    password: str = field(default_factory=lambda: make_password(PASSWORD))
    users: dict[str, User] = field(default_factory=dict)
    specialties: dict[str, Specialty] = field(default_factory=dict)
    credentials: dict[str, Credential] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)

    # People

    def hire(self, people: Sequence[Person]) -> None:
        """Make accounts, roles and credentials; the first person verifies everybody else."""
        for person in people:
            self.users[person.username] = self._account(person)
        verifier = self.users[people[0].username]
        with acting(verifier):
            for slug, name in SPECIALTIES.items():
                self.specialties[slug] = _saved(Specialty(slug=slug, name=name))
            for person in people:
                if person.credential:
                    self.credentials[person.username] = self._credential(person, verifier)

    def _account(self, person: Person) -> User:
        user = User(
            username=person.username,
            first_name=person.first_name,
            last_name=person.last_name,
            email=f"{person.username}@demo.invalid",
            is_staff=True,
            is_superuser=person.superuser,
            password=self.password,
            # The field's default was bound to the real clock when the model was made.
            date_joined=timezone.now(),
        )
        user.save()
        with acting(user):
            user.groups.set(Group.objects.filter(name__in=person.roles))
        return user

    def _credential(self, person: Person, verifier: User) -> Credential:
        profession, number = person.credential or ("", "")
        today = timezone.now().date()
        credential = _saved(
            Credential(
                user=self.users[person.username],
                profession=profession,
                register=REGISTER,
                register_number=number,
                valid_from=date(today.year - 5, 1, 1),
                valid_until=date(today.year + 10, 12, 31),
                verified_by=verifier,
                verified_on=today,
            )
        )
        for slug in person.specialties:
            _saved(CredentialSpecialty(credential=credential, specialty=self.specialties[slug]))
        return credential

    # Drafts

    def draft(self, page: Page) -> Topic:
        """Write a page as the demo's author: its sources, claims, sections and codes."""
        owner = self.users[cast.AUTHOR.username]
        with acting(owner):
            for assertion in page.claims:
                self.claims[assertion.key] = self._claim(assertion)
            topic = _saved(Topic(owner=owner, **self._topic_fields(page)))
            for code, display in page.codes:
                _saved(TopicCode(topic=topic, code=code, display=display))
            for order, (heading, body) in enumerate(page.sections, 1):
                _saved(
                    Section(topic=topic, order=order, heading=heading, body=self._with_codes(body))
                )
        self.topics[page.slug] = topic
        return topic

    def _topic_fields(self, page: Page) -> dict[str, Any]:
        return {
            "language": page.language,
            "slug": page.slug,
            "title": page.title,
            "kind": page.kind,
            "risk_class": page.risk_class,
            "specialty": self.specialties.get(page.specialty),
            "translation_of": self.topics.get(page.original),
            "aim": page.aim,
            "funding": page.funding,
            "product": page.product,
            "answer": page.answer,
            "key_points": self._with_codes("\n".join(page.key_points)),
            "not_known": self._with_codes(page.not_known),
            "get_help": self._with_codes(page.get_help),
            "questions": "\n".join(page.questions),
        }

    def _with_codes(self, text: str) -> str:
        """Put the code of each claim in the place of its key."""
        return _MARK.sub(lambda mark: f"[[{self.claims[mark[1]].code}]]", text)

    def _claim(self, assertion: Assertion) -> Claim:
        claim = _saved(
            Claim(
                language=assertion.language,
                statement=assertion.statement,
                kind=assertion.kind,
                certainty=assertion.certainty,
                stage=assertion.stage,
                species=assertion.species,
                n_people=assertion.n_people,
                population=assertion.population,
                comparator=assertion.comparator,
                intervention=assertion.intervention,
                translation_of=self.claims.get(assertion.original),
                **_risk_fields(assertion),
                **_regulation_fields(assertion),
            )
        )
        for order, cite in enumerate(assertion.cites, 1):
            source = self._source(BY_KEY[cite.source])
            _saved(Citation(claim=claim, source=source, order=order, locator=cite.locator))
        return claim

    def _source(self, reference: Reference) -> Source:
        """Return the source's row, made when a page first cites it."""
        if reference.key not in self.sources:
            fields = asdict(reference)
            del fields["key"]
            self.sources[reference.key] = _saved(Source(**fields))
        return self.sources[reference.key]

    def explain(self, words: Iterable[Word]) -> None:
        """Fill the glossary as the demo's author."""
        with acting(self.users[cast.AUTHOR.username]):
            for word in words:
                _saved(Term(**asdict(word)))

    def revise(self, page: Page, change_note: str) -> Topic:
        """Write a page anew where it differs from its draft, with the reason for readers."""
        topic = self.topics[page.slug]
        with acting(self.users[cast.AUTHOR.username]):
            topic.change_note = change_note
            for name, value in self._topic_fields(page).items():
                setattr(topic, name, value)
            _saved(topic)
            for section, (heading, body) in zip(
                topic.sections.order_by("order"), page.sections, strict=True
            ):
                if section.body != (now := self._with_codes(body)):
                    section.heading, section.body = heading, now
                    _saved(section)
        return topic

    # Verbs

    def submit(self, topic: Topic) -> Review:
        """Submit a page as the demo's author."""
        return reviewing.submit(topic, by=self.users[cast.AUTHOR.username])

    def sign(self, review: Review, person: Person, answers: Iterable[Answer]) -> SignOff:
        """Sign a page and each claim that still waits, with the password and reasoned answers."""
        user = self.users[person.username]
        waiting = reviewing.open_claim_reviews(review.page())
        meaning = Meaning.CLINICAL_REVIEW
        return reviewing.sign_off(
            review,
            by=user,
            credential=self.credentials[person.username],
            meaning=meaning,
            statement=STATEMENTS[meaning],
            interests=reviewing.Interests(conflict=False, statement=person.interests),
            proof=prove(user, password=PASSWORD, purpose=review.fingerprint),
            answers=answers_to([review, *waiting], tuple(answers)),
            verdicts=_verdicts(review, user),
            ticks=[c.key for c in changes_to_tick(review, user, waiting)],
            claims=waiting,
        )

    def publish(self, review: Review) -> Edition:
        """Put a signed page live as the demo's publisher."""
        return publishing.publish(review, by=self.users[cast.PUBLISHER.username])

    def go_live(self, page: Page, *signers: Person) -> Edition:
        """Take a page all the way in one go."""
        return self.sign_and_publish(self.draft(page), page, *signers)

    def sign_and_publish(self, topic: Topic, page: Page, *signers: Person) -> Edition:
        """Take a draft from its submission to its readers."""
        review = self.submit(topic)
        for hours, signer in zip(READING_HOURS, signers, strict=False):
            self.pause(hours)
            self.sign(review, signer, page.answers)
        self.pause(3)
        return self.publish(review)

    def withdraw(self, page: Page, *, kind: str, notice: str, replacement: Page) -> None:
        """Take a live page down as the demo's coordinator."""
        publishing.withdraw(
            LivePage.objects.get(topic=self.topics[page.slug]),
            by=self.users[cast.COORDINATOR.username],
            kind=kind,
            notice=notice,
            replacement=self.topics[replacement.slug],
        )


#: Warnings that come with the years, whatever day the demo is made on.
_OF_AGE = (
    Answer(check="K36", reason="I looked for a newer source. None changes what this claim says."),
    Answer(check="K37", reason="I read the regulator's page again today. It says the same."),
)


def answers_to(reviews: Sequence[Review], answers: Sequence[Answer]) -> dict[str, str]:
    """Return the reason for each warning of these reviews, by the warning's key.

    Raises ``Blocked`` naming each warning that the demo's data has no answer to.
    """
    reasons: dict[str, str] = {}
    missing = []
    for finding in (f for review in reviews for f in review.findings if f["level"] == "warn"):
        answer = next((a for a in (*answers, *_OF_AGE) if _is_about(a, finding)), None)
        if answer:
            reasons[finding["key"]] = answer.reason
        else:
            missing.append(f"{finding['check']} at {finding['anchor']}: {finding['message']}")
    if missing:
        raise Blocked(missing)
    return reasons


def _verdicts(review: Review, user: User) -> dict[str, str]:
    """Agree with the colleagues who signed a claim already; check the others oneself."""
    claims = review.page().claims
    agreed = signed_by_colleagues(claims, user)
    return {c.code: Verdict.ACCEPTED if c.code in agreed else Verdict.SUPPORTED for c in claims}


def _is_about(answer: Answer, finding: Mapping[str, Any]) -> bool:
    said = f"{finding['excerpt']} {finding['message']}"
    return bool(answer.check == finding["check"] and answer.about in said)


def _saved(row: Row) -> Row:
    # What the database does not check by itself: choices, lengths, addresses, identifiers.
    row.clean_fields()
    row.clean()
    row.save()
    return row


def _risk_fields(assertion: Assertion) -> dict[str, Any]:
    risk = assertion.risk
    if risk is None:
        return {}
    return {
        "risk_outcome": risk.outcome,
        "risk_affected": risk.affected,
        "risk_denominator": risk.denominator,
        "risk_time_span": risk.time_span,
        "risk_group": risk.group,
        "risk_comparator_affected": risk.comparator_affected,
        "risk_comparator_group": risk.comparator_group,
    }


def _regulation_fields(assertion: Assertion) -> dict[str, Any]:
    regulation = assertion.regulation
    if regulation is None:
        return {}
    return {
        "jurisdiction": regulation.jurisdiction,
        "regulatory_status": regulation.status,
        "checked_on": date.fromisoformat(regulation.checked_on),
        "checked_url": regulation.url,
        "recheck_months": regulation.recheck_months,
    }
