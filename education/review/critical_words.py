"""Which words of a text can hurt when they change: numbers with their units, "not", which way, who.

Values in, values out; no ORM. The lists are words in English, Spanish and Arabic (decision 0010).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words whose coming or going turns a sentence round.
NEGATIONS = _words(
    "no not never none nor neither nobody nothing without cannot avoid stop unless except only "
    "hardly rarely seldom refuse myth false untrue wrong "
    "nunca jamás ni ningún ninguna ninguno nadie nada sin evite evita evitar deje deja dejar salvo "
    "excepto solo sólo solamente tampoco apenas falso mito "
    "لا ليس ليست لم لن بدون دون غير عدم أبدا تجنب تجنبي توقف توقفي ممنوع يمنع إلا فقط خرافة خطأ"
)
#: Words that say which way: more for less, before for after, left for right.
DIRECTIONS = _words(
    "more less fewer most least above below over under before after until since within beyond "
    "increase increases increased decrease decreases decreased raise raises raised lower lowers "
    "lowered higher high low rise rises fall falls up down left right start always every each "
    "daily weekly monthly hourly nightly morning noon evening night half double maximum minimum "
    "max min < > ≤ ≥ ± ≈ + − = ≠ × ÷ ↑ ↓ "
    "más menos mayor menor antes después hasta desde aumenta aumentar baja bajar bajo alto alta "
    "sube subir izquierdo izquierda derecho derecha siempre cada mitad doble máximo mínimo mañana "
    "tarde noche empiece empezar "
    "أكثر أقل فوق تحت قبل بعد حتى منذ يزيد تزيد زيادة يخفض تخفض انخفاض مرتفع منخفض يسار يمين أيسر "
    "أيمن دائما كل نصف ضعف صباحا مساء ليلا"
)
#: Whom a sentence is about: an age or a state in which the same dose is another one.
PEOPLE = _words(
    "adult adults child children baby babies infant infants newborn newborns toddler toddlers "
    "teenager teenagers elderly pregnant pregnancy breastfeeding "
    "adulto adulta adultos adultas niño niña niños niñas bebé bebés lactante lactantes adolescente "
    "adolescentes anciano anciana ancianos embarazada embarazadas embarazo lactancia "
    "بالغ بالغين بالغون طفل طفلة أطفال رضيع رضع مراهق مسن مسنين حامل حوامل حمل مرضع رضاعة"
)
#: What a critical change is called on screens, by its kind.
KIND_NAMES: dict[str, str] = {
    "number": "Number",
    "dose": "Dose",
    "age": "Age",
    "phone": "Phone number",
    "unit": "Unit",
    "negation": "Negation",
    "direction": "Which way",
    "person": "For whom",
    "certainty": "How sure",
    "source": "Source",
    "moved": "Moved",
}
_DOSES = _words(
    "mg g kg mcg µg μg ng ml l dl cl iu unit units tablet tablets pill pills capsule capsules drop "
    "drops puff puffs dose doses spoon spoons teaspoon teaspoons tablespoon tablespoons patch "
    "patches injection injections milligram milligrams microgram micrograms gram grams kilogram "
    "kilograms millilitre millilitres milliliter milliliters litre litres liter liters "
    "miligramo miligramos microgramo microgramos gramo gramos kilogramo kilogramos mililitro "
    "mililitros litro litros "
    "ui unidad unidades pastilla pastillas tableta tabletas comprimido comprimidos cápsula "
    "cápsulas gota gotas dosis cucharada cucharadas cucharadita cucharaditas parche parches "
    "ملغ ملغم مغ غ غم كغ مل ميكروغرام ملليغرام مليغرام غرام لتر وحدة وحدات حبة حبات حبتين قرص "
    "أقراص قرصين كبسولة كبسولات قطرة قطرات جرعة جرعات بخة بخات ملعقة"
)
_SPANS = _words(
    "second seconds minute minutes hour hours hr hrs day days week weeks month months year years "
    "segundo segundos minuto minutos hora horas día días semana semanas mes meses año años "
    "ثانية ثوان دقيقة دقائق ساعة ساعات ساعتين يوم أيام يومين أسبوع أسابيع أسبوعين شهر أشهر شهرين "
    "سنة سنوات سنتين عام أعوام عاما يوما شهرا"
)
UNITS = (
    _DOSES
    | _SPANS
    | _words(
        "u mu mmol mol µmol μmol nmol mmhg bpm kcal cal kj cm mm m km mv °c °f c f % ‰ ° percent "
        "times time aged age old £ $ € "
        "vez veces edad مرة مرات مرتين عمر سن ٪"
    )
)
_SPELT = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred hundreds thousand thousands million millions billion dozen couple once twice thrice "
    "first third quarter quarters ii iii iv vi vii viii ix "
    "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
    "diecisiete dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta ochenta "
    "noventa cien ciento doscientos trescientos quinientos mil millón millones primero primera "
    "tercio cuarto media medio "
    "صفر واحد واحدة اثنان اثنين اثنتان اثنتين ثلاث ثلاثة أربع أربعة خمس خمسة ست ستة سبع سبعة ثمان "
    "ثماني ثمانية تسع تسعة عشر عشرة عشرون عشرين ثلاثون ثلاثين أربعون أربعين خمسون خمسين ستون ستين "
    "سبعون سبعين ثمانون ثمانين تسعون تسعين مئة مائة مئات ألف آلاف مليون ثلث ربع"
)
_AGES = _words("old aged age edad عمر سن عمره عمرها")

#: What nobody sees: soft hyphens, joiners and spaces of no width.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
#: What nobody sees either, but turns the order of digits round on the screen.
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_ARABIC_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")
_DIGIT = r"[\d¼-¾⅐-⅞¹²³⁰-⁹₀-₉]"
_LETTER = "(?:[^\\W\\d_¼-¾⅐-⅞¹²³⁰-⁹₀-₉]|[\u0300-\u036f\u064b-\u065f\u0670\u0640])"
_SPACE = "[ \u00a0\u2009\u202f]"
_TOKEN = re.compile(
    r"(?P<mark>\[\[C-\d{1,9}\]\])"
    rf"|(?P<number>(?:(?<![\w.)])[-−+])?(?:(?<![\w.,])\.(?=\d))?(?:(?<![\d,])\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)"
    rf"|{_DIGIT}(?:[.,:/–-]?[٫٬]?{_DIGIT})*))"
    rf"|(?P<word>{_LETTER}+(?:['’]{_LETTER}+)?)"
    rf"|(?P<bidi>[{_BIDI}])"
    r"|(?P<other>[^\w\s]|_)"
)
_PHONE = re.compile(r"(?<![\w.,/])\+?\(?\d(?:(?:[-. /\u00a0\u202f]|\) ?| ?\()?\d)++(?![\w%])")
_NO_PHONE = re.compile(
    rf"\d{{4}}-\d\d-\d\d|\d\d?[./-]\d\d?[./-]\d{{2,4}}|\d{{4}}[-/]\d{{4}}"
    rf"|\d{{1,3}}(?:[.,]\d{{3}})+|\d{{1,3}}(?:{_SPACE}\d{{3}})+"
)
_SENTENCE = re.compile(r"[^\n]*?[.!?؟…]++[\"”»')\]*]*+(?=\s|$)|[^\n]+|\n")
#: A full stop that ends no sentence: after a number that begins a line, or a short form.
_RUNS_ON = re.compile(r"(?:^\s*\d+|\b(?:e\.g|i\.e|Dr|Dra|Sr|Sra|vs|approx|p\. ?ej))\.$")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number with its unit, or mark of a text."""

    text: str
    #: What is compared: without case and spaces, where these say nothing.
    same: str
    #: number, dose, age, phone, unit, negation, direction, person, claim; empty: not critical.
    kind: str
    start: int
    end: int


