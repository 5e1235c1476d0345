"""The changes that can hurt: numbers, units, doses, ages, phone numbers and negations.

A reader of a long diff misses the one digit that matters, so each of these is shown by itself and
ticked by itself before a signature (design of high-alert checks: ISMP independent double check).
Values in, values out; no ORM.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from education.content.manuscript import CLAIM_MARK, ClaimText, Manuscript


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words whose coming or going turns a sentence round, in the languages pages are written in.
_NEGATIONS = _words(
    "no not never none nor neither nobody nothing without cannot can't don't doesn't didn't won't "
    "isn't aren't wasn't weren't shouldn't mustn't couldn't wouldn't avoid stop unless except only "
    "nunca ni ningún ninguna ninguno nadie nada sin evite evitar deje dejar salvo excepto solo "
    "sólo tampoco rarely hardly لا ليس لم لن بدون غير أبدا تجنب توقف إلا"
)
#: Words that say which way: more for less, before for after.
_DIRECTIONS = _words(
    "more less fewer above below over under before after increase increases decrease decreases "
    "raise raises lower lowers higher start always daily weekly twice once half double "
    "más menos antes después aumenta aumentar baja bajar sube subir siempre mitad doble "
    "< > ≤ ≥ ± − "
    "أكثر أقل قبل بعد يزيد يخفض دائما نصف ضعف"
)
_UNITS = _words(
    "mg g kg mcg µg μg ng ml l dl mmol mol mmhg iu milligram milligrams microgram micrograms gram "
    "grams kilogram kilograms millilitre millilitres milliliter milliliters litre litres liter "
    "liters teaspoon teaspoons tablespoon tablespoons unit units tablet tablets pill pills capsule "
    "capsules drop drops puff puffs dose doses cm mm ° % ‰ percent second seconds minute minutes "
    "hour hours day days week weeks month months year years time times aged age old "
    "miligramo miligramos microgramo microgramos gramo gramos mililitro mililitros litro litros "
    "comprimido comprimidos cucharada cucharadas cucharadita cucharaditas unidad unidades "
    "pastilla pastillas gota gotas dosis segundo segundos minuto minutos hora "
    "horas día días semana semanas mes meses año años vez veces edad"
)
_SPELT = _words(
    "zero one two three four five six seven eight nine ten eleven twelve twenty thirty fifty "
    "hundred thousand uno dos tres cuatro cinco seis siete ocho nueve diez once doce veinte "
    "treinta cincuenta cien ciento mil"
)
#: A number with its signs, a word (with its apostrophe), or one mark.
_TOKEN = re.compile(r"\d[\d.,:/–-]*\d|\d|[^\W\d_]+(?:['’][^\W\d_]+)?|[^\w\s]")
#: So many words in one part are more than anybody writes; they are compared less finely.
_MANY = 4000
_PHONE = re.compile(r"\+?\d[\d\s().-]{5,}\d")


@dataclass(frozen=True, slots=True)
class Change:
    """One critical change: where, of what sort, and what stands there instead."""

    place: str
    #: "number", "unit", "negation" or "direction".
    kind: str
    before: str
    after: str
    #: The new sentence it stands in; the old one when it is gone.
    sentence: str
    #: Tells one tick from another, and the same again while the texts stay the same.
    key: str


def critical_changes(old: Manuscript, new: Manuscript) -> tuple[Change, ...]:
    """Return every critical change from one page to the other, in reading order."""
    before, after = dict(_parts(old)), dict(_parts(new))
    seen: Counter[str] = Counter()
    found = []
    for place, was, now in _paired(before, after):
        for kind, gone, come, sentence in _in_text(was, now):
            raw = f"{place}\0{kind}\0{gone}\0{come}\0{sentence}"
            seen[raw] += 1
            key = hashlib.sha256(f"{raw}\0{seen[raw]}".encode()).hexdigest()[:16]
            found.append(Change(place, kind, gone, come, sentence, key))
    return tuple(found)


def _paired(old: dict[str, str], new: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Match parts by name; what is left over in the order in which it stands."""
    lost = [name for name in old if name not in new]
    for name, text in new.items():
        if name in old:
            yield name, old[name], text
            continue
        twin = next((n for n in lost if n.split(":")[0] == name.split(":")[0]), None)
        if twin is not None:
            lost.remove(twin)
        yield name, old[twin] if twin else "", text
    for name in lost:
        yield name, old[name], ""


