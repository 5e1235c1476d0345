"""What readers said is kept as it was stripped, and nobody writes it anew: not even in SQL."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, models, transaction
from django.db.models import ProtectedError

from education.audit import chain
from education.errors import WrongState
from education.people.models import User
from education.publishing import guards, integrity
from education.publishing.feedback import parts_of, say
from education.publishing.models import Edition, Feedback
from tests.builders import make_topic, publish_page
from tests.publishing.world import copy_of, plant, sql
from tests.samples import PAGE, page_with

TABLE = "education_feedback"


@pytest.fixture
def row(alice: User, dr_bell: User, pat: User) -> Feedback:
    """A reader's answer with words."""
    edition = publish_page(make_topic(alice), author=alice, signers=[dr_bell], publisher=pat)
    return say(edition, part="section-1", clear=False, words="What is it?")


def test_parts_are_those_that_the_page_has() -> None:
    assert list(parts_of(PAGE)) == ["", "section-1", "section-2", "not-known", "get-help"]
    assert parts_of(PAGE)["section-2"] == "What exosomes are, and what was tested"
    assert "not-known" not in parts_of(page_with("A body.", not_known=""))


def test_part_that_the_edition_lacks_is_refused(row: Feedback) -> None:
    with pytest.raises(WrongState, match="no such part"):
        say(row.edition, part="section-9", clear=True)


def test_verb_itself_takes_out_what_tells(row: Feedback) -> None:
    said = say(row.edition, part="", clear=False, words="I am Ana Ruiz at ana@example.org")
    said.refresh_from_db()
    assert said.words == "I am […] at […]"


def test_hearing_a_reader_leaves_the_trail_alone(row: Feedback) -> None:
    before = chain.ChainHead.objects.get().seq
    say(row.edition, part="", clear=True)
    assert chain.ChainHead.objects.get().seq == before
    assert list(integrity.faults()) == []


def test_edition_that_readers_spoke_of_stays(row: Feedback) -> None:
    with pytest.raises((ProtectedError, DatabaseError)), transaction.atomic():
        row.edition.delete()


ATTACKS: dict[str, Callable[[Feedback], object]] = {
    "other words": lambda r: sql(f"UPDATE {TABLE} SET words = 'Lovely!'"),
    "the same words": lambda r: sql(f"UPDATE {TABLE} SET words = words"),
    "turned round": lambda r: sql(f"UPDATE {TABLE} SET clear = NOT clear"),
    "of another part": lambda r: sql(f"UPDATE {TABLE} SET part = '', heading = ''"),
    "blanked off the record": lambda r: sql(f"UPDATE {TABLE} SET words = '', words_removed = TRUE"),
    "blanked by update()": lambda r: Feedback.objects.update(words="", words_removed=True),
    "deleted": lambda r: sql(f"DELETE FROM {TABLE}"),
    "deleted by the ORM": lambda r: models.QuerySet(Feedback).delete(),
    "in another language": lambda r: plant(copy_of(r, language="es")),
    "born without words": lambda r: plant(copy_of(r, words="", words_removed=True)),
    "without end": lambda r: plant(copy_of(r, words="a" * 501)),
    "of no edition": lambda r: plant(copy_of(r, edition_id=r.edition_id + 999)),
}


def _is_refused(attack: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            attack()
    except DatabaseError:
        return True
    return False


def test_database_refuses_to_put_words_into_a_readers_mouth(row: Feedback) -> None:
    before = list(Feedback.objects.values())
    for name, attack in ATTACKS.items():
        assert _is_refused(lambda attack=attack: attack(row)), name  # type: ignore[misc]
        assert list(Feedback.objects.values()) == before, name


def test_guards_of_the_table_stand(row: Feedback) -> None:
    assert guards.missing() == []
    assert {"only_blanked", "lawful", "no_delete"} <= {
        g.name for g in guards.guards("sqlite") if g.table == TABLE
    }


def test_edition_knows_nothing_of_it(row: Feedback) -> None:
    edition = Edition.objects.get(pk=row.edition_id)
    assert edition.page().fingerprint() == edition.fingerprint
