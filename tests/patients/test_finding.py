"""Home, A to Z, search and what else to read: live signed pages, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from education.content.models import TopicCode
from education.patients import finding
from education.people.models import User
from education.publishing.index import hits, services
from education.publishing.index.models import IndexedPage, ShelfCount, Shelved
from education.publishing.models import Edition, LivePage
from education.publishing.recalls import revoke
from education.publishing.services import reaffirm, withdraw, withdraw_claim
from tests.builders import (
    NO_INTERESTS,
    credential_of,
    edit,
    make_claim,
    make_term,
    make_topic,
    proof_for,
    publish_page,
)

Publish = Callable[..., Edition]
_TITLE = re.compile(r'<h3><a href="([^"]+)">(.+?)</a></h3>')


def text(client: Client, url: str, **asked: str) -> str:
    response = client.get(url, asked)
    assert response.status_code == 200, url
    return response.content.decode()


def slugs(client: Client, url: str, **asked: str) -> list[str]:
    return [path.split("/")[-2] for path, _ in _TITLE.findall(text(client, url, **asked))]


def search(client: Client, query: str, **asked: str) -> list[str]:
    return slugs(client, "/search/", q=query, **asked)


@pytest.fixture
def put_up(alice: User, publish: Publish) -> Publish:
    """Publish a page with a title, and codes instead of the builder's own."""

    def make(slug: str, title: str, *codes: str, **fields: Any) -> Edition:
        plain = {
            "answer": "This page tells you more.",
            "key_points": "Ask your care team.",
            "not_known": "",
            "claims": [make_claim(alice, "Your care team can help you with this.")],
        }
        topic = make_topic(alice, slug=slug, title=title, **{**plain, **fields})
        own = topic.codes.get()
        edit(own, by=alice, code=codes[0] if codes else "Z99.9", display="")
        section = topic.sections.get()
        edit(section, by=alice, heading="What to know")
        for code in codes[1:]:
            edit(TopicCode(topic=topic, code=code), by=alice)
        return publish(topic)

    return make


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    hits.forget()


# --- names ------------------------------------------------------------------------------------


def test_page_is_found_by_the_other_name(client: Client, put_up: Publish) -> None:
    put_up("nephropathy", "Diabetic nephropathy")
    put_up("kidneys", "Kidney disease")
    put_up("hypertension", "About hypertension")
    put_up("attack", "After a heart attack")
    for query, found in (
        ("kidney disease", {"kidneys", "nephropathy"}),
        ("nephropathy", {"kidneys", "nephropathy"}),
        ("renal disease", {"kidneys", "nephropathy"}),
        ("sugar disease", {"nephropathy"}),
        ("high blood pressure", {"hypertension"}),
        ("myocardial infarction", {"attack"}),
    ):
        assert set(search(client, query)) == found, query


def test_page_is_found_by_the_names_of_its_codes(client: Client, put_up: Publish) -> None:
    put_up("kidneys", "Looking after your filters", "E11.21")
    assert search(client, "nephropathy") == search(client, "sugar disease") == ["kidneys"]


def test_page_is_found_by_the_words_it_explains(
    client: Client, alice: User, put_up: Publish
) -> None:
    make_term(alice, "albumin", forms="microalbumin")
    put_up("urine", "A urine test", answer="It looks for albumin in your urine.")
    assert search(client, "microalbumin") == ["urine"]


NERVES = "Neuropathy: nerve damage from diabetes"
KIDNEYS = "Nephropathy: kidney disease from diabetes"
#: Each names the other, in its answer and elsewhere, as honest pages do.
_NOT_THIS = {"answer": "It is not the same as {}.", "get_help": "Call 112 if {} gets worse."}


@pytest.fixture
def alike(put_up: Publish) -> None:
    """A page on nerves and one on kidneys, either of which mentions the other."""
    for slug, title, code, other in (
        ("nerves", NERVES, "E11.42", "nephropathy"),
        ("kidneys", KIDNEYS, "E11.21", "neuropathy"),
    ):
        put_up(slug, title, code, **{name: said.format(other) for name, said in _NOT_THIS.items()})


