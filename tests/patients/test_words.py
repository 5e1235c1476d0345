"""The words around a page exist in each language of the site, and the catalogues are compiled."""

from __future__ import annotations

import ast
import gettext
import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation.template import templatize

from education.publishing import words
from education.publishing.notices import STANDARD
from education.publishing.reading import EARLIER_GONE
from tests.samples import PAGE

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "education" / "locale"
OTHERS = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
TEMPLATES = [
    ROOT / "templates" / "base.html",
    ROOT / "templates" / "404.html",
    ROOT / "templates" / "500.html",
    *sorted((ROOT / "templates" / "patients").glob("*.html")),
]
_FILLED = re.compile(r"%\(\w+\)s")
_CALL = re.compile(r"\b(?:n?gettext|_)\((u?(['\"]).*?(?<!\\)\2)\s*[,)]")


def catalogue_of(language: str) -> gettext.GNUTranslations:
    with (LOCALE / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def compiled(language: str) -> set[str]:
    """Every message that the compiled catalogue translates."""
    catalogue = catalogue_of(language)
    keys = catalogue._catalog  # type: ignore[attr-defined]
    return {key[0] if isinstance(key, tuple) else key for key in keys}


def spoken(template: Path) -> set[str]:
    """Every message that a template asks for."""
    code = templatize(template.read_text(encoding="utf-8"))
    return {ast.literal_eval(f[1]).replace("%%", "%") for f in _CALL.finditer(code)}


@pytest.mark.parametrize("language", OTHERS)
def test_every_word_of_every_template_is_in_each_language(language: str) -> None:
    wanted = {text for template in TEMPLATES for text in spoken(template)}
    assert len(wanted) > 80
    assert wanted - compiled(language) == set()


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_loses_what_is_filled_in(language: str) -> None:
    for source, target in pairs_of(language):
        assert set(_FILLED.findall(target)) == set(_FILLED.findall(source)), source


@pytest.mark.parametrize("language", OTHERS)
def test_every_number_has_its_form(language: str) -> None:
    catalogue = catalogue_of(language)
    for n in (0, 1, 2, 3, 11, 100):
        assert catalogue.ngettext("%(n)s page", "%(n)s pages", n) not in ("", "%(n)s pages")


def pairs_of(language: str) -> list[tuple[str, str]]:
    text = (LOCALE / language / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    return re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', text, re.MULTILINE)


@pytest.mark.parametrize("language", OTHERS)
def test_compiled_catalogue_is_that_of_the_readable_one(language: str) -> None:
    pairs, catalogue = pairs_of(language), catalogue_of(language)
    text = (LOCALE / language / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    contexts = set(re.findall(r'^msgctxt ".+"\nmsgid "(.+)"$', text, re.MULTILINE))
    assert len(pairs) > 100
    for source, target in pairs:
        if source not in contexts:
            unescaped = target.replace("\\\\", "\\").replace('\\"', '"')
            assert catalogue.gettext(source.replace('\\"', '"')) == unescaped


@pytest.mark.parametrize("language", OTHERS)
def test_every_word_about_evidence_is_in_each_language(language: str) -> None:
    texts = [
        *(text for level in words.LEVELS.values() for text in (level.label, level.meaning)),
        *(text for s in words.SHELVES.values() for text in (s.one, s.many, s.about)),
        *words.SOURCE_NOTICES.values(),
        *words.MEANINGS.values(),
    ]
    for text in texts:
        with translation.override(language):
            translated = str(text)
        with translation.override("en"):
            assert translated != str(text)


@pytest.mark.parametrize("notice", [*STANDARD.values(), EARLIER_GONE])
@pytest.mark.parametrize("language", OTHERS)
def test_every_standard_notice_is_in_each_language(notice: str, language: str) -> None:
    with translation.override(language):
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
