"""The desk for everyone: axe finds nothing, a phone is wide enough, JavaScript is not needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from education.content.models import Topic
from education.exchange.services import import_article
from education.notifications.models import Message, OutboxHead
from education.notifications.services import derive
from education.people.models import User
from education.publishing.feedback import say
from education.publishing.models import Schedule
from education.publishing.services import publish
from education.review.models import Delegation, Review
from education.review.remarks import comment, resolve
from education.review.services import submit
from education.review.states import State
from education.review.tasks import claim_task, delegate
from education.staff.versions import versions as every_version
from tests.browsing import problems_in_every_form
from tests.builders import PASSWORD, edit, make_claim, make_topic
from tests.remembering import remembered
from tests.staff.worlds import World, client_of, make_world, signed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Window = Callable[..., Page]


@pytest.fixture
def window(browser: Browser, live_server: LiveServer) -> Iterator[Window]:
    """Return a function that gives a signed-in person a browser window."""
    contexts = []

    def opened(user: User, *, width: int = 1280, **options: Any) -> Page:
        size = {"width": width, "height": 800}
        context = browser.new_context(base_url=live_server.url, viewport=size, **options)
        cookie = client_of(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
@remembered
def world(alice: User, ada: User, dr_cole: User, dr_bell: User, pat: User, cora: User) -> World:
    """A world in which the open page changes a live one, was talked about, and is a task."""
    world = make_world(alice, dr_cole, pat)
    live = Topic.objects.get(pk=world.live.topic_id)
    edit(live, by=alice, answer="Diabetes can slowly harm your kidneys over time.")
    edit(live, by=alice, get_help="Call your care team within 2 days if your legs swell.")
    changed = submit(live, by=alice)
    thread = comment(changed, by=dr_bell, anchor="answer", text="How slowly?", passage="slowly")
    comment(changed, by=alice, parent=thread, text="Over years.")
    resolve(comment(changed, by=alice, text="The numbers are new."), by=dr_bell)
    claim_task(changed, by=dr_bell)
    day = timezone.now().date()
    delegate(person=dr_bell, to=dr_cole, starts_on=day, ends_on=day, by=dr_bell)
    later = signed(alice, dr_cole, title="A page to come")
    publish(later, by=pat, at=timezone.now() + timedelta(days=3))
    edit(dr_cole.credentials.get(), by=ada, valid_until=day + timedelta(days=20))
    bad = make_claim(alice, "Exosomes cure kidney disease for ever.", kind="benefit")
    draft = make_topic(alice, claims=[bad], aim="", title="A promising draft")
    _tell_of_it(dr_bell)
    return World(draft=draft, open=changed, signed=world.signed, live=world.live)


def _tell_of_it(person: User) -> None:
    """Leave mail in the outbox: one message waits, one was given up."""
    edit(person, by=person, email="dr_bell@clinic.example")
    OutboxHead.objects.update(seq=0)
    list(derive())
    last = Message.objects.first()
    assert last is not None
    Message.objects.filter(pk=last.pk).update(state="failed", claimed_at=last.made_at, error="No.")


def _an_import(author: User) -> str:
    """The report of an article with a claim that the library has, a table and hidden words."""
    make_claim(author, "High sugar in the blood may harm small vessels in the eyes.")
    text = (
        "<h1>Eyes</h1><p>High sugar in the blood may harm small vessels in your eyes. Too late?</p>"
        "<table><tr><td>Test<td>Shows</table><p hidden>Not for patients</p>"
    )
    topic = import_article(text.encode(), "eyes.html", title="Eyes", by=author).topic
    return f"/desk/topics/{topic.pk}/article/"


def _translation(topic: Topic, by: User) -> Topic:
    """A Spanish page whose original has changed since."""
    translation: Topic = make_topic(by, title="La diabetes", language="es", translation_of=topic)
    edit(topic, by=by, answer="Diabetes can slowly harm both kidneys.")
    return translation


@pytest.fixture
def addresses(world: World, otto: User, alice: User) -> dict[str, list[str]]:
    """Every page of the desk, by who opens it."""
    (held,) = world.open.page().claims
    claim, source = held.claim_id, held.citations[0].source.source_id
    own = Review.objects.filter(claim=claim).latest("pk").pk
    review = f"/desk/reviews/{world.open.pk}/"
    away = Delegation.objects.get()
    topic = Topic.objects.get(pk=world.live.topic_id)
    said = say(world.live.edition, part="section-1", clear=False, words="What is albumin?")
    versions, saved = f"/desk/topics/{topic.pk}/versions/", every_version(topic)
    first, now = saved[-1].key, saved[0].key
    return {
        "dr_bell": [
            "/desk/",
            "/desk/queues/claims/",
            "/desk/queues/mine/",
            "/desk/queues/unassigned/",
            "/desk/deputies/",
            f"/desk/deputies/{away.pk}/end/",
            f"{review}give-back/",
            f"{review}conflict/",
            "/desk/queues/overdue/?q=nothing",
            review,
            f"{review}?threads=settled",
            f"{review}sign/",
            f"{review}changes/",
            f"{review}decline/",
            f"/desk/reviews/{world.live.pk}/reaffirm/",
            f"/desk/reviews/{world.live.pk}/withdraw/",
            f"/desk/claims/{claim}/withdraw/",
            "/desk/mail/",
        ],
        "alice": [
            *("/desk/", review, f"{review}sign/", f"/desk/topics/{world.draft.pk}/findings/"),
            "/desk/import/",
            _an_import(alice),
            "/desk/writing/claims/?q=blood",
            f"{versions}?old={first}&new={now}",
            f"{versions}{first}/copy/",
            f"/desk/topics/{_translation(topic, alice).pk}/translate/",
        ],
        # Signed the live text, and reads a claim with a past.
        "dr_cole": [f"{review}?against=mine&threads=open", f"/desk/reviews/{own}/"],
        "pat": [f"/desk/reviews/{world.signed.pk}/publish/"],
        "cora": [
            *("/desk/", review, f"{review}assign/", "/desk/deputies/?q=bell&when=all"),
            *("/desk/mail/", "/desk/mail/all/", "/desk/mail/all/?q=nothing"),
            "/desk/queues/scheduled/",
            "/desk/credentials/",
            *("/desk/readers/", "/desk/readers/?q=nothing"),
            f"/desk/readers/{said.pk}/remove-words/",
            f"/desk/reviews/{world.live.pk}/",
            f"/desk/reviews/{Schedule.objects.get().review_id}/unschedule/",
            f"/desk/signatures/{world.live.sign_offs.get().pk}/revoke/",
            f"/desk/sources/{source}/retract/",
        ],
        "otto": [
            f"/desk/topics/{world.live.topic_id}/then/?on={timezone.now():%Y-%m-%d}",
            f"/desk/topics/{world.live.topic_id}/then/?on=soon",
            f"/desk/topics/{world.live.topic_id}/evidence/",
        ],
    }


@pytest.mark.parametrize("who", ["dr_bell", "alice", "dr_cole", "pat", "cora", "otto"])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    who: str,
    addresses: dict[str, list[str]],
    window: Window,
    request: pytest.FixtureRequest,
) -> None:
    found: list[str] = []

    def keep(message: ConsoleMessage) -> None:
        if message.type == "error":
            found.append(message.text)

    page = window(request.getfixturevalue(who))
    page.on("console", keep)
    for path in addresses[who]:
        page.goto(path, wait_until="load")
        found.extend(f"{path} {problem}" for problem in problems_in_every_form(page))
    refused = [p for p in found if "status of 403" not in p]  # The author's sign page.
    assert refused == []


def test_every_address_of_the_desk_is_looked_at(addresses: dict[str, list[str]]) -> None:
    assert set(addresses) == {"dr_bell", "alice", "dr_cole", "pat", "cora", "otto"}


def test_a_page_is_signed_without_javascript_by_keyboard(
    world: World, window: Window, dr_bell: User
) -> None:
    page = window(dr_bell, java_script_enabled=False)
    page.goto(f"/desk/reviews/{world.open.pk}/")
    page.get_by_role("link", name="Sign", exact=True).press("Enter")
    # all() does not wait: without this it may still look at the page that is being left.
    page.wait_for_url("**/sign/")
    for tick in page.get_by_role("checkbox").all():
        tick.press("Space")
    for verdict in page.get_by_label("Supported by its sources").all():
        verdict.press("Space")
    for answer in page.get_by_label("Why it may stand as it is").all():
        answer.fill("Read and accepted.")
    for question in ("Do you or your family", "Does the clinic you work for"):
        page.get_by_role("group", name=question).get_by_label("No").press("Space")
    page.get_by_label("Your interests, as readers will see them").fill("None")
    page.get_by_label("Approved for publication").press("Space")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_label("Your password").press("Enter")
    page.get_by_text("Your signature is recorded").wait_for()
    assert Review.objects.get(pk=world.open.pk).state == State.SIGNED


def test_a_task_is_taken_over_and_given_back_without_javascript_by_keyboard(
    world: World, window: Window, dr_cole: User
) -> None:
    page = window(dr_cole, width=320, java_script_enabled=False)
    page.goto("/desk/queues/mine/")
    page.get_by_role("link", name=world.open.page().title, exact=True).press("Enter")
    page.get_by_role("button", name="Take it over from Dr Bea Bell").press("Enter")
    page.get_by_text("This review is your task now.").wait_for()
    page.get_by_role("link", name="Give it back").press("Enter")
    page.wait_for_url("**/give-back/")
    page.get_by_label("Why, if you wish to say").fill("Dr Bell is back tomorrow.")
    page.get_by_role("button", name="Give it back").press("Enter")
    page.get_by_text("Given back: a colleague can take it.").wait_for()
    assert not world.open.assignments.filter(outcome="").exists()


def test_a_refusal_is_read_first_and_leads_to_the_field(
    world: World, window: Window, dr_bell: User
) -> None:
    page = window(dr_bell)
    page.goto(f"/desk/reviews/{world.open.pk}/sign/")
    page.get_by_role("button", name="Sign", exact=True).click()
    assert page.evaluate("document.activeElement.id") == "refusal"
    page.get_by_role("link", name="Enter the password you sign in with.").click()
    assert page.url.endswith("#id_password")


def test_the_patients_page_is_shown_in_the_frame(
    world: World, window: Window, dr_bell: User
) -> None:
    page = window(dr_bell)
    page.goto(f"/desk/reviews/{world.open.pk}/")
    frame = page.frame_locator("iframe[name=patient-page]")
    frame.get_by_text("slowly harm your kidneys").first.wait_for()


def test_both_comparisons_and_the_threads_work_by_keyboard_without_javascript(
    world: World, window: Window, dr_cole: User
) -> None:
    page = window(dr_cole, java_script_enabled=False)
    page.goto(f"/desk/reviews/{world.open.pk}/")
    page.get_by_role("link", name="What you last signed").press("Enter")
    page.wait_for_url("**against=mine**")
    expect(page.get_by_text("the text you last signed")).to_be_visible()
    page.get_by_label("The words it is about").fill("slowly harm")
    page.get_by_label("Comment", exact=True).fill("Say how slowly.")
    page.get_by_role("button", name="Add the comment").press("Enter")
    mine = page.get_by_role("article", name="Comment of Dr Carl Cole")
    expect(mine.get_by_text("slowly harm")).to_be_visible()
    mine.locator("summary").press("Enter")
    mine.get_by_label("Your answer").fill("Or leave it out.")
    mine.get_by_role("button", name="Answer").press("Enter")
    expect(mine.get_by_text("Or leave it out.")).to_be_visible()
    mine.get_by_role("button", name="Settle").press("Enter")
    expect(page.get_by_text("Settled. An answer opens it again.")).to_be_visible()
    expect(mine.get_by_text("Say how slowly.", exact=True)).to_be_hidden()
    mine.locator("summary", has_text="Settled by Dr Carl Cole").press("Enter")
    expect(mine.get_by_text("Say how slowly.", exact=True)).to_be_visible()


def test_selected_words_are_quoted_with_one_press(
    world: World, window: Window, dr_bell: User
) -> None:
    page = window(dr_bell)
    page.goto(f"/desk/reviews/{world.open.pk}/")
    answer = page.frame_locator("iframe[name=patient-page]").get_by_text("slowly harm").first
    answer.wait_for()
    answer.select_text()
    page.get_by_role("button", name="Quote the words you selected").click()
    words = "Diabetes can slowly harm your kidneys over time."
    expect(page.get_by_label("The words it is about")).to_have_value(words)


def test_a_link_to_a_settled_thread_unfolds_it(world: World, window: Window, dr_bell: User) -> None:
    page = window(dr_bell)
    page.goto(f"/desk/reviews/{world.open.pk}/")
    words = page.get_by_role("article").get_by_text("The numbers are new.", exact=True)
    expect(words).to_be_hidden()
    page.locator(".timeline").get_by_role("link", name="commented on The page as a whole").click()
    expect(words).to_be_visible()
