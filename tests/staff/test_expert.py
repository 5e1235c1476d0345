"""The door for outside experts: the link, the browser that opened it, and what it shows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils import timezone

from education.people.models import User
from education.publishing.callers import address_of, household_of
from education.review.guests import finish, invite, open_invitation, take_back, token_of
from education.review.models import Comment, Invitation, Review
from education.review.remarks import comment
from education.staff.knocks import MOST
from tests.builders import edit, make_claim, make_picture, make_source, sign
from tests.staff.worlds import client_of, submitted


@pytest.fixture(autouse=True)
def _no_knocks_yet() -> None:
    cache.clear()


@pytest.fixture
def review(alice: User) -> Review:
    source = make_source(alice, title="A trial of walking", doi="10.1000/walk")
    claim = make_claim(alice, sources=[source])
    edit(claim.citations.get(), by=alice, locator="Table 2", quote="It came back in some.")
    return submitted(alice, claims=[claim])


def asked(review: Review, by: User, email: str = "x@example.org") -> Invitation:
    return invite(review, name="Prof Ex Pert", email=email, role="Dietitian", days=7, by=by)


@pytest.fixture
def invited(review: Review, cora: User) -> Invitation:
    return asked(review, cora)


def link(invited: Invitation) -> str:
    return f"/expert/{token_of(invited)}/"


def browser(invited: Invitation) -> Client:
    """A browser that has just opened the link."""
    client = Client()
    response = client.post(link(invited))
    assert (response.status_code, response["Location"]) == (302, "/expert/review/")
    return client


def told(response: Any) -> str:
    """What a page says, with what it takes for granted: that nobody keeps or finds it."""
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "same-origin"
    assert "sessionid" not in response.cookies
    text: str = response.content.decode()
    return text


# --- the link ---------------------------------------------------------------------------------


def test_the_link_says_who_asks_for_what_and_what_is_kept(invited: Invitation, cora: User) -> None:
    text = told(Client().get(link(invited)))
    for words in ("Cora", "Diabetes and your kidneys", "Prof Ex Pert, Dietitian", "UTC"):
        assert words in text
    for words in ("What you can do", "What you cannot do", "What is kept", "Open the review"):
        assert words in text


def test_mail_scanners_that_follow_the_link_leave_it_good(invited: Invitation) -> None:
    for _ in range(5):
        assert Client().get(link(invited)).status_code == 200
        assert Client().head(link(invited)).status_code == 200
        assert Client().options(link(invited)).status_code == 405
    assert browser(invited).get("/expert/review/").status_code == 200


def test_the_cookie_is_kept_from_scripts_other_sites_and_other_pages(invited: Invitation) -> None:
    cookie = Client().post(link(invited)).cookies["countersign_expert"]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"]) == ("Strict", "/expert/")
    assert not cookie["secure"]
    assert 0 < int(cookie["max-age"]) <= 7 * 24 * 60 * 60
    assert token_of(invited).split(":")[2] not in cookie.value


def test_over_https_the_cookie_stays_there(invited: Invitation) -> None:
    assert Client().post(link(invited), secure=True).cookies["countersign_expert"]["secure"]


def test_the_link_opens_in_one_browser(invited: Invitation) -> None:
    first = browser(invited)
    second = Client()
    for response in (second.get(link(invited)), second.post(link(invited))):
        assert response.status_code == 410
        assert "It opens once" in told(response)
    assert second.get("/expert/review/").status_code == 403
    assert first.get("/expert/review/").status_code == 200


def test_the_browser_that_opened_it_is_shown_the_way_back(invited: Invitation) -> None:
    assert "go on with the review" in told(browser(invited).get(link(invited)))


def test_the_button_needs_the_page_it_stands_on(invited: Invitation) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link(invited)).status_code == 403
    assert Invitation.objects.get().opened_at is None


def test_a_made_up_link_is_refused_in_one_sentence(db: None) -> None:
    response = Client().get("/expert/NQ:1abcde:made-up/")
    assert response.status_code == 403
    assert "not one of ours" in told(response)


@pytest.mark.parametrize("how", ["expired", "ended", "signed"])
def test_a_link_that_is_good_no_longer_says_why(
    invited: Invitation, cora: User, dr_bell: User, how: str
) -> None:
    address, words = link(invited), {"expired": "has expired", "ended": "has ended"}
    if how == "ended":
        take_back(invited, by=cora)
    if how == "signed":
        sign(invited.review, dr_bell)
    days = 8 if how == "expired" else 0
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        for response in (Client().get(address), Client().post(address)):
            assert response.status_code == 410
            assert words.get(how, "not under discussion any more") in told(response)
            assert "Diabetes and your kidneys" not in told(response)


def test_another_open_review_in_the_same_browser_is_not_lost(
    invited: Invitation, alice: User, cora: User
) -> None:
    client, second = browser(invited), asked(submitted(alice, title="Other page"), cora)
    response = client.post(link(second))
    assert response.status_code == 409
    assert "Another review is open in this browser" in told(response)
    assert Invitation.objects.get(pk=second.pk).opened_at is None
    client.post("/expert/review/done/")
    assert client.post(link(second)).status_code == 302
    assert "Other page" in told(client.get("/expert/review/"))


# --- knocking in vain -------------------------------------------------------------------------


def test_too_many_wrong_links_from_one_address_are_not_answered(db: None) -> None:
    wrong = [Client().get(f"/expert/guess-{n}/") for n in range(MOST + 1)]
    assert [r.status_code for r in wrong] == [403] * MOST + [429]
    assert wrong[-1]["Retry-After"] == "600"
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.get("/expert/guess/").status_code == 403


def test_a_right_link_opens_even_where_others_have_guessed(invited: Invitation) -> None:
    for n in range(MOST + 5):
        Client().post(f"/expert/guess-{n}/")
    assert browser(invited).get("/expert/review/").status_code == 200


def _request(forwarded: str = "", direct: str = "192.0.2.1") -> HttpRequest:
    extra = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return RequestFactory().get("/", REMOTE_ADDR=direct, **extra)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", "192.0.2.1"),
        (0, "198.51.100.9", "192.0.2.1"),  # Nobody of ours wrote that.
        (1, "198.51.100.9", "198.51.100.9"),
        (1, "made up, 198.51.100.9", "198.51.100.9"),
        (2, "made up, 198.51.100.9, 10.0.0.1", "198.51.100.9"),
        (2, "198.51.100.9", "198.51.100.9"),
        (1, " , ", "192.0.2.1"),
    ],
)
def test_only_our_own_proxies_are_believed(
    settings: Any, proxies: int, forwarded: str, address: str
) -> None:
    settings.NINJA_NUM_PROXIES = proxies
    assert address_of(_request(forwarded)) == address


def test_a_client_does_not_become_another_by_changing_half_its_address() -> None:
    assert household_of("2001:db8::1") == household_of("2001:db8::ffff:1")
    assert household_of("2001:db8::1") != household_of("2001:db8:0:1::1")
    assert household_of("::ffff:192.0.2.1") == household_of("192.0.2.1")
    assert household_of("unknown") == "unknown"


# --- the review -------------------------------------------------------------------------------


def test_the_expert_reads_the_text_and_what_it_rests_on(invited: Invitation) -> None:
    client = browser(invited)
    text = told(client.get("/expert/review/"))
    for words in ("Prof Ex Pert", "A trial of walking", "Where: Table 2", "It came back in some."):
        assert words in text
    assert "https://doi.org/10.1000/walk" in text
    framed = client.get("/expert/review/page/")
    assert "Diabetes can harm your kidneys over time." in told(framed)
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in framed["Content-Security-Policy"]


def test_the_page_leads_nowhere_inside(invited: Invitation, alice: User, cora: User) -> None:
    comment(invited.review, by=cora, text="Between us: is this expert any good?")
    text = told(browser(invited).get("/expert/review/"))
    for words in ("/desk/", "/admin/", "Between us", "Alice Writer", "Fingerprint"):
        assert words not in text


def test_a_remark_on_a_claim_and_on_some_words_is_kept(invited: Invitation) -> None:
    client, (claim,) = browser(invited), invited.review.page().claims
    about = told(client.get(f"/expert/review/?about={claim.code}"))
    assert f'<option value="{claim.code}" selected>' in about
    for data in (
        {"anchor": claim.code, "text": "In how many people?"},
        {"anchor": "answer", "passage": "over  time", "text": "How long?"},
    ):
        response = client.post("/expert/review/comment/", data)
        assert (response.status_code, response["Location"]) == (302, "/expert/review/#comments")
    said = list(Comment.objects.values_list("anchor", "passage", "text", "invitation"))
    assert said == [
        (claim.code, "", "In how many people?", invited.pk),
        ("answer", "over time", "How long?", invited.pk),
    ]


@pytest.mark.parametrize(
    "data",
    [
        {"anchor": "answer", "passage": "my typed words", "text": ""},
        {"anchor": "C-99999", "passage": "my typed words", "text": "Well."},
        {"anchor": "answer", "passage": "my typed words", "text": "x" * 4001},
    ],
)
def test_a_refused_remark_loses_nothing_typed(invited: Invitation, data: dict[str, str]) -> None:
    response = browser(invited).post("/expert/review/comment/", data)
    assert response.status_code == 422
    assert "my typed words" in told(response)
    assert not Comment.objects.exists()


def test_the_expert_answers_a_reply(invited: Invitation, cora: User) -> None:
    client = browser(invited)
    client.post("/expert/review/comment/", {"anchor": "page", "text": "How much salt?"})
    thread = Comment.objects.get()
    comment(invited.review, by=cora, text="Five grams a day.", parent=thread)
    assert "Five grams a day." in told(client.get("/expert/review/"))
    address = f"/expert/review/threads/{thread.pk}/"
    assert client.post(address, {"text": ""}).status_code == 422
    assert client.post(address, {"text": "Then say so."}).status_code == 302
    assert Comment.objects.latest("pk").parent == thread


def test_of_others_threads_there_is_no_sign(invited: Invitation, cora: User) -> None:
    theirs = comment(invited.review, by=cora, text="Between us.")
    address = f"/expert/review/threads/{theirs.pk}/"
    assert browser(invited).post(address, {"text": "I heard."}).status_code == 404


def test_forms_need_the_page_they_stand_on(invited: Invitation) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies.update(browser(invited).cookies)
    data = {"anchor": "page", "text": "Forged."}
    assert strict.post("/expert/review/comment/", data).status_code == 403
    assert strict.post("/expert/review/done/").status_code == 403
    assert not Comment.objects.exists()


@pytest.mark.parametrize("how", ["expired", "ended", "done", "signed"])
def test_an_open_browser_shows_nothing_once_it_is_over(
    invited: Invitation, cora: User, dr_bell: User, how: str
) -> None:
    client = browser(invited)
    if how == "ended":
        take_back(invited, by=cora)
    if how == "done":
        finish(invited)
    if how == "signed":
        sign(invited.review, dr_bell)
    asked_for = [
        (client.get, "/expert/review/"),
        (client.get, "/expert/review/page/"),
        (client.get, "/expert/review/done/"),
        (client.post, "/expert/review/comment/"),
        (client.post, "/expert/review/done/"),
    ]
    cookie = client.cookies["countersign_expert"].value
    with time_machine.travel(timezone.now() + timedelta(days=8 if how == "expired" else 0)):
        for ask, path in asked_for:
            client.cookies["countersign_expert"] = cookie
            response = ask(path)
            assert response.status_code == 410
            assert "Diabetes" not in told(response)


def test_done_is_asked_first_and_then_final(invited: Invitation) -> None:
    client = browser(invited)
    cookie = client.cookies["countersign_expert"].value
    assert "Are you done?" in told(client.get("/expert/review/done/"))
    assert Invitation.objects.get().closed_at is None
    assert "Thank you" in told(client.post("/expert/review/done/", follow=True))
    assert client.cookies["countersign_expert"].value == ""
    assert client.get("/expert/review/").status_code == 403
    client.cookies["countersign_expert"] = cookie
    assert client.get("/expert/review/").status_code == 410
    assert client.get(link(invited)).status_code == 410


def test_a_guest_is_nobody_elsewhere(invited: Invitation) -> None:
    client = browser(invited)
    for path in ("/desk/", "/admin/", f"/desk/reviews/{invited.review_id}/"):
        assert client.get(path).status_code == 302


def test_being_signed_in_opens_no_guests_review(invited: Invitation, cora: User) -> None:
    open_invitation(token_of(invited))
    assert client_of(cora).get("/expert/review/").status_code == 403


def test_a_claim_by_itself_can_be_shown(alice: User, cora: User) -> None:
    page = submitted(alice, claims=[make_claim(alice, "Salt can raise your blood pressure.")])
    client = browser(asked(Review.objects.exclude(pk=page.pk).get(), cora))
    assert "Salt can raise your blood pressure." in told(client.get("/expert/review/"))
    told(client.get("/expert/review/page/"))


def test_an_expert_with_many_threads_costs_no_more_queries(
    invited: Invitation, cora: User, django_assert_max_num_queries: Any
) -> None:
    client = browser(invited)
    spent = []
    for _ in range(2):
        for n in range(5):
            data = {"anchor": "page", "text": f"Remark {n}"}
            client.post("/expert/review/comment/", data)
            comment(invited.review, by=cora, text="So?", parent=Comment.objects.latest("pk"))
        with django_assert_max_num_queries(8) as queries:
            client.get("/expert/review/")
        spent.append(len(queries))
    assert spent[0] == spent[1]


def test_search_engines_are_asked_to_stay_away(db: None) -> None:
    assert "Disallow: /expert/" in Client().get("/robots.txt").content.decode()


def test_without_a_link_there_is_nothing(db: None) -> None:
    assert Client().get("/expert/").status_code == 404


def test_the_expert_sees_the_pictures_of_the_one_review_and_no_other(
    alice: User, cora: User
) -> None:
    shown, other = make_picture(alice), make_picture(alice, colour="red")
    review = submitted(alice, claims=[], body=f"Kidneys clean.\n\n[[{shown.code}]]")
    client = browser(asked(review, cora))
    address = f"/expert/review/page/pictures/{shown.name}"
    assert f'src="{address}"' in told(client.get("/expert/review/page/"))
    assert client.get(address).content.startswith(b"\x89PNG")
    assert client.get(address.replace(shown.name, other.name)).status_code == 404
    assert Client().get(address).status_code == 403
