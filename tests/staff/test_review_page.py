"""One review on the desk: what it shows, and how the patient's page is framed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from education.content.models import Topic
from education.people.models import User
from education.publishing.recalls import revoke
from education.review.models import Review, SignOff
from education.review.remarks import comment, resolve
from education.review.services import request_changes, submit
from tests.builders import (
    edit,
    make_claim,
    make_source,
    make_specialty,
    make_topic,
    publish_page,
    sign,
)
from tests.staff.worlds import claims, client_of, submitted


@pytest.fixture
def review(alice: User) -> Review:
    return submitted(alice, title="Diabetes and your kidneys")


def read(user: User, review: Review) -> str:
    """The review's page, as text."""
    page = client_of(user).get(f"/desk/reviews/{review.pk}/")
    assert page.status_code == 200
    return page.content.decode()


def test_it_names_who_wrote_it_and_what_it_needs(review: Review, dr_bell: User) -> None:
    text = read(dr_bell, review)
    assert "Alice Writer" in text
    assert "0 of 1 signature" in text
    assert "Valid 24 months, then 90 days’ grace" in text


def test_claim_card_shows_the_evidence(alice: User, dr_bell: User) -> None:
    source = make_source(alice, title="A trial of walking", doi="10.1000/walk")
    claim = make_claim(
        alice,
        "Kidney damage may come back after some years.",
        sources=[source],
        kind="prognosis",
        stage="early_trial",
        certainty="low",
        species="people",
        n_people=40,
    )
    edit(claim.citations.get(), by=alice, locator="Table 2", quote="It came back in some.")
    text = read(dr_bell, submitted(alice, claims=[claim]))
    for words in ("Low certainty", "40", "A trial of walking", "doi:10.1000/walk", "people"):
        assert words in text
    assert "Where: Table 2" in text
    assert "It came back in some." in text
    assert "Waits for a signature" in text


def test_first_page_has_nothing_to_compare_with(review: Review, dr_bell: User) -> None:
    assert "Nothing was published before" in read(dr_bell, review)


def test_reviewer_sees_what_changed_against_the_live_edition(
    alice: User, dr_bell: User, pat: User
) -> None:
    topic = make_topic(alice)
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    edit(topic, by=alice, answer="Diabetes can slowly harm your kidneys over time.")
    text = read(dr_bell, submit(topic, by=alice))
    assert "Compared with edition 1, live now" in text
    assert "<ins>" in text
    assert "slowly" in text
    assert "One-line answer" in text


def test_both_texts_to_compare_with_are_reached_by_links(
    alice: User, dr_bell: User, dr_cole: User, pat: User
) -> None:
    topic = make_topic(alice, get_help="Call your care team after 5 days.")
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    edit(topic, by=alice, get_help="Call your care team after 4 days.")
    publish_page(topic, author=alice, signers=[dr_cole], publisher=pat)
    edit(topic, by=alice, get_help="Call your care team after 3 days.")
    url = f"/desk/reviews/{submit(topic, by=alice).pk}/"
    client = client_of(dr_bell)
    plain = client.get(url)
    assert 'href="?against=mine#changes"' in plain.content.decode()
    live, mine = (client.get(url, {"against": base}) for base in ("live", "mine"))
    assert [c.change.before for c in plain.context["dossier"].comparison.critical] == ["4 days"]
    assert [c.change.before for c in live.context["dossier"].comparison.critical] == ["4 days"]
    assert [c.change.before for c in mine.context["dossier"].comparison.critical] == ["5 days"]
    assert "the text you last signed" in mine.content.decode()


def test_what_i_last_signed_is_shown_when_nothing_is_live(
    alice: User, dr_bell: User, cora: User
) -> None:
    topic = make_topic(alice)
    sign(submit(topic, by=alice), dr_bell)
    edit(topic, by=alice, answer="Diabetes can slowly harm your kidneys over time.")
    again = submit(topic, by=alice)
    assert "the text you last signed" in read(dr_bell, again)
    assert "Nothing was published before" in read(cora, again)


def test_what_i_took_back_is_not_what_i_last_signed(alice: User, dr_bell: User) -> None:
    topic = make_topic(alice)
    revoke(sign(submit(topic, by=alice), dr_bell), by=dr_bell, reason="I read it wrongly.")
    assert "you signed no earlier text" in read(dr_bell, submit(topic, by=alice))


def test_an_unknown_text_to_compare_with_is_the_first_there_is(
    review: Review, dr_bell: User
) -> None:
    page = client_of(dr_bell).get(f"/desk/reviews/{review.pk}/", {"against": "<script>"})
    assert page.status_code == 200
    assert "<script>" not in page.content.decode().split("</head>")[1]


