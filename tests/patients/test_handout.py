"""The sheet for paper: printed, as a PDF, and whether one that was printed still holds."""

from __future__ import annotations

import io
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from pypdf import PdfReader

from education.audit.history import acting
from education.patients import handout
from education.patients.cache import forget
from education.patients.kept import DAYS, kept, sweep
from education.people.models import User
from education.publishing.models import Edition
from education.publishing.pdf import pdf_of
from education.publishing.recalls import revoke
from education.publishing.rendering import page_html
from education.publishing.services import withdraw
from education.publishing.style import style_address
from education.system_checks import paper_is_known
from tests.builders import make_topic, publish_page
from tests.samples import PAGE, published

try:
    import weasyprint
except OSError:
    pytest.skip("Pango is not installed (see README.md).", allow_module_level=True)

SHEET = "/topics/kidneys/handout.pdf"


@pytest.fixture(autouse=True)
def _nothing_in_memory() -> None:
    handout.forget()


@pytest.fixture(scope="module")
def sample() -> PdfReader:
    """The richest page there is, as a PDF."""
    return PdfReader(io.BytesIO(sample_pdf()))


def sample_pdf(*, large: bool = False, **fields: Any) -> bytes:
    shown = published(**fields)
    html = page_html(PAGE, published=shown, printable=True, large=large)
    return pdf_of(html, handout.Giver(shown), base_url=settings.SITE_URL)


def words(reader: PdfReader) -> str:
    return " ".join("\n".join(page.extract_text() for page in reader.pages).split())


def squares(pdf: bytes) -> list[str]:
    """Read every QR code on the pages of a PDF, as a phone would."""
    pages = list(pypdfium2.PdfDocument(pdf))
    found = [zxingcpp.read_barcodes(page.render(scale=3).to_pil()) for page in pages]
    for page in pages:
        page.close()
    return [code.text for codes in found for code in codes]


def test_pdf_is_tagged_for_screen_readers(sample: PdfReader) -> None:
    root: Any = sample.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_pdf_says_its_title_and_language(sample: PdfReader) -> None:
    root: Any = sample.trailer["/Root"]
    assert sample.metadata is not None
    assert str(sample.metadata.title).startswith(PAGE.title)
    assert root["/Lang"] == PAGE.language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_every_drawing_in_a_pdf_has_words_in_its_place(sample: PdfReader) -> None:
    figures = [e for e in elements(sample) if e.get("/S") == "/Figure"]
    assert figures
    assert all(str(f.get("/Alt", "")).strip() for f in figures)


def elements(reader: PdfReader) -> list[Any]:
    """Return every structure element of a PDF."""
    root: Any = reader.trailer["/Root"]
    found, waiting = [], [root["/StructTreeRoot"]]
    while waiting:
        one = waiting.pop().get_object()
        found.append(one)
        children = one.get("/K", [])
        children = children if isinstance(children, list) else [children]
        waiting += [c for c in children if hasattr(c.get_object(), "get")]
    return found


def test_text_of_a_pdf_is_read_in_the_order_of_the_page(sample: PdfReader) -> None:
    said = words(sample)
    order = [
        PAGE.title,
        "Key points",
        "Official status",
        *(section.heading for section in PAGE.sections),
        "How sure are we?",
        "What is not known",
        "When to get help",
        "Questions to ask",
        "Sources",
        "Who checked this page",
        "Is this sheet still right?",
    ]
    # What stands first is told elsewhere too, and so is who checked the page.
    places = [said.index(part) for part in order[1:-3]] + [said.rindex(p) for p in order[-3:]]
    assert places == sorted(places)


def test_pdf_says_who_signed_and_which_edition_it_is(sample: PdfReader) -> None:
    said = words(sample)
    for part in ("Edition 2, published on 5 March 2026", "Dr Bea Bell", "Next review due", "112"):
        assert part in said


def test_square_on_the_sheet_leads_to_whether_it_still_holds() -> None:
    seal = published().fingerprint
    assert squares(sample_pdf()) == [f"{settings.SITE_URL}/editions/{seal}/"]


def test_risk_is_drawn_on_paper_person_by_person() -> None:
    html = page_html(PAGE, published=published(), printable=True)
    drawn = re.findall(r'<path fill="(\w+)"(?: [^>]*)? d="(M5 0\.8a2[^"]*)"', html)
    assert [path.count("M") for _, path in drawn][:2] == [9, 15]


