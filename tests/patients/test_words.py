"""The words around a page exist in each language of the site, and the catalogues are compiled."""

from __future__ import annotations

import ast
import gettext
import re
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation.template import templatize

from education.publishing import words
from education.publishing.notices import STANDARD
from education.publishing.reading import EARLIER_GONE
from tests.samples import PAGE

ROOT = Path(__file__).resolve().parents[2]
SPANISH = ROOT / "education" / "locale" / "es" / "LC_MESSAGES"
TEMPLATES = [
    ROOT / "templates" / "base.html",
    ROOT / "templates" / "404.html",
    ROOT / "templates" / "500.html",
    *sorted((ROOT / "templates" / "patients").glob("*.html")),
]
_CALL = re.compile(r"\b(?:n?gettext|_)\((u?(['\"]).*?(?<!\\)\2)\s*[,)]")


def compiled() -> set[str]:
    """Every message that the compiled catalogue translates."""
    with (SPANISH / "django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    keys = catalogue._catalog  # type: ignore[attr-defined]
    return {key[0] if isinstance(key, tuple) else key for key in keys}


def spoken(template: Path) -> set[str]:
    """Every message that a template asks for."""
    code = templatize(template.read_text(encoding="utf-8"))
    return {ast.literal_eval(f[1]).replace("%%", "%") for f in _CALL.finditer(code)}


def test_every_word_of_every_template_is_in_spanish() -> None:
    wanted = {text for template in TEMPLATES for text in spoken(template)}
    assert len(wanted) > 80
    assert wanted - compiled() == set()


def test_compiled_catalogue_is_that_of_the_readable_one() -> None:
    text = (SPANISH / "django.po").read_text(encoding="utf-8")
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', text, re.MULTILINE)
    with (SPANISH / "django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    contexts = set(re.findall(r'^msgctxt ".+"\nmsgid "(.+)"$', text, re.MULTILINE))
    assert len(pairs) > 100
    for source, target in pairs:
        if source not in contexts:
            unescaped = target.replace("\\\\", "\\").replace('\\"', '"')
            assert catalogue.gettext(source.replace('\\"', '"')) == unescaped


def test_every_word_about_evidence_is_in_spanish() -> None:
    texts = [
        *(text for level in words.LEVELS.values() for text in (level.label, level.meaning)),
        *(text for s in words.SHELVES.values() for text in (s.one, s.many, s.about)),
        *words.SOURCE_NOTICES.values(),
        *words.MEANINGS.values(),
    ]
    for text in texts:
        with translation.override("es"):
            spanish = str(text)
        with translation.override("en"):
            assert spanish != str(text)


@pytest.mark.parametrize("notice", [*STANDARD.values(), EARLIER_GONE])
def test_every_standard_notice_is_in_spanish(notice: str) -> None:
    with translation.override("es"):
        assert _(notice) != notice


def test_evidence_behind_a_claim_is_said_in_spanish() -> None:
    claim = PAGE.claim(3)
    assert claim
    with translation.override("es"):
        said = words.evidence_of(claim)
    assert said == "A partir de: un ensayo aleatorizado en personas, 4\u00a0304 personas"


def test_dates_are_written_as_the_language_writes_them() -> None:
    with translation.override("es"):
        assert words.day(date(2026, 3, 4)) == "4 de marzo de 2026"
    with translation.override("en"):
        assert words.day(date(2026, 3, 4)) == "4 March 2026"
