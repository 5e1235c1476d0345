"""Pages in other languages: own address, own words around them, joined by what was signed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from education.content.models import Topic
from education.patients import machines
from education.people.models import User
from education.publishing.models import Edition, LivePage
from education.publishing.services import withdraw
from education.templatetags.patients import runs
from tests.builders import edit, make_claim, make_topic

SITE_MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
ENGLISH = "/topics/kidneys/"
SPANISH = "/es/topics/rinones/"


@pytest.fixture
def spanish(live: Edition, alice: User, publish: Callable[..., Edition]) -> Edition:
    """The Spanish translation of the live page, live too."""
    claim = make_claim(alice, "El azúcar alto puede dañar los filtros.", language="es")
    topic = make_topic(
        alice,
        slug="rinones",
        language="es",
        title="La diabetes y los riñones",
        answer="La diabetes puede dañar los riñones.",
        translation_of=Topic.objects.get(pk=live.topic_id),
        claims=[claim],
    )
    return publish(topic)


def test_translation_has_its_own_address_and_language(client: Client, spanish: Edition) -> None:
    html = client.get(SPANISH).content.decode()
    assert '<html lang="es" dir="ltr">' in html
    assert "La diabetes y los riñones" in html
    assert client.get("/topics/rinones/").status_code == 404


def test_translations_lead_to_each_other(client: Client, spanish: Edition) -> None:
    assert f'href="{SPANISH}" lang="es" hreflang="es"' in client.get(ENGLISH).content.decode()
    assert f'href="{ENGLISH}" lang="en" hreflang="en"' in client.get(SPANISH).content.decode()


def test_new_translation_is_offered_on_the_next_request(
    client: Client, live: Edition, request: pytest.FixtureRequest
) -> None:
    assert SPANISH not in client.get(ENGLISH).content.decode()
    request.getfixturevalue("spanish")
    assert SPANISH in client.get(ENGLISH).content.decode()


def test_withdrawn_translation_is_offered_no_more(
    client: Client, spanish: Edition, dr_cole: User
) -> None:
    client.get(ENGLISH)
    withdraw(spanish.live_page, by=dr_cole, kind="error")
    assert SPANISH not in client.get(ENGLISH).content.decode()
    assert client.get(SPANISH).status_code == 410


def test_translation_that_only_the_draft_claims_is_not_offered(
    client: Client, live: Edition, alice: User, publish: Callable[..., Edition]
) -> None:
    claim = make_claim(alice, "El azúcar alto puede dañar los filtros.", language="es")
    other = publish(make_topic(alice, slug="nervios", language="es", claims=[claim]))
    edit(
        Topic.objects.get(pk=other.topic_id),
        by=alice,
        translation_of=Topic.objects.get(pk=live.topic_id),
    )
    assert "nervios" not in client.get(ENGLISH).content.decode()


def test_two_languages_cost_no_more_queries(
    client: Client, spanish: Edition, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        client.get(SPANISH)
    with django_assert_num_queries(1):
        client.get(SPANISH)


@pytest.mark.parametrize("url", ["/es/", "/es/topics/", "/es/search/?q=ri%C3%B1ones"])
def test_lists_hold_the_pages_of_their_language(client: Client, spanish: Edition, url: str) -> None:
    html = client.get(url).content.decode()
    assert '<html lang="es"' in html
    assert SPANISH in html
    assert ENGLISH not in html


def test_lists_lead_to_the_other_language(client: Client, spanish: Edition) -> None:
    assert (
        '<a class="language" href="/es/topics/" lang="es"'
        in client.get("/topics/").content.decode()
    )
    assert '<a class="language" href="/" lang="en"' in client.get("/es/").content.decode()


def test_notice_and_404_are_in_the_language_of_the_address(
    client: Client, spanish: Edition, dr_cole: User
) -> None:
    withdraw(spanish.live_page, by=dr_cole, kind="error")
    assert '<html lang="es"' in client.get(SPANISH).content.decode()
    assert '<html lang="es"' in client.get("/es/topics/nada/").content.decode()


BEHIND = "Esta traducción se firmó a partir de la edición 1 del original. El original va ahora"


def renew(original: Edition, alice: User, publish: Callable[..., Edition]) -> None:
    """Give the original page a second edition."""
    topic = Topic.objects.get(pk=original.topic_id)
    edit(topic, by=alice, title="Kidneys, told anew", change_note="A new title.")
    publish(topic)


def test_translation_says_that_its_original_has_moved_on(
    client: Client, live: Edition, spanish: Edition, alice: User, publish: Callable[..., Edition]
) -> None:
    assert BEHIND not in client.get(SPANISH).content.decode()
    renew(live, alice, publish)
    assert BEHIND in client.get(SPANISH).content.decode()


def test_original_says_which_translation_follows_an_earlier_edition(
    client: Client, live: Edition, spanish: Edition, alice: User, publish: Callable[..., Edition]
) -> None:
    assert "(based on an earlier edition)" not in client.get(ENGLISH).content.decode()
    renew(live, alice, publish)
    assert "(based on an earlier edition)" in client.get(ENGLISH).content.decode()


def test_translation_that_was_signed_again_is_not_behind(
    client: Client, live: Edition, spanish: Edition, alice: User, publish: Callable[..., Edition]
) -> None:
    renew(live, alice, publish)
    topic = Topic.objects.get(pk=spanish.topic_id)
    edit(topic, by=alice, change_note="Al día con el original.")
    publish(topic)
    assert BEHIND not in client.get(SPANISH).content.decode()


def test_translation_whose_original_is_gone_says_nothing_of_it(
    client: Client,
    live: Edition,
    spanish: Edition,
    alice: User,
    dr_cole: User,
    publish: Callable[..., Edition],
) -> None:
    renew(live, alice, publish)
    withdraw(Topic.objects.get(pk=live.topic_id).live_page, by=dr_cole, kind="safety")
    assert BEHIND not in client.get(SPANISH).content.decode()


def test_saying_so_costs_no_further_query(
    client: Client,
    live: Edition,
    spanish: Edition,
    alice: User,
    publish: Callable[..., Edition],
    django_assert_num_queries: Any,
) -> None:
    renew(live, alice, publish)
    with django_assert_num_queries(2):
        client.get(SPANISH)
    with django_assert_num_queries(1):
        client.get(SPANISH)


# --- the site map -----------------------------------------------------------------------------


def in_head(client: Client, address: str) -> set[tuple[str, str]]:
    """What the page itself says about its languages."""
    head = client.get(address).content.decode().partition("</head>")[0]
    return set(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', head))


def in_site_map(client: Client, address: str) -> set[tuple[str, str]]:
    """What the site map says about them, in whichever part the page stands."""
    parts = [client.get("/sitemap.xml", {"part": n}) for n in range(1, 9)]
    text = "".join(one.content.decode() for one in parts if one.status_code == 200)
    (entry,) = re.findall(rf"<url><loc>http://localhost:8000{address}</loc>(.*)</url>", text)
    found = re.findall(r'<xhtml:link rel="alternate" hreflang="([^"]+)" href="([^"]+)"/>', entry)
    return set(found)


@pytest.mark.parametrize("per_part", [1, 10_000])
def test_site_map_says_of_languages_what_each_page_says_of_itself(
    client: Client,
    spanish: Edition,
    publish: Callable[..., Edition],
    monkeypatch: pytest.MonkeyPatch,
    per_part: int,
) -> None:
    monkeypatch.setattr(machines, "PER_SITEMAP", per_part)
    publish(slug="alone")
    assert in_site_map(client, ENGLISH) == {
        ("en", f"http://localhost:8000{ENGLISH}"),
        ("es", f"http://localhost:8000{SPANISH}"),
        ("x-default", f"http://localhost:8000{ENGLISH}"),
    }
    for address in (ENGLISH, SPANISH, "/topics/alone/"):
        assert in_site_map(client, address) == in_head(client, address)


def test_site_map_is_well_formed(client: Client, spanish: Edition) -> None:
    (english, _) = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314
    place, day, *links = english
    assert (place.tag, day.tag) == tuple(f"{{{SITE_MAP}}}{name}" for name in ("loc", "lastmod"))
    assert {link.tag for link in links} == {"{http://www.w3.org/1999/xhtml}link"}


def test_site_map_names_no_page_that_is_not_live(
    client: Client, spanish: Edition, dr_cole: User
) -> None:
    withdraw(spanish.live_page, by=dr_cole, kind="error")
    assert "hreflang" not in client.get("/sitemap.xml").content.decode()
    assert SPANISH not in client.get("/sitemap.xml").content.decode()


def test_site_map_names_no_page_that_has_lapsed(client: Client, spanish: Edition) -> None:
    LivePage.objects.filter(edition=spanish).update(
        review_due=date(2026, 1, 1), lapses_on=date(2026, 1, 2)
    )
    assert SPANISH not in client.get("/sitemap.xml").content.decode()
    assert in_site_map(client, ENGLISH) == set()


def test_site_map_follows_what_was_signed_and_not_the_draft(
    client: Client, live: Edition, spanish: Edition, alice: User, publish: Callable[..., Edition]
) -> None:
    other = publish(slug="other")
    edit(spanish.topic, by=alice, translation_of=other.topic)
    for address in (ENGLISH, SPANISH, "/topics/other/"):
        assert in_site_map(client, address) == in_head(client, address) == set()


def test_site_map_costs_the_same_however_many_pages(
    client: Client,
    spanish: Edition,
    publish: Callable[..., Edition],
    django_assert_num_queries: Any,
) -> None:
    for n in range(2):
        with django_assert_num_queries(3):  # how many, which belong together, and the pages
            client.get("/sitemap.xml")
        publish(slug=f"more-{n}")


# --- which way words run ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("Diabetes and the kidney", "ltr"),
        ("2022: Diabetes, 2nd edition", "ltr"),
        ("مرض الكلى (CKD)", "rtl"),
        ("(١) مرض الكلى", "rtl"),
        ("2022", "ltr"),
    ],
)
def test_title_of_a_source_runs_as_its_first_letter_does(text: str, way: str) -> None:
    assert runs(text) == way
