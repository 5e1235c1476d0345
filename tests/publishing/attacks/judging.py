"""Signatures taken back, interests hidden, policies lowered, publications nobody may order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from education.content.models import Topic
from education.errors import Refused
from education.people.models import User
from education.people.services import prove
from education.publishing.models import LivePage, Schedule
from education.publishing.recalls import revoke
from education.publishing.services import cancel_schedule, publish
from education.review.models import Declaration, Meaning, Review, Revocation, SignOff
from education.review.services import Interests, submit
from education.review.tasks import declare_conflict
from tests.builders import PASSWORD, edit, make_policy, make_topic, proof_for, sign
from tests.publishing.attacks import attack
from tests.publishing.world import World, ages_ago, copy_of, plant, signature, sql

# --- a signature taken back -------------------------------------------------------------------


def approval(review: Review) -> SignOff:
    """The first approving signature of a review."""
    row: SignOff = review.sign_offs.exclude(meaning=Meaning.REVIEWED_NO_CHANGE)[0]
    return row


def one_of_two_taken_back(w: World) -> None:
    revoke(approval(w.high), by=w.dr_cole, reason="I read an older draft.")
    sign(w.high, w.dr_bell)


@attack("a signature taken back is counted as one of two")
def _(w: World) -> Iterator[None]:
    one_of_two_taken_back(w)
    yield
    sql("UPDATE education_review SET state = 'signed' WHERE id = %s", w.high.pk)


@attack("a page is published on one signature and one taken back")
def _(w: World) -> Iterator[None]:
    one_of_two_taken_back(w)
    yield
    publish(w.high, by=w.pat)


@attack("who took a signature back signs the same text again")
def _(w: World) -> Iterator[None]:
    revoke(approval(w.high), by=w.dr_cole, reason="I read an older draft.")
    yield
    sign(w.high, w.dr_cole)


@attack("a review set aside by a revocation is signed by raw SQL")
def _(w: World) -> Iterator[None]:
    revoke(approval(w.signed), by=w.dr_bell, reason="I read an older draft.")
    yield
    sql("UPDATE education_review SET state = 'signed' WHERE id = %s", w.signed.pk)


@attack("a page whose signature was taken back before publication is published")
def _(w: World) -> Iterator[None]:
    revoke(approval(w.signed), by=w.dr_bell, reason="I read an older draft.")
    yield
    publish(w.signed, by=w.pat)


@attack("a page whose signature was taken back is published again")
def _(w: World) -> Iterator[None]:
    revoke(approval(w.edition.review), by=w.dr_bell, reason="I misread table 2.")
    yield
    publish(w.edition.review, by=w.pat)


@attack("a live page is put back onto an edition whose signature was taken back")
def _(w: World) -> Iterator[None]:
    row = copy_of(w.live)
    revoke(approval(w.edition.review), by=w.dr_bell, reason="I misread table 2.")
    yield
    plant(row)


@attack("a live page stands again on a signature taken back with no withdrawal")
def _(w: World) -> Iterator[None]:
    row = copy_of(w.live)
    sql("DELETE FROM education_livepage WHERE id = %s", w.live.pk)
    signed = approval(w.edition.review)
    plant(Revocation(sign_off=signed, by=w.dr_bell, at=timezone.now(), reason="Wrong."))
    yield
    plant(row)


@attack("raw SQL: a signature is taken back and its page stays up")
def _(w: World) -> None:
    signed = approval(w.edition.review)
    plant(Revocation(sign_off=signed, by=w.dr_bell, at=timezone.now(), reason="Wrong."))


@attack("raw SQL: a claim's signature is taken back and its page stays up")
def _(w: World) -> None:
    signed = approval(Review.objects.get(claim=w.claim))
    plant(Revocation(sign_off=signed, by=w.dr_bell, at=timezone.now(), reason="Wrong."))


@attack("a page is published whose claim's signature was taken back")
def _(w: World) -> Iterator[None]:
    claim = w.signed.page().claims[0].claim_id
    revoke(approval(Review.objects.get(claim=claim)), by=w.dr_bell, reason="I misread it.")
    yield
    publish(w.signed, by=w.pat)


def revoked_by(who: str, pick: Callable[[World], User]) -> None:
    @attack(f"{who} takes somebody else's signature back")
    def _(w: World) -> None:
        revoke(approval(w.edition.review), by=pick(w), reason="I do not like it.")


revoked_by("another clinician", lambda w: w.dr_dunn)
revoked_by("the author", lambda w: w.alice)
revoked_by("the publisher", lambda w: w.pat)
revoked_by("an administrator", lambda w: w.ada)
revoked_by("a superuser", lambda w: w.root)


@attack("a signer who left takes a signature back from an open session")
def _(w: World) -> Iterator[None]:
    session = User.objects.get(pk=w.dr_bell.pk)
    edit(w.dr_bell, by=w.ada, is_active=False)
    yield
    revoke(approval(w.edition.review), by=session, reason="Just because.")


@attack("a signature is taken back twice")
def _(w: World) -> Iterator[None]:
    revoke(approval(w.signed), by=w.dr_bell, reason="I read an older draft.")
    yield
    revoke(approval(w.signed), by=w.cora, reason="Once more.")


@attack("a signature is taken back for no reason")
def _(w: World) -> None:
    revoke(approval(w.signed), by=w.dr_bell, reason="  ")


def planted_revocation(name: str, **fields: Callable[[World], Any]) -> None:
    @attack(f"raw SQL: a revocation {name}")
    def _(w: World) -> None:
        given = {"by_id": w.dr_bell.pk, "at": timezone.now(), "reason": "Wrong."}
        given |= {key: value(w) for key, value in fields.items()}
        plant(Revocation(sign_off=approval(w.signed), **given))


planted_revocation("by another clinician", by_id=lambda w: w.dr_dunn.pk)
planted_revocation("by an author", by_id=lambda w: w.alice.pk)
planted_revocation("older than its signature", at=lambda w: ages_ago())
planted_revocation("without a reason", reason=lambda w: "")


# --- interests --------------------------------------------------------------------------------


@attack("a clinician signs in spite of the conflict she declared")
def _(w: World) -> Iterator[None]:
    declare_conflict(w.waiting, by=w.dr_dunn, statement="I hold shares in the maker.")
    yield
    sign(w.waiting, w.dr_dunn)


@attack("a conflict declared in one text of a page is forgotten in the next")
def _(w: World) -> Iterator[None]:
    declare_conflict(w.waiting, by=w.dr_dunn, statement="I hold shares in the maker.")
    topic = Topic.objects.get(pk=w.waiting.topic_id)
    edit(topic, by=w.alice, title="Salt and your blood pressure")
    review = submit(topic, by=w.alice)
    yield
    sign(review, w.dr_dunn)


@attack("a page is signed together with a claim in which the signer has a conflict")
def _(w: World) -> Iterator[None]:
    claim = w.waiting.page().claims[0].claim_id
    own = Review.objects.get(claim=claim, state="open")
    declare_conflict(own, by=w.dr_dunn, statement="I sell salt.")
    yield
    sign(w.waiting, w.dr_dunn)


@attack("raw SQL: a signature in spite of a declared conflict")
def _(w: World) -> Iterator[None]:
    given = w.dr_dunn.declarations.get()
    declare_conflict(w.waiting, by=w.dr_dunn, statement="I hold shares in the maker.")
    yield
    plant(signature(w, declaration_id=given.pk))


@attack("raw SQL: a signature in spite of a conflict in an earlier text of the page")
def _(w: World) -> Iterator[None]:
    given = w.dr_dunn.declarations.get()
    declare_conflict(w.waiting, by=w.dr_dunn, statement="I hold shares in the maker.")
    topic = Topic.objects.get(pk=w.waiting.topic_id)
    edit(topic, by=w.alice, title="Salt and your blood pressure")
    later = submit(topic, by=w.alice)
    at = later.submitted_at + timedelta(seconds=1)
    fields = {"review_id": later.pk, "fingerprint": later.fingerprint, "signed_at": at}
    yield
    plant(signature(w, declaration_id=given.pk, **fields))


def planted_on(name: str, **fields: Any) -> None:
    """A forged signature that rests on a forged declaration of the signer."""

    @attack(f"raw SQL: a signature that rests on a declaration {name}")
    def _(w: World) -> Iterator[None]:
        given = w.dr_dunn.declarations.get()
        row = copy_of(given, **fields)
        plant(row)
        yield
        plant(signature(w, declaration_id=row.pk))


planted_on("older than a year", at=ages_ago())
planted_on("made after it", at=timezone.now() + timedelta(days=2))
planted_on("of a conflict", conflict=True)
planted_on("of other interests than it prints", statement="I own the company.")


@attack("raw SQL: a signature that rests on a colleague's declaration")
def _(w: World) -> None:
    plant(signature(w, declaration_id=Declaration.objects.filter(person=w.dr_bell)[0].pk))


@attack("raw SQL: a signature that rests on no declaration")
def _(w: World) -> None:
    plant(signature(w, declaration_id=None))


@attack("a conflict is declared by somebody who signs nothing")
def _(w: World) -> None:
    declare_conflict(w.waiting, by=w.pat, statement="I sell this.")


@attack("interests of four hundred and one characters")
def _(w: World) -> None:
    sign(w.waiting, w.dr_dunn, interests=Interests(conflict=False, statement="x" * 401))


# --- verdicts, and the password ---------------------------------------------------------------


@attack("a page is signed without a verdict on its claim")
def _(w: World) -> None:
    sign(w.waiting, w.dr_dunn, verdicts={})


@attack("a page is signed with a claim that its signer finds unsupported")
def _(w: World) -> None:
    code = w.waiting.page().claims[0].code
    sign(w.waiting, w.dr_dunn, verdicts={code: "not_supported"})


@attack("a signer agrees with a colleague who has not signed")
def _(w: World) -> None:
    sign(w.waiting, w.dr_dunn, verdicts={w.waiting.page().claims[0].code: "accepted"})


@attack("a changed number goes by without a tick")
def _(w: World) -> Iterator[None]:
    edit(w.topic, by=w.alice, get_help="Call 113 if you cannot breathe well.")
    review = submit(w.topic, by=w.alice)
    yield
    sign(review, w.dr_bell, ticks=[])


@attack("the right password after five wrong ones")
def _(w: World) -> Iterator[None]:
    guess(w)
    yield
    sign(w.waiting, w.dr_dunn)


@attack("a proof from before five wrong passwords")
def _(w: World) -> Iterator[None]:
    proof = proof_for(w.dr_dunn, w.waiting)
    guess(w)
    yield
    sign(w.waiting, w.dr_dunn, proof=proof)


def guess(w: World) -> None:
    """Five wrong passwords of Dr Dunn."""
    for n in range(5):
        try:
            prove(w.dr_dunn, password=f"{PASSWORD}{n}", purpose=w.waiting.fingerprint)
        except Refused:
            continue


# --- policies ---------------------------------------------------------------------------------


@attack("a policy is lowered with raw SQL, and a page submitted under it")
def _(w: World) -> Iterator[None]:
    policy = make_policy(w.ada)
    sql("UPDATE education_reviewpolicy SET required_sign_offs = 1 WHERE id = %s", policy.pk)
    topic = make_topic(w.alice)
    yield
    submit(topic, by=w.alice)


@attack("a policy is deleted with raw SQL, and a page submitted without it")
def _(w: World) -> Iterator[None]:
    policy = make_policy(w.ada)
    sql("DELETE FROM education_reviewpolicy WHERE id = %s", policy.pk)
    topic = make_topic(w.alice)
    yield
    submit(topic, by=w.alice)


@attack("a policy is made one of other pages with raw SQL, and a page submitted without it")
def _(w: World) -> Iterator[None]:
    policy = make_policy(w.ada)
    sql("UPDATE education_reviewpolicy SET kind = 'medicine' WHERE id = %s", policy.pk)
    topic = make_topic(w.alice)
    yield
    submit(topic, by=w.alice)


@attack("a weaker policy is planted over the clinic's own, and a page submitted under it")
def _(w: World) -> Iterator[None]:
    topic = make_topic(w.alice)
    plant(copy_of(make_policy(w.ada), kind=topic.kind, required_sign_offs=1))
    yield
    submit(topic, by=w.alice)


def weaker_review(name: str, **fields: Any) -> None:
    @attack(f"raw SQL: a review that asks for less than the clinic: {name}")
    def _(w: World) -> Iterator[None]:
        make_policy(w.ada, publisher_may_sign=False)
        sql("UPDATE education_review SET state = 'superseded' WHERE id = %s", w.high.pk)
        fit = {"required_sign_offs": 2, "valid_months": 12, "grace_days": 30}
        fit["publisher_may_sign"] = False
        plant(copy_of(w.signed, state="open", **fit))  # As strict as the clinic: taken.
        sql("UPDATE education_review SET state = 'superseded' WHERE state = 'open'")
        yield
        plant(copy_of(w.signed, state="open", **{**fit, **fields}))


weaker_review("one signature", required_sign_offs=1)
weaker_review("a longer validity", valid_months=13)
weaker_review("a longer grace", grace_days=31)
weaker_review("a signer may publish", publisher_may_sign=True)


@attack("ORM: whoever signed a high-risk page may publish it after all")
def _(w: World) -> None:
    with transaction.atomic():
        Review.objects.filter(pk=w.high.pk).update(publisher_may_sign=True)


@attack("raw SQL: whoever signed a high-risk page may publish it after all")
def _(w: World) -> None:
    sql("UPDATE education_review SET publisher_may_sign = NOT publisher_may_sign")


@attack("ORM: what the changes are compared with is exchanged")
def _(w: World) -> None:
    with transaction.atomic():
        Review.objects.filter(pk=w.edition.review_id).update(before=None)


# --- schedules --------------------------------------------------------------------------------


def unscheduled(w: World) -> None:
    """Call off the publication that is planned, so that another could be."""
    cancel_schedule(w.signed.schedules.get(), by=w.pat)


def scheduled_by(who: str, pick: Callable[[World], User]) -> None:
    @attack(f"{who} schedules a publication")
    def _(w: World) -> Iterator[None]:
        unscheduled(w)
        yield
        publish(w.signed, by=pick(w), at=timezone.now() + timedelta(days=1))


scheduled_by("the author", lambda w: w.alice)
scheduled_by("the signer", lambda w: w.dr_bell)
scheduled_by("a coordinator", lambda w: w.cora)
scheduled_by("a superuser", lambda w: w.root)


def planted_schedule(name: str, **fields: Callable[[World], Any]) -> None:
    @attack(f"raw SQL: a publication scheduled {name}")
    def _(w: World) -> Iterator[None]:
        row = w.signed.schedules.get()
        unscheduled(w)
        yield
        plant(copy_of(row, **{key: value(w) for key, value in fields.items()}))


planted_schedule("by a coordinator", by_id=lambda w: w.cora.pk)
planted_schedule("by a superuser", by_id=lambda w: w.root.pk)
planted_schedule("of a text that waits", review_id=lambda w: w.waiting.pk)
planted_schedule("of a claim", review_id=lambda w: Review.objects.get(claim=w.claim).pk)
planted_schedule("for a time that is past", publish_at=lambda w: ages_ago())
planted_schedule("and done already", outcome=lambda w: Schedule.Outcome.PUBLISHED)


@attack("a publication is scheduled for yesterday")
def _(w: World) -> Iterator[None]:
    unscheduled(w)
    yield
    publish(w.signed, by=w.pat, at=timezone.now() - timedelta(days=1))


@attack("a publication that is over is called off")
def _(w: World) -> Iterator[None]:
    row = w.signed.schedules.get()
    publish(w.signed, by=w.pat)
    yield
    cancel_schedule(row, by=w.pat)


@attack("a page that is live is scheduled with its old signatures after a withdrawal")
def _(w: World) -> Iterator[None]:
    pk = w.withdrawal.edition.review_id
    assert not LivePage.objects.filter(edition__review=pk).exists()
    yield
    publish(Review.objects.get(pk=pk), by=w.pat, at=timezone.now() + timedelta(days=1))
