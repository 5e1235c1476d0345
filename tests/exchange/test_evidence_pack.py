"""``evidence_pack``: it holds everything, it round-trips, and every forgery of it is named."""

from __future__ import annotations

import builtins
import json
import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from education import __version__
from education.audit import chain
from education.audit.history import acting
from education.audit.models import AuditEvent
from education.content.manuscript import canonical_json, sha256
from education.content.models import Section, Topic
from education.errors import NotAllowed
from education.evidence.models import Claim, Source
from education.exchange.evidence import paper
from education.exchange.evidence.files import manifest
from education.exchange.evidence.pack import make, spelt
from education.exchange.evidence.paper import html_of, pdf_of
from education.exchange.evidence.told import told
from education.exchange.evidence.verify import differences
from education.people.models import Role, User
from education.people.services import prove
from education.publishing.models import Edition
from education.publishing.recalls import revoke
from education.publishing.services import publish, withdraw
from education.review.guests import comment_as_guest, invite, open_invitation, token_of
from education.review.models import Review, SignOff
from education.review.remarks import comment, note_opening, resolve
from education.review.services import decline, request_changes, submit
from education.review.tasks import claim_task
from tests.builders import edit, make_credential, make_topic, make_user, publish_page, sign
from tests.publishing.tampering import unguarded
from tests.publishing.world import FAST
from tests.staff.worlds import client_of


def _pango() -> bool:
    try:
        import weasyprint  # noqa: F401
    except OSError:
        return False
    return True


needs_pango = pytest.mark.skipif(
    not _pango() and not os.environ.get("CI"),
    reason="Pango is not installed (apt-get install libpango-1.0-0 libpangoft2-1.0-0).",
)


