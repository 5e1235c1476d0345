"""Takes out of readers' words what could tell who they are, before anything is stored.

Mail and web addresses, telephone numbers, dates, every number of three digits or more, things that
look like an identifier, and names as far as they can be told (``names``). What is taken out leaves
a sign. It rather takes out too much than too little. What it cannot catch, such as a name in small
letters in the middle of a sentence, readers are asked on the form not to write.
"""

from __future__ import annotations

import re
import unicodedata

from education.publishing.names import SIGN, without_names

#: The longest words that are kept, and the most that is looked at.
LONGEST, MOST_READ = 500, 1_500

#: The forms that are as wide as a Chinese sign: "＠" is an "@", "７" a "7".
_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
#: What may stand between the digits of one number: also Arabic commas, and any dash.
_BETWEEN = r"[\s().\[\]\-‐-―−/\\,،٫٬:;'’·•*+#_|~=^\"⁄]*"

_ADDRESSES = (
    r"\b(?:https?|ftp)\s?:\s?//\S+",
    r"\bwww\s?\.\s?\S+",
    # Mail, also as people write it for other people's eyes.
    r"(?<!\S)\S+\s?(?:[\[({<]\s?(?:at|arroba|آت|ات)\s?[\])}>]|\barroba\b)\s?\S+"
    r"(?:\s?(?:\.|[\[({<]\s?(?:dot|punto|نقطة)\s?[\])}>]|\b(?:dot|punto)\b)\s?\S+)*",
    r"(?<!\S)\S+\sat\s\S+\s(?:dot|punto)\s\S+",
    r"(?:(?<!\S)\S*|(?<=\S))\s?@\s?\S*",
    # A host, by an ending that is no word, or by what follows it.
    r"(?<![\w.\-])[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|info|biz|app|"
    r"(?:co|org|ac|gov|nhs|gob|com|edu)\.[a-z]{2})\b\S*",
    r"(?<![\w.\-])[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S*",
)

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|march|(?-i:Mar|May)|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|"
    "sep?tiembre|octubre|noviembre|diciembre|يناير|فبراير|مارس|أبريل|ابريل|إبريل|مايو|يونيو|يوليو|"
    "أغسطس|اغسطس|سبتمبر|أكتوبر|اكتوبر|نوفمبر|ديسمبر|كانون|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|"
    "أيلول|تشرين|محرم|ربيع|جمادى|رجب|شعبان|رمضان|شوال"
)
_WRITTEN_DATES = (
    rf"\b\d{{1,2}}(?:st|nd|rd|th|º|ª)?(?:\s(?:of|de|من))?\s?(?:{_MONTHS})\b(?:[\s,.]*(?:de\s)?\d+)?",
    rf"\b(?:{_MONTHS})\.?\s(?:the\s)?\d{{1,2}}(?:st|nd|rd|th)?\b(?:[\s,.]*\d+)?",
)
#: A day and a month. After the numbers, which hold those with a year.
_SHORT_DATES = (r"\b\d{1,2}\s?/\s?\d{1,2}\b",)

_STREETS_EN = "street|road|avenue|lane|drive|close|crescent|terrace|boulevard|st|rd|ave|blvd"
_PLACES = (
    rf"\b\d+\w?,?(?:\s[^\W\d_]+){{1,3}}\s(?:{_STREETS_EN})\b\.?",
    r"(?:\b(?:calle|avenida|avda|plaza|paseo|carretera)\b\.?|\bc/)(?:\s?[^\W\d_]+){1,4},?\s?(?:n[º°.]+\s?)?\d+",
    r"(?:شارع|طريق|حي)\s[^\W\d_]+(?:\s\d+)?",
)

#: Postcodes of Britain, Canada and the Netherlands; those of digits alone are numbers.
_CODES = (
    r"\b[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}\b",
    r"\b[a-z]\d[a-z]\s?\d[a-z]\d\b",
    r"\b\d{4}\s?(?-i:[A-Z]{2})\b",
    # Named as a number of somebody, however short.
    r"\b(?:nhs|mrn|ssn|nino|chi|dni|nie|nif|nss|cip|curp|rfc|passport|pasaporte|patient id|"
    r"hospital number|record number|(?:n[uú]mero de )?historia cl[ií]nica|"
    r"رقم(?:\s(?:الهوية|الملف|الهاتف|الجوال|المريض))?)"
    r"\b(?:\s(?:no|number|num|id|n[uú]mero|is|es))*[\s:.#º]*[^\s,;.]*\d[^\s,;]*",
)
_NUMBERS = (
    # Three digits or more, whatever stands between, with the letters on either side.
    rf"(?<!\w)[+#(]{{0,3}}\w*\d(?:{_BETWEEN}\d){{2,}}\w*",
    r"\b(?=\w*\d\w*\d\w*\d)\w+\b",
)

_PATTERNS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (*_ADDRESSES, *_PLACES, *_CODES, *_WRITTEN_DATES, *_NUMBERS, *_SHORT_DATES)
]
_SIGNS = re.compile(rf"(?:{re.escape(SIGN)}[\s,;]*)+(?={re.escape(SIGN)})")


def stripped(words: str) -> str:
    """Return words without what could tell who wrote them; at most ``LONGEST`` characters.

    What is stripped once comes back the same, so it can be asked whether words still hold
    anything: ``stripped(words) == words``.
    """
    text = _plain(words[:MOST_READ])
    while (again := _once(text)) != text:
        text = again
    return text


def _once(text: str) -> str:
    for pattern in _PATTERNS:
        text = pattern.sub(SIGN, text)
    text = without_names(text)
    return _plain(_SIGNS.sub("", text))[:LONGEST].strip()


def _plain(text: str) -> str:
    """Return text in one form: signs nobody sees are gone, and every blank is one space."""
    text = unicodedata.normalize("NFC", text.translate(_WIDE))
    kept = (
        " " if char.isspace() or unicodedata.category(char) == "Cc" else char
        for char in text
        if unicodedata.category(char) not in ("Cf", "Cs", "Co", "Cn")
    )
    return " ".join("".join(kept).split())