@pytest.mark.usefixtures("alike")
def test_nerves_are_never_found_for_kidneys_nor_kidneys_for_nerves(client: Client) -> None:
    asked = {
        "kidneys": ("nephropathy", "Nephropathies", "kidney disease", "diabetic nephropathy"),
        "nerves": ("neuropathy", "nerve damage", "diabetic neuropathy", "polyneuropathy"),
        "": ("nefropathy", "neuropaty", "diabetic nefropathy", "nephropathy of the nerve"),
    }
    for slug, queries in asked.items():
        for query in queries:
            expected = [slug] if slug else []
            assert search(client, query) == expected, query
            assert search(client, query, **{"in": "all"}) == expected, query
            assert slugs(client, "/topics/", q=query) == expected, query


@pytest.mark.usefixtures("alike")
def test_page_about_both_is_found_for_both(client: Client, put_up: Publish) -> None:
    put_up("both", "Nephropathy and neuropathy", "E11.21", "E11.42")
    assert "both" in search(client, "nephropathy")
    assert "both" in search(client, "nerve damage")
    assert set(search(client, "nephropathy neuropathy")) == {"both", "kidneys", "nerves"}


# --- spelling ---------------------------------------------------------------------------------


def meant(client: Client, query: str) -> str:
    found = re.search(
        r'Did you mean <a href="[^"]+">([^<]+)</a>', text(client, f"/search/?q={query}")
    )
    return found[1] if found else ""


@pytest.mark.usefixtures("alike")
def test_misspelt_word_is_asked_about_and_never_exchanged_unasked(client: Client) -> None:
    assert meant(client, "nefropathy") == "nephropathy"
    assert meant(client, "diabetic+neuropaty") == "diabetic neuropathy"
    assert search(client, "nefropathy") == []


def test_no_other_illness_is_suggested_when_its_page_is_the_only_one(
    client: Client, put_up: Publish
) -> None:
    put_up("nerves", NERVES, "E11.42")
    for query in ("nephropathy", "nefropathy", "nephropaty", "diabetic+nefropathy"):
        assert meant(client, query) == "", query


def test_word_of_a_page_that_is_gone_is_not_suggested(
    client: Client, put_up: Publish, dr_cole: User
) -> None:
    edition = put_up("gout", "Gout and colchicine")
    assert meant(client, "kolchicine") == "colchicine"
    withdraw(edition.live_page, by=dr_cole, kind="error")
    assert meant(client, "kolchicine") == ""


def test_words_that_are_found_alone_are_offered(client: Client, put_up: Publish) -> None:
    put_up("gout", "Gout")
    html = text(client, "/search/?q=purple+gout")
    assert 'Pages with one of your words: <a href="/search/?q=gout">gout</a>' in html
    assert "112" in html
    assert "care team" in html
    assert 'href="/topics/"' in html


# --- order and what is shown ------------------------------------------------------------------


def test_title_weighs_most_then_answer_then_points_then_the_rest(
    client: Client, alice: User, put_up: Publish
) -> None:
    put_up("rest", "One", claims=[make_claim(alice, "Ginger is a root.")])
    put_up("points", "Two", key_points="Ginger is a root.")
    put_up("answer", "Three", answer="Ginger is a root.")
    put_up("title", "Ginger")
    assert search(client, "ginger") == ["title", "answer", "points", "rest"]


def test_hit_shows_its_words_marked_in_a_whole_sentence(
    client: Client, alice: User, put_up: Publish
) -> None:
    put_up("gout", "Gout", claims=[make_claim(alice, "Cherries do not cure gout & <never> did.")])
    html = text(client, "/search/?q=cherries+gout")
    assert '<a href="/topics/gout/"><mark>Gout</mark></a>' in html
    whole = "<mark>Cherries</mark> do not cure <mark>gout</mark> &amp; &lt;never&gt; did."
    assert f'<span class="under">What to know</span> {whole}' in html


def test_what_is_shown_comes_from_the_signed_page_whatever_the_index_says(
    client: Client, put_up: Publish
) -> None:
    put_up("gout", "Gout")
    IndexedPage.objects.update(title="enplant", body="enplant", answer="enplant")
    html = text(client, "/search/?q=planted")
    assert slugs(client, "/search/?q=planted") == ["gout"]
    assert "planted" not in html[html.index("<article>") : html.index("</article>")]


def test_filters_narrow_and_can_be_taken_back(client: Client, put_up: Publish) -> None:
    put_up("kidneys", "Gout and kidneys", "N18.9", kind="condition")
    put_up("joints", "Gout and joints", "M10.9", kind="test")
    assert search(client, "gout", kind="test") == ["joints"]
    assert search(client, "gout", system="kidneys") == ["kidneys"]
    assert search(client, "gout", system="kidneys", kind="test") == []
    assert set(search(client, "gout", system="nonsense", kind="x")) == {"kidneys", "joints"}
    assert "Search all pages" in text(client, "/search/?q=gout&kind=test")


