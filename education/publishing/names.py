"""Names of people in readers' words, as far as they can be told without knowing every name.

By what goes before them ("my name is", "me llamo", "اسمي", "Dr", "my son"), and in languages with
capitals by two capitals in a row. Arabic has no capitals: there only what goes before tells.
"""

from __future__ import annotations

import re

#: Stands where something was taken out.
SIGN = "[…]"

#: A whole one: "B12" is none, and the middle of "O'Brien" is not looked at again.
_WORD = r"(?<!\w)(?<!\w['’\-])[^\W\d_]+(?:['’\-][^\W\d_]+)*(?!\w)"

_STOPPING = """
a an the and but or so i it is was are were am not no in on at to of for from with who that this
there here because when if said says told did does do has have had can could will would should gave
put asked wrote explained very too just only also still never about after before

el la los las un una y e o u pero que en con sin de del al a por para me mi lo no es era soy tengo
cuando si porque dijo dice como muy más mas ya también tambien nunca sobre

و في من على عن إلى الى لا لم لن ما هو هي أن ان إن الذي التي هذا هذه قال قالت يقول تقول كان كانت ولم
ولا وهو وهي وأنا وانا أنا انا لي له لها لكن ولكن أو ثم شرح كتب طلب وصف نصح أخبرني أعطاني عند لأن بعد
قبل مع
"""
_OPENING = """
what why how where which please thank thanks yes my your our we you they he she his her their hello
hi dear sorry maybe then now more less most some any all every good bad great clear unclear section
page word words dr dra mr mrs ms sr sra srta prof

qué cómo dónde cuál cuándo quién gracias hola sí esto esta este eso todo nada su sus mis tu nos les
se sección página palabra palabras querido querida
"""
_OF_HEALTH = """
type diabetes diabetic kidney kidneys disease blood pressure sugar heart liver cancer test tests
urine protein health care team clinic hospital medicine medicines tablet tablets treatment
treatments side effects stage acute chronic failure infection pain english spanish arabic nhs gp
covid hiv mri ct not read what

tipo diabética diabético riñón riñones enfermedad renal sangre presión azúcar corazón hígado cáncer
prueba pruebas orina proteína salud tratamiento tratamientos efectos secundarios centro inglés
español
"""
#: Words after which anything may follow but a name.
_STOP = frozenset(_STOPPING.split())
#: Words that often begin a sentence or stand alone with a capital, and are no name.
_OPENERS = _STOP | frozenset(_OPENING.split())
#: Words of health that people write with capitals: a run that holds one of them is no name.
_HEALTH = frozenset(_OF_HEALTH.split())
#: Small words inside a name: "Juan de la Cruz", "Vincent van Gogh".
_PARTICLES = frozenset(
    {"de", "del", "la", "las", "los", "da", "dos", "di", "van", "der", "von", "den"}
    | {"bin", "ibn", "al", "el"}
)

_SAID_BEFORE = re.compile(
    r"(?:\bmy (?:full |first |last )?name(?: is|'s|’s|:)|\bname\s?:|"
    r"\bi(?: am|'m|’m) (?:called|named)|\b(?:he|she) is (?:called|named)|\bpeople call me|"
    r"\bsigned(?: by)?\s?[:,]?|"
    r"\b(?:yo )?me llamo|\bmi nombre(?: completo)? es|\bnombre\s?:|\bse llama|\bfirmado\s?:?|"
    r"(?<!\w)(?:و|أنا |انا )?[اإأ]سم(?:ي|ه|ها)(?: هو| هي)?(?!\w)|(?<!\w)[أا]دعى(?!\w)|"
    r"(?<!\w)[يت]دعى(?!\w))\s?",
    re.IGNORECASE,
)
#: Short forms, after which a name follows whatever its first letter.
_TITLES = re.compile(
    r"(?:\b(?:dr|dra|mr|mrs|ms|mx|prof|sr|sra|srta|d\.ª|dña)\b\.?\s?|"
    r"(?<!\w)د\.\s?|(?<!\w)[وب]?(?:ال)?(?:دكتور|طبيب|سيد|أستاذ|استاذ|ممرض)ة?\s)",
    re.IGNORECASE,
)
_WHO = (
    "husband|wife|son|daughter|mother|father|mum|mom|dad|brother|sister|partner|friend|baby|child|"
    "gp|nurse|doctor|consultant|carer|uncle|aunt|cousin|neighbour|"
    "marido|esposo|esposa|mujer|hijo|hija|madre|padre|hermano|hermana|pareja|amigo|amiga|abuelo|"
    "abuela|tío|tía|primo|prima|médico|médica|doctora"
)
#: Whole words, after which a name has a capital.
_ROLES = re.compile(
    r"\b(?:[Dd]octora?|[Pp]rofessor|[Pp]rofesora?|[Nn]urse|[Ss]ister|[Mm]iss|[Ss]ir|[Ll]ady|"
    r"[Ee]nfermer[oa]|[Ss]eñora?|[Ss]eñorita|[Dd]on|[Dd]oña|[Ii](?: am|'m|’m)|[Ss]oy|"
    rf"(?:[Mm]y|[Mm]i|[Oo]ur) (?:{_WHO})|"
    r"[Rr]egards|[Ss]incerely|[Tt]hanks|[Tt]hank you|[Ss]aludos|[Gg]racias|[Aa]tentamente)[\s,]\s?"
)
_NEXT = re.compile(rf"{_WORD}\.?")
_RUN = re.compile(rf"{_WORD}\.?(?: {_WORD}\.?)+")