def _parts(page: Manuscript) -> Iterator[tuple[str, str]]:
    """Yield (anchor, text) of everything a reader gets; claims by themselves, once."""
    yield "title", page.title
    yield "answer", _without_claims(page.answer)
    yield "key_points", "\n".join(_without_claims(point) for point in page.key_points)
    headed: Counter[str] = Counter()
    for section in page.sections:
        headed[section.heading] += 1
        # Two sections may have one heading; neither may hide the other.
        again = f" ({headed[section.heading]})" if headed[section.heading] > 1 else ""
        name = f"section:{section.heading}{again}"
        yield name, f"{section.heading}\n{_without_claims(section.body)}"
    yield "not_known", _without_claims(page.not_known)
    yield "get_help", _without_claims(page.get_help)
    yield "questions", "\n".join(page.questions)
    for claim in page.claims:
        yield claim.code, _said(claim)


def _without_claims(text: str) -> str:
    return CLAIM_MARK.sub(" ", text)


def _said(claim: ClaimText) -> str:
    lines = [claim.statement, claim.population, claim.intervention, claim.comparator]
    if claim.n_people is not None:
        lines.append(f"Studied in {claim.n_people} people.")
    if risk := claim.risk:
        whom = f" {risk.group}" if risk.group else ""
        lines.append(f"{risk.affected} of {risk.denominator}{whom}, {risk.time_span}.")
        lines.append(risk.outcome)
        if risk.comparator_affected is not None:
            lines.append(f"Against {risk.comparator_affected} of {risk.denominator}.")
            lines.append(risk.comparator_group)
    if regulation := claim.regulation:
        lines.append(f"{regulation.jurisdiction}: {regulation.status}")
    return "\n".join(filter(None, lines))


def _in_text(old: str, new: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield (kind, gone, come, sentence) for each critical change between two texts."""
    a, b = _tokens(old), _tokens(new)
    words = ([t[0].casefold() for t in a], [t[0].casefold() for t in b])
    # Beyond its own limit difflib treats what stands everywhere as noise: less fine, never slow.
    matcher = difflib.SequenceMatcher(a=words[0], b=words[1], autojunk=len(b) > _MANY)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        gone, come = _critical(a[i1:i2]), _critical(b[j1:j2])
        for was, now in _pairs(gone, come):
            at = (new, now[1]) if now else (old, was[1] if was else 0)
            kind = kind_of((now or was or ("", 0))[0])
            yield kind, was[0] if was else "", now[0] if now else "", _sentence_at(*at)


def _tokens(text: str) -> list[tuple[str, int]]:
    """Return (token, offset); a phone number is one token."""
    found: list[tuple[str, int]] = []
    end = 0
    for phone in _PHONE.finditer(text):
        found += [(m[0], m.start()) for m in _TOKEN.finditer(text, end, phone.start())]
        found.append((phone[0], phone.start()))
        end = phone.end()
    return found + [(m[0], m.start()) for m in _TOKEN.finditer(text, end)]


def kind_of(token: str) -> str:
    """Return what sort of critical word this is, or an empty string."""
    word = token.casefold().replace("’", "'")
    if any(c.isdigit() for c in word) or word in _SPELT:
        return "number"
    if word in _NEGATIONS or word.endswith("n't"):
        return "negation"
    if word in _UNITS:
        return "unit"
    return "direction" if word in _DIRECTIONS else ""


def _critical(tokens: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    return [t for t in tokens if kind_of(t[0])]


_Pair = tuple[tuple[str, int] | None, tuple[str, int] | None]


def _pairs(gone: list[tuple[str, int]], come: list[tuple[str, int]]) -> Iterator[_Pair]:
    """Pair what went with what came; what stands in both has not changed."""
    words = ([t[0].casefold() for t in gone], [t[0].casefold() for t in come])
    matcher = difflib.SequenceMatcher(a=words[0], b=words[1], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        for n in range(max(i2 - i1, j2 - j1)):
            yield (
                gone[i1 + n] if i1 + n < i2 else None,
                come[j1 + n] if j1 + n < j2 else None,
            )


def _sentence_at(text: str, offset: int) -> str:
    start = max(text.rfind(mark, 0, offset) + 1 for mark in ".!?\n")
    ends = [end for mark in ".!?\n" if (end := text.find(mark, offset)) != -1]
    # A point inside a number ends nothing.
    end = min(ends, default=len(text))
    while end + 1 < len(text) and text[end] == "." and text[end + 1].isdigit():
        later = [e for mark in ".!?\n" if (e := text.find(mark, end + 1)) != -1]
        end = min(later, default=len(text))
    return " ".join(text[start : end + 1].split())


def unticked(changes: Sequence[Change], ticks: Sequence[str]) -> list[str]:
    """Return one sentence per critical change that was not ticked."""
    return [
        f"Tick the change of {c.before or 'nothing'} to {c.after or 'nothing'} in “{c.sentence}”."
        for c in changes
        if c.key not in ticks
    ]
