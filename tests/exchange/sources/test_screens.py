"""The screens on which lists come in: looked at first, and nothing lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from education.evidence.models import Source
from education.exchange.models import LinkCheck, Upload
from education.exchange.sources import views
from education.people.models import User
from education.publishing.models import LivePage
from tests.browsing import problems_in_every_form
from tests.builders import PASSWORD, make_claim, make_source, make_topic, publish_page
from tests.exchange.sources.files import NBIB
from tests.staff.worlds import client_of

BROKEN = NBIB + "\nPMID- 4\nDP  - 2020\n"


def send(client: Client, where: str, data: str | bytes, name: str = "list.nbib") -> Any:
    data = data.encode() if isinstance(data, str) else data
    return client.post(where, {"file": SimpleUploadedFile(name, data)}, follow=True)


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_a_list_is_looked_at_first_and_then_imported(alice: User) -> None:
    client = client_of(alice)
    make_source(alice, doi="10.1000/mice.2", title="Held already")
    page = send(client, "/desk/sources/import/", BROKEN)
    assert "2 new, 1 there already, 1 refused. Nothing is saved yet." in words(page)
    assert "This record has no title." in words(page)
    assert Source.objects.count() == 1
    done = client.post(page.redirect_chain[-1][0], follow=True)
    assert "2 new in the library. 1 refused." in words(done)
    assert "0 new, 3 there already, 1 refused." in words(done)
    assert Source.objects.count() == 3


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("10.1000/new", "Superseded by New advice (2024)."),
        ("10.1000/elsewhere", "Replaced by 10.1000/elsewhere, which is not noted:"),
    ],
)
def test_a_list_is_looked_at_with_what_took_a_sources_place(
    alice: User, cora: User, named: str, said: str
) -> None:
    make_source(alice, doi="10.1000/old", title="Old advice")
    make_source(alice, doi="10.1000/new", title="New advice")
    listed = f"doi,status,replaced_by\n10.1000/old,Superseded,{named}\n"
    assert said in words(send(client_of(cora), "/desk/sources/retractions/", listed, "list.csv"))


def test_the_refused_records_can_be_downloaded_as_they_stand(alice: User) -> None:
    client = client_of(alice)
    page = send(client, "/desk/sources/import/", BROKEN)
    sent = client.get(page.redirect_chain[-1][0] + "refused/")
    assert sent.content.decode().strip() == "PMID- 4\nDP  - 2020"
    assert "attachment" in sent["Content-Disposition"]


def test_records_are_narrowed_by_state_and_words(alice: User) -> None:
    client = client_of(alice)
    where = send(client, "/desk/sources/import/", BROKEN).redirect_chain[-1][0]
    assert "Walking after" not in words(client.get(where, {"show": "refused"}))
    found = words(client.get(where, {"show": "new", "q": "WALKING"}))
    assert ("Walking after" in found, "diabetic mice" in found) == (True, False)
    assert "No record matches." in words(client.get(where, {"q": "nothing at all"}))
    assert client.get(where, {"show": "nonsense", "page": "x"}).status_code == 200


def test_long_lists_have_pages(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_SHOWN", 2)
    client = client_of(alice)
    where = send(client, "/desk/sources/import/", BROKEN).redirect_chain[-1][0]
    assert "Page 1 of 2" in words(client.get(where))
    assert "clinical guideline" in words(client.get(where, {"page": "2"}))


@pytest.mark.parametrize("where", ["/desk/sources/import/", "/desk/sources/retractions/"])
@pytest.mark.parametrize("data", [b"", b"Just a letter.", b"\x00\xff" * 50])
def test_what_cannot_be_read_is_one_sentence_on_the_form(
    cora: User, where: str, data: bytes
) -> None:
    page = send(client_of(cora), where, data, "letter.txt")
    assert page.status_code == 422
    assert "letter.txt is" in words(page) or "is empty" in words(page)
    assert not Upload.objects.exists()


def test_a_file_too_long_for_a_screen_names_the_command(alice: User) -> None:
    page = send(client_of(alice), "/desk/sources/import/", b"x" * (5 * 1024 * 1024 + 1))
    assert "manage.py import_sources" in words(page)


def test_only_who_sent_a_file_sees_it(alice: User, cora: User) -> None:
    where = send(client_of(alice), "/desk/sources/import/", NBIB).redirect_chain[-1][0]
    assert client_of(cora).get(where).status_code == 404
    assert client_of(cora).post(where).status_code == 404
    assert not Source.objects.exists()


def test_files_nobody_came_back_to_are_forgotten(alice: User) -> None:
    client = client_of(alice)
    send(client, "/desk/sources/import/", NBIB)
    Upload.objects.update(at=timezone.now() - timedelta(days=8))
    send(client, "/desk/sources/import/", BROKEN)
    assert Upload.objects.count() == 1


def test_a_retraction_list_shows_pages_and_claims_and_then_marks(
    alice: User, dr_bell: User, pat: User, cora: User
) -> None:
    claim = make_claim(alice, sources=[make_source(alice, doi="10.1000/a")])
    publish_page(make_topic(alice, claims=[claim]), author=alice, signers=[dr_bell], publisher=pat)
    client = client_of(cora)
    text = "DOI,Reason\n10.1000/a,Data were made up\n10.1000/b,\nx,\n"
    page = send(client, "/desk/sources/retractions/", text, "list.csv")
    said = words(page)
    assert "Comes down: " in said
    assert claim.code in said
    assert "Mark 1 source and take 1 page down" in said
    assert LivePage.objects.exists()
    where = page.redirect_chain[-1][0]
    assert "is no DOI" in words(client.get(where, {"show": "refused"}))
    assert "line 4: “x” is no DOI." in client.get(where + "refused/").content.decode()
    done = client.post(where, follow=True)
    assert "1 marked, wherever they stand." in words(done)
    assert "Nothing in this list has to be marked." in words(done)
    assert not LivePage.objects.exists()


def test_links_show_what_needs_a_look(alice: User, cora: User) -> None:
    client = client_of(cora)
    assert "No address has been tried yet." in words(client.get("/desk/sources/links/"))
    for result in ("ok", "broken"):
        url = f"https://example.org/{result}"
        source = make_source(alice, title=f"The {result} page", url=url)
        LinkCheck.objects.create(
            source=source, url=url, checked_at=timezone.now(), result=result, note="Answered."
        )
    poor = words(client.get("/desk/sources/links/"))
    assert ("The broken page" in poor, "The ok page" in poor) == (True, False)
    assert "The ok page" in words(client.get("/desk/sources/links/", {"show": "all"}))
    assert "Nothing here matches." in words(client.get("/desk/sources/links/", {"q": "zzz"}))


@pytest.fixture
def looked(live_server: LiveServer, cast: dict[str, User], page: Page) -> Page:
    """A coordinator, signed in."""
    page.goto(live_server.url + "/admin/login/")
    page.get_by_label("Username").fill("cora")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    return page


@pytest.mark.browser
def test_every_screen_is_for_everybody(
    looked: Page, live_server: LiveServer, alice: User, cora: User
) -> None:
    claim = make_claim(alice, sources=[make_source(alice, doi="10.1000/a", url="https://a.org/x")])
    LinkCheck.objects.create(
        source=claim.citations.get().source,
        url="https://a.org/x",
        checked_at=timezone.now(),
        result="broken",
        note="Answered 404.",
    )
    client, found = client_of(cora), []
    list_ = send(client, "/desk/sources/import/", BROKEN).redirect_chain[-1][0]
    text = "DOI,Reason\n10.1000/a,Made up\n10.1000/b,\nx,\n"
    fallen = send(client, "/desk/sources/retractions/", text, "list.csv").redirect_chain[-1][0]
    for path in (
        "/desk/sources/import/",
        list_,
        "/desk/sources/retractions/",
        f"{fallen}?show=refused",
        "/desk/sources/links/",
    ):
        looked.goto(live_server.url + path)
        found += [f"{path} {problem}" for problem in problems_in_every_form(looked)]
    assert found == []
