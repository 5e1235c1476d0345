"""What was signed before a field existed keeps its bytes."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from education.content.manuscript import Manuscript, PictureText, TermText
from tests.checks.build import claim, topic

#: A page as it was frozen, signed and stored before terms and pictures: byte for byte.
SIGNED = (
    '{"aim":"","answer":"One line.","author":"","change_note":"","claims":[],'
    '"clinic_sells_this":false,"codes":[],"format":1,"funding":"","get_help":"","key_points":[],'
    '"kind":"","language":"en","not_known":"","product":"","publisher":"","questions":[],'
    '"risk_class":"routine","sections":[{"body":"Drink [[P-3]] water.","heading":"Help"}],'
    '"slug":"water","specialty":"","subject":"topic","title":"Water","topic_id":7,'
    '"translation_of":null}'
)
FINGERPRINT = "9dbb413ccec9b3e2ce3d0152c24a629815f059ed9457faaa5443eb6390360c59"

TERM = TermText(term_id=1, term="albumin", definition="A protein in your blood.")
PICTURE = PictureText(picture_id=3, sha256="a" * 64, extension="png", width=10, height=10)


def test_a_page_signed_before_the_fields_gives_the_same_bytes() -> None:
    page = Manuscript.from_json(json.loads(SIGNED))
    assert (page.canonical(), page.fingerprint()) == (SIGNED, FINGERPRINT)


def test_a_page_without_terms_and_pictures_does_not_name_them() -> None:
    assert not {"terms", "pictures"} & topic(claim("Water helps.")).as_json().keys()


@pytest.mark.parametrize("more", [{"terms": (TERM,)}, {"pictures": (PICTURE,)}])
def test_what_a_page_gains_changes_its_fingerprint_and_reads_back(more: dict[str, object]) -> None:
    page = topic(claim("Water helps."))
    richer = replace(page, **more)
    assert richer.fingerprint() != page.fingerprint()
    assert Manuscript.from_json(json.loads(richer.canonical())) == richer


@pytest.mark.parametrize("key", ["terms", "pictures"])
def test_an_empty_list_written_out_is_not_the_signed_form(key: str) -> None:
    padded = json.loads(SIGNED) | {key: []}
    assert Manuscript.from_json(padded).canonical() == SIGNED
    assert json.dumps(padded) != SIGNED


def test_an_unknown_key_is_still_refused() -> None:
    with pytest.raises(TypeError):
        Manuscript.from_json(json.loads(SIGNED) | {"glossary": []})