@pytest.fixture(scope="module")
def _clinic(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A clinic with one page that has lived, built once; each test undoes what it did."""
    with django_db_blocker.unblock(), FAST, transaction.atomic():
        _live_a_life()
        yield
        transaction.set_rollback(True)


def _live_a_life() -> None:
    """Declined, sent back, signed, changed, its first signature taken back, scheduled, talked
    about by colleagues and an outside expert, and taken down for safety."""
    make_user("ada", Role.ADMINISTRATOR)
    alice = make_user("alice", Role.AUTHOR, name="Alice Writer")
    bell = make_user("dr_bell", Role.CLINICIAN, name="Dr Bea Bell")
    make_credential(bell, specialty="nephrology", profession="Consultant nephrologist")
    cole = make_user("dr_cole", Role.CLINICIAN, name="Dr Carl Cole")
    make_credential(cole, specialty="general-practice", profession="General practitioner")
    pat, cora = make_user("pat", Role.PUBLISHER), make_user("cora", Role.COORDINATOR)
    make_user("otto", Role.AUDITOR)
    make_user("root", is_superuser=True)
    topic = make_topic(alice, slug="kidneys")
    decline(submit(topic, by=alice), by=cole, reason="Nobody asks for this page.")
    edit(topic, by=alice, aim="For people who ask about it.")
    _send_back(submit(topic, by=alice), bell=bell, cole=cole, cora=cora)
    edit(topic, by=alice, answer="Diabetes can harm your kidneys over 10 years.")
    review = submit(topic, by=alice)
    with pytest.raises(NotAllowed):
        prove(bell, password="wrong", purpose=review.fingerprint)
    first_signature = sign(review, bell)
    publish(Review.objects.get(pk=review.pk), by=pat, at=timezone.now() + timedelta(days=2))
    publish(Review.objects.get(pk=review.pk), by=pat)
    edit(topic, by=alice, answer="Diabetes can harm your kidneys over 20 years.")
    second = publish_page(topic, author=alice, signers=[cole], publisher=pat)
    revoke(first_signature, by=bell, reason="I read an older draft.")
    heard = timezone.now() - timedelta(hours=1)
    withdraw(second.live_page, by=bell, kind="safety", reference="Alert 7", alerted_at=heard)


def _send_back(review: Review, *, bell: User, cole: User, cora: User) -> None:
    claim_task(review, by=bell)
    resolve(comment(review, by=cole, anchor="answer", text="How slowly?"), by=cole)
    note_opening(review, Source.objects.get(), by=bell)
    expert = invite(
        review, name="Prof Ex Pert", email="x@example.org", role="Dietitian", days=7, by=cora
    )
    comment_as_guest(open_invitation(token_of(expert)).invitation, text="Salt?", anchor="answer")
    request_changes(review, by=bell, comments={"answer": "Say that it takes years."})


def _person(name: str) -> Any:
    @pytest.fixture(name=name)
    def found(_clinic: None, db: None) -> User:
        return User.objects.get(username=name)

    return found


alice, dr_bell, dr_cole, pat, cora, otto, ada, root = map(
    _person, ("alice", "dr_bell", "dr_cole", "pat", "cora", "otto", "ada", "root")
)


@pytest.fixture
def topic(_clinic: None, db: None) -> Topic:
    return Topic.objects.get(slug="kidneys")


@pytest.fixture
def pack(topic: Topic) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(spelt(make(topic)))
    return made


def wrong(pack: dict[str, Any]) -> list[str]:
    """What differs, as sentences."""
    return [str(difference) for difference in differences(pack)]


def run(*args: object) -> tuple[int, str]:
    """Run the command; return its exit code and what it printed."""
    out, err = StringIO(), StringIO()
    try:
        call_command("evidence_pack", *map(str, args), stdout=out, stderr=err)
    except SystemExit as exit_:
        return int(exit_.code or 0), out.getvalue() + err.getvalue()
    return 0, out.getvalue() + err.getvalue()


def review_of(pack: dict[str, Any], state: str) -> dict[str, Any]:
    (found,) = [r for r in pack["told"]["reviews"] if r["about"] == "page" and r["state"] == state]
    return found  # type: ignore[no-any-return]


# --- what it holds --------------------------------------------------------------------------------


def test_it_holds_each_edition_with_its_text_claims_sources_and_what_it_changed(
    pack: dict[str, Any],
) -> None:
    first, second = pack["told"]["editions"]
    assert first["text"]["answer"] == "Diabetes can harm your kidneys over 10 years."
    assert second["text"]["claims"][0]["citations"][0]["source"]["title"].startswith("Guideline")
    assert {"part": "answer", "before": first["text"]["answer"],
            "after": second["text"]["answer"]} in second["changes"]["parts"]  # fmt: skip
    critical = [(c["before"], c["after"]) for c in second["changes"]["critical"]]
    assert critical == [("10 years", "20 years")]
    assert (first["changes"], first["withdrawal"]) == (None, None)


def test_it_holds_signatures_with_what_they_mean_and_their_interests(pack: dict[str, Any]) -> None:
    (second,) = [
        s
        for r in pack["told"]["reviews"]
        if r["about"] == "page"
        for s in r["sign_offs"]
        if s["printed_name"] == "Dr Carl Cole"
    ]
    assert second["statement"].startswith("I have read this page")
    assert second["declaration"]["statement"] == second["interests"] == "None"
    assert list(second["verdicts"].values()) == ["supported"] or second["verdicts"]
    assert len(second["ticks"]) == 1


def test_it_holds_the_signature_that_was_taken_back_and_why(pack: dict[str, Any]) -> None:
    (taken_back,) = [s for r in pack["told"]["reviews"] for s in r["sign_offs"] if s["revoked"]]
    assert taken_back["revoked"][0]["reason"] == "I read an older draft."
    assert not taken_back["counts"]


def test_it_holds_reviews_that_led_to_nothing_with_all_that_was_said(pack: dict[str, Any]) -> None:
    back = review_of(pack, "changes_requested")
    assert [(c["by"], c["text"]) for c in back["comments"]] == [
        ("Dr Carl Cole", "How slowly?"),
        ("Prof Ex Pert, Dietitian", "Salt?"),
        ("Dr Bea Bell", "Say that it takes years."),
    ]
    assert back["comments"][0]["settled"][0]["by"] == "Dr Carl Cole"
    assert back["assignments"][0]["person"] == "Dr Bea Bell"
    assert back["sources_opened"][0]["person"] == "Dr Bea Bell"
    assert review_of(pack, "declined")["comments"][0]["text"] == "Nobody asks for this page."


def test_it_holds_schedules_and_the_withdrawal(pack: dict[str, Any]) -> None:
    schedules = [s for r in pack["told"]["reviews"] for s in r["schedules"]]
    assert [s["outcome"] for s in schedules] == ["published"]
    gone = pack["told"]["editions"][1]["withdrawal"]
    assert (gone["kind"], gone["by"], gone["reference"]) == ("safety", "Dr Bea Bell", "Alert 7")


def test_it_holds_every_edit_with_old_and_new_words(pack: dict[str, Any]) -> None:
    changes = [
        c
        for e in pack["told"]["edits"]
        if e["of"].startswith("topic:") and e["how"] == "changed"
        for c in e["changes"]
    ]
    assert {
        "field": "answer",
        "before": "Diabetes can harm your kidneys over 10 years.",
        "after": "Diabetes can harm your kidneys over 20 years.",
    } in changes


def test_it_holds_a_section_that_was_deleted(topic: Topic, alice: User) -> None:
    with acting(alice):
        extra = Section(topic=topic, order=9, heading="Soon gone", body="A word.")
        extra.save()
        pk = extra.pk
        extra.delete()
    made = make(topic)
    how = [e["how"] for e in made["told"]["edits"] if e["of"] == f"section:{pk}"]
    assert how == ["created", "deleted"]
    assert made["faults"] == []


def test_it_holds_every_event_about_its_records_with_its_hash(pack: dict[str, Any]) -> None:
    actions = {event["action"] for event in pack["events"]}
    assert {
        *("review.submitted", "review.signed", "page.published", "page.withdrawn"),
        *("signature.revoked", "signing.refused", "role.granted", "credential.created"),
        *("topic.changed", "claim.created", "expert.invited", "review.declined"),
    } <= actions
    for event in pack["events"]:
        assert chain.hash_of(event) == event["hash"]


def test_it_says_what_readers_got_and_by_which_program(pack: dict[str, Any]) -> None:
    assert [part["edition"] for part in pack["past"]] == [None, 1, 2, None]
    assert pack["past"][-1]["why"] == "safety"
    assert pack["made"]["by"] == f"Countersign {__version__}"
    assert pack["made"]["guards_missing"] == []
    assert pack["policy"]["built_in"]["high"]["required_sign_offs"] == 2


def test_the_version_is_that_of_the_project() -> None:
    project = Path(__file__).resolve().parents[2] / "pyproject.toml"
    assert f'\nversion = "{__version__}"\n' in project.read_text("utf-8")


def test_no_password_nor_mail_address_nor_secret_leaves(topic: Topic, pack: dict[str, Any]) -> None:
    whole = json.dumps(pack)
    for row in User.objects.all():
        assert row.password not in whole
    assert "x@example.org" not in whole
    for name, record in pack["records"].items():
        assert not {"password", "email", "secret_hash"} & record["values"].keys(), name


def test_other_pages_stay_out(topic: Topic, alice: User, pack: dict[str, Any]) -> None:
    other = make_topic(alice, slug="other", title="Another page")
    made = make(topic)
    assert f"topic:{other.pk}" not in made["records"]
    assert made["records"].keys() == pack["records"].keys()


def test_every_fingerprint_is_that_of_the_database_and_of_the_trail(pack: dict[str, Any]) -> None:
    for one in pack["told"]["editions"]:
        edition = Edition.objects.get(number=one["number"])
        published = AuditEvent.objects.get(action="page.published", subject=one["record"])
        assert sha256(canonical_json(one["text"])) == edition.fingerprint
        assert published.data["fingerprint"] == edition.fingerprint


# --- it round-trips -------------------------------------------------------------------------------


def test_a_pack_as_made_differs_in_nothing(pack: dict[str, Any]) -> None:
    assert wrong(pack) == []


def test_a_pack_still_holds_after_lawful_work_went_on(
    topic: Topic, pack: dict[str, Any], alice: User, dr_cole: User, pat: User
) -> None:
    edit(topic, by=alice, answer="Diabetes can harm your kidneys over 30 years.")
    edit(Claim.objects.get(), by=alice, statement="High sugar can harm your kidneys.")
    publish_page(topic, author=alice, signers=[dr_cole], publisher=pat)
    edit(alice, by=alice, last_name="Newname")
    assert wrong(pack) == []


def test_a_page_that_is_only_a_draft_has_a_pack(alice: User) -> None:
    made = json.loads(spelt(make(make_topic(alice))))
    assert (made["told"]["editions"], made["faults"]) == ([], [])
    assert wrong(made) == []


@needs_pango
def test_the_command_writes_three_files_and_verifies_them(topic: Topic, tmp_path: Path) -> None:
    code, said = run("kidneys", tmp_path / "out")
    assert code == 0
    assert "2 editions" in said
    assert "Looking through the trail" in said
    names = {p.name for p in (tmp_path / "out").iterdir()}
    assert names == {"kidneys.json", "kidneys.pdf", "manifest.json"}
    assert (tmp_path / "out" / "kidneys.pdf").read_bytes().startswith(b"%PDF-")
    code, said = run("--verify", tmp_path / "out")
    assert (code, "The pack is what the database and the trail hold." in said) == (0, True)


def test_a_page_in_another_language_is_found(
    alice: User, tmp_path: Path, without_pango: None
) -> None:
    make_topic(alice, slug="rinones", language="es", title="Sus riñones")
    assert run("rinones", tmp_path)[0] == 2
    assert run("rinones", tmp_path, "--language", "es")[0] == 0
    assert "Sus riñones" in (tmp_path / "rinones.json").read_text("utf-8")


@pytest.mark.parametrize(
    "args", [("nothing", "out"), ("--verify", "nowhere")], ids=["page", "directory"]
)
def test_what_is_not_there_is_one_sentence(db: None, args: tuple[str, ...]) -> None:
    code, said = run(*args)
    assert code == 2
    assert len(said.strip().splitlines()) <= 2
    assert "nothing" in said or "nowhere" in said


# --- attacks on the pack --------------------------------------------------------------------------

Forge = Callable[[dict[str, Any]], Any]


def _signature(pack: dict[str, Any]) -> str:
    return next(name for name in pack["records"] if name.startswith("signoff:"))


def _told_again(pack: dict[str, Any]) -> None:
    pack["told"] = json.loads(spelt(told(pack["records"])))


def _text(pack: dict[str, Any]) -> None:
    pack["told"]["editions"][0]["text"]["answer"] = "Exosomes heal kidneys."


def _text_with_its_fingerprint(pack: dict[str, Any]) -> None:
    edition = pack["told"]["editions"][0]
    edition["text"]["answer"] = "Exosomes heal kidneys."
    edition["fingerprint"] = sha256(canonical_json(edition["text"]))


def _record_with_all_that_follows(pack: dict[str, Any]) -> None:
    name = pack["told"]["editions"][0]["record"]
    record = pack["records"][name]
    text = json.loads(record["values"]["manuscript"])
    text["answer"] = "Exosomes heal kidneys."
    record["values"]["manuscript"] = canonical_json(text)
    record["values"]["fingerprint"] = sha256(canonical_json(text))
    record["digest"] = chain.digest_of(record["values"])
    _told_again(pack)


def _name_of_a_signer(pack: dict[str, Any]) -> None:
    pack["records"][_signature(pack)]["values"]["printed_name"] = "Dr Nobody"
    _told_again(pack)


def _name_where_it_is_told_only(pack: dict[str, Any]) -> None:
    review = next(r for r in pack["told"]["reviews"] if r["sign_offs"])
    review["sign_offs"][0]["printed_name"] = "Dr Nobody"


def _event(pack: dict[str, Any]) -> None:
    pack["events"][-1]["action"] = "nothing.happened"
    pack["events"][-1]["hash"] = chain.hash_of(pack["events"][-1])


def _event_left_out(pack: dict[str, Any]) -> None:
    withdrawn = [e for e in pack["events"] if e["action"] == "page.withdrawn"]
    pack["events"].remove(withdrawn[0])


def _event_made_up(pack: dict[str, Any]) -> None:
    made_up = {**pack["events"][-1], "seq": 99_999}
    pack["events"].append({**made_up, "hash": chain.hash_of(made_up)})


def _revocation_left_out(pack: dict[str, Any]) -> None:
    name = next(n for n in pack["records"] if n.startswith("revocation:"))
    del pack["records"][name]
    _told_again(pack)


def _record_made_up(pack: dict[str, Any]) -> None:
    pack["records"]["signoff:9999"] = pack["records"][_signature(pack)]
    _told_again(pack)


def _past(pack: dict[str, Any]) -> None:
    pack["past"] = pack["past"][:-1]


def _newest_event(pack: dict[str, Any]) -> None:
    pack["newest_event"]["hash"] = "0" * 64


@pytest.mark.parametrize(
    ("forge", "named"),
    [
        (_text, "edition:"),
        (_text_with_its_fingerprint, "edition:"),
        (_record_with_all_that_follows, "edition:"),
        (_name_of_a_signer, "signoff:"),
        (_name_where_it_is_told_only, "told "),
        (_event, "auditevent:"),
        (_event_left_out, "is missing from the pack"),
        (_event_made_up, "auditevent:99999 is not in the trail"),
        (_revocation_left_out, "revocation:"),
        (_record_made_up, "signoff:9999"),
        (_past, "past "),
        (_newest_event, "is not the newest event of the pack"),
    ],
)
def test_a_forged_pack_is_found_and_named(pack: dict[str, Any], forge: Forge, named: str) -> None:
    forge(pack)
    assert any(named in line for line in wrong(pack))


@pytest.mark.parametrize("part", ["records", "told", "events", "newest_event", "page"])
def test_a_pack_of_another_shape_is_named_and_not_a_traceback(
    topic: Topic, pack: dict[str, Any], tmp_path: Path, part: str
) -> None:
    pack[part] = 7
    _write(tmp_path, spelt(pack), pack)
    code, said = run("--verify", tmp_path)
    assert (code, "does not have the shape of a pack" in said) == (1, True)


def _write(folder: Path, data: bytes, pack: dict[str, Any]) -> None:
    files = {"kidneys.json": data}
    (folder / "kidneys.json").write_bytes(data)
    named = {**pack, "made": {"at": "", "by": ""}, "newest_event": {}}
    (folder / "manifest.json").write_bytes(manifest(named, files))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"nonsense", "is no pack of evidence"),
        (b"[]", "is no pack of evidence"),
        (b"[" * 100_000, "is no pack of evidence"),
    ],
)
def test_a_file_that_is_no_pack_is_named(db: None, tmp_path: Path, data: bytes, why: str) -> None:
    _write(tmp_path, data, {})
    code, said = run("--verify", tmp_path)
    assert (code, why in said) == (1, True)


def test_a_file_changed_by_a_byte_is_named(
    topic: Topic, tmp_path: Path, without_pango: None
) -> None:
    run("kidneys", tmp_path)
    path = tmp_path / "kidneys.json"
    path.write_bytes(path.read_bytes().replace(b"20 years", b"21 years"))
    code, said = run("--verify", tmp_path)
    assert code == 1
    assert "kidneys.json is not the file of the manifest." in said
    assert "does not have the fingerprint of its text" in said


def test_a_manifest_cannot_lead_out_of_its_directory(
    topic: Topic, tmp_path: Path, without_pango: None
) -> None:
    run("kidneys", tmp_path)
    path = tmp_path / "manifest.json"
    manifest_ = json.loads(path.read_bytes())
    manifest_["files"]["../secret"] = "0" * 64
    path.write_text(json.dumps(manifest_))
    assert "../secret is no name of a file in a pack." in run("--verify", tmp_path)[1]


# --- attacks on the database ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "change", "record"),
    [
        ("signoff", {"printed_name": "Dr Nobody"}, "signoff:"),
        ("edition", {"title": "Something else"}, "edition:"),
        ("review", {"findings": [{"x": 1}]}, "review:"),
        ("withdrawal", {"reference": "No alert"}, "withdrawal:"),
        ("comment", {"text": "All fine."}, "comment:"),
        ("revocation", {"reason": "By mistake."}, "revocation:"),
        ("topic", {"title": "Past the trail"}, "topic:"),
        ("historicaltopic", {"title": "Past the trail"}, "historicaltopic:"),
        ("auditevent", {"action": "nothing.happened"}, "auditevent:"),
    ],
)
def test_a_row_tampered_with_is_named_when_the_pack_is_made_and_by_an_older_pack(
    topic: Topic,
    pack: dict[str, Any],
    table: str,
    change: dict[str, Any],
    record: str,
) -> None:
    model = apps.get_model("education", table)
    names = [n for n in pack["records"] if n.startswith(record)]
    pk = names[-1].partition(":")[2] if names else pack["events"][-1]["seq"]
    with unguarded():
        assert model._base_manager.filter(pk=pk).update(**change) == 1
    faults = [f"{f['record']} {f['problem']}" for f in make(topic)["faults"]]
    assert any(line.startswith(f"{record}{pk} was changed after it was") for line in faults)
    assert any(line.startswith(f"{record}{pk} ") for line in wrong(pack))


@pytest.mark.parametrize(
    "change", [{"findings": 7}, {"findings": [7]}, {"contributors": 7}, {"manuscript": "{}"}]
)
def test_a_review_damaged_beyond_words_leaves_a_pack_that_names_it(
    topic: Topic, tmp_path: Path, change: dict[str, Any], without_pango: None
) -> None:
    pk = Review.objects.filter(topic=topic).values_list("pk", flat=True).last()
    with unguarded():
        Review.objects.filter(pk=pk).update(**change)
    code, said = run("kidneys", tmp_path)
    assert (code, f"review:{pk} was changed after it was recorded." in said) == (1, True)
    assert run("--verify", tmp_path)[0] == 1


@pytest.mark.parametrize("column", ["manuscript", "fingerprint"])
def test_a_damaged_text_leaves_a_pack_that_says_so(
    topic: Topic, tmp_path: Path, column: str, without_pango: None
) -> None:
    first = Edition.objects.get(number=1)
    with unguarded():
        Edition.objects.filter(pk=first.pk).update(**{column: "no json"})
    code, said = run("kidneys", tmp_path)
    assert (code, f"edition:{first.pk} was changed" in said) == (1, True)
    code, said = run("--verify", tmp_path)
    assert (code, f"edition:{first.pk}" in said) == (1, True)


def _gone(record: str) -> dict[str, str]:
    return {"record": record, "problem": "is gone, but the trail says it exists."}


def test_a_deleted_signature_is_missed(topic: Topic) -> None:
    gone = SignOff.objects.filter(review__topic=topic).last()
    assert gone
    with unguarded(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM education_signoff WHERE id = %s", [gone.pk])
    assert _gone(f"signoff:{gone.pk}") in make(topic)["faults"]


def test_a_deleted_edition_is_missed(topic: Topic) -> None:
    gone = Edition.objects.get(number=1)
    with unguarded(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM education_editionclaim WHERE edition_id = %s", [gone.pk])
        cursor.execute("DELETE FROM education_edition WHERE id = %s", [gone.pk])
    assert _gone(f"edition:{gone.pk}") in make(topic)["faults"]


def test_a_forged_signature_is_judged_by_the_rules_too(topic: Topic, alice: User) -> None:
    signature = SignOff.objects.filter(review__topic=topic).last()
    assert signature
    with unguarded():
        SignOff.objects.filter(pk=signature.pk).update(signer=alice)
    faults = [f"{f['record']} {f['problem']}" for f in make(topic)["faults"]]
    assert any("was given by somebody who wrote or submitted the text" in line for line in faults)


# --- for people -----------------------------------------------------------------------------------


def test_the_document_answers_what_auditors_ask(pack: dict[str, Any]) -> None:
    html = html_of(pack, "ab" * 32)
    for words in (
        "Which signed text did patients see on a given day",
        "nothing: taken down (safety)",
        "signing.refused",
        "Refusals of the program leave no record.",
        "Training is not recorded in this program.",
        "Alert 7",
        "I read an older draft.",
        "Nobody asks for this page.",
        "<del>10</del><ins>20</ins>",
        "Prof Ex Pert, Dietitian",
        "not a claim of compliance",
        "ab" * 32,
    ):
        assert words in html, words


def test_the_document_of_a_damaged_pack_says_so_first(topic: Topic) -> None:
    with unguarded():
        Edition.objects.filter(number=1).update(manuscript="no json")
    html = html_of(make(topic), "")
    assert "did not hold when this pack was made" in html
    assert "This text is damaged and cannot be shown" in html


def test_words_of_a_page_are_never_markup_in_the_document(alice: User) -> None:
    topic = make_topic(alice, title="<script>alert(1)</script>", aim="<img src=x>")
    html = html_of(json.loads(spelt(make(topic))), "")
    assert "<script>" not in html
    assert "<img" not in html


@needs_pango
def test_a_pack_damaged_beyond_words_can_still_be_printed(topic: Topic) -> None:
    with unguarded():
        Review.objects.filter(topic=topic).update(findings=[7])
    assert pdf_of(make(topic), "").startswith(b"%PDF-")


@needs_pango
def test_nothing_is_fetched_for_the_document(
    alice: User, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("p { color: red }")
    opened: list[str] = []
    real = builtins.open

    def spy(file: Any, *args: Any, **kwargs: Any) -> Any:
        opened.append(str(file))
        return real(file, *args, **kwargs)

    planted = f'<link rel="stylesheet" href="{secret.as_uri()}"><img src="{secret.as_uri()}">'
    monkeypatch.setattr(paper, "html_of", lambda *_: f"<title>x</title>{planted}")
    monkeypatch.setattr(builtins, "open", spy)
    assert pdf_of({}, "").startswith(b"%PDF-")
    assert str(secret) not in opened


@pytest.fixture
def without_pango(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which WeasyPrint finds no Pango: its import raises OSError."""
    real = builtins.__import__

    def missing(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.partition(".")[0] == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", missing)


def test_without_pango_the_json_is_written_and_one_sentence_says_what_to_install(
    topic: Topic, tmp_path: Path, without_pango: None
) -> None:
    (tmp_path / "kidneys.pdf").write_bytes(b"%PDF- of an older pack")
    code, said = run("kidneys", tmp_path)
    assert code == 0
    assert "apt-get install libpango-1.0-0" in said
    assert {p.name for p in tmp_path.iterdir()} == {"kidneys.json", "manifest.json"}
    assert run("--verify", tmp_path)[0] == 0


# --- at the desk ----------------------------------------------------------------------------------


@pytest.fixture
def desk(otto: User) -> Client:
    """An auditor's browser."""
    return client_of(otto)


def test_an_auditor_sees_what_the_pack_holds(desk: Client, topic: Topic) -> None:
    html = desk.get(f"/desk/topics/{topic.pk}/evidence/").content.decode()
    assert "<dt>Editions</dt><dd>2</dd>" in html
    assert f'href="/desk/topics/{topic.pk}/evidence/json/"' in html


def test_the_json_of_the_desk_is_a_pack_that_holds(desk: Client, topic: Topic) -> None:
    response = desk.get(f"/desk/topics/{topic.pk}/evidence/json/")
    assert response["Content-Disposition"] == 'attachment; filename="kidneys.json"'
    assert response["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert wrong(json.loads(response.content)) == []


@needs_pango
def test_the_pdf_of_the_desk_is_a_pdf(desk: Client, topic: Topic) -> None:
    response = desk.get(f"/desk/topics/{topic.pk}/evidence/pdf/")
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


def test_without_pango_the_desk_says_what_to_install(
    desk: Client, topic: Topic, without_pango: None
) -> None:
    page = desk.get(f"/desk/topics/{topic.pk}/evidence/")
    assert "apt-get install libpango-1.0-0" in page.content.decode()
    assert desk.get(f"/desk/topics/{topic.pk}/evidence/pdf/").status_code == 503


@pytest.mark.parametrize("path", ["", "json/", "pdf/"])
@pytest.mark.parametrize("who", ["alice", "dr_bell", "pat", "ada", "root"])
def test_nobody_else_gets_a_pack(
    topic: Topic, who: str, path: str, request: pytest.FixtureRequest
) -> None:
    client = client_of(request.getfixturevalue(who))
    response = client.get(f"/desk/topics/{topic.pk}/evidence/{path}")
    assert response.status_code == 403
    assert "for auditors and coordinators" in response.content.decode()


@pytest.mark.parametrize("path", ["", "json/"])
def test_a_coordinator_gets_a_pack(topic: Topic, cora: User, path: str) -> None:
    client = client_of(cora)
    assert client.get(f"/desk/topics/{topic.pk}/evidence/{path}").status_code == 200


def test_strangers_sign_in_first_and_nothing_is_posted(desk: Client, topic: Topic) -> None:
    assert Client().get(f"/desk/topics/{topic.pk}/evidence/").status_code == 302
    assert desk.post(f"/desk/topics/{topic.pk}/evidence/").status_code == 405
    assert desk.get("/desk/topics/999/evidence/").status_code == 404