def test_critical_changes_are_listed_with_before_after_and_sentence(
    alice: User, dr_bell: User, pat: User
) -> None:
    topic = make_topic(alice, get_help="Do not wait more than 5 days.")
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    edit(topic, by=alice, get_help="Wait more than 50 days.")
    review = submit(topic, by=alice)
    shown = client_of(dr_bell).get(f"/desk/reviews/{review.pk}/").context["dossier"].comparison
    assert [(c.change.before, c.change.after, c.place, c.to_tick) for c in shown.critical] == [
        ("not", "", "When to get help", True),
        ("5 days", "50 days", "When to get help", True),
    ]
    text = read(dr_bell, review)
    assert "2 changes to look at one by one" in text
    assert "Before: Do not wait more than 5 days." in text
    assert "<mark>50</mark>" in text
    assert text.count("To tick</span>") == 2
    assert "To tick</span>" not in read(alice, review)


def test_claim_review_shows_what_changed_since_it_was_last_signed(
    alice: User, dr_bell: User, pat: User
) -> None:
    claim = make_claim(alice)
    topic = make_topic(alice, claims=[claim])
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    edit(claim, by=alice, statement="High blood sugar can slowly harm your kidney filters.")
    submit(topic, by=alice)
    text = read(dr_bell, claim.reviews.first())
    assert "Compared with the text last signed" in text
    assert "slowly" in text


def test_signed_claim_says_who_signed_it(alice: User, dr_bell: User, pat: User) -> None:
    claim = make_claim(alice)
    publish_page(make_topic(alice, claims=[claim]), author=alice, signers=[dr_bell], publisher=pat)
    text = read(dr_bell, submitted(alice, claims=[claim], title="Second page"))
    assert "Signed by <strong>Dr Bea Bell</strong>" in text
    assert "Also in the draft of:" in text


def test_card_says_where_else_the_claim_is_read(alice: User, dr_bell: User, pat: User) -> None:
    claim = make_claim(alice)
    shelf = make_topic(alice, claims=[claim], title="On the shelf")
    publish_page(shelf, author=alice, signers=[dr_bell], publisher=pat)
    make_topic(alice, claims=[], answer=f"Yes. [[{claim.code}]]", title="In an answer only")
    text = read(dr_bell, submitted(alice, claims=[claim], title="Second page"))
    assert "On the shelf, edition 1" in text
    assert "In an answer only" in text


def test_card_tells_every_review_of_its_claim(alice: User, dr_bell: User, dr_cole: User) -> None:
    claim = make_claim(alice)
    first = submitted(alice, claims=[claim])
    sign(first, dr_bell)
    edit(claim, by=alice, statement="High blood sugar can slowly harm your kidney filters.")
    second = submitted(alice, claims=[claim])
    revoke(SignOff.objects.get(review__claim=claim), by=dr_bell, reason="I misread it.")
    text = read(dr_cole, second)
    assert f"2 reviews of {claim.code} so far" in text
    assert "superseded; another text." in text
    assert "open" in text
    assert ": I misread it." in text


def test_what_counts_is_told_with_why_not(review: Review, dr_bell: User, ada: User) -> None:
    signature = sign(review, dr_bell)
    assert "This text has every signature it needs." in read(dr_bell, review)
    edit(signature.credential, by=ada, valid_until=signature.signed_at.date() - timedelta(days=1))
    text = read(dr_bell, review)
    assert "Does not count" in text
    assert "was not valid on the day" in text
    assert "Signed, but it does not count" in text


def test_it_says_how_far_the_draft_has_moved_on(review: Review, alice: User, dr_bell: User) -> None:
    assert "The draft is still exactly this text." in read(dr_bell, review)
    topic = Topic.objects.get(pk=review.topic_id)
    edit(topic, by=alice, answer="Diabetes can slowly harm your kidneys.")
    assert "The draft has moved on since, in One-line answer." in read(dr_bell, review)


def test_an_older_text_leads_to_the_newer_one(review: Review, alice: User, dr_bell: User) -> None:
    topic = Topic.objects.get(pk=review.topic_id)
    edit(topic, by=alice, answer="Diabetes can slowly harm your kidneys.")
    newer = submit(topic, by=alice)
    assert f'href="/desk/reviews/{newer.pk}/">review {newer.pk}</a>' in read(dr_bell, review)


def test_it_offers_what_i_may_do(review: Review, dr_bell: User) -> None:
    text = read(dr_bell, review)
    assert f'href="/desk/reviews/{review.pk}/sign/"' in text
    assert f'href="/desk/reviews/{review.pk}/publish/"' not in text


def test_it_says_why_an_author_cannot_sign(review: Review, alice: User) -> None:
    text = read(alice, review)
    assert f'href="/desk/reviews/{review.pk}/sign/"' not in text
    assert "You wrote or submitted part of this text, so a colleague has to judge it." in text


def test_author_is_led_to_the_draft_that_was_sent_back(
    review: Review, alice: User, dr_bell: User
) -> None:
    request_changes(review, by=dr_bell, comments={"page": "Simpler words, please."})
    text = read(alice, review)
    assert "Edit the draft" in text
    assert "Check and submit" in text


