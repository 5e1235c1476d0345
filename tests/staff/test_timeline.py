"""The story of a review: every act about it is told in words, never by its code."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from education.errors import NotAllowed
from education.evidence.models import Source
from education.people.models import User
from education.people.services import prove
from education.publishing.models import LivePage
from education.publishing.recalls import retract_source, revoke
from education.publishing.services import cancel_schedule, publish, withdraw, withdraw_claim
from education.review.guests import finish, invite, open_invitation, token_of
from education.review.models import Review
from education.review.remarks import comment, note_opening, resolve
from education.review.tasks import assign, claim_task, declare_conflict, give_back
from education.staff.showing import manuscript_to_read
from education.staff.timeline import _TOLD_OTHERWISE, _WORDS, timeline
from tests.builders import make_claim, make_topic, publish_page, sign
from tests.staff.worlds import submitted

APP = Path(__file__).resolve().parents[2] / "education"
#: Acts that are about no review, or about all that a person does.
NOT_ABOUT_ONE = {
    "feedback.words_removed",
    "article.imported",
    "article.taken_back",
    "claim.exchanged",
    "mail.left",
    "mail.sent_again",
    "password.set",
    "signing.locked",
    "sources.imported",
    "tasks.delegated",
    "tasks.delegation_ended",
}


@pytest.fixture
def review(alice: User) -> Review:
    return submitted(alice)


def told(review: Review) -> list[tuple[str, str]]:
    """Who did what, in order."""
    review = Review.objects.get(pk=review.pk)
    return [(m.who, m.what) for m in timeline(review, manuscript_to_read(review))]


def acts() -> set[str]:
    """Every action that the code records by its name."""
    found = set()
    for path in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "record":
                found |= {a.value for a in node.args[:1] if isinstance(a, ast.Constant)}
            # Written through a helper, or chosen between two.
            if isinstance(node, ast.Constant) and str(node.value) in ("expert.opened",):
                found.add(node.value)
    return found


def test_every_act_has_words_or_a_reason_to_have_none() -> None:
    assert acts() - set(_WORDS) - _TOLD_OTHERWISE - NOT_ABOUT_ONE == set()


def test_submission_and_signature_are_told(review: Review, dr_bell: User) -> None:
    sign(review, dr_bell)
    assert told(review) == [
        ("Alice Writer", "submitted this text"),
        ("Dr Bea Bell", "declared their interests"),
        ("Dr Bea Bell", "signed this text"),
    ]


def test_tasks_are_told(review: Review, dr_bell: User, dr_cole: User, cora: User) -> None:
    claim_task(review, by=dr_bell)
    assign(review, to=dr_cole, by=cora, instead_of=dr_bell)
    give_back(review, by=dr_cole, reason="On leave.")
    assign(review, to=dr_bell, by=cora)
    declare_conflict(review, by=dr_bell, statement="I own shares in it.")
    assert told(review)[1:] == [
        ("Dr Bea Bell", "took the task"),
        ("Cora", "took the task from Dr Bea Bell"),
        ("Cora", "gave the task to Dr Carl Cole"),
        ("Dr Carl Cole", "gave the task back"),
        ("Cora", "gave the task to Dr Bea Bell"),
        ("Dr Bea Bell", "declared a conflict of interest, so may comment but not sign"),
        ("Dr Bea Bell", "is free of the task, for a conflict of interest"),
    ]
    words = [m.words for m in timeline(review, manuscript_to_read(review))]
    assert "On leave." in words
    assert "I own shares in it." in words


def test_threads_are_told_and_lead_to_the_words(review: Review, dr_bell: User, cora: User) -> None:
    thread = comment(review, by=dr_bell, text="How slowly?", anchor="answer")
    comment(review, by=cora, text="Over years.", parent=thread)
    resolve(thread, by=cora)
    moments = timeline(review, manuscript_to_read(review))[1:]
    assert [(m.who, m.what, m.link) for m in moments] == [
        ("Dr Bea Bell", "commented on One-line answer", f"#thread-{thread.pk}"),
        ("Cora", "answered on One-line answer", f"#thread-{thread.pk}"),
        ("Cora", "settled a thread", ""),
    ]


def test_an_experts_visit_is_told(review: Review, cora: User) -> None:
    expert = invite(
        review, name="Prof Ex", email="x@example.org", role="Dietitian", days=7, by=cora
    )
    finish(open_invitation(token_of(expert)).invitation)
    whats = [what for _, what in told(review)[1:]]
    assert whats == [
        "invited an outside expert: Prof Ex, Dietitian",
        "let Prof Ex, Dietitian in: the link was used",
        "ended the invitation of Prof Ex, Dietitian",
    ]


def test_an_opened_source_is_told(review: Review, dr_bell: User) -> None:
    source = Source.objects.get(pk=review.page().sources()[0].source_id)
    note_opening(review, source, by=dr_bell)
    assert told(review)[-1] == ("Dr Bea Bell", "opened “Guideline on kidney care in diabetes”")


def test_a_refused_signature_is_told(review: Review, dr_bell: User) -> None:
    with pytest.raises(NotAllowed):
        prove(dr_bell, password="wrong", purpose=review.fingerprint)
    what = "was refused the signature: the password was wrong"
    assert told(review)[-1] == ("Dr Bea Bell", what)


def test_a_signature_taken_back_is_told_with_its_reason(review: Review, dr_bell: User) -> None:
    revoke(sign(review, dr_bell), by=dr_bell, reason="I misread it.")
    moment = timeline(Review.objects.get(pk=review.pk), review.page())[-1]
    assert (moment.what, moment.words) == ("took a signature back", "I misread it.")


def test_a_schedule_is_told(review: Review, dr_bell: User, pat: User) -> None:
    sign(review, dr_bell)
    at = timezone.now() + timedelta(days=1)
    cancel_schedule(publish(Review.objects.get(pk=review.pk), by=pat, at=at), by=pat)
    assert [what for _, what in told(review)[-2:]] == [
        f"scheduled it to be published on {at:%-d %B %Y, %H:%M} UTC",
        "called the publication off",
    ]


def test_the_end_of_a_page_is_told(alice: User, dr_bell: User, pat: User) -> None:
    edition = publish_page(make_topic(alice), author=alice, signers=[dr_bell], publisher=pat)
    withdraw(LivePage.objects.get(edition=edition), by=dr_bell, kind="error")
    assert [what for _, what in told(edition.review)[-2:]] == ["published it", "took the page down"]


def test_what_befalls_its_claims_and_sources_is_told(alice: User, dr_bell: User, pat: User) -> None:
    claim = make_claim(alice)
    edition = publish_page(
        make_topic(alice, claims=[claim]), author=alice, signers=[dr_bell], publisher=pat
    )
    retract_source(claim.citations.get().source, by=dr_bell, reason="The journal said so.")
    whats = [what for _, what in told(edition.review)]
    assert "marked “Guideline on kidney care in diabetes” as retracted" in whats


def test_a_withdrawn_claim_is_told(alice: User, dr_bell: User, pat: User) -> None:
    claim = make_claim(alice)
    edition = publish_page(
        make_topic(alice, claims=[claim]), author=alice, signers=[dr_bell], publisher=pat
    )
    withdraw_claim(claim, by=dr_bell, kind="evidence")
    assert [what for _, what in told(edition.review)[-2:]] == [
        "withdrew the claim",
        "took the page down",
    ]


def test_other_reviews_are_not_told(review: Review, alice: User, dr_bell: User) -> None:
    other = submitted(alice)
    sign(other, dr_bell)
    assert told(review) == [("Alice Writer", "submitted this text")]