def visible(text: str) -> str:
    """Return a text as readers see it: composed, without what has no width."""
    # The micro sign and the Greek letter look the same.
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).replace("µ", "μ")


def sentences(text: str) -> list[str]:
    """Return a visible text's sentences and lines, in order; spaces between them are dropped."""
    found: list[str] = []
    runs_on = False
    for match in _SENTENCE.finditer(text):
        piece = match[0]
        if runs_on and piece != "\n":
            found[-1] += piece
        elif piece.strip():
            found.append(piece)
        runs_on = piece != "\n" and bool(found) and bool(_RUNS_ON.search(found[-1]))
    return [" ".join(one.split()) for one in found]


def tokens(text: str) -> list[Token]:
    """Return the tokens of a visible text; a number and its unit, and a phone number, are one."""
    found: list[Token] = []
    end = 0
    for phone in _PHONE.finditer(text):
        if _is_phone(phone[0]):
            found += _plain_tokens(text, end, phone.start())
            digits = re.sub(r"[\s().-]", "", phone[0])
            found.append(Token(phone[0], digits, "phone", *phone.span()))
            end = phone.end()
    return found + _plain_tokens(text, end, len(text))


def _is_phone(text: str) -> bool:
    """Seven digits or more that are no date, no span of years and no large number."""
    digits = sum(c.isdigit() for c in text)
    groups = re.findall(r"\d+", text)
    starts = text.startswith(("+", "0", "(0", "٠"))
    return (
        digits >= 7
        and (starts or max(map(len, groups)) >= 3)
        and (starts or len(groups) > 2 or (len(groups) == 2 and "-" in text))
        and not _NO_PHONE.fullmatch(text)
    )