def without_names(text: str) -> str:
    """Return text with a sign in place of each name that can be told."""
    text = _after(_SAID_BEFORE, text, most=3, capitals=False)
    text = _after(_TITLES, text, most=2, capitals=False)
    text = _after(_ROLES, text, most=3, capitals=True)
    shouted = _is_shouted(text)
    return _RUN.sub(lambda found: _without_runs(found[0], shouted=shouted), text)


def _after(lead: re.Pattern[str], text: str, *, most: int, capitals: bool) -> str:
    """Take out the words after a lead, up to the first that cannot be part of a name."""
    parts, at = [], 0
    for found in lead.finditer(text):
        if found.end() <= at:
            continue
        end = _end_of_name(text, found.end(), most=most, capitals=capitals)
        if end > found.end():
            parts += [text[at : found.end()], SIGN]
            at = end
    return "".join([*parts, text[at:]])


def _end_of_name(text: str, start: int, *, most: int, capitals: bool) -> int:
    """Return where the name ends that begins here; ``start`` itself for none."""
    end = at = start
    for _ in range(most):
        found = _NEXT.match(text, at)
        word = found[0].rstrip(".") if found else ""
        if found is None or not _may_follow(word, capitals=capitals, is_first=end == start):
            break
        if word.lower() in _PARTICLES and end > start:
            at = found.end() + 1
            continue
        end = found.end()
        if len(word) > 1 and found[0].endswith("."):
            return end - 1  # The full stop ends the sentence, and stays.
        if text[end : end + 1] != " ":
            break
        at = end + 1
    return end


def _may_follow(word: str, *, capitals: bool, is_first: bool) -> bool:
    small = word.lower()
    if small in _PARTICLES and not is_first:
        return True
    if capitals:
        return _is_capital(word) and small not in _OPENERS | _HEALTH
    return small not in _STOP


def _without_runs(text: str, *, shouted: bool) -> str:
    """Take two capitals in a row, with small words of names between them, out of some words."""
    words, kept, n = text.split(" "), [], 0
    while n < len(words):
        end = _run_from(words, n, shouted=shouted)
        if end - n > 1:
            kept.append(SIGN + ("." if words[end - 1].endswith(".") and end == len(words) else ""))
            n = end
        else:
            kept.append(words[n])
            n += 1
    return " ".join(kept)


def _run_from(words: list[str], start: int, *, shouted: bool) -> int:
    """Return where a name ends that begins here; ``start`` itself for none."""
    end, capitals = start, 0
    for n in range(start, len(words)):
        word = words[n].rstrip(".")
        if _is_name(word, shouted=shouted):
            if n == start and word.lower() in _OPENERS:
                return start
            capitals, end = capitals + 1, n + 1
            if len(word) > 1 and words[n].endswith("."):
                break
        elif not (capitals and word.lower() in _PARTICLES):
            break
    run = {w.rstrip(".").lower() for w in words[start:end]}
    return end if capitals > 1 and not run & _HEALTH else start


def _is_name(word: str, *, shouted: bool) -> bool:
    """Tell whether a word could be one of a name, by its capital; an initial could."""
    if not _is_capital(word) or word.lower() in _OPENERS - _PARTICLES and len(word) > 1:
        return False
    return not (shouted and word.isupper())


def _is_capital(word: str) -> bool:
    return word[:1].isupper()


def _is_shouted(text: str) -> bool:
    """Tell whether a text is all in capitals, which then tell nothing."""
    letters = [char for char in text if char.isupper() or char.islower()]
    return sum(char.isupper() for char in letters) > len(letters) / 2
