"""A page's way up and down at the desk: schedule, take down, take back, retract; and its box."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from education.content.models import Topic
from education.evidence.models import Claim, Source
from education.people.models import User
from education.publishing.lapse import publish_due
from education.publishing.models import LivePage, Schedule, Withdrawal
from education.publishing.notices import STANDARD
from education.publishing.recalls import revoke
from education.publishing.services import publish
from education.review.models import Review, Revocation
from education.review.states import State
from education.staff.lifecycle_box import lifecycle_box
from tests.builders import (
    edit,
    make_claim,
    make_source,
    make_specialty,
    make_topic,
    publish_page,
    sign,
)
from tests.staff.worlds import client_of, signed, submitted

DAY = timedelta(days=1)


@pytest.fixture
def live(alice: User, dr_bell: User, pat: User) -> Review:
    topic = make_topic(alice, title="Live page", slug="live-page")
    return publish_page(topic, author=alice, signers=[dr_bell], publisher=pat).review


@pytest.fixture
def ready(alice: User, dr_bell: User) -> Review:
    return signed(alice, dr_bell, title="Ready page")


def text(user: User, url: str, status: int = 200) -> str:
    page = client_of(user).get(url)
    assert page.status_code == status
    return page.content.decode()


def desk(review: Review, act: str = "") -> str:
    return f"/desk/reviews/{review.pk}/{act}"


def at(moment: Any) -> dict[str, str]:
    return {"when": "later", "day": f"{moment:%Y-%m-%d}", "time": f"{moment:%H:%M}"}


# --- at a time ------------------------------------------------------------------------------------


def test_a_publisher_sets_a_time_in_utc(ready: Review, pat: User) -> None:
    assert "Time (UTC)" in text(pat, desk(ready, "publish/"))
    moment = (timezone.now() + 3 * DAY).replace(second=0, microsecond=0)
    page = client_of(pat).post(desk(ready, "publish/"), at(moment), follow=True)
    assert Schedule.objects.get().publish_at == moment
    assert f"{moment:%H:%M} UTC" in page.content.decode()
    assert not LivePage.objects.exists()


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"when": "later"}, "Choose the date."),
        ({"when": "later", "day": "2030-01-01"}, "Choose the time."),
        ({"when": "later", "day": "soon", "time": "09:00"}, "Write the date as year, month, day"),
        ({"when": "later", "day": "2030-01-01", "time": "noon"}, "Write the time with 24 hours"),
        ({"when": "later", "day": "2020-01-01", "time": "09:00"}, "That time is past"),
    ],
)
def test_a_time_that_will_not_do_is_said_and_kept(
    ready: Review, pat: User, posted: dict[str, str], said: str
) -> None:
    page = client_of(pat).post(desk(ready, "publish/"), posted)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not posted.get("day") or posted["day"] in page.content.decode()
    assert not Schedule.objects.exists()


def test_what_is_scheduled_stands_in_a_queue_and_is_nobodys_task_to_publish(
    ready: Review, pat: User, cora: User
) -> None:
    publish(ready, by=pat, at=timezone.now() + 3 * DAY)
    for who in (pat, cora):
        page = text(who, "/desk/queues/scheduled/")
        assert "Ready page" in page
        assert "in 3 days" in page
    assert "Ready page" not in text(pat, "/desk/queues/publish/")


@pytest.mark.parametrize(
    ("asked", "found"), [({"q": "ready"}, 1), ({"q": "other"}, 0), ({"language": "es"}, 0)]
)
def test_the_queue_is_narrowed(ready: Review, pat: User, asked: dict[str, str], found: int) -> None:
    publish(ready, by=pat, at=timezone.now() + DAY)
    page = client_of(pat).get("/desk/queues/scheduled/", asked)
    assert len(page.context["rows"]) == found


def test_an_empty_queue_says_so(pat: User) -> None:
    assert "No publication is scheduled." in text(pat, "/desk/queues/scheduled/")


def test_a_publication_that_failed_says_why_until_something_comes_of_it(
    ready: Review, pat: User, dr_bell: User, cora: User
) -> None:
    publish(ready, by=pat, at=timezone.now() + DAY)
    edit(pat, by=pat, is_active=False)
    with time_machine.travel(timezone.now() + 2 * DAY):
        list(publish_due())
    for page in (text(cora, "/desk/queues/scheduled/"), text(cora, desk(ready))):
        assert "Could not be published" in page
        assert "Only a publisher can publish" in page
    revoke(ready.sign_offs.get(), by=dr_bell, reason="I read an older draft.")
    assert "No publication is scheduled." in text(cora, "/desk/queues/scheduled/")


@pytest.mark.parametrize("who", ["pat", "cora", "dr_cole"])
def test_it_is_called_off_after_a_look(
    ready: Review, pat: User, who: str, request: pytest.FixtureRequest
) -> None:
    publish(ready, by=pat, at=timezone.now() + DAY)
    person = request.getfixturevalue(who)
    assert "Pat Press scheduled it for" in text(person, desk(ready, "unschedule/"))
    assert Schedule.objects.get().outcome == ""
    assert client_of(person).post(desk(ready, "unschedule/")).status_code == 302
    assert Schedule.objects.get().outcome == "cancelled"


def test_nothing_is_called_off_where_nothing_is_to_come(ready: Review, pat: User) -> None:
    assert "cannot be done" in text(pat, desk(ready, "unschedule/"), 409)


# --- taking down ----------------------------------------------------------------------------------


def test_the_alert_and_its_reference_are_kept_and_shown(live: Review, dr_cole: User) -> None:
    heard = timezone.now() - timedelta(hours=3)
    alert = {"alert_day": f"{heard:%Y-%m-%d}", "alert_time": f"{heard:%H:%M}"}
    posted = {"kind": "safety", "reference": "MHRA 12/2026", **alert}
    assert client_of(dr_cole).post(desk(live, "withdraw/"), posted).status_code == 302
    withdrawal = Withdrawal.objects.get()
    assert withdrawal.alerted_at == heard.replace(second=0, microsecond=0)
    page = text(dr_cole, desk(live))
    assert "MHRA 12/2026" in page
    assert "gone 3 hours later" in page
    assert "Dr Carl Cole" in page


@pytest.mark.parametrize(
    ("alert", "said"),
    [
        ({"alert_day": "2026-01-01"}, "at what time the alert came"),
        ({"alert_time": "09:00"}, "on which day the alert came"),
        ({"alert_day": "2999-01-01", "alert_time": "09:00"}, "cannot have come later than now"),
    ],
)
def test_half_an_alert_or_one_to_come_takes_nothing_down(
    live: Review, dr_cole: User, alert: dict[str, str], said: str
) -> None:
    posted = {"kind": "safety", "reference": "MHRA", **alert}
    page = client_of(dr_cole).post(desk(live, "withdraw/"), posted)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert 'value="MHRA"' in page.content.decode()
    assert LivePage.objects.exists()


@pytest.fixture
def spanish(live: Review, alice: User, dr_bell: User, pat: User) -> LivePage:
    """The live page in Spanish."""
    claim = make_claim(
        alice,
        "La diabetes puede dañar los riñones.",
        language="es",
        translation_of=Claim.objects.first(),
    )
    topic = make_topic(
        alice,
        title="Página viva",
        slug="pagina-viva",
        language="es",
        claims=[claim],
        translation_of=live.topic,
    )
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    return LivePage.objects.get(topic=topic)


def test_other_languages_are_shown_and_stay_unless_ticked(
    live: Review, spanish: LivePage, dr_cole: User
) -> None:
    assert "/es/topics/pagina-viva/" in text(dr_cole, desk(live, "withdraw/"))
    client_of(dr_cole).post(desk(live, "withdraw/"), {"kind": "error"})
    assert list(LivePage.objects.all()) == [spanish]


def test_ticked_ones_go_in_the_same_act(live: Review, spanish: LivePage, dr_cole: User) -> None:
    posted = {"kind": "error", "notice": "We check this page.", "also": spanish.pk}
    client_of(dr_cole).post(desk(live, "withdraw/"), posted)
    assert not LivePage.objects.exists()
    notices = dict(Withdrawal.objects.values_list("edition__language", "notice"))
    assert notices == {"en": "We check this page.", "es": STANDARD["error"]}
    page = client_of(dr_cole).get("/es/topics/pagina-viva/")
    assert page.status_code == 410
    assert "Please ask your care team" not in page.content.decode()


def test_no_page_but_its_own_translations_goes_along(
    live: Review, alice: User, dr_bell: User, dr_cole: User, pat: User
) -> None:
    other = make_topic(alice, title="Other page")
    publish_page(other, author=alice, signers=[dr_bell], publisher=pat)
    posted = {"kind": "error", "also": LivePage.objects.get(topic=other).pk}
    client_of(dr_cole).post(desk(live, "withdraw/"), posted)
    assert LivePage.objects.filter(topic=other).exists()


def test_a_claim_in_another_language_is_shown_and_goes_when_ticked(
    live: Review, spanish: LivePage, dr_cole: User
) -> None:
    claim = live.page().claims[0].claim_id
    twin = Claim.objects.get(language="es")
    url = f"/desk/claims/{claim}/withdraw/"
    assert "Página viva" in text(dr_cole, url)
    client_of(dr_cole).post(url, {"kind": "evidence", "also": twin.pk})
    assert not LivePage.objects.exists()
    assert not Review.objects.filter(claim__isnull=False, state=State.SIGNED).exists()


# --- taking a signature back ----------------------------------------------------------------------


def test_its_signer_sees_what_goes_and_takes_it_back(live: Review, dr_bell: User) -> None:
    url = f"/desk/signatures/{live.sign_offs.get().pk}/revoke/"
    assert url in text(dr_bell, desk(live))
    page = text(dr_bell, url)
    assert "1 live page rests on this signature" in page
    assert "Live page" in page
    assert LivePage.objects.exists()
    posted = {"reason": "I read an older draft.", "kind": "error"}
    assert client_of(dr_bell).post(url, posted).status_code == 302
    assert not LivePage.objects.exists()
    assert "I read an older draft." in text(dr_bell, desk(live))


def test_without_a_reason_nothing_is_taken_back(live: Review, cora: User) -> None:
    url = f"/desk/signatures/{live.sign_offs.get().pk}/revoke/"
    page = client_of(cora).post(url, {"reason": " ", "kind": "error"})
    assert page.status_code == 422
    assert "Say why" in page.content.decode()
    assert not Revocation.objects.exists()


@pytest.mark.parametrize("who", ["alice", "dr_cole", "pat", "otto"])
def test_others_are_neither_offered_it_nor_let_in(
    live: Review, who: str, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who)
    url = f"/desk/signatures/{live.sign_offs.get().pk}/revoke/"
    assert url not in text(person, desk(live))
    assert "Only its signer or a coordinator" in text(person, url, 403)
    assert client_of(person).post(url, {"reason": "No."}).status_code == 403


def test_what_was_taken_back_is_not_taken_back_again(live: Review, cora: User) -> None:
    signature = live.sign_offs.get()
    revoke(signature, by=cora, reason="She has left.")
    assert "taken back already" in text(cora, f"/desk/signatures/{signature.pk}/revoke/", 409)


def test_a_signed_text_that_loses_one_says_what_follows(ready: Review, dr_bell: User) -> None:
    page = text(dr_bell, f"/desk/signatures/{ready.sign_offs.get().pk}/revoke/")
    assert "has to be submitted again" in page


# --- a source that was retracted ------------------------------------------------------------------


def test_the_reach_of_a_source_is_shown_before_it_is_marked(
    alice: User, dr_bell: User, pat: User, dr_cole: User, otto: User
) -> None:
    source = make_source(alice)
    alone = make_claim(alice, sources=[source])
    both = make_claim(alice, "Sugar can harm kidneys.", sources=[source, make_source(alice)])
    for title, claim in (("Goes page", alone), ("Called page", both)):
        topic = make_topic(alice, title=title, claims=[claim])
        publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    submitted(alice, title="Waiting page", claims=[both])
    url = f"/desk/sources/{source.pk}/retract/"
    page = text(dr_cole, url)
    assert page.index("1 live page goes") < page.index("Goes page")
    assert page.index("1 live page is called back") < page.index("Called page")
    assert page.index("1 signed claim loses its signatures") < page.index(alone.code)
    assert page.index("1 text that waits can go no further") < page.index("Waiting page")
    assert "Only clinicians and coordinators" in text(otto, url)
    assert Source.objects.get(pk=source.pk).notice == "none"
    posted = {"reason": "Announced by the journal."}
    assert client_of(otto).post(url, posted).status_code == 403
    assert client_of(dr_cole).post(url, posted).status_code == 302
    assert [p.edition.title for p in LivePage.objects.all()] == ["Called page"]
    assert "Overdue" in text(dr_cole, desk(LivePage.objects.get().edition.review))


def test_a_retraction_without_a_word_is_refused(alice: User, cora: User) -> None:
    source = make_source(alice)
    url = f"/desk/sources/{source.pk}/retract/"
    assert "No live page, signed claim or waiting text rests" in text(cora, url)
    page = client_of(cora).post(url, {"reason": ""})
    assert page.status_code == 422
    assert "Say where the retraction was announced." in page.content.decode()


def test_a_source_marked_already_asks_for_nothing_more(alice: User, cora: User) -> None:
    source = make_source(alice, notice="retracted")
    page = text(cora, f"/desk/sources/{source.pk}/retract/")
    assert "This source is marked as retracted" in page
    assert '<button class="danger">' not in page


# --- the box --------------------------------------------------------------------------------------


def test_the_box_says_since_when_until_when(live: Review, cora: User) -> None:
    page = LivePage.objects.get()
    said = text(cora, desk(live))
    assert "Live since" in said
    assert f"{page.lapses_on:%B %Y}" in said
    box = lifecycle_box(live, cora)
    assert (box.live, box.is_overdue, box.withdrawal) == (page, False, None)


def test_the_box_counts_the_days(live: Review, cora: User) -> None:
    page = LivePage.objects.get()
    soon = page.review_due - timezone.now().date() - 20 * DAY
    with time_machine.travel(timezone.now() + soon):
        assert lifecycle_box(live, cora).is_due_soon
    with time_machine.travel(timezone.now() + soon + 21 * DAY):
        assert lifecycle_box(live, cora).is_overdue
    with time_machine.travel(timezone.now() + (page.lapses_on - timezone.now().date())):
        assert lifecycle_box(live, cora).is_last_day


def test_an_open_review_has_no_box(alice: User, cora: User) -> None:
    review = submitted(alice)
    assert not lifecycle_box(review, cora)
    assert "This page’s life" not in text(cora, desk(review))


def test_the_box_takes_a_fixed_number_of_queries(
    live: Review, cora: User, django_assert_max_num_queries: Any
) -> None:
    cora = User.objects.get(pk=cora.pk)
    with django_assert_max_num_queries(6):
        assert lifecycle_box(live, cora)


def test_a_signature_taken_back_does_not_count_in_the_queue(
    alice: User, dr_bell: User, cora: User, ada: User
) -> None:
    review = submitted(
        alice, title="Needs two", risk_class="high", specialty=make_specialty("nephrology")
    )
    signature = sign(review, dr_bell)
    assert "1 of 2" in text(cora, "/desk/queues/open/")
    revoke(signature, by=dr_bell, reason="I read an older draft.")
    assert "0 of 2" in text(cora, "/desk/queues/open/")
    assert Topic.objects.count() == 1