def _plain_tokens(text: str, start: int, end: int) -> list[Token]:
    found = [_token(m) for m in _TOKEN.finditer(text, start, end)]
    merged: list[Token] = []
    n = 0
    while n < len(found):
        token, n = found[n], n + 1
        if token.kind == "number" and token.text[-1:].isnumeric():
            token, n = _with_unit(text, token, found, n)
            token = _as_age(token, merged, found[n : n + 2])
        merged.append(token)
    return merged


def _token(match: re.Match[str]) -> Token:
    text = match[0]
    if match["bidi"]:
        name = f"[{unicodedata.name(text).lower()}]"
        return Token(name, name, "direction", *match.span())
    if match["mark"]:
        return Token(text[2:-2], text, "claim", *match.span())
    return Token(text, _same(text), kind_of(text), *match.span())


def _same(text: str) -> str:
    return plain(text) if not any(c.isnumeric() for c in text) else "".join(text.split())


def plain(word: str) -> str:
    """Return a word as the lists spell it."""
    return _ARABIC_MARKS.sub("", word.casefold().replace("’", "'"))


def _is_unit(token: Token) -> bool:
    return plain(token.text) in UNITS


def _with_unit(text: str, number: Token, found: list[Token], n: int) -> tuple[Token, int]:
    """Join a number with the unit that follows, such as ``5 mg``, ``10-year`` or ``2 mg/kg``."""
    if found[n : n + 1] and found[n].text == "-" and found[n].start == number.end:
        n += 1  # A 10-year-old.
    if n >= len(found) or not _is_unit(found[n]):
        return number, n
    if text[number.end : found[n].start].strip(" -\u00a0\u2009\u202f"):
        return number, n
    last = n
    while (
        last + 2 < len(found)
        and found[last + 1].text == "/"
        and found[last + 1].start == found[last].end
        and found[last + 2].start == found[last + 1].end
        and not found[last + 2].text[:1].isnumeric()
    ):
        last += 2
    end = found[last].end
    unit = text[found[n].start : end]
    kind = "dose" if plain(found[n].text) in _DOSES else "number"
    # M and m differ by a factor of a thousand million; Tablets and tablets do not differ.
    said = unit if len(found[n].text) <= 3 else plain(unit)
    whole = text[number.start : end]
    return Token(whole, f"{number.same} {said}", kind, number.start, end), last + 1


def _as_age(token: Token, before: list[Token], after: list[Token]) -> Token:
    words = [plain(t.text) for t in (*before[-1:], *after)]
    counts_years = token.kind == "number" and any(w in _AGES for w in words)
    return replace(token, kind="age") if counts_years else token


def kind_of(word: str) -> str:
    """Return what sort of critical word this is by itself, or an empty string."""
    word = plain(word)
    if any(c.isnumeric() for c in word):
        return "number"
    # In Arabic "and" and "so" are written on the word they come before.
    forms = {word, word[1:]} if word[:1] in {"و", "ف"} and len(word) > 2 else {word}
    for kind, words in _KINDS:
        if forms & words:
            return kind
    return "negation" if word.endswith("n't") or _says_lack(word) else ""


def _says_lack(word: str) -> bool:
    return word.endswith("less") and len(word) > 6


_KINDS = (
    ("number", _SPELT),
    ("negation", NEGATIONS),
    ("unit", UNITS),
    ("person", PEOPLE),
    ("direction", DIRECTIONS),
)


def are_opposites(one: str, other: str) -> bool:
    """Tell whether one word is the other with a "not" in front, as ``unsafe`` and ``safe``."""
    short, long = sorted((plain(one), plain(other)), key=len)
    return len(short) > 3 and any(long == prefix + short for prefix in _PREFIXES)


_PREFIXES = ("un", "in", "im", "ir", "il", "non", "dis", "des", "anti", "ab")
