"""A page as patients see it, made from values alone. No test here has a database."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest

from education.content.manuscript import Manuscript, Regulation, Risk, SectionText
from education.publishing.pages import Translation
from education.publishing.rendering import body_html, page_html
from tests.samples import GUIDELINE, PAGE, claim, page_with, published, signature

ATTACK = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ x }}[[C-2]]**b**"


def live(page: Manuscript = PAGE, **fields: Any) -> str:
    """The page as readers get it."""
    return page_html(page, published=published(page, **fields))


def text_of(markup: str) -> str:
    """What a person reads, without the markup."""
    body = re.sub(r"(?s)<(script|title)\b.*?</\1>|<[^>]*>", " ", markup)
    return " ".join(unescape(body).split())


def test_parts_stand_in_the_order_of_the_design() -> None:
    markup = live()
    marks = [
        "<h1>",
        'class="answer"',
        'id="key-points"',
        'class="regulation"',
        'class="contents"',
        'id="section-1"',
        'id="section-2"',
        'id="how-sure"',
        'id="not-known"',
        'id="get-help"',
        'id="questions"',
        'id="sources"',
        'id="sign-off"',
    ]
    places = [markup.index(mark) for mark in marks]
    assert places == sorted(places)


def test_contents_lead_to_every_part() -> None:
    markup = live()
    for anchor in re.findall(r'href="#([^"]+)"', markup):
        assert f'id="{anchor}"' in markup, anchor


def test_every_id_is_there_once() -> None:
    twice = page_with("[[C-2]] and again [[C-2]]\n\n[[C-3]]\n\n[[C-3]]")
    ids = re.findall(r'\bid="([^"]+)"', live(twice))
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize(
    ("certainty", "words", "filled"),
    [
        ("high", "High certainty", 4),
        ("moderate", "Moderate certainty", 3),
        ("low", "Low certainty", 2),
        ("very_low", "Very low certainty", 1),
    ],
)
def test_certainty_has_words_and_a_symbol_that_needs_no_colour(
    certainty: str, words: str, filled: int
) -> None:
    graded = claim(1, "A statement.", certainty=certainty)
    markup = live(page_with("[[C-1]]", answer="", key_points=(), claims=(graded,)))
    shown = markup[markup.index('<p class="claim-sure') :]
    shown = shown[: shown.index("</p>")]
    assert words in shown
    assert shown.count('class="on"') == filled
    assert shown.count('class="off"') == 4 - filled


def test_animal_evidence_says_so_beside_the_claim() -> None:
    shown = text_of(live())
    assert "Not tested in people From animals, mice" in shown


def test_evidence_of_a_trial_says_how_many_people() -> None:
    assert "From a randomised trial in people, 4,304 people" in text_of(live())


def test_how_sure_explains_the_levels_of_this_page_only() -> None:
    page = page_with("[[C-4]]", answer="", key_points=(), not_known="", claims=(PAGE.claim(4),))
    shown = live(page)
    explained = shown[shown.index('id="how-sure"') : shown.index('id="get-help"')]
    assert "Low certainty" in explained
    assert "High certainty" not in explained


def test_page_of_facts_alone_needs_no_explanation_of_levels() -> None:
    page = page_with("[[C-2]]", answer="", key_points=(), not_known="", claims=(PAGE.claim(2),))
    assert "How sure are we?" not in live(page)


def test_risk_is_drawn_with_both_framings_and_the_comparison() -> None:
    shown = live()
    assert "9 in 100 have it 91 in 100 do not" in text_of(shown)
    assert "15 in 100 have it 85 in 100 do not" in text_of(shown)
    assert "About 2½ years" in shown
    assert shown.count('class="people"') == 2
    assert "<title>100 people: 9 drawn filled, 91 drawn hollow.</title>" in shown


def test_risk_of_a_claim_in_the_key_points_is_drawn_there_once() -> None:
    page = page_with("Nothing more.", key_points=("[[C-3]]", "[[C-3]]"), not_known="")
    shown = live(page)
    assert shown.count('class="risk"') == 1
    assert shown.index('class="risk"') < shown.index('class="contents"')


def test_risk_in_very_many_people_stays_words() -> None:
    rare = Risk(outcome="Harm", affected=3, denominator=100_000, time_span="a year")
    shown = live(page_with("[[C-1]]", claims=(claim(1, "Rare.", risk=rare),)))
    assert "3 in 100000 have it 99997 in 100000 do not" in text_of(shown)
    assert "<pattern" not in shown


def test_regulatory_banner_has_place_status_day_and_link() -> None:
    shown = live()
    banner = shown[shown.index('class="regulation"') : shown.index('class="contents"')]
    assert "Examplia" in banner
    assert "No exosome product is approved" in banner
    assert "Checked on 3 February 2026" in banner
    assert 'href="https://medicines.example/notices/7"' in banner


def test_page_without_regulated_product_has_no_banner() -> None:
    assert 'class="regulation"' not in live(page_with("[[C-2]]", claims=(PAGE.claim(2),)))


def test_sources_are_numbered_linked_and_carry_notices() -> None:
    shown = text_of(live())
    assert (
        "Example Working Group. Care of the kidneys in diabetes: a guideline. "
        "Journal of Examples. 2022;12(3):1-40. doi:10.1234/example.2022.1" in shown
    )
    assert "This source has been retracted: it no longer counts as evidence. Moe M." in shown
    assert "A correction to this source has been published. Doe J, Roe R, Poe P." in shown
    assert "Read on 3 February 2026." in shown
    assert 'href="https://doi.org/10.1234/example.2022.1"' in live()
    assert 'href="https://pubmed.ncbi.nlm.nih.gov/123456/"' in live()


def test_numbers_beside_a_claim_lead_to_its_sources() -> None:
    shown = live()
    said = shown[shown.index('id="c-3"') : shown.index('<p class="claim-sure sure-moderate"')]
    numbers = re.findall(r'href="#source-(\d)" aria-label="Source \1"', said)
    assert numbers == ["3", "1"]


def test_sign_off_panel_says_who_what_when_and_what_is_next() -> None:
    shown = text_of(live())
    panel = shown[shown.rindex("Who checked this page") :]
    for words in (
        "Dr Bea Bell Consultant nephrologist Example Medical Register 1234567",
        "Dr Carl Cole General practitioner Example Medical Register 7654321",
        "Signed 4 March 2026, 10:32 UTC",
        "Read this page as you see it",
        "Interests: None",
        "Last reviewed 4 March 2026",
        "Next review due 4 September 2026",
        "Edition 2, published on 5 March 2026",
        "What changed New numbers from the tablet trial.",
        "Written by Alice Writer",
        "Published by Example Clinic",
        "Paid for by The clinic paid for this page.",
        "Our interest Example Clinic sells what this page is about.",
        PAGE.fingerprint(),
    ):
        assert words in panel, words
    assert "/topics/exosomes-and-diabetic-kidneys/editions/" in live()


def test_interest_of_the_clinic_is_said_above_the_text() -> None:
    shown = live()
    assert shown.index("Our interest:") < shown.index('id="section-1"')
    assert "Our interest:" not in live(replace(PAGE, clinic_sells_this=False))


def test_emergency_number_comes_from_the_settings(settings: Any) -> None:
    settings.EMERGENCY_NUMBER = "999"
    assert '<a href="tel:999">999</a>' in live()


def test_overdue_page_says_so_at_the_top() -> None:
    shown = text_of(live(overdue=True, review_due=date(2026, 1, 2)))
    assert shown.index("The review was due on 2 January 2026") < shown.index("Key points")
    assert "waiting for its regular review" not in text_of(live())


def test_earlier_edition_is_marked_and_kept_out_of_search_engines() -> None:
    shown = live(number=1, newest=2, reviewed_at=None, review_due=None)
    assert "This is an earlier edition." in shown
    assert '<meta name="robots" content="noindex">' in shown
    assert "application/ld+json" not in shown


def test_preview_is_the_same_article_without_signatures() -> None:
    shown = page_html(PAGE, preview_note="Only staff see this.")
    assert "Only staff see this." in shown
    assert "Nobody has signed this page yet." in shown
    assert "Dr Bea Bell" not in shown
    assert '<meta name="robots" content="noindex">' in shown


def test_preview_and_page_say_the_same_words() -> None:
    def words(markup: str) -> str:
        article = markup[markup.index('id="section-1"') : markup.index('id="sign-off"')]
        # What only staff or only readers are shown around the words.
        around = r'<span class="code">.*?</span>|<details class="was-clear.*?</details>'
        return text_of(re.sub(around, "", article, flags=re.DOTALL))

    assert words(body_html(PAGE)) == words(live())


def test_unknown_claim_is_shown_to_staff_and_never_to_patients() -> None:
    page = page_with("Before. [[C-99]] After.", key_points=("[[C-98]]",))
    assert "[[C-99]]: there is no such claim" in body_html(page)
    assert "[[C-98]]: there is no such claim" in body_html(page)
    assert "C-99" not in live(page)
    assert "C-98" not in live(page)


@pytest.mark.parametrize(
    "fields",
    [
        {name: ATTACK}
        for name in (
            *("title", "answer", "not_known", "get_help", "author", "publisher", "funding"),
            *("aim", "product", "change_note"),
        )
    ]
    + [
        {"key_points": (ATTACK,)},
        {"questions": (ATTACK,)},
        {"sections": (SectionText(heading=ATTACK, body=ATTACK),)},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_no_field_of_a_page_brings_markup(fields: dict[str, Any]) -> None:
    assert_no_foreign_markup(live(replace(PAGE, **fields)))


@pytest.mark.parametrize("field", ["statement", "population", "species", "intervention"])
def test_no_field_of_a_claim_brings_markup(field: str) -> None:
    hostile: dict[str, Any] = {field: ATTACK}
    attacking = replace(claim(1, "x", certainty="none_in_people", stage="animal"), **hostile)
    shown = live(page_with("[[C-1]] and [[C-1]]", answer="[[C-1]]", claims=(attacking,)))
    assert_no_foreign_markup(shown)


def test_statement_is_printed_letter_by_letter() -> None:
    said = "5 < 6 & **not bold** [link](https://x.example) [[C-2]]"
    shown = live(page_with("[[C-1]]", answer="", claims=(claim(1, said),)))
    assert "5 &lt; 6 &amp; **not bold** [link](https://x.example) [[C-2]]" in shown


@pytest.mark.parametrize(
    "part",
    [
        {"risk": Risk(outcome=ATTACK, affected=1, denominator=10, time_span=ATTACK, group=ATTACK)},
        {
            "kind": "regulatory",
            "regulation": Regulation(
                jurisdiction=ATTACK, status=ATTACK, checked_on="", url="javascript:alert(1)"
            ),
        },
    ],
    ids=["risk", "regulation"],
)
def test_no_part_of_a_claim_brings_markup(part: dict[str, Any]) -> None:
    assert_no_foreign_markup(live(page_with("[[C-1]]", claims=(claim(1, "x", **part),))))


@pytest.mark.parametrize(
    "field", ["title", "authors", "container", "volume", "pages", "publisher", "doi", "pmid", "url"]
)
def test_no_field_of_a_source_brings_markup_or_an_address_of_its_own(field: str) -> None:
    for attack in (ATTACK, "javascript:alert(1)", '" onclick="alert(1)'):
        hostile: dict[str, Any] = {"doi": "", field: attack}
        source = replace(GUIDELINE, **hostile)
        assert_no_foreign_markup(live(page_with("[[C-1]]", claims=(claim(1, "x", source),))))


def test_no_field_of_a_signature_brings_markup() -> None:
    attacking = signature(ATTACK, profession=ATTACK, register=ATTACK, interests=ATTACK)
    assert_no_foreign_markup(live(signatures=(attacking,)))


def assert_no_foreign_markup(shown: str) -> None:
    outside = re.sub(r'(?s)<script type="application/ld\+json">[^<>]*</script>', "", shown)
    assert "<script" not in outside
    for tag in re.findall(r"<[a-zA-Z][^<>]*>", outside):
        assert "onerror" not in re.sub(r'"[^"]*"', '""', tag), tag
        assert "onclick" not in re.sub(r'"[^"]*"', '""', tag), tag
        assert not re.search(r'(?:href|src)="\s*(?:javascript|data|vbscript):', tag), tag
    # Pictures of our own library only, whatever a text says.
    for image in re.findall(r"<img[^<>]*>", outside):
        assert re.match(r'<img src="/media/pictures/[0-9a-f]{64}\.png" width="', image), image


def test_linked_data_states_what_was_signed() -> None:
    shown = live()
    found = re.search(r'(?s)<script type="application/ld\+json">(.*?)</script>', shown)
    assert found
    data = json.loads(found[1])
    assert data["@type"] == "MedicalWebPage"
    assert data["lastReviewed"] == "2026-03-04"
    assert [person["name"] for person in data["reviewedBy"]] == ["Dr Bea Bell", "Dr Carl Cole"]
    assert data["about"]["code"][0]["codeValue"] == "E11.21"
    assert not any("Moe" in citation for citation in data["citation"])


def test_linked_data_cannot_end_its_script_element() -> None:
    shown = live(replace(PAGE, title="</script><script>alert(1)</script>"))
    assert "</script><script>alert" not in shown
    assert "\\u003C/script\\u003E" in shown


def test_page_links_to_its_translations_in_their_own_names() -> None:
    shown = live(translations=(Translation("es", "exosomas", "Exosomas"),))
    assert 'href="/es/topics/exosomas/" lang="es" hreflang="es">Español</a>' in shown
    assert 'hreflang="es" href="http://localhost:8000/es/topics/exosomas/"' in shown
    assert 'rel="alternate" hreflang="en"' in shown


def test_page_is_in_its_own_language() -> None:
    spanish = replace(PAGE, language="es")
    assert '<html lang="es" dir="ltr">' in live(spanish)
    assert 'href="http://localhost:8000/es/topics/' in live(spanish)


def test_printable_page_has_the_same_article_and_no_site_around_it() -> None:
    shown = page_html(PAGE, published=published(), printable=True)
    assert 'class="sheet"' in shown
    assert 'class="site-head"' not in shown
    # People are drawn in another way on paper, and nothing leads on; every word is the same.
    assert without_people(body_html(PAGE, published=published()).strip()) in without_people(shown)


def without_people(html: str) -> str:
    """Return a page without what paper has in another way: people, links on, words that open."""
    html = re.sub(r' id="word-(\d+)" href="#note-\d+"', r' href="#term-\1"', html)
    html = re.sub(r'<span class="term-note".*?</a>\)</span>', "", html)
    html = re.sub(r' <a href="[^"]*/changes/">.*?</a>', "", html)
    html = re.sub(r'<nav class="related.*?</nav>', "", html, flags=re.DOTALL)
    html = re.sub(r'(<svg class="people".*?</title>).*?</svg>', r"\1</svg>", html)
    return " ".join(html.split())


def test_same_value_gives_the_same_bytes() -> None:
    assert live() == live()


def test_page_asks_nothing_from_elsewhere() -> None:
    shown = live()
    loaded = re.findall(
        r'<(?:link rel="(?:stylesheet|icon)"|img|script)[^>]*(?:href|src)="([^"]+)"', shown
    )
    assert all(address.startswith(("/static/", "/media/")) for address in loaded)
    assert "style=" not in shown
    assert not re.search(r"<script(?! type=\"application/ld\+json\")", shown)