def test_large_print_is_at_least_eighteen_points() -> None:
    sizes: set[float] = set()

    def note(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if len(text.strip()) > 1:
            sizes.add(round(size * abs(tm[3] * cm[3]), 1))

    page = PdfReader(io.BytesIO(sample_pdf(large=True))).pages[1]
    page.extract_text(visitor_text=note)
    # The foot of each page says the edition again, small; 18 CSS points are 18 points.
    assert sorted(sizes)[0] == 8
    assert all(size >= 18 for size in sizes - {8.0})


def test_nothing_is_fetched_for_a_pdf_but_its_style_and_its_signed_pictures() -> None:
    give = handout.Giver(published())
    assert give(f"{settings.SITE_URL}{style_address()}") is not None
    for address in (
        "file:///etc/passwd",
        "http://elsewhere.example/x.png",
        f"{settings.SITE_URL}/admin/",
        f"{settings.SITE_URL}/static/../../config/settings.py",
        f"{settings.SITE_URL}/media/pictures/{'0' * 64}.png",
        f"{settings.SITE_URL}.evil.example{style_address()}",
    ):
        assert give(address) is None


def test_page_has_its_handout(client: Client, live: Edition) -> None:
    response = client.get(SHEET)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="kidneys.pdf"'
    assert live.title in words(PdfReader(io.BytesIO(response.content)))


def test_handout_is_made_once_for_all_workers(
    client: Client, live: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = client.get(SHEET).content
    handout.forget()  # As another worker, or after a restart.
    monkeypatch.setattr(handout, "pdf_of", lambda *args, **kwargs: pytest.fail("made again"))
    assert client.get(SHEET).content == first


def test_handout_that_a_reader_has_is_not_sent_again(client: Client, live: Edition) -> None:
    response = client.get(SHEET)
    again = client.get(SHEET, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_large_print_is_another_file(client: Client, live: Edition) -> None:
    response = client.get(f"{SHEET}?size=large")
    assert response["ETag"] != client.get(SHEET)["ETag"]
    assert 'filename="kidneys-large.pdf"' in response["Content-Disposition"]
    assert 'class="sheet large"' in client.get("/topics/kidneys/print/?size=large").content.decode()


def test_handout_is_gone_with_its_page_though_it_is_kept(
    client: Client, live: Edition, dr_bell: User
) -> None:
    client.get(SHEET)
    withdraw(live.live_page, by=dr_bell, kind="safety")
    response = client.get(SHEET)
    assert response.status_code == 410
    assert b"%PDF" not in response.content


def test_nothing_unsigned_becomes_a_handout(client: Client, alice: User) -> None:
    make_topic(alice, slug="draft")
    assert client.get("/topics/draft/handout.pdf").status_code == 404


def test_file_that_was_exchanged_on_the_disk_is_made_again(client: Client, live: Edition) -> None:
    real = client.get(SHEET).content
    path = Path(settings.HANDOUT_DIR, client.get(SHEET)["ETag"].strip('"') + ".pdf")
    path.write_bytes(path.read_bytes()[:32] + real.replace(b"%PDF", b"%EVIL"))
    handout.forget()
    assert client.get(SHEET).content.startswith(b"%PDF")


def test_files_that_nobody_asks_for_are_swept(tmp_path: Path, settings: Any) -> None:
    settings.HANDOUT_DIR = tmp_path
    kept("old.pdf", lambda: b"old"), kept("new.pdf", lambda: b"new")
    long_ago = time.time() - (DAYS + 1) * 24 * 60 * 60
    for name in ("old.pdf", "old.lock"):
        os.utime(tmp_path / name, (long_ago, long_ago))
    assert len(list(sweep())) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["new.lock", "new.pdf"]


def standing(client: Client, edition: Edition) -> str:
    response = client.get(f"/editions/{edition.fingerprint}/")
    assert response.status_code == 200
    return response.content.decode()


def test_sheet_of_the_current_edition_holds(client: Client, live: Edition) -> None:
    said = standing(client, live)
    assert "Yes: this sheet is up to date" in said
    assert f'<a href="/topics/kidneys/">{live.title}</a>' in said


def test_sheet_of_an_earlier_edition_leads_to_the_new_one(
    client: Client, live: Edition, publish: Callable[..., Edition], alice: User
) -> None:
    topic = live.topic
    topic.title = "Kidneys and diabetes, anew"
    topic.change_note = "A new title."
    with acting(alice):
        topic.save()
    publish(topic)
    said = standing(client, live)
    assert "No: there is a newer edition" in said
    assert '<a href="/topics/kidneys/">Kidneys and diabetes, anew</a>' in said


def test_sheet_of_a_page_that_was_taken_down_must_not_be_used(
    client: Client, live: Edition, dr_bell: User
) -> None:
    withdraw(live.live_page, by=dr_bell, kind="safety")
    said = standing(client, live)
    assert "No: this page has been taken down" in said
    assert live.title not in said


def test_sheet_whose_signature_was_taken_back_must_not_be_used(
    client: Client, live: Edition, dr_bell: User
) -> None:
    revoke(live.review.sign_offs.get(), by=dr_bell, reason="I was wrong about this.")
    assert "No: this page has been taken down" in standing(client, live)


def test_sheet_of_a_page_past_its_last_day_must_not_be_used(
    client: Client, live: Edition, time_machine: Any
) -> None:
    time_machine.move_to(live.live_page.lapses_on.replace(year=live.live_page.lapses_on.year + 1))
    assert "No: this page has been taken down" in standing(client, live)


def test_sheet_of_another_page_at_the_same_address_is_not_mistaken(
    client: Client, live: Edition, alice: User, dr_bell: User, pat: User
) -> None:
    withdraw(live.live_page, by=dr_bell, kind="error")
    topic = live.topic
    topic.slug = "kidneys-old"
    with acting(alice):
        topic.save()
    other = publish_page(
        make_topic(alice, slug="kidneys"), author=alice, signers=[dr_bell], publisher=pat
    )
    assert "No: this page has been taken down" in standing(client, live)
    assert "Yes: this sheet is up to date" in standing(client, other)


def test_square_nobody_printed_leads_nowhere(client: Client, db: None) -> None:
    assert client.get(f"/editions/{'0' * 64}/").status_code == 404


@pytest.mark.parametrize(("paper", "size"), [("A4", (595, 842)), ("Letter", (612, 792))])
def test_sheet_is_set_for_the_paper_there_is(
    settings: Any, paper: str, size: tuple[int, int]
) -> None:
    settings.HANDOUT_PAPER = paper
    box = PdfReader(io.BytesIO(sample_pdf())).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


def test_sheet_for_another_paper_is_another_file(
    client: Client, live: Edition, settings: Any
) -> None:
    first = client.get(SHEET)["ETag"]
    handout.forget()  # As after a restart.
    forget()
    settings.HANDOUT_PAPER = "Letter"
    assert client.get(SHEET)["ETag"] != first


@pytest.mark.parametrize(("paper", "faults"), [("A4", []), ("Letter", []), ("A3", ["A3"])])
def test_paper_that_printers_do_not_have_is_refused(
    settings: Any, paper: str, faults: list[str]
) -> None:
    settings.HANDOUT_PAPER = paper
    told = [f"Set HANDOUT_PAPER to A4 or Letter: “{one}” is neither." for one in faults]
    assert [error.msg for error in paper_is_known()] == told


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", "Your feet may swell later. Tell your care team if you notice this."),
        ("ar", "قد تتورم القدمان في وقت لاحق. أخبر فريق رعايتك إذا لاحظت ذلك."),
    ],
)
def test_number_of_a_source_never_stands_on_a_line_of_its_own(language: str, says: str) -> None:
    number = render_to_string("patients/numbers.html", {"numbers": [2]})
    style = "p { font: 11pt DejaVu Sans } sup { font-size: .7em; unicode-bidi: isolate }"
    column = "<p style='width: {}px'>" + says + number
    for width in range(200, 330, 4):
        html = f"<html lang={language}><style>{style}</style>" + column.format(width)
        last = lines(weasyprint.HTML(string=html).render().pages[0]._page_box)[-1]
        assert last.strip("\u2060 ") != "2", width


def lines(box: Any) -> list[str]:
    """Return the text of every line of a laid out box."""
    if type(box).__name__ == "LineBox":
        return [said(box)]
    return [line for child in getattr(box, "children", ()) for line in lines(child)]


def said(box: Any) -> str:
    return getattr(box, "text", "") + "".join(map(said, getattr(box, "children", ())))
