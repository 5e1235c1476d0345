"""Nothing that could tell who a reader is gets past stripping; plain questions do, unchanged."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from education.publishing.names import SIGN
from education.publishing.stripping import LONGEST, stripped

#: (what was written, what is kept)
TOLD = [
    # Mail and web addresses
    ("Write to john.smith@example.org please", "Write to […] please"),
    ("john (at) example (dot) com", "[…]"),
    ("it is john at example dot com", "it is […]"),
    ("soy ana arroba correo punto es", "soy […]"),
    ("اكتب إلى sara@example.org", "اكتب إلى […]"),
    ("ana@correo", "[…]"),
    ("find me on @ana_lopez", "find me […]"),
    ("ｊｏｈｎ＠example.org", "[…]"),
    ("see https://example.org/x?a=1 and www.example.org", "see […] and […]"),
    ("facebook.com/john or example.org.uk", "[…] or […]"),
    # Telephone
    ("ring 07700 900123", "ring […]"),
    ("ring +44 (0)7700-900-123 now", "ring […] now"),
    ("ring 0 7 7 0 0 9 0 0 1 2 3", "ring […]"),
    ("(555) 010-9999", "[…]"),
    ("mi teléfono es 612 34 56 78.", "mi teléfono es […]."),
    ("tel. 0034/612.345.678", "tel. […]"),
    ("اتصل على ٠٧٧٠٠ ٩٠٠ ١٢٣", "اتصل على […]"),
    ("۰۹۱۲۳۴۵۶۷۸۹ زنگ", "[…] زنگ"),
    ("０７７００９００１２３", "[…]"),
    ("07\u200b700\u00a0900\u200f123", "[…]"),
    # Numbers of somebody
    ("NHS number 943 476 5919", "[…]"),
    ("my MRN is 44a", "my […]"),
    ("hospital number AB-12", "[…]"),
    ("DNI 12345678Z", "[…]"),
    ("NIE X1234567L", "[…]"),
    ("AB123456C is mine", "[…] is mine"),
    ("a1b2c3 is mine", "[…] is mine"),
    ("رقم الملف: ٤٢", "[…]"),
    ("my sugar was 143", "my sugar was […]"),
    # Days
    ("born 3 March 1980", "born […]"),
    ("born on the 3rd of march", "born on the […]"),
    ("since March 3, 1980", "since […]"),
    ("nací el 3 de marzo de 1980", "nací el […]"),
    ("on 12/5/80, 12.5.1980 and 1980-05-12", "on […] and […]"),
    ("on 3/4 I fell", "on […] I fell"),
    ("ولدت في ٣ مارس ١٩٨٠", "ولدت في […]"),
    # Places
    ("I live at 12 High Street, LS1 4AP", "I live at […]"),
    ("at sw1a 1aa and K1A 0B1 and 1234 AB", "at […] and […] and […]"),
    ("vivo en calle Mayor 5", "vivo en […]"),
    ("أسكن في شارع النيل 7", "أسكن في […]"),
    # Names
    ("My name is John Smith and I am lost", "My name is […] and I am lost"),
    ("my name is john smith", "my name is […]"),
    ("I'm Anna. What is albumin?", "I'm […]. What is albumin?"),
    ("I am Anna Lopez", "I am […]"),
    ("Me llamo María García López y no entiendo", "Me llamo […] y no entiendo"),
    ("mi nombre es ana", "mi nombre es […]"),
    ("soy Ana Ruiz, de aquí", "soy […], de aquí"),
    ("اسمي محمد علي", "اسمي […]"),
    ("أنا اسمي فاطمة ولم أفهم", "أنا اسمي […] ولم أفهم"),
    ("Dr Smith said 5 mg.", "Dr […] said 5 mg."),
    ("dr. j. patel said so", "dr. […] said so"),
    ("Mrs O'Brien-Jones told me", "Mrs […] told me"),
    ("La Dra. Peña me dijo", "La Dra. […] me dijo"),
    ("Doctor Smith told me", "Doctor […] told me"),
    ("الدكتور أحمد حسن قال لي", "الدكتور […] قال لي"),
    ("د. سارة قالت", "د. […] قالت"),
    ("my son Peter helped", "my son […] helped"),
    ("mi hija Lucía me ayudó", "mi hija […] me ayudó"),
    ("Ask John Smith.", "[…]."),
    ("I saw Juan de la Cruz today", "I saw […] today"),
    ("I saw Vincent van Gogh", "I saw […]"),
    ("I saw J. Smith", "I saw […]"),
    ("I saw JOHN SMITH there last week", "I saw […] there last week"),
    ("Gracias, Juan Pérez", "Gracias, […]"),
    ("Regards, Ana", "Regards, […]"),
]
#: Words that tell nobody, and that an author wants to read.
KEPT = [
    "I don't understand albumin.",
    "What is HbA1c? What does SGLT2 mean? Is vitamin B12 good?",
    "It takes 20 minutes, 2 times a day. 1 in 10 may get it.",
    "Is it 2.5 mg or 5 to 10 mg?",
    "1 in 2 may get worse: what does that mean?",
    "Blood Pressure and Type 2 Diabetes are clear.",
    "I DO NOT UNDERSTAND THIS PAGE AT ALL",
    "my doctor told me something else. The nurse said no.",
    "I am a nurse. I'm not sure.",
    "Too long.No idea what you mean!",
    "No entiendo qué es la albúmina. ¿Es grave?",
    "Soy enfermera y no lo entiendo.",
    "La doctora dijo otra cosa.",
    "لم أفهم ما هو الزلال في البول.",
    "الدكتور قال لي شيئا آخر",
    "<script>alert(1)</script>",
    "=SUM(A1)",
]


@pytest.mark.parametrize(("written", "kept"), TOLD)
def test_what_tells_who_somebody_is_leaves_a_sign(written: str, kept: str) -> None:
    assert stripped(written) == kept


@pytest.mark.parametrize("words", KEPT)
def test_a_plain_question_is_kept_as_it_is(words: str) -> None:
    assert stripped(words) == words


@given(st.text(max_size=700))
def test_what_was_stripped_once_holds_nothing_more(words: str) -> None:
    kept = stripped(words)
    assert stripped(kept) == kept
    assert len(kept) <= LONGEST
    assert "@" not in kept


_TRAPS = (
    "Ana John Smith dr my name is me llamo اسمي محمد @ . , 0 12 345 ٣ ٤٥ / - ( ) […] at dot com "
    "calle Mayor 3 March de la x1 SW1A 1AA nhs O' B. i'm and y و"
)
_PARTS = st.sampled_from(_TRAPS.split())


@given(st.lists(_PARTS, max_size=40), st.sampled_from(["", " ", "  "]))
def test_so_it_is_with_words_that_are_nothing_but_traps(parts: list[str], between: str) -> None:
    kept = stripped(between.join(parts))
    assert stripped(kept) == kept
    assert "@" not in kept


@given(st.emails())
def test_no_mail_address_is_kept(address: str) -> None:
    assert stripped(f"I am at {address} most days") == "I am at […] most days"


_SCRIPTS = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９"]


@given(
    st.lists(st.integers(0, 9), min_size=3, max_size=20),
    st.sampled_from(_SCRIPTS),
    st.sampled_from(["", " ", "-", ".", " - ", "/", ") ", "\u200b", "\u00a0", "، ", "–", "\t"]),
)
def test_no_number_of_three_digits_is_kept_in_any_writing(
    digits: list[int], script: str, between: str
) -> None:
    number = between.join(script[d] for d in digits)
    kept = stripped(f"before {number} after")
    assert kept == f"before {SIGN} after"


@given(st.text(max_size=300))
def test_three_digits_never_stand_together(words: str) -> None:
    assert not re.search(r"\d[\s.\-/]*\d[\s.\-/]*\d", stripped(words))


_CAPITALS = st.text("abcdefghijklmnopqrstuvwxyzéñ", min_size=3, max_size=8).map(str.capitalize)


@given(_CAPITALS, _CAPITALS)
def test_two_capitals_in_a_row_are_a_name_unless_a_word_is_one_of_health(
    first: str, last: str
) -> None:
    kept = stripped(f"yesterday i met {first} {last} at home")
    assert kept.startswith("yesterday i met ")
    assert SIGN in kept or {first.lower(), last.lower()} & _plain_words()


def _plain_words() -> frozenset[str]:
    from education.publishing import names

    return names._HEALTH | names._OPENERS


_REPEATED = (
    *("a", "1a", "a ", "A ", "a.", "a-", "a'", "@ ", " at ", "1 ", "Dr ", "1 a ", "(", "1("),
    *("a.b-", "Ab De ", "my name is ", "رقم ", "calle a ", "\u0301"),
)


@pytest.mark.parametrize("trap", _REPEATED)
def test_no_words_keep_the_server_busy(trap: str) -> None:
    started = time.process_time()
    stripped(trap * 5000)
    assert time.process_time() - started < 0.5
