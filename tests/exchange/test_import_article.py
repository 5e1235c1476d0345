"""The verb: an article becomes a draft topic, and nothing more than a draft."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from education.audit.models import AuditEvent
from education.content.models import Placement, Topic
from education.content.services import manuscript_of
from education.errors import Blocked, NotAllowed
from education.evidence.models import Claim
from education.exchange import services
from education.exchange.article_import import ImportedArticle, Unreadable, import_article
from education.people.models import User
from education.publishing.models import Edition, LivePage
from education.review.models import Review
from tests.builders import edit
from tests.exchange.texts import SALES, rows, seed_article

pytestmark = pytest.mark.django_db


def imported(by: User, text: str = SALES, **fields: Any) -> ImportedArticle:
    return import_article(
        text.encode(), "drip.txt", **{"title": "Stem Cell Drips for Sore Knees", "by": by, **fields}
    )


def test_an_article_becomes_a_draft_of_its_author(alice: User) -> None:
    topic = imported(alice, code="M17.9").topic
    assert (topic.title, topic.slug, topic.language, topic.kind, topic.owner) == (
        "Stem Cell Drips for Sore Knees",
        "stem-cell-drips-for-sore-knees",
        "en",
        "condition",
        alice,
    )
    assert [c.code for c in topic.codes.all()] == ["M17.9"]


def test_sections_keep_their_order_and_their_lines(alice: User) -> None:
    sections = imported(alice).topic.sections.all()
    assert [(s.order, s.heading, s.source_line) for s in sections] == [
        (1, "Introduction", 3),
        (2, "What Goes On Inside a Sore Knee?", 5),
        (3, "Why People Choose Our Drip", 9),
    ]


def test_claims_are_drafts_with_the_sentence_word_for_word(alice: User) -> None:
    claim = imported(alice).claims[0]
    claim.refresh_from_db()
    assert (claim.statement, claim.language, claim.source_line, claim.certainty) == (
        "Picture a knee that never hurts again!",
        "en",
        3,
        "not_graded",
    )
    assert not claim.citations.exists()


def test_each_claim_stands_in_the_page_once(alice: User) -> None:
    result = imported(alice)
    page = manuscript_of(result.topic)
    assert page.marked_claim_ids() == tuple(claim.pk for claim in result.claims)
    assert Placement.objects.count() == len(result.claims)


def test_nothing_is_submitted_and_nothing_is_live(alice: User) -> None:
    imported(alice)
    assert [m.objects.count() for m in (Review, Edition, LivePage)] == [0, 0, 0]


def test_findings_come_with_the_line_of_their_words(alice: User) -> None:
    lines = SALES.split("\n")
    findings = imported(alice).findings
    told = [f for f in findings if f.line and f.excerpt]
    assert {f.line for f in told} >= {3, 4, 11, 13}
    for finding in told:
        assert finding.excerpt.split(".")[0] in lines[(finding.line or 0) - 1]


def test_the_author_is_the_one_who_wrote_it_all(alice: User) -> None:
    result = imported(alice)
    assert {h.history_user_id for h in Claim.history.all()} == {alice.pk}  # type: ignore[attr-defined]
    event = AuditEvent.objects.get(action="article.imported")
    assert (event.actor_id, event.subject) == (alice.pk, f"topic:{result.topic.pk}")
    assert event.data["file"] == "drip.txt"


def test_a_second_import_gets_an_address_of_its_own(alice: User) -> None:
    slugs = [imported(alice).topic.slug for _ in range(3)]
    assert slugs == [
        "stem-cell-drips-for-sore-knees",
        "stem-cell-drips-for-sore-knees-2",
        "stem-cell-drips-for-sore-knees-3",
    ]


def test_the_same_address_may_stand_in_another_language(alice: User) -> None:
    slugs = {imported(alice, language=language).topic.slug for language in ("en", "es")}
    assert len(slugs) == 1


def test_a_title_without_latin_letters_gets_an_address(alice: User) -> None:
    assert imported(alice, title="膝の痛み").topic.slug == "page"


def test_a_long_title_gets_an_address_that_fits(alice: User) -> None:
    slugs = [imported(alice, title="knee " * 24).topic.slug for _ in range(2)]
    assert max(map(len, slugs)) <= 80
    assert len(set(slugs)) == 2


def test_without_a_code_the_title_proposes_one(alice: User) -> None:
    topic = imported(alice, title="Living with diabetic kidney disease").topic
    assert [c.code for c in topic.codes.all()] == ["E11.21"]


def test_the_opening_is_named_in_the_language_of_the_page(alice: User) -> None:
    assert imported(alice, language="es").topic.sections.first().heading == "Introducción"


def test_the_articles_own_title_stays_when_the_page_gets_another(alice: User) -> None:
    topic = imported(alice, title="Knee pain").topic
    first = topic.sections.first()
    assert (first.heading, first.source_line) == ("Stem Cell Drips for Sore Knees", 1)


@pytest.mark.parametrize("person", ["dr_bell", "pat", "otto", "root"])
def test_only_an_author_imports(person: str, request: pytest.FixtureRequest) -> None:
    by = request.getfixturevalue(person)
    before = rows()
    with pytest.raises(NotAllowed, match="only an author"):
        imported(by)
    assert rows() == before


def test_an_author_who_left_does_not_import(alice: User, ada: User) -> None:
    edit(alice, by=ada, is_active=False)
    with pytest.raises(NotAllowed):
        imported(alice)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"title": "  "}, "needs a title"),
        ({"title": "x" * 121}, "longer than 120"),
        ({"language": "xx"}, "not a language of this site"),
        ({"code": "heart"}, "not an ICD-10-CM"),
    ],
)
def test_what_cannot_be_stored_is_refused_before_anything_is(
    alice: User, fields: dict[str, str], reason: str
) -> None:
    before = rows()
    with pytest.raises(Blocked, match=reason):
        imported(alice, **fields)
    assert rows() == before


def test_bytes_that_are_no_article_leave_nothing(alice: User) -> None:
    before = rows()
    with pytest.raises(Unreadable):
        import_article(b"\x00", "a.txt", title="Knees", by=alice)
    assert rows() == before


def test_more_sentences_than_a_page_holds_are_refused(alice: User) -> None:
    before = rows()
    with pytest.raises(Blocked, match="import it in parts"):
        imported(alice, "Knees wear out.\n\n" * (services.MAX_CLAIMS + 1))
    assert rows() == before


def test_a_failure_half_way_leaves_nothing(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("The power went.")

    monkeypatch.setattr(services, "_save_sections", broken)
    before = rows()
    with pytest.raises(RuntimeError):
        imported(alice)
    assert rows() == before


def test_a_heading_as_long_as_a_column_allows_is_stored(alice: User) -> None:
    heading = "A" * 160
    text = f"# Knees\n\nThey hurt.\n\n## {heading}\n\nThey swell at night.\n"
    topic = import_article(text.encode(), "a.md", title="Knees", by=alice).topic
    assert topic.sections.last().heading == heading


def test_the_number_of_queries_grows_with_the_claims_only(alice: User) -> None:
    def queries(text: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            imported(alice, text)
        return len(captured)

    one, two, three = (queries("Knees wear out. " * n) for n in (1, 11, 21))
    assert three - two == two - one


def test_the_seed_article_becomes_four_sections_and_its_claims(alice: User) -> None:
    result = import_article(
        seed_article(), "article.txt", title="Exosomes and your kidneys", by=alice, code="E11.21"
    )
    lines = [s.source_line for s in result.topic.sections.all()]
    assert lines == [1, 5, 13, 18]
    assert 40 <= len(result.claims) <= 64
    assert {c.source_line for c in result.claims} >= {21, 23, 25, 27, 29, 31}
    assert any(f.check == "K08" and f.line in range(13, 18) for f in result.findings)
    assert Topic.objects.count() == 1
