"""Pages made live, kept live or brought back that must not be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from education.audit import chain
from education.audit.history import acting
from education.audit.models import AuditEvent, ChainHead
from education.people.models import Role, User
from education.publishing.models import Edition, EditionClaim, LivePage
from education.publishing.services import publish, reaffirm, withdraw, withdraw_claim
from education.review.models import Comment, Review, SignOff
from education.review.services import comment, decline, request_changes, submit
from tests.builders import (
    NO_INTERESTS,
    edit,
    make_claim,
    make_topic,
    proof_for,
    publish_page,
    sign,
)
from tests.publishing.attacks import attack
from tests.publishing.world import World, copy_of, sql

# --- who publishes, submits, takes down -------------------------------------------------------


def by_the_wrong(who: str, pick: Callable[[World], User]) -> None:
    """The same page, published by somebody who is no publisher."""

    @attack(f"{who} publishes")
    def _(w: World) -> None:
        publish(w.signed, by=pick(w))


by_the_wrong("the author", lambda w: w.alice)
by_the_wrong("the clinician who signed", lambda w: w.dr_bell)
by_the_wrong("a coordinator", lambda w: w.cora)
by_the_wrong("an administrator", lambda w: w.ada)
by_the_wrong("a superuser", lambda w: w.root)


@attack("a publisher deactivated a moment ago publishes from an open session")
def _(w: World) -> Iterator[None]:
    session = User.objects.get(pk=w.pat.pk)
    edit(w.pat, by=w.ada, is_active=False)
    yield
    publish(w.signed, by=session)


@attack("a signer of a high-risk page publishes it")
def _(w: World) -> Iterator[None]:
    sign(w.high, w.dr_bell)
    with acting(w.ada):
        w.dr_bell.groups.add(Group.objects.get(name=Role.PUBLISHER))
    yield
    publish(w.high, by=w.dr_bell)


@attack("a superuser submits")
def _(w: World) -> Iterator[None]:
    topic = make_topic(w.alice)
    yield
    submit(topic, by=w.root)


@attack("a superuser takes a page down")
def _(w: World) -> None:
    withdraw(w.live, by=w.root, kind="error")


@attack("an author takes a page down")
def _(w: World) -> None:
    withdraw(w.live, by=w.alice, kind="error")


@attack("a publisher withdraws a claim")
def _(w: World) -> None:
    withdraw_claim(w.claim, by=w.pat, kind="error")


@attack("a publisher sends a text back")
def _(w: World) -> None:
    request_changes(w.waiting, by=w.pat, comments={"page": "No."})


# --- what is published ------------------------------------------------------------------------


@attack("a page that waits is published")
def _(w: World) -> None:
    publish(w.waiting, by=w.pat)


@attack("a page with one signature of two is published")
def _(w: World) -> None:
    publish(w.high, by=w.pat)


@attack("a review whose object in hand says signed is published")
def _(w: World) -> None:
    w.waiting.state = "signed"
    publish(w.waiting, by=w.pat)


@attack("a page sent back is published")
def _(w: World) -> Iterator[None]:
    request_changes(w.waiting, by=w.dr_dunn, comments={"page": "Say it more simply."})
    yield
    publish(w.waiting, by=w.pat)


@attack("a page declined is published")
def _(w: World) -> Iterator[None]:
    decline(w.waiting, by=w.dr_dunn, reason="Not for patients.")
    yield
    publish(w.waiting, by=w.pat)


@attack("a page is published twice")
def _(w: World) -> Iterator[None]:
    publish(w.signed, by=w.pat)
    yield
    publish(w.signed, by=w.pat)


@attack("a claim's review is published")
def _(w: World) -> None:
    publish(Review.objects.get(claim=w.claim), by=w.pat)


@attack("a page whose claim nobody signed is published")
def _(w: World) -> Iterator[None]:
    review = submit(
        make_topic(w.alice, claims=[make_claim(w.alice, "Tea is a drink.")]), by=w.alice
    )
    sign(review, w.dr_bell, claims=[])
    yield
    publish(review, by=w.pat)


@attack("a page is published whose claim changed and was signed in the new form only")
def _(w: World) -> Iterator[None]:
    claim = make_claim(w.alice, "Salt can make you thirsty.")
    review = submit(make_topic(w.alice, claims=[claim]), by=w.alice)
    sign(review, w.dr_bell, claims=[])
    edit(claim, by=w.alice, statement="Salt makes many people thirsty.")
    other = submit(make_topic(w.alice, claims=[claim]), by=w.alice)
    sign(other, w.dr_bell)
    yield
    publish(review, by=w.pat)


@attack("a page is published whose claim was withdrawn since it was signed")
def _(w: World) -> Iterator[None]:
    claim = Review.objects.get(pk=w.signed.pk).page().claims[0]
    review = Review.objects.get(claim=claim.claim_id)
    assert review.claim is not None
    withdraw_claim(review.claim, by=w.dr_dunn, kind="evidence")
    yield
    publish(w.signed, by=w.pat)


@attack("an older signed text is published over a newer edition")
def _(w: World) -> Iterator[None]:
    older, newer = two_signed_texts(w)
    publish(newer, by=w.pat)
    yield
    publish(older, by=w.pat)


def two_signed_texts(w: World) -> tuple[Review, Review]:
    """Two texts of the live page, both signed, neither published."""
    signed = []
    for title in ("Kidneys and diabetes", "Diabetes and the kidneys"):
        edit(w.topic, by=w.alice, title=title)
        signed.append(submit(w.topic, by=w.alice))
        sign(signed[-1], w.dr_bell)
    return signed[0], signed[1]


@attack("a page comes back after a withdrawal with its old signatures")
def _(w: World) -> Iterator[None]:
    _older, newer = two_signed_texts(w)
    withdraw(w.live, by=w.cora, kind="safety")
    yield
    publish(newer, by=w.pat)


@attack("a page at an address where another page is live")
def _(w: World) -> Iterator[None]:
    edit(w.topic, by=w.alice, slug="moved-away")
    squatter = submit(make_topic(w.alice, slug="kidneys"), by=w.alice)
    sign(squatter, w.dr_bell)
    yield
    publish(squatter, by=w.pat)


@attack("a page whose signer's registration turns out to have ended before")
def _(w: World) -> Iterator[None]:
    day = timezone.now().date() - timedelta(days=30)
    edit(w.credential(w.dr_bell), by=w.ada, valid_until=day)
    yield
    publish(w.signed, by=w.pat)


@attack("a comment on a page that was published")
def _(w: World) -> None:
    comment(w.edition.review, by=w.alice, text="One more thing.")


@attack("a page that is down is taken down")
def _(w: World) -> Iterator[None]:
    stale = LivePage.objects.get(pk=w.live.pk)
    withdraw(w.live, by=w.cora, kind="error")
    yield
    withdraw(stale, by=w.cora, kind="error")


@attack("a text withdrawn is submitted again while it waits")
def _(w: World) -> None:
    topic = w.waiting.topic
    assert topic is not None
    submit(topic, by=w.alice)


@attack("a reaffirmation by one of two keeps a high-risk page up")
def _(w: World) -> Iterator[None]:
    topic = w.high.topic
    assert topic is not None
    sign(w.high, w.dr_bell)
    publish(w.high, by=w.pat)
    live = LivePage.objects.get(topic=topic)
    proof = proof_for(w.dr_bell, w.high)
    credential = w.credential(w.dr_bell)
    signature = reaffirm(
        live, by=w.dr_bell, credential=credential, interests=NO_INTERESTS, proof=proof
    )
    live.refresh_from_db()
    assert live.reviewed_at < signature.signed_at
    yield
    sql(
        "UPDATE education_livepage SET review_due = %s WHERE id = %s",
        live.review_due + timedelta(days=1),
        live.pk,
    )


# --- the ORM against the records --------------------------------------------------------------


def orm(name: str, act: Callable[[World], Any]) -> None:
    """An attack of one line through Django's own ORM."""

    @attack(f"ORM: {name}")
    def _(w: World) -> None:
        with transaction.atomic():
            act(w)


