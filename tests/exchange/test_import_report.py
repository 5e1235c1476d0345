"""The report of an import: each sentence beside what became of it, and the library's claims."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from education.audit import chain
from education.audit.models import AuditEvent
from education.content.services import manuscript_of
from education.errors import Blocked, NotAllowed, WrongState
from education.evidence.models import Claim
from education.exchange.article_import import ImportedArticle, import_article
from education.exchange.drafting import draft_of
from education.exchange.fates import Fate, fates_of
from education.exchange.formats import parse
from education.exchange.models import ImportRecord
from education.exchange.report import Report, report_of
from education.exchange.services import use_instead
from education.people.models import User
from tests.builders import edit, make_claim, make_topic
from tests.exchange.texts import SALES, squeezed
from tests.staff.worlds import client_of

pytestmark = pytest.mark.django_db

KIDNEYS = """# Kidneys and diabetes

High blood sugar may harm the small filters in your kidneys. That is to say, they leak.
Is it too late for you? Exosomes cure diabetic nephropathy for ever!

## Signs

You may notice:

- **Swelling:** Your feet swell in the evening.

| Test | Shows |
| --- | --- |
| Urine | Protein |
"""


def imported(by: User, text: str = KIDNEYS, name: str = "a.md") -> ImportedArticle:
    return import_article(text.encode(), name, title="Kidneys and diabetes", by=by, code="E11.21")


def report(result: ImportedArticle) -> Report:
    return report_of(ImportRecord.objects.get(topic=result.topic), result.topic)


def library_claim(by: User) -> Claim:
    return make_claim(by, "High blood sugar may harm small filters in the kidneys. They leak.")


def test_each_sentence_is_told_with_what_became_of_it(alice: User) -> None:
    lines = report(imported(alice)).lines
    told = [(line.number, line.fate, line.text[:12], line.why[:9]) for line in lines]
    assert told == [
        (1, Fate.TITLE, "Kidneys and ", ""),
        (3, Fate.CLAIM, "High blood s", ""),
        (3, Fate.CLAIM, "That is to s", ""),
        (4, Fate.TEXT, "Is it too la", "A questio"),
        (4, Fate.CLAIM, "Exosomes cur", ""),
        (6, Fate.HEADING, "Signs", ""),
        (8, Fate.TEXT, "You may noti", "It leads "),
        (10, Fate.LABEL, "Swelling:", ""),
        (10, Fate.CLAIM, "Your feet sw", ""),
        (12, Fate.TEXT, "| Test | Sho", "A quotati"),
    ]


@pytest.mark.parametrize(("text", "name"), [(SALES, "a.txt"), (KIDNEYS, "a.md")])
def test_no_sign_of_the_article_is_missing_from_its_report(text: str, name: str) -> None:
    article = parse(text.encode(), name)
    told = "".join(row["text"] for row in fates_of(article, draft_of(article)))
    plain = text.translate(str.maketrans("", "", "#*-")) if name == "a.md" else text
    assert squeezed(told).replace("-", "") == squeezed(plain).replace("-", "")


def test_a_sentence_bound_to_the_one_before_is_part_of_its_claim(alice: User) -> None:
    first, second = report(imported(alice)).lines[1:3]
    assert first.claim == second.claim
    assert (first.continues, second.continues) == (False, True)


def test_findings_stand_at_their_sentences(alice: User) -> None:
    found = report(imported(alice))
    by_text = {line.text: line for line in found.lines}
    cure = by_text["Exosomes cure diabetic nephropathy for ever!"]
    assert cure.blocks
    assert found.shown("stops")
    assert all(not line.findings for line in found.lines if line.fate is Fate.TITLE)


def test_the_article_and_its_report_are_sealed(alice: User) -> None:
    record = ImportRecord.objects.get(topic=imported(alice).topic)
    assert record.text == KIDNEYS
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportRecord.objects.update(text="Another text.")
    with pytest.raises(IntegrityError), transaction.atomic():
        record.delete()
    event = AuditEvent.objects.get(action="article.imported")
    assert event.rows[f"importrecord:{record.pk}"] == chain.digest(record)


def test_the_library_is_offered_for_sentences_like_its_claims(alice: User) -> None:
    known = library_claim(alice)
    make_claim(alice, "Exosomes cure diabetic neuropathy for ever!")
    lines = report(imported(alice)).lines
    assert [line.offers for line in lines if line.offers] == [[known]]


def test_claims_without_a_source_are_not_offered(alice: User) -> None:
    imported(alice)
    assert report(imported(alice)).shown("library") == []


def test_the_librarys_claim_takes_the_place_of_the_imported_one(alice: User) -> None:
    known, result = library_claim(alice), imported(alice)
    use_instead(result.topic, result.claims[0], known, by=alice)
    assert known.pk in manuscript_of(result.topic).marked_claim_ids()
    assert result.claims[0].pk not in manuscript_of(result.topic).marked_claim_ids()
    line = report(result).lines[1]
    assert (line.stands, line.instead, line.offers) == (False, known, [])
    event = AuditEvent.objects.get(action="claim.exchanged")
    assert (event.actor_id, event.data["claim"], event.data["instead"]) == (
        alice.pk,
        result.claims[0].pk,
        known.pk,
    )


def test_the_exchange_is_undone_by_the_same_verb(alice: User) -> None:
    known, result = library_claim(alice), imported(alice)
    before = manuscript_of(result.topic).as_json()
    use_instead(result.topic, result.claims[0], known, by=alice)
    use_instead(result.topic, known, result.claims[0], by=alice)
    assert manuscript_of(result.topic).as_json() == before


@pytest.mark.parametrize("person", ["dr_bell", "pat", "otto", "root"])
def test_only_an_author_exchanges_claims(
    person: str, alice: User, request: pytest.FixtureRequest
) -> None:
    known, result = library_claim(alice), imported(alice)
    with pytest.raises(NotAllowed):
        use_instead(result.topic, result.claims[0], known, by=request.getfixturevalue(person))


def test_a_claim_that_left_the_page_is_not_exchanged(alice: User) -> None:
    known, result = library_claim(alice), imported(alice)
    use_instead(result.topic, result.claims[0], known, by=alice)
    with pytest.raises(WrongState, match="not stand on this page"):
        use_instead(result.topic, result.claims[0], known, by=alice)


def test_a_claim_in_another_language_is_refused(alice: User) -> None:
    known, result = library_claim(alice), imported(alice)
    edit(known, by=alice, language="es")
    with pytest.raises(Blocked):
        use_instead(result.topic, result.claims[0], known, by=alice)


def test_an_author_works_through_the_report(alice: User) -> None:
    known, result = library_claim(alice), imported(alice)
    client, address = client_of(alice), reverse("exchange:article", args=[result.topic.pk])
    page = client.get(f"{address}?show=library").content.decode()
    assert f"Use {known.code} instead of {result.claims[0].code}" in page
    posted = client.post(
        reverse("exchange:instead", args=[result.topic.pk]),
        {"claim": result.claims[0].pk, "other": known.pk, "show": "library", "line": 1},
    )
    assert posted["Location"] == f"{address}?show=library&page=1#line-1"
    assert "nearly the same" in client.get(f"{address}?show=library").content.decode()
    assert f"{known.code} stands here" in client.get(address).content.decode()


@pytest.mark.parametrize("show", ["all", "stops", "library", "claims", "left", "nonsense"])
def test_every_filter_answers(alice: User, show: str) -> None:
    topic = imported(alice).topic
    address = reverse("exchange:article", args=[topic.pk])
    assert client_of(alice).get(f"{address}?show={show}&page=99").status_code == 200


def test_a_claim_that_was_reworded_shows_both_texts(alice: User) -> None:
    result = imported(alice)
    edit(result.claims[1], by=alice, statement="Nobody knows if exosomes help kidneys.")
    page = client_of(alice).get(reverse("exchange:article", args=[result.topic.pk]))
    assert "Exosomes cure" in page.content.decode()
    assert "Now: Nobody knows" in page.content.decode()


def test_what_was_left_out_is_shown_with_its_reason(alice: User) -> None:
    text = "<h1>Knees</h1><p>They wear out.</p><p hidden>Secret words</p><script>x()</script>"
    topic = imported(alice, text, "a.html").topic
    page = client_of(alice).get(reverse("exchange:article", args=[topic.pk]) + "?show=left")
    assert "Secret words" in page.content.decode()
    assert "It was hidden from readers." in page.content.decode()
    assert "A script was taken away." in page.content.decode()


@pytest.mark.parametrize(
    ("person", "read", "post"),
    [
        ("alice", 200, 302),
        ("dr_bell", 200, 403),
        ("pat", 200, 403),
        ("cora", 200, 403),
        ("otto", 200, 403),
        ("ada", 403, 403),
        ("root", 403, 403),
    ],
)
def test_who_reads_a_report_and_who_acts_on_it(
    person: str, read: int, post: int, alice: User, request: pytest.FixtureRequest
) -> None:
    known, result = library_claim(alice), imported(alice)
    client = client_of(request.getfixturevalue(person))
    assert client.get(reverse("exchange:article", args=[result.topic.pk])).status_code == read
    data = {"claim": result.claims[0].pk, "other": known.pk}
    assert (
        client.post(reverse("exchange:instead", args=[result.topic.pk]), data).status_code == post
    )


def test_the_forms_of_a_draft_and_its_claims_lead_back_to_the_article(alice: User) -> None:
    result = imported(alice)
    address = reverse("exchange:article", args=[result.topic.pk])
    for model, pk in (("topic", result.topic.pk), ("claim", result.claims[0].pk)):
        form = client_of(alice).get(reverse(f"admin:education_{model}_change", args=[pk]))
        assert address in form.content.decode(), model


def test_a_page_that_was_not_imported_has_no_report(alice: User) -> None:
    topic = make_topic(alice)
    assert client_of(alice).get(reverse("exchange:article", args=[topic.pk])).status_code == 404


def test_the_import_screen_lists_a_persons_own_imports(alice: User, dr_bell: User) -> None:
    topic = imported(alice).topic
    address = reverse("exchange:article", args=[topic.pk])
    assert address in client_of(alice).get(reverse("exchange:import")).content.decode()


def test_the_report_asks_the_same_number_of_queries_for_any_length(alice: User) -> None:
    def queries(times: int) -> int:
        text = "\n\n".join(f"High blood sugar may harm kidney number {n}." for n in range(times))
        topic = import_article(text.encode(), "a.md", title="Kidneys", by=alice).topic
        record = ImportRecord.objects.get(topic=topic)
        with CaptureQueriesContext(connection) as captured:
            report_of(record, record.topic)
        return len(captured)

    assert queries(3) == queries(30)
