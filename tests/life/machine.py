"""Every verb, by everybody, in any order: a state machine that hypothesis drives.

Each step is one call of a verb by somebody, right or wrong. A refusal in a sentence is an answer;
anything else that goes wrong is a fault. After each step the promise and the integrity hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import time_machine
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from education.audit.history import acting
from education.content.models import Section, Topic
from education.errors import Refused
from education.evidence.models import Claim, Source
from education.patients.cache import forget
from education.people.models import User
from education.publishing import integrity
from education.publishing.lapse import expire_due, publish_due, remind_due
from education.publishing.models import LivePage, Schedule
from education.publishing.recalls import retract_source, revoke
from education.publishing.services import (
    cancel_schedule,
    publish,
    reaffirm,
    withdraw,
    withdraw_claim,
)
from education.review import guests, remarks, tasks
from education.review.models import Assignment, Comment, Delegation, Invitation, Review, SignOff
from education.review.services import decline, request_changes, submit
from tests.builders import NO_INTERESTS, credential_of, proof_for, sign
from tests.life.clinic import STATEMENTS, Clinic, open_clinic
from tests.life.promise import broken, marker

#: Verb → how often it was done, and how often refused, in this process.
DONE: Counter[str] = Counter()
REFUSED: Counter[str] = Counter()

CLINICIANS = ("dr_bell", "dr_cole", "dr_dunn", "amos")
EVERYBODY = ("ada", "alice", "pat", "cora", "otto", "root", "gone", *CLINICIANS)
anybody = st.sampled_from(EVERYBODY)


def mostly(*names: str) -> st.SearchStrategy[str]:
    """Somebody who may, three times in four; all others as well, for they have to be refused."""
    return st.one_of(*[st.sampled_from(names)] * 3, anybody)


some = st.integers(min_value=0, max_value=40)
kinds = st.sampled_from(["safety", "evidence", "error", "consolidated"])


class Life(RuleBasedStateMachine):
    """One clinic from its first draft on."""

    def __init__(self) -> None:
        super().__init__()
        self._transaction = transaction.atomic()
        self._transaction.__enter__()
        start = datetime(2026, 3, 2, 9, tzinfo=UTC)
        self._travel = time_machine.travel(start, tick=False)
        self.clock = self._travel.start()
        self.edits = 0

    def teardown(self) -> None:
        """Undo this life."""
        forget()
        self._travel.stop()
        transaction.set_rollback(True)
        self._transaction.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        """Open the clinic."""
        self.clinic: Clinic = open_clinic()

    # --- how a step is made ------------------------------------------------------------------

    def attempt(self, verb: str, act: Callable[[], Any]) -> None:
        """Do one thing; a refusal is an answer. Afterwards the promise and every record hold."""
        self.clock.shift(timedelta(seconds=7))
        try:
            act()  # Not in a transaction of ours: a refusal has to leave nothing by itself.
            _check_now()
        except Refused:
            REFUSED[verb] += 1
        else:
            DONE[verb] += 1
        _nothing(broken())
        _nothing(map(str, integrity.faults()))

    def person(self, name: str) -> User:
        """Somebody, read anew."""
        row: User = User.objects.get(pk=self.clinic.people[name].pk)
        return row

    def one(self, model: Any, number: int, **where: Any) -> Any:
        """Return one of the rows there are, or None."""
        rows = model.objects.filter(**where).order_by("-pk")
        count = rows.count()
        return rows[number % count] if count else None

    def review(self, number: int) -> Any:
        """Return some review; a page's own more often than a claim's, and mostly an open one."""
        wanted = {"topic__isnull": False} if number % 4 else {}
        found = self.one(Review, number, state="open", **wanted) if number % 5 else None
        return found or self.one(Review, number, **wanted)

    # --- writing ------------------------------------------------------------------------------

    def _words(self, base: str) -> str:
        self.edits += 1
        return f"{base} Ask us about {marker(self.edits)}."

    @rule(by=anybody, n=some, what=st.sampled_from(["claim", "page", "section", "nothing"]))
    def write(self, by: str, n: int, what: str) -> None:
        """Change a claim, a page's own words, which claims it holds; or save what is there."""
        topic = Topic.objects.get(pk=self.clinic.topics[n % 3].pk)
        row: Any = topic
        if what == "claim":
            row = Claim.objects.get(pk=self.clinic.claims[n % 4].pk)
            row.statement = self._words(STATEMENTS[n % 4])
        elif what == "page":
            row.answer = self._words("Diabetes can harm your kidneys over time.")
        elif what == "section":
            row = Section.objects.get(topic=topic)
            row.body = "\n\n".join(f"[[{c.code}]]" for c in self.clinic.claims[n % 4 :])
        self.attempt(f"write {what}", lambda: _save(row, self.person(by)))

    # --- reviewing ----------------------------------------------------------------------------

    @rule(by=anybody, n=some)
    def submit_page(self, by: str, n: int) -> None:
        """Somebody submits a page."""
        topic = self.clinic.topics[n % 3]
        self.attempt("submit", lambda: submit(topic, by=self.person(by)))

    @rule(n=some, signers=st.permutations(CLINICIANS), far=st.integers(0, 5))
    def go_on(self, n: int, signers: list[str], far: int) -> None:
        """A page gets on as it should: submitted, signed by one after the other, published."""
        topic, alice, pat = self.clinic.topics[n % 3], self.person("alice"), self.person("pat")
        if not Review.objects.filter(topic=topic, state__in=["open", "signed"]).exists():
            self.attempt("submit", lambda: submit(topic, by=alice))
        for name in signers[:far]:
            review = Review.objects.filter(topic=topic, state="open").first()
            if review is not None:
                self.attempt("sign", partial(self._sign, review, name, ""))
        review = Review.objects.filter(topic=topic, state="signed").first()
        if review is not None and far:
            self.attempt("publish", lambda: publish(review, by=pat))

    @rule(
        by=mostly(*CLINICIANS),
        n=some,
        slip=st.sampled_from(["", "proof", "credential", "verdict", "tick"]),
    )
    def sign_review(self, by: str, n: int, slip: str) -> None:
        """Somebody signs, perhaps with something wrong."""
        if review := self.review(n):
            self.attempt("sign", lambda: self._sign(review, by, slip))

    def _sign(self, review: Review, by: str, slip: str) -> None:
        person, other = self.person(by), self.person("dr_bell")
        fields: dict[str, Any] = {}
        if slip == "proof":
            fields["proof"] = proof_for(other, review)
        if slip == "credential" or not person.credentials.exists():
            fields["credential"] = credential_of(other)
        if slip == "verdict":
            fields["verdicts"] = {}
        if slip == "tick":
            fields["ticks"] = ["none"]
        sign(review, person, **fields)

    @rule(by=mostly(*CLINICIANS), n=some, ends=st.booleans())
    def refuse_review(self, by: str, n: int, ends: bool) -> None:
        """Somebody sends a review back, or declines it."""
        review, person = self.review(n), self.person(by)
        if review is None:
            return
        if ends:
            self.attempt("decline", lambda: decline(review, by=person, reason="Not for patients."))
        else:
            said = {"page": "Say it more simply."}
            self.attempt("send back", lambda: request_changes(review, by=person, comments=said))

    @rule(by=mostly("alice", *CLINICIANS), n=some)
    def talk(self, by: str, n: int) -> None:
        """Somebody comments, answers a thread or settles it."""
        person, thread = self.person(by), self.one(Comment, n)
        if thread is not None and n % 3 == 0:
            self.attempt("settle", lambda: remarks.resolve(thread, by=person))
        elif review := self.review(n):
            parent = thread if n % 3 == 1 else None
            self.attempt(
                "comment",
                lambda: remarks.comment(review, by=person, text="How much?", parent=parent),
            )

    @rule(by=anybody, n=some)
    def open_source(self, by: str, n: int) -> None:
        """Somebody opens a source from a review."""
        source = self.clinic.sources[n % 3]
        if review := self.review(n):
            self.attempt(
                "open source", lambda: remarks.note_opening(review, source, by=self.person(by))
            )

    # --- tasks --------------------------------------------------------------------------------

    @rule(by=mostly("cora", *CLINICIANS), to=mostly(*CLINICIANS), n=some)
    def give_tasks(self, by: str, to: str, n: int) -> None:
        """Somebody takes a task, gives it, or gives it back."""
        review, person, other = self.review(n), self.person(by), self.person(to)
        if review is None:
            return
        if n % 3 == 0:
            self.attempt("claim task", lambda: tasks.claim_task(review, by=person))
        elif n % 3 == 1:
            self.attempt("assign", lambda: tasks.assign(review, to=other, by=person))
        elif task := self.one(Assignment, n):
            self.attempt("give back", lambda: tasks.give_back(task.review, by=person))

    @rule(to=st.sampled_from(CLINICIANS), n=some)
    def assign_rightly(self, to: str, n: int) -> None:
        """The coordinator gives a review that is open to a clinician."""
        if review := self.one(Review, n, state="open"):
            cora, other = self.person("cora"), self.person(to)
            self.attempt("assign", lambda: tasks.assign(review, to=other, by=cora))

    @rule(by=st.sampled_from(CLINICIANS), n=some)
    def claim_rightly(self, by: str, n: int) -> None:
        """A clinician takes an open review that nobody ever had."""
        if review := self.one(Review, n, state="open", assignments__isnull=True):
            self.attempt("claim task", lambda: tasks.claim_task(review, by=self.person(by)))

    @rule(by=anybody, n=some)
    def declare_conflict(self, by: str, n: int) -> None:
        """Somebody declines for a conflict of interest; rarely, or nobody is left to sign."""
        review = self.review(n)
        if review is not None and n % 5 == 0:
            said = "I hold shares in the maker."
            self.attempt(
                "conflict",
                lambda: tasks.declare_conflict(review, by=self.person(by), statement=said),
            )

    @rule(by=mostly("cora", *CLINICIANS), to=mostly(*CLINICIANS), days=st.integers(-3, 20))
    def deputise(self, by: str, to: str, days: int) -> None:
        """Somebody arranges a deputy, or ends one."""
        person, other, day = self.person(by), self.person(to), timezone.now().date()
        row = self.one(Delegation, days)
        if row is not None and days % 2:
            self.attempt("end deputy", lambda: tasks.end_delegation(row, by=person))
            return
        self.attempt(
            "deputy",
            lambda: tasks.delegate(
                person=person, to=other, starts_on=day, ends_on=day + timedelta(days), by=person
            ),
        )

    @rule(by=mostly("cora"), n=some)
    def outside_expert(self, by: str, n: int) -> None:
        """An expert is invited, opens the link, comments, or is done."""
        person, row = self.person(by), self.one(Invitation, n)
        if row is None or n % 4 == 0:
            if review := self.review(n):
                self.attempt(
                    "invite",
                    lambda: guests.invite(
                        review, name="Ex Pert", email="x@y.org", role="Cook", days=9, by=person
                    ),
                )
        elif n % 4 == 1:
            self.attempt("open link", lambda: guests.open_invitation(guests.token_of(row)))
        elif n % 4 == 2:
            self.attempt("expert says", lambda: guests.comment_as_guest(row, text="Too long."))
        else:
            self.attempt("end expert", lambda: guests.take_back(row, by=person))

    @rule(n=some)
    def expert_rightly(self, n: int) -> None:
        """The coordinator invites an expert, who opens the link and comments."""
        review, cora = self.one(Review, n, state="open"), self.person("cora")
        if review is None:
            return
        said = {"name": "Ex Pert", "email": "x@y.org", "role": "Cook", "days": 9}
        self.attempt("invite", lambda: guests.invite(review, **said, by=cora))
        row = Invitation.objects.filter(review=review).order_by("-pk").first()
        if row:
            self.attempt("open link", lambda: guests.open_invitation(guests.token_of(row)))
            row.refresh_from_db()
            self.attempt("expert says", lambda: guests.comment_as_guest(row, text="Too long."))

    # --- publishing ---------------------------------------------------------------------------

    @rule(by=mostly("pat"), n=some)
    def publish_review(self, by: str, n: int) -> None:
        """Somebody publishes some review."""
        if review := self.review(n):
            self.attempt("publish", lambda: publish(review, by=self.person(by)))

    @rule(n=some, days=st.integers(-1, 30))
    def publish_rightly(self, n: int, days: int) -> None:
        """The publisher publishes what is signed: now, or at a time."""
        review, pat = self.one(Review, n, state="signed", topic__isnull=False), self.person("pat")
        if review is None:
            return
        if days % 3:
            self.attempt("publish", lambda: publish(review, by=pat))
        else:
            at = timezone.now() + timedelta(days)
            self.attempt("schedule", lambda: publish(review, by=pat, at=at))

    @rule(by=mostly("pat", "cora"), n=some)
    def call_off(self, by: str, n: int) -> None:
        """Somebody calls a publication off."""
        if row := self.one(Schedule, n):
            self.attempt("call off", lambda: cancel_schedule(row, by=self.person(by)))

    @rule(by=st.sampled_from([*CLINICIANS, "cora"]), n=some)
    def reaffirm_page(self, by: str, n: int) -> None:
        """Somebody signs that a live page needs no change."""
        live = self.one(LivePage, n)
        if live is None:
            return
        person = self.person(by)
        credential = credential_of(person if person.credentials.exists() else self.person("amos"))
        self.attempt(
            "reaffirm",
            lambda: reaffirm(
                live,
                by=person,
                credential=credential,
                interests=NO_INTERESTS,
                proof=proof_for(person, live.edition.review),
            ),
        )

    @rule(by=mostly("cora", "pat"), n=some, kind=kinds)
    def take_down(self, by: str, n: int, kind: str) -> None:
        """Somebody takes a page down; not every time, or hardly any page lives."""
        live = self.one(LivePage, n)
        if live is not None and n % 3 == 0:
            self.attempt("withdraw", lambda: withdraw(live, by=self.person(by), kind=kind))

    @rule(by=mostly(*CLINICIANS), n=some, kind=kinds)
    def take_claim(self, by: str, n: int, kind: str) -> None:
        """Somebody withdraws a claim."""
        claim = self.clinic.claims[n % 4]
        if n % 4 == 0:
            self.attempt(
                "withdraw claim", lambda: withdraw_claim(claim, by=self.person(by), kind=kind)
            )

    @rule(by=mostly("cora", *CLINICIANS), n=some)
    def take_signature_back(self, by: str, n: int) -> None:
        """Somebody takes a signature back."""
        signature = self.one(SignOff, n)
        if signature is not None and n % 2 == 0:
            self.attempt(
                "revoke", lambda: revoke(signature, by=self.person(by), reason="I misread it.")
            )

    @rule(by=mostly("cora"), n=some)
    def source_falls(self, by: str, n: int) -> None:
        """Somebody marks a source as retracted; rarely, it never comes back."""
        source = Source.objects.get(pk=self.clinic.sources[n % 3].pk)
        if n % 8 == 0:
            self.attempt(
                "retract", lambda: retract_source(source, by=self.person(by), reason="Journal.")
            )

    # --- time ---------------------------------------------------------------------------------

    @rule(days=st.sampled_from([0, 1, 7, 30, 200, 800]))
    def time_passes(self, days: int) -> None:
        """Days go by, and what is due is done."""
        self.clock.shift(timedelta(days=days))
        self.attempt("due", lambda: [*publish_due(), *expire_due(), *remind_due()])


def _nothing(faults: Iterable[str]) -> None:
    found = list(faults)
    assert not found, "\n".join(found)


def _check_now() -> None:
    """Let PostgreSQL check what it would put off to a commit that never comes here."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _save(row: Any, person: User) -> None:
    with acting(person):
        row.save()
