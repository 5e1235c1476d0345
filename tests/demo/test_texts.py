"""What the demo says: sourced, graded, plain, ours, and passed by every check."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from education.checks.readability_scores import scores, words_of
from education.checks.registry import inspect
from education.checks.sentences import Form, sentences_of, split_sentences
from education.evidence.grading import BEFORE_PEOPLE, EFFECT_KINDS, exceeds_cap
from education.management.demo import kidneys_en, kidneys_es, people
from education.management.demo.article import TEXT
from education.management.demo.shapes import Assertion, Page
from education.management.demo.sources import BY_KEY, REFERENCES
from education.management.demo.story import PAGES
from tests.demo.conftest import text_of

pytestmark = pytest.mark.django_db
SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "article.txt"
MARK = re.compile(r"\[\[([a-z]\w*)\]\]")
CLAIMS = [claim for page in PAGES for claim in page.claims]
# Not named "page": that is the browser tests' fixture.
each_page = pytest.mark.parametrize("written", PAGES, ids=lambda written: written.slug)
each_claim = pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.key)


def marks_in(page: Page) -> list[str]:
    bodies = [body for _, body in page.sections]
    texts = [page.answer, *page.key_points, *bodies, page.not_known, page.get_help]
    return [key for text in texts for key in MARK.findall(text)]


@each_page
def test_no_check_blocks_the_page(told: list[str], written: Page) -> None:
    blocks = [f for f in inspect(text_of(written)) if f.level == "block"]
    assert blocks == []


@each_page
def test_each_answer_given_at_sign_off_meets_a_warning(told: list[str], written: Page) -> None:
    found = [f for f in inspect(text_of(written)) if f.level == "warn"]
    for answer in written.answers:
        assert any(
            f.check == answer.check and answer.about in f"{f.excerpt} {f.message}" for f in found
        )


@pytest.mark.parametrize(
    "written", [p for p in PAGES if p.language == "en"], ids=lambda written: written.slug
)
def test_the_page_reads_at_grade_8_or_below(told: list[str], written: Page) -> None:
    sentences = sentences_of(text_of(written))
    score = scores(
        [words_of(s.text) for s in sentences if s.form is not Form.HEADING],
        [words_of(s.text) for s in sentences if s.form is Form.HEADING],
    )
    assert score is not None
    assert score.grade <= 8


@each_page
def test_the_page_says_why_it_is_there_and_what_to_do(written: Page) -> None:
    assert all(
        [written.aim, written.funding, written.answer, written.not_known, written.get_help]
        + [written.codes, written.key_points, written.questions, written.specialty]
    )


@each_page
def test_the_page_uses_each_claim_it_brings_and_names_no_other(written: Page) -> None:
    marked = marks_in(written)
    assert set(marked) <= {claim.key for claim in CLAIMS}
    assert {claim.key for claim in written.claims} <= set(marked)
    assert len(marked) == len(set(marked))


def test_no_two_claims_share_a_key() -> None:
    keys = [claim.key for claim in CLAIMS]
    assert len(keys) == len(set(keys))


@each_claim
def test_the_claim_names_its_place_in_each_source(claim: Assertion) -> None:
    assert claim.cites
    assert all(cite.source in BY_KEY and cite.locator for cite in claim.cites)


@each_claim
def test_the_claim_is_graded_no_higher_than_its_evidence_allows(claim: Assertion) -> None:
    assert not exceeds_cap(claim.certainty, claim.stage)
    if claim.kind in EFFECT_KINDS:
        assert claim.certainty != "not_graded"
        assert claim.intervention
    if claim.stage in BEFORE_PEOPLE:
        assert claim.species


@pytest.mark.parametrize(
    "claim", [c for c in CLAIMS if c.kind == "benefit"], ids=lambda claim: claim.key
)
def test_a_benefit_stands_beside_the_harms_of_the_same_thing(claim: Assertion) -> None:
    by_key = {c.key: c for c in CLAIMS}
    for page in PAGES:
        used = [by_key[key] for key in marks_in(page)]
        if claim in used:
            assert any(c.kind == "harm" and c.intervention == claim.intervention for c in used)


@pytest.mark.parametrize(
    ("key", "affected", "out_of", "without", "without_of"),
    [
        ("sglt2_slows", 197, 2152, 312, 2152),  # DAPA-CKD, abstract
        ("semaglutide_slows", 331, 1767, 410, 1766),  # FLOW, abstract
        ("finerenone_slows", 55, 1000, 71, 1000),  # FIDELITY, abstract: 5.5% and 7.1%
        ("finerenone_harm", 17, 1000, 6, 1000),  # FIDELITY, abstract: 1.7% and 0.6%
    ],
)
def test_the_numbers_in_100_are_the_trials_counts_rounded(
    key: str, affected: int, out_of: int, without: int, without_of: int
) -> None:
    claim = next(c for c in CLAIMS if c.key == key)
    assert claim.risk is not None
    assert claim.risk.denominator == 100
    assert claim.risk.affected == int(100 * affected / out_of + 0.5)
    assert claim.risk.comparator_affected == int(100 * without / without_of + 0.5)
    assert f"{claim.risk.affected} in 100" in claim.statement
    assert f"{claim.risk.comparator_affected} in 100" in claim.statement


def test_the_spanish_page_translates_every_claim_of_the_english_one() -> None:
    assert [c.original for c in kidneys_es.PAGE.claims] == [c.key for c in kidneys_en.PAGE.claims]
    assert all(c.language == "es" for c in kidneys_es.PAGE.claims)


def test_no_publication_is_listed_twice_or_left_unused() -> None:
    cited = {cite.source for claim in CLAIMS for cite in claim.cites}
    assert [r.key for r in REFERENCES if r.key not in cited] == []
    dois = [r.doi for r in REFERENCES if r.doi]
    assert len(dois) == len(set(dois))


def test_every_name_and_register_number_says_that_it_is_invented() -> None:
    assert "Demo" in people.REGISTER
    for person in people.EVERYBODY:
        assert person.username.startswith("demo-")
        assert "Demo" in person.printed_name
        assert person.credential is None or person.credential[1].startswith("DEMO-")


def test_no_sentence_is_taken_from_the_seed_article(told: list[str]) -> None:
    if not SEED.exists():
        pytest.skip("The seed article is not part of the repository.")
    theirs = {words(s) for s in split_sentences(SEED.read_text(encoding="utf-8"))}
    ours = [s.text for page in PAGES for s in sentences_of(text_of(page))]
    ours += split_sentences(TEXT)
    assert [s for s in ours if len(words(s)) > 4 and words(s) in theirs] == []


def words(sentence: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", sentence.lower()))
