"""``sign_off``, rule by rule: verdicts, ticks, meanings, interests, conflicts, signing again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from education.audit import chain
from education.audit.models import AuditEvent
from education.content.manuscript import ClaimText, Manuscript, Regulation, Risk, SectionText
from education.content.models import RiskClass, Topic
from education.errors import Blocked, NotAllowed, WrongState
from education.people.models import Role, User
from education.publishing.models import LivePage
from education.publishing.recalls import revoke
from education.publishing.sealed import guarded_models
from education.publishing.services import publish, reaffirm
from education.review.changes import critical_changes
from education.review.models import STATEMENTS, Declaration, Meaning, Review, SignOff
from education.review.rules import Verdict, accepted_unsigned, missing_verdicts
from education.review.services import Interests, open_claim_reviews, submit
from education.review.signing import changes_to_tick, current_declaration
from education.review.states import State
from education.review.tasks import declare_conflict
from tests.builders import (
    NO_INTERESTS,
    credential_of,
    edit,
    make_claim,
    make_credential,
    make_specialty,
    make_topic,
    make_user,
    proof_for,
    publish_page,
    sign,
    submitted,
)


@pytest.fixture
def review(alice: User) -> Review:
    return submitted(alice)


@pytest.fixture
def high(alice: User, ada: User) -> Review:
    topic = make_topic(alice, risk_class=RiskClass.HIGH, specialty=make_specialty("nephrology"))
    return submit(topic, by=alice)


def code_of(review: Review) -> str:
    return review.page().claims[0].code


def state_of(review: Review) -> str:
    return Review.objects.get(pk=review.pk).state


# --- verdicts ---------------------------------------------------------------------------------


def test_every_claim_needs_a_verdict(alice: User, dr_bell: User) -> None:
    claims = [make_claim(alice), make_claim(alice, "Salt can raise your blood pressure.")]
    review = submitted(alice, claims=claims)
    for verdicts in ({}, {claims[0].code: "supported"}, {claims[1].code: ""}):
        with pytest.raises(Blocked, match=f"Give your verdict on {claims[1].code}"):
            sign(review, dr_bell, verdicts=verdicts)
    assert not SignOff.objects.exists()


def test_a_verdict_that_is_none_is_no_verdict(review: Review, dr_bell: User) -> None:
    with pytest.raises(Blocked, match="Give your verdict"):
        sign(review, dr_bell, verdicts={code_of(review): "fine"})


def test_a_page_with_an_unsupported_claim_is_not_signed(review: Review, dr_bell: User) -> None:
    with pytest.raises(Blocked, match="request changes instead of signing"):
        sign(review, dr_bell, verdicts={code_of(review): Verdict.NOT_SUPPORTED})
    assert not SignOff.objects.exists()


def test_agreeing_with_nobody_is_refused(review: Review, dr_bell: User) -> None:
    with pytest.raises(Blocked, match="No colleague has signed"):
        sign(review, dr_bell, verdicts={code_of(review): Verdict.ACCEPTED})
    with pytest.raises(Blocked, match="No colleague has signed"):
        sign(review, dr_bell, verdicts={code_of(review): Verdict.ACCEPTED}, claims=[])
    assert not SignOff.objects.exists()


def test_agreeing_with_oneself_is_refused(review: Review, alice: User, dr_bell: User) -> None:
    sign(review, dr_bell)
    claim = Review.objects.get(claim__isnull=False).claim
    assert claim
    other = submitted(alice, claims=[claim])
    with pytest.raises(Blocked, match="No colleague has signed"):
        sign(other, dr_bell, verdicts={claim.code: Verdict.ACCEPTED})


def test_agreeing_with_a_colleague_is_taken_and_kept(
    review: Review, alice: User, dr_bell: User, dr_cole: User
) -> None:
    sign(review, dr_cole)
    claim = Review.objects.get(claim__isnull=False).claim
    assert claim
    other = submitted(alice, claims=[claim])
    verdicts = {claim.code: Verdict.ACCEPTED.value}
    assert sign(other, dr_bell, verdicts=verdicts).verdicts == verdicts


def test_agreeing_with_a_signature_taken_back_is_refused(
    review: Review, alice: User, dr_bell: User, dr_cole: User
) -> None:
    sign(review, dr_cole)
    own = Review.objects.get(claim__isnull=False)
    assert own.claim
    other = submitted(alice, claims=[own.claim])
    revoke(own.sign_offs.get(), by=dr_cole, reason="I misread table 2.")
    with pytest.raises(Blocked, match="No colleague has signed"):
        sign(other, dr_bell, verdicts={own.claim.code: Verdict.ACCEPTED})


def test_a_verdict_on_another_pages_claim_is_not_kept(review: Review, dr_bell: User) -> None:
    verdicts = {code_of(review): "supported", "C-4242": "supported"}
    assert set(sign(review, dr_bell, verdicts=verdicts).verdicts) == {code_of(review)}


def test_a_claim_by_itself_needs_its_verdict(review: Review, dr_bell: User) -> None:
    (own,) = open_claim_reviews(review.page())
    with pytest.raises(Blocked, match="Give your verdict"):
        sign(own, dr_bell, verdicts={})
    with pytest.raises(Blocked, match="No colleague"):
        sign(own, dr_bell, verdicts={code_of(review): Verdict.ACCEPTED})
    assert sign(own, dr_bell).verdicts == {code_of(review): "supported"}


def test_the_pure_rules_name_each_claim() -> None:
    assert missing_verdicts(["C-1", "C-2"], {"C-1": "supported", "C-2": "accepted"}) == []
    assert len(missing_verdicts(["C-1", "C-2"], {"C-1": "not_supported"})) == 2
    assert accepted_unsigned({"C-1": "accepted", "C-2": "supported"}, {"C-1"}) == []
    assert len(accepted_unsigned({"C-1": "accepted", "C-2": "accepted"}, {"C-1"})) == 1


# --- ticks ------------------------------------------------------------------------------------


@pytest.fixture
def changed(alice: User, dr_cole: User, pat: User) -> Review:
    topic = make_topic(alice, not_known="It is not clear why 1 in 3 people get kidney damage.")
    publish_page(topic, author=alice, signers=[dr_cole], publisher=pat)
    topic = Topic.objects.get(pk=topic.pk)
    edit(topic, by=alice, not_known="It is clear why 2 in 3 people get kidney damage.")
    return submit(topic, by=alice)


def test_each_critical_change_needs_a_tick_of_its_own(changed: Review, dr_bell: User) -> None:
    changes = changes_to_tick(changed, dr_bell)
    assert [(c.kind, c.before, c.after) for c in changes] == [
        ("negation", "not", ""),
        ("number", "1", "2"),
    ]
    for missing in changes:
        ticks = [c.key for c in changes if c is not missing]
        with pytest.raises(Blocked, match=f"Tick the change of {missing.before}"):
            sign(changed, dr_bell, ticks=ticks)
    assert sign(changed, dr_bell).ticks == [c.key for c in changes]


def test_a_tick_of_an_earlier_text_is_none_for_a_later(
    changed: Review, alice: User, dr_bell: User
) -> None:
    ticks = [c.key for c in changes_to_tick(changed, dr_bell)]
    topic = Topic.objects.get(pk=changed.topic_id)
    edit(topic, by=alice, not_known="It is clear why 3 in 3 people get kidney damage.")
    with pytest.raises(Blocked, match="Tick the change of 1 to 3"):
        sign(submit(topic, by=alice), dr_bell, ticks=ticks)


def test_without_a_live_page_the_changes_since_ones_own_signature_are_ticked(
    review: Review, alice: User, dr_bell: User, dr_cole: User
) -> None:
    sign(review, dr_bell)
    topic = Topic.objects.get(pk=review.topic_id)
    edit(topic, by=alice, get_help="Call 113 if you cannot breathe well.")
    again = submit(topic, by=alice)
    assert {c.after for c in changes_to_tick(again, dr_bell)} >= {"113"}
    assert changes_to_tick(again, dr_cole) == ()


def page(*sections: tuple[str, str], claims: tuple[ClaimText, ...] = ()) -> Manuscript:
    parts = tuple(SectionText(heading=h, body=b) for h, b in sections)
    return Manuscript(subject="topic", sections=parts, claims=claims)


def kinds(old: Manuscript, new: Manuscript) -> list[tuple[str, str, str]]:
    return [(c.kind, c.before, c.after) for c in critical_changes(old, new)]


def test_one_of_two_sections_with_one_heading_hides_nothing() -> None:
    old = page(("Doses", "Take 1 tablet."), ("Doses", "Drink water."))
    new = page(("Doses", "Take 9 tablets."), ("Doses", "Drink water."))
    assert ("dose", "1 tablet", "9 tablets") in kinds(old, new)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("It hasn't been tested.", "It has been tested.", "negation"),
        ("Take 5 milligrams.", "Take 5 micrograms.", "dose"),
        ("Call us if it is > 7.", "Call us if it is < 7.", "direction"),
        ("At 38 °C call us.", "At 38 % call us.", "unit"),
        ("Tome una cucharada.", "Tome una cucharadita.", "unit"),
    ],
)
def test_a_word_that_turns_a_sentence_round_is_critical(old: str, new: str, kind: str) -> None:
    assert kind in {k for k, *_ in kinds(page(("A", old)), page(("A", new)))}


def test_what_stands_beside_a_claims_statement_is_critical_too() -> None:
    def claim(**fields: Any) -> Manuscript:
        return page(claims=(ClaimText(claim_id=1, language="en", statement="It helps.", **fields),))

    adults = {"population": "adults over 60"}
    assert ("number", "60", "16") in kinds(claim(**adults), claim(population="adults over 16"))
    risk = {"outcome": "stroke within 5 years", "affected": 1, "denominator": 100, "time_span": ""}
    later = risk | {"outcome": "stroke within 9 years"}
    assert ("number", "5 years", "9 years") in kinds(
        claim(risk=Risk(**risk)), claim(risk=Risk(**later))
    )
    told = {"jurisdiction": "UK", "checked_on": "2026-01-01", "url": "https://example.org"}
    before = claim(regulation=Regulation(status="not approved", **told))
    after = claim(regulation=Regulation(status="approved", **told))
    assert ("negation", "not", "") in kinds(before, after)


# --- meaning and words ------------------------------------------------------------------------


@pytest.mark.parametrize("meaning", [Meaning.CLINICAL_REVIEW, Meaning.APPROVED_TO_PUBLISH])
def test_a_page_is_signed_with_the_sentence_of_its_meaning(
    review: Review, dr_bell: User, meaning: Meaning
) -> None:
    row = sign(review, dr_bell, meaning=meaning, statement=STATEMENTS[meaning])
    assert (row.meaning, row.statement) == (meaning, STATEMENTS[meaning])
    assert state_of(review) == State.SIGNED


@pytest.mark.parametrize("meaning", [m for m in Meaning if "review" not in m.value])
def test_no_meaning_is_signed_with_the_sentence_of_another(
    review: Review, dr_bell: User, meaning: Meaning
) -> None:
    with pytest.raises(Blocked, match="signing statement"):
        sign(review, dr_bell, meaning=meaning, statement=STATEMENTS[Meaning.CLINICAL_REVIEW])


def test_a_claim_is_not_signed_as_a_page(review: Review, dr_bell: User) -> None:
    (own,) = open_claim_reviews(review.page())
    meaning = Meaning.APPROVED_TO_PUBLISH
    with pytest.raises(Blocked, match="signing statement"):
        sign(own, dr_bell, meaning=meaning, statement=STATEMENTS[meaning])


def test_everything_that_is_missing_is_said_at_once(review: Review, dr_bell: User) -> None:
    with pytest.raises(Blocked) as refusal:
        sign(
            review,
            dr_bell,
            verdicts={},
            answers={},
            statement="Yes.",
            interests=Interests(conflict=False, statement=""),
        )
    said = " ".join(refusal.value.reasons)
    for words in ("Declare your interests", "signing statement", "Answer the", "Give your verdict"):
        assert words in said


# --- declarations -----------------------------------------------------------------------------


def test_what_was_declared_stands_behind_the_signature(review: Review, dr_bell: User) -> None:
    given = Interests(conflict=False, statement="A lecture fee", clinic_sells=True)
    row = sign(review, dr_bell, interests=given)
    assert row.declaration
    said = row.declaration
    assert (said.person, said.statement, said.clinic_sells) == (dr_bell, "A lecture fee", True)
    assert said.page_kind == review.page().kind
    claim = SignOff.objects.get(meaning=Meaning.CLAIM_CHECKED)
    assert claim.declaration == said
    assert AuditEvent.objects.filter(action="interests.declared", actor=dr_bell).count() == 1


def test_a_changed_declaration_is_a_new_record(review: Review, alice: User, dr_bell: User) -> None:
    first = sign(review, dr_bell)
    given = Interests(conflict=False, statement="None", clinic_sells=True)
    second = sign(submitted(alice), dr_bell, interests=given)
    assert first.declaration != second.declaration
    assert Declaration.objects.count() == 2


@pytest.mark.parametrize(("months", "stands"), [(11, True), (13, False)])
def test_a_declaration_is_good_for_twelve_months(
    months: int, stands: bool, review: Review, dr_bell: User, time_machine: Any
) -> None:
    first = sign(review, dr_bell)
    time_machine.move_to(timezone.now() + timedelta(days=30 * months + 5))
    kind = review.page().kind
    assert current_declaration(dr_bell, kind) == (first.declaration if stands else None)


@pytest.mark.parametrize(("months", "rows"), [(11, 1), (13, 2)])
def test_signing_after_that_rests_on_a_new_one(
    months: int,
    rows: int,
    review: Review,
    alice: User,
    ada: User,
    dr_bell: User,
    time_machine: Any,
) -> None:
    sign(review, dr_bell)
    time_machine.move_to(timezone.now() + timedelta(days=30 * months + 5))
    edit(credential_of(dr_bell), by=ada, valid_until=None)
    sign(submitted(alice), dr_bell)
    assert Declaration.objects.count() == rows


def test_a_declaration_of_a_leap_day_ends_before_the_next(
    review: Review, ada: User, dr_bell: User, time_machine: Any
) -> None:
    edit(credential_of(dr_bell), by=ada, valid_until=None)
    time_machine.move_to("2027-02-28T12:00:00Z")
    sign(review, dr_bell)
    kind = review.page().kind
    time_machine.move_to("2028-02-28T12:00:00Z")
    assert current_declaration(dr_bell, kind)
    time_machine.move_to("2028-02-29T12:00:00Z")
    assert current_declaration(dr_bell, kind) is None


def test_interests_in_one_kind_of_page_say_nothing_of_another(
    review: Review, alice: User, dr_bell: User
) -> None:
    sign(review, dr_bell)
    assert current_declaration(dr_bell, "prevention") is None


# --- conflicts --------------------------------------------------------------------------------


def test_a_conflict_declared_in_this_review_keeps_from_signing(
    review: Review, dr_bell: User
) -> None:
    proof = proof_for(dr_bell, review)
    declare_conflict(review, by=dr_bell, statement="I hold shares in the maker.")
    with pytest.raises(NotAllowed, match="comment, but not sign"):
        sign(review, dr_bell, proof=proof)
    assert not SignOff.objects.exists()


def test_a_conflict_in_another_review_of_the_page_does_so_for_a_year(
    review: Review, alice: User, ada: User, dr_bell: User, time_machine: Any
) -> None:
    declare_conflict(review, by=dr_bell, statement="I hold shares in the maker.")
    topic = Topic.objects.get(pk=review.topic_id)
    edit(topic, by=alice, answer="Diabetes can slowly harm your kidneys.")
    again = submit(topic, by=alice)
    with pytest.raises(NotAllowed, match="comment, but not sign"):
        sign(again, dr_bell)
    time_machine.move_to(timezone.now() + timedelta(days=400))
    edit(credential_of(dr_bell), by=ada, valid_until=None)
    assert sign(again, dr_bell)


def test_a_later_conflict_elsewhere_does_not_cover_the_one_declared_here(
    review: Review, alice: User, ada: User, dr_bell: User, time_machine: Any
) -> None:
    sign_with = credential_of(dr_bell)
    topic = Topic.objects.get(pk=review.topic_id)
    declare_conflict(review, by=dr_bell, statement="I hold shares in the maker.")
    edit(topic, by=alice, answer="Diabetes can slowly harm your kidneys.")
    declare_conflict(submit(topic, by=alice), by=dr_bell, statement="I still hold them.")
    time_machine.move_to(timezone.now() + timedelta(days=400))
    edit(sign_with, by=ada, valid_until=None)
    edit(topic, by=alice, answer="Diabetes can harm your kidneys over time.")
    Review.objects.filter(topic=topic, state=State.OPEN).update(state=State.SUPERSEDED)
    assert sign(submit(topic, by=alice), dr_bell)


def test_a_conflict_in_a_claim_holds_in_the_claims_next_review(alice: User, dr_bell: User) -> None:
    claim = make_claim(alice)
    submitted(alice, claims=[claim])
    declare_conflict(Review.objects.get(claim=claim), by=dr_bell, statement="I sell the test.")
    edit(claim, by=alice, statement="High blood sugar can harm your kidneys.")
    page_review = submitted(alice, claims=[claim])
    (again,) = open_claim_reviews(page_review.page())
    with pytest.raises(NotAllowed, match="comment, but not sign"):
        sign(again, dr_bell)
    with pytest.raises(NotAllowed, match="comment, but not sign"):
        sign(page_review, dr_bell)
    assert sign(page_review, dr_bell, claims=[])


def test_a_conflict_in_another_page_says_nothing_of_this_one(
    review: Review, alice: User, dr_bell: User
) -> None:
    other = submitted(alice)
    declare_conflict(other, by=dr_bell, statement="I hold shares in the maker.")
    assert sign(review, dr_bell)


def test_a_conflict_keeps_from_reaffirming(
    alice: User, dr_bell: User, dr_cole: User, pat: User
) -> None:
    edition = publish_page(make_topic(alice), author=alice, signers=[dr_bell], publisher=pat)
    declare_conflict(edition.review, by=dr_cole, statement="I hold shares in the maker.")
    with pytest.raises(NotAllowed, match="comment, but not sign"):
        reaffirm(
            LivePage.objects.get(edition=edition),
            by=dr_cole,
            credential=credential_of(dr_cole),
            interests=NO_INTERESTS,
            proof=proof_for(dr_cole, edition.review),
        )


# --- taken back, and signed again -------------------------------------------------------------


def test_who_took_a_signature_back_does_not_sign_that_text_again(
    high: Review, dr_bell: User
) -> None:
    revoke(sign(high, dr_bell), by=dr_bell, reason="I read an older draft.")
    with pytest.raises(WrongState, match="You took your signature on this text back"):
        sign(high, dr_bell)


def test_a_signature_taken_back_does_not_count(
    high: Review, ada: User, dr_bell: User, dr_cole: User
) -> None:
    revoke(sign(high, dr_cole), by=dr_cole, reason="I read an older draft.")
    sign(high, dr_bell)
    assert state_of(high) == State.OPEN


def test_a_colleague_makes_up_for_it_and_readers_see_only_who_stands(
    high: Review, alice: User, ada: User, dr_bell: User, dr_cole: User, pat: User, client: Any
) -> None:
    dunn = make_user("dr_dunn", Role.CLINICIAN, name="Dr Dora Dunn")
    make_credential(dunn)
    revoke(sign(high, dr_cole), by=dr_cole, reason="I am off this page.")
    sign(high, dr_bell)
    sign(high, dunn)
    publish(Review.objects.get(pk=high.pk), by=pat)
    text = client.get(f"/topics/{high.page().slug}/").content.decode()
    assert "Dr Bea Bell" in text
    assert "Dr Dora Dunn" in text
    assert "Dr Carl Cole" not in text
    assert list(chain.verify(guarded_models())) == []


def test_signed_again_after_a_new_submission(review: Review, alice: User, dr_bell: User) -> None:
    revoke(sign(review, dr_bell), by=dr_bell, reason="I read an older draft.")
    assert state_of(review) == State.SUPERSEDED
    again = submit(Topic.objects.get(pk=review.topic_id), by=alice)
    assert sign(again, dr_bell)
    assert state_of(again) == State.SIGNED


def test_an_earlier_edition_whose_signature_was_taken_back_is_not_shown(
    alice: User, dr_bell: User, dr_cole: User, pat: User, client: Any
) -> None:
    topic = make_topic(alice)
    first = publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    topic = Topic.objects.get(pk=topic.pk)
    edit(topic, by=alice, answer="Diabetes can slowly harm your kidneys.")
    publish_page(topic, author=alice, signers=[dr_cole], publisher=pat)
    address = f"/topics/{topic.slug}/editions/1/"
    assert client.get(address).status_code == 200
    revoke(first.review.sign_offs.get(), by=dr_bell, reason="I misread table 2.")
    assert client.get(f"/topics/{topic.slug}/").status_code == 200
    assert client.get(address).status_code == 410


# --- one act ----------------------------------------------------------------------------------


def test_one_failing_leaves_nothing(alice: User, dr_bell: User) -> None:
    claims = [make_claim(alice), make_claim(alice, "Salt can raise your blood pressure.")]
    review = submitted(alice, claims=claims)
    declare_conflict(Review.objects.get(claim=claims[1]), by=dr_bell, statement="I sell salt.")
    proof, seq = proof_for(dr_bell, review), AuditEvent.objects.count()
    with pytest.raises(NotAllowed):
        sign(review, dr_bell, proof=proof)
    assert not SignOff.objects.exists()
    assert AuditEvent.objects.count() == seq
    assert set(Review.objects.values_list("state", flat=True)) == {State.OPEN}


def test_a_failure_half_way_leaves_nothing(
    alice: User, dr_bell: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    claims = [make_claim(alice), make_claim(alice, "Salt can raise your blood pressure.")]
    review = submitted(alice, claims=claims)
    proof, seq = proof_for(dr_bell, review), AuditEvent.objects.count()
    record = chain.record

    def dies_at_the_page(action: str, **given: Any) -> Any:
        if action == "review.signed" and given["subject"] == review:
            raise RuntimeError("the power went")
        return record(action, **given)

    monkeypatch.setattr(chain, "record", dies_at_the_page)
    with pytest.raises(RuntimeError):
        sign(review, dr_bell, proof=proof)
    assert not SignOff.objects.exists()
    assert not Declaration.objects.exists()
    assert AuditEvent.objects.count() == seq