def test_pages_of_other_languages_come_when_they_are_asked_for(
    client: Client, put_up: Publish
) -> None:
    put_up("gout", "Gout")
    put_up("gota", "Gota", "M10.9", language="es", claims=[])
    assert search(client, "gota") == []
    assert search(client, "gota", **{"in": "es"}) == ["gota"]
    html = text(client, "/search/?q=gota&in=all")
    assert '<article lang="es" dir="ltr">' in html
    assert slugs(client, "/es/search/?q=gota") == ["gota"]


def test_broad_question_says_so_and_shows_the_best(
    client: Client, put_up: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("education.publishing.index.search.MOST_HITS", 2)
    monkeypatch.setattr("education.publishing.index.search._CAP", 3)
    for n in range(3):
        put_up(f"gout-{n}", f"Gout, part {n}")
    assert "More than 2 pages have “gout”" in text(client, "/search/?q=gout")
    assert len(search(client, "gout")) == 2


def test_hits_come_a_page_at_a_time(
    client: Client, put_up: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "HITS_PER_PAGE", 2)
    for n in range(3):
        put_up(f"gout-{n}", f"Gout, part {n}")
    first, second = (search(client, "gout", page=n) for n in ("1", "2"))
    assert len(first) == 2
    assert {*first, *second} == {"gout-0", "gout-1", "gout-2"}
    for odd in ("0", "99", "x", "²", "-1"):
        assert search(client, "gout", page=odd) in (first, second)


# --- any question -----------------------------------------------------------------------------


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=120))
@example('"')
@example("' OR 1=1; --")
@example("NEAR(a b) AND NOT title:gout* ^x (")
@example("a & !b | c <-> d :*")
@example("\x00gout\x00")
@example("ﷺ" * 40 + "İ" * 20)
@example("x" * 5000)
@example("\ud800")
@example("%s %(a)s {0} \\")
@example("e\u0301" * 60)
def test_no_text_that_can_be_typed_is_an_error(client: Client, live: Edition, query: str) -> None:
    asked = {"q": query.encode("utf-8", "replace").decode()}
    assert client.get("/search/", asked).status_code == 200
    assert (
        client.get("/api/v1/topics", {"q": asked["q"].replace("\0", "")[:100]}).status_code == 200
    )


def test_no_address_that_can_be_made_up_is_an_error(client: Client, live: Edition) -> None:
    for name in ("after", "before", "letter", "system", "kind", "in", "page"):
        for value in ("", "x", "\0", "a.1", ".9", "é.99999999999999999999", "'", "١.١"):
            assert client.get("/topics/", {name: value}).status_code == 200, (name, value)
            asked = {"q": "kidneys", name: value}
            assert client.get("/search/", asked).status_code == 200, (name, value)


# --- gone at once -----------------------------------------------------------------------------


def everywhere(client: Client) -> list[str]:
    """The ways by which a page is found."""
    ways = ("/", "/topics/", "/topics/?letter=G", "/topics/?system=bones", "/search/?q=gout")
    ways += ("/topics/other/related/", "/search/?q=gout&in=all", "/api/v1/topics?q=gout")
    return [way for way in ways if "/topics/gout/" in client.get(way).content.decode()]


@pytest.fixture
def gout(put_up: Publish) -> Edition:
    put_up("other", "Joints", "M17.9")
    return put_up("gout", "Gout", "M10.9")


def test_page_is_found_everywhere_until_it_is_withdrawn(
    client: Client, gout: Edition, dr_cole: User
) -> None:
    assert len(everywhere(client)) == 8
    withdraw(gout.live_page, by=dr_cole, kind="safety")
    assert everywhere(client) == []
    assert "1 page<" in text(client, "/topics/").replace("\n", "")
    assert list(services.differences()) == []