def test_comment_can_start_at_a_claim(review: Review, dr_bell: User) -> None:
    code = review.page().claims[0].code
    page = client_of(dr_bell).get(f"/desk/reviews/{review.pk}/", {"about": code})
    assert page.context["comment_form"]["anchor"].value() == code


def test_auditor_reads_and_is_offered_nothing(review: Review, otto: User) -> None:
    text = read(otto, review)
    assert "act-list" not in text
    assert "<form" not in text.replace('<form class="sign-out"', "")


def test_timeline_tells_what_happened(review: Review, dr_bell: User, alice: User) -> None:
    comment(review, by=dr_bell, anchor="section:1", text="Which test is this?")
    request_changes(review, by=dr_bell, comments={"answer": "Say it in simpler words."})
    text = read(alice, review)
    assert "submitted this text" in text
    assert "Which test is this?" in text
    assert "Section “How diabetes affects your kidneys”" in text
    assert "requested changes" in text
    assert "Say it in simpler words." in text


def test_comments_are_escaped(review: Review, dr_bell: User) -> None:
    comment(review, by=dr_bell, text="<script>alert(1)</script>")
    assert "<script>alert" not in read(dr_bell, review)


def test_patient_page_is_served_for_our_own_frame_only(review: Review, dr_bell: User) -> None:
    page = client_of(dr_bell).get(f"/desk/reviews/{review.pk}/page/")
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    assert "Not for patients until it is signed and published" in page.content.decode()
    assert "Early damage often has no signs." in page.content.decode()


def test_the_desk_itself_is_never_framed(review: Review, dr_bell: User) -> None:
    page = client_of(dr_bell).get(f"/desk/reviews/{review.pk}/")
    assert page.headers["X-Frame-Options"] == "DENY"
    policy = page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "frame-src 'self'" in policy


def test_desk_pages_are_not_kept_by_browsers(review: Review, dr_bell: User) -> None:
    page = client_of(dr_bell).get(f"/desk/reviews/{review.pk}/")
    assert "no-store" in page.headers["Cache-Control"]


def test_unknown_review_is_not_found(dr_bell: User) -> None:
    assert client_of(dr_bell).get("/desk/reviews/99999/").status_code == 404


def test_queries_do_not_grow_with_the_claims(
    alice: User, dr_bell: User, django_assert_max_num_queries: Any
) -> None:
    small = submitted(alice, claims=claims(alice, 2))
    large = submitted(alice, claims=claims(alice, 25))
    client = client_of(dr_bell)

    def cost(review: Review) -> int:
        with django_assert_max_num_queries(60) as spent:
            client.get(f"/desk/reviews/{review.pk}/")
        return len(spent)

    assert cost(large) == cost(small)


def test_queries_do_not_grow_with_the_comments(
    review: Review,
    alice: User,
    dr_bell: User,
    cora: User,
    django_assert_max_num_queries: Any,
) -> None:
    client = client_of(dr_bell)

    def cost() -> int:
        with django_assert_max_num_queries(60) as spent:
            client.get(f"/desk/reviews/{review.pk}/")
        return len(spent)

    def one_more(by: User) -> None:
        thread = comment(review, by=by, text="A question.")
        comment(review, by=alice, text="An answer.", parent=thread)
        resolve(thread, by=cora)

    one_more(cora)
    few = cost()
    for by in (alice, dr_bell, cora) * 3:
        one_more(by)
    assert cost() == few


def test_queries_do_not_grow_with_a_claims_past(
    alice: User, dr_bell: User, dr_cole: User, django_assert_max_num_queries: Any
) -> None:
    claim = make_claim(alice)
    client = client_of(dr_cole)

    def cost(words: str) -> int:
        edit(claim, by=alice, statement=words)
        review = submitted(alice, claims=[claim])
        sign(review, dr_bell)
        with django_assert_max_num_queries(60) as spent:
            client.get(f"/desk/reviews/{review.pk}/")
        return len(spent)

    few = cost("High blood sugar can harm your kidneys.")
    for n in range(3):
        last = cost(f"High blood sugar can harm your kidneys, says text {n}.")
    assert last == few


def test_published_review_is_compared_with_the_edition_before(
    alice: User, dr_bell: User, pat: User
) -> None:
    topic = make_topic(alice)
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    edit(topic, by=alice, title="Diabetes and the kidneys")
    second = publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    text = read(dr_bell, second.review)
    assert "Compared with edition 1, not live any more" in text
    assert "This text, edition 2" in text


def test_one_signature_of_two_is_shown(alice: User, dr_bell: User, dr_cole: User) -> None:
    review = submitted(alice, risk_class="high", specialty=make_specialty("nephrology"))
    sign(review, dr_cole)
    text = read(dr_bell, review)
    assert "1 of 2 signatures, one from nephrology" in text
    assert "Dr Carl Cole" in text