orm("sign everything", lambda w: Review.objects.update(state="signed"))
orm("publish everything", lambda w: Review.objects.update(state="published"))
orm("reopen what was signed", lambda w: Review.objects.filter(pk=w.signed.pk).update(state="open"))
orm("forget who wrote it", lambda w: Review.objects.update(contributors=[]))
orm("lower the bar", lambda w: Review.objects.update(required_sign_offs=1, specialty=""))
orm("drop the findings", lambda w: Review.objects.update(findings=[]))
orm("save a review as signed", lambda w: save(w.waiting, state="signed"))
orm("save another text", lambda w: save(w.waiting, manuscript="{}", fingerprint="0" * 64))
orm("save an edition", lambda w: save(w.edition, answer="Diabetes heals."))
orm(
    "save a signature for somebody else", lambda w: save(w.signed.sign_offs.get(), signer=w.dr_dunn)
)
orm("save a comment", lambda w: save(Comment.objects.all()[0], text="Fine as it is."))
orm("save an event", lambda w: save(AuditEvent.objects.get(seq=3), action="nothing"))
orm("rewind the trail", lambda w: ChainHead.objects.update(seq=0, hash="0" * 64))
orm("delete a review", lambda w: w.waiting.delete())
orm("delete the editions", lambda w: Edition.objects.all().delete())
orm("delete the signatures", lambda w: SignOff.objects.all().delete())
orm("delete the claims of editions", lambda w: EditionClaim.objects.all().delete())
orm("delete a withdrawal", lambda w: w.withdrawal.delete())
orm("delete the trail", lambda w: AuditEvent.objects.all().delete())
orm("delete the comments", lambda w: Comment.objects.all().delete())
orm("copy a signature", lambda w: SignOff.objects.bulk_create([copied_signature(w)]))
orm("copy an edition", lambda w: Edition.objects.bulk_create([copy_of(w.edition, number=3)]))
orm("bulk update editions", lambda w: Edition.objects.bulk_update([w.edition], ["title"]))
orm("point to the older edition", lambda w: LivePage.objects.update(edition=w.older))
orm("keep a page up for ever", lambda w: LivePage.objects.update(lapses_on="2999-12-31"))
orm("upsert a live page", lambda w: upsert_live(w))
orm("put the withdrawn page back", lambda w: put_back(w))
orm("record without a person", lambda w: chain.record("x", actor=None, subject=w.topic))


def save(row: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def copied_signature(w: World) -> SignOff:
    row: SignOff = copy_of(w.signed.sign_offs.get(), review_id=w.waiting.pk)
    return row


def upsert_live(w: World) -> None:
    row = copy_of(w.live, edition_id=w.older.pk)
    LivePage.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["topic"], update_fields=["edition"]
    )


def put_back(w: World) -> None:
    edition = w.withdrawal.edition
    ids = {"topic_id": edition.topic_id, "edition_id": edition.pk, "slug": edition.slug}
    copy_of(w.live, **ids).save()


@attack("the page of another clinic day is published again as it was")
def _(w: World) -> Iterator[None]:
    topic = make_topic(w.alice, slug="came-and-went")
    publish_page(topic, author=w.alice, signers=[w.dr_bell], publisher=w.pat)
    withdraw(LivePage.objects.get(topic=topic), by=w.cora, kind="error")
    yield
    publish(Review.objects.get(topic=topic), by=w.pat)