def test_page_is_gone_at_once_even_when_the_index_has_it_still(
    client: Client, gout: Edition
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM education_livepage WHERE id = %s", [gout.live_page.pk])
    assert IndexedPage.objects.filter(edition=gout).exists()
    assert everywhere(client) == []


def test_lapsed_page_is_gone_and_not_counted_before_anybody_takes_it_down(
    client: Client, gout: Edition
) -> None:
    with time_machine.travel(gout.live_page.lapses_on + timedelta(days=1), tick=False):
        assert everywhere(client) == []
        assert "0 pages" in text(client, "/topics/?system=bones")


def test_page_goes_with_its_claim_and_with_its_signature(
    client: Client, alice: User, put_up: Publish, dr_bell: User
) -> None:
    put_up("other", "Joints", "M17.9")
    claim = make_claim(alice, "Gout comes and goes.")
    put_up("gout", "Gout", "M10.9", claims=[claim])
    withdraw_claim(claim, by=dr_bell, kind="evidence")
    assert everywhere(client) == []
    again = put_up("gout-2", "Gout", "M10.9")
    assert search(client, "gout") == ["gout-2"]
    revoke(again.review.sign_offs.get(), by=dr_bell, reason="A mistake of mine.")
    assert search(client, "gout") == []
    assert list(services.differences()) == []


def test_only_the_signed_words_are_found_not_those_of_the_draft(
    client: Client, alice: User, dr_bell: User, pat: User, gout: Edition
) -> None:
    topic = gout.topic
    edit(topic, by=alice, title="Rheumatism", change_note="Another name.")
    assert search(client, "rheumatism") == []
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    assert search(client, "rheumatism") == ["gout"]
    assert slugs(client, "/topics/?letter=G") == []
    assert list(services.differences()) == []


def test_reaffirmed_page_is_found_as_before(client: Client, gout: Edition, dr_bell: User) -> None:
    reaffirm(
        gout.live_page,
        by=dr_bell,
        credential=credential_of(dr_bell),
        interests=NO_INTERESTS,
        proof=proof_for(dr_bell, gout.review),
    )
    assert len(everywhere(client)) == 8
    assert list(services.differences()) == []


# --- the index is mended ----------------------------------------------------------------------


def test_index_that_lacks_or_keeps_a_page_is_noticed_and_mended(
    client: Client, gout: Edition
) -> None:
    for damage in (
        lambda: IndexedPage.objects.all().delete(),
        lambda: IndexedPage.objects.update(version=0),
        lambda: LivePage.objects.filter(edition=gout)._raw_delete("default"),
    ):
        damage()
        assert [*services.differences()] != []
        assert len([*services.mend()]) == 1
        assert [*services.mend()] == [*services.differences()] == []
    assert everywhere(client) == []


def test_damaged_index_is_named_and_can_be_made_anew(client: Client, gout: Edition) -> None:
    for damage in (
        lambda: IndexedPage.objects.update(title="enother"),
        lambda: Shelved.objects.filter(letter="G").delete(),
        lambda: ShelfCount.objects.filter(letter="").update(n=7),
    ):
        damage()
        assert [*services.differences()] != []
        assert services.make_anew() == 2
        assert [*services.differences()] == []
    assert len(everywhere(client)) == 8


# --- lists ------------------------------------------------------------------------------------


def test_letters_lead_somewhere_only_where_pages_stand(client: Client, gout: Edition) -> None:
    html = text(client, "/topics/")
    assert '<a href="/topics/?letter=G">G</a>' in html
    assert "<span>Q</span>" in html
    assert slugs(client, "/topics/?letter=G") == ["gout"]
    assert "No page stands here" in text(client, "/topics/?letter=Q")


def test_spanish_letters_are_those_of_spanish(client: Client, put_up: Publish) -> None:
    put_up("acido", "Ácido úrico", language="es", claims=[])
    put_up("nandu", "Ñame y salud", language="es", claims=[])
    put_up("nariz", "Nariz", language="es", claims=[])
    assert slugs(client, "/es/topics/") == ["acido", "nariz", "nandu"]
    assert slugs(client, "/es/topics/?letter=A") == ["acido"]
    assert slugs(client, "/es/topics/?letter=Ñ") == ["nandu"]


def test_page_without_a_known_code_stands_under_its_kind_alone(
    client: Client, put_up: Publish
) -> None:
    put_up("rest", "Rest", "XYZ", kind="living")
    html = text(client, "/")
    assert "By part of the body" not in html
    assert slugs(client, "/topics/?kind=living") == ["rest"]


def test_home_leads_to_each_part_of_the_body_with_numbers(client: Client, put_up: Publish) -> None:
    put_up("a", "A", "E11.21")
    put_up("b", "B", "N18.9")
    html = text(client, "/")
    assert (
        '<a href="/topics/?system=kidneys"><strong>Kidneys and urine</strong> '
        '<span class="count">2 pages</span>' in html
    )
    assert slugs(client, "/topics/?system=hormones") == ["a"]


def test_list_goes_on_from_where_it_ended_and_back(
    client: Client, put_up: Publish, monkeypatch: pytest.MonkeyPatch, dr_cole: User
) -> None:
    monkeypatch.setattr(finding, "PER_PAGE", 2)
    made = {
        title: put_up(title.lower(), title) for title in ("Eye", "Arm", "Chest", "Back", "Skin")
    }

    def link(html: str, rel: str) -> str:
        found = re.search(rf'rel="{rel}" href="([^"]+)"', html)
        return found[1].replace("&amp;", "&") if found else ""

    first = text(client, "/topics/")
    assert link(first, "prev") == ""
    second = link(first, "next")
    assert slugs(client, second) == ["chest", "eye"]
    withdraw(made["Back"].live_page, by=dr_cole, kind="error")  # The place itself is gone.
    assert slugs(client, second) == ["chest", "eye"]
    third = link(text(client, second), "next")
    assert slugs(client, third) == ["skin"]
    assert link(text(client, third), "next") == ""
    back = link(text(client, third), "prev")
    assert slugs(client, back) == ["chest", "eye"]
    assert slugs(client, link(text(client, back), "prev")) == ["arm"]


# --- what else to read ------------------------------------------------------------------------


def test_nearest_pages_come_first_and_only_in_the_same_language(
    client: Client, put_up: Publish
) -> None:
    put_up("here", "Here", "E11.21")
    put_up("system", "System", "N20.0")
    put_up("code", "Code", "E11.21")
    put_up("family", "Family", "E11.9")
    put_up("far", "Far", "J45.909")
    put_up("es", "Español", "E11.21", language="es", claims=[])
    assert slugs(client, "/topics/here/related/")[:2] == ["code", "family"]
    assert "es" not in slugs(client, "/topics/here/related/")


def test_page_links_to_what_else_to_read_and_pays_no_query_for_it(
    client: Client, put_up: Publish, django_assert_num_queries: Any
) -> None:
    put_up("gout", "Gout", "M10.9")
    with django_assert_num_queries(2):
        html = text(client, "/topics/gout/")
    assert 'href="/topics/gout/related/"' in html
    assert 'href="/topics/?system=bones"' in html
    with django_assert_num_queries(1):
        client.get("/topics/gout/")


def test_related_pages_of_a_page_that_is_gone_are_its_notice(
    client: Client, gout: Edition, dr_cole: User
) -> None:
    withdraw(gout.live_page, by=dr_cole, kind="error")
    assert client.get("/topics/gout/related/").status_code == 410
    assert client.get("/topics/never/related/").status_code == 404


# --- cost -------------------------------------------------------------------------------------


def test_finding_costs_as_many_queries_for_many_pages_as_for_one(
    client: Client, put_up: Publish, django_assert_max_num_queries: Any
) -> None:
    most = {
        "/": 4,
        "/topics/?system=bones": 4,
        "/search/?q=gout": 5,
        "/search/?q=purpel+goute": 7,
        "/topics/gout-0/related/": 10,
    }
    for n in range(3):
        put_up(f"gout-{n}", f"Gout, part {n}", "M10.9")
        for url, queries in most.items():
            hits.forget()
            with django_assert_max_num_queries(queries):
                client.get(url)


def plan(rows: Any) -> str:
    return str(rows.explain())


def test_list_is_read_along_its_index_and_never_sorted(db: None) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by the size of its tables: see the benchmark.")
    shelf = Shelved.objects.filter(language="en", system="", kind="", letter="")
    said = plan(shelf.filter(sort_key__gte=b"k").order_by("sort_key", "edition_id")[:31])
    assert "shelf_in_order" in said
    assert "TEMP B-TREE" not in said


def test_earlier_edition_planted_in_the_index_is_found_nowhere(
    client: Client, alice: User, dr_bell: User, pat: User, gout: Edition
) -> None:
    held = IndexedPage.objects.get(edition=gout)
    places = list(Shelved.objects.filter(edition=gout))
    edit(gout.topic, by=alice, title="Rheumatism", change_note="Another name.")
    publish_page(gout.topic, author=alice, signers=[dr_bell], publisher=pat)
    IndexedPage.objects.bulk_create([held])
    Shelved.objects.bulk_create(places)
    assert search(client, "gout rest") == slugs(client, "/topics/?letter=G") == []
    assert slugs(client, "/topics/") == ["other", "gout"]
    assert f"indexedpage:{gout.pk}" in dict(services.differences())
