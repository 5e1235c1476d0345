"""The body systems that a page is about, from its signed codes.

Chapters and blocks as in ICD-10-CM (official tabular list); the SNOMED CT ids are the ones that
stand in the problem lists of a clinic most often. The plain names are ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from education.content.manuscript import CodeText
from education.content.models import TopicCode
from education.publishing.words import Words

#: Key → what readers call it, in the order of the list.
SYSTEMS: dict[str, Words] = {
    "kidneys": _("Kidneys and urine"),
    "heart": _("Heart and blood vessels"),
    "hormones": _("Diabetes, hormones and metabolism"),
    "nerves": _("Brain and nerves"),
    "lungs": _("Lungs and breathing"),
    "digestion": _("Stomach, bowel and liver"),
    "bones": _("Bones, joints and muscles"),
    "skin": _("Skin, hair and nails"),
    "eyes": _("Eyes and sight"),
    "ears": _("Ears and hearing"),
    "mind": _("Mental health"),
    "blood": _("Blood and immune system"),
    "cancer": _("Cancer and growths"),
    "infections": _("Infections"),
    "women": _("Women’s health"),
    "men": _("Men’s health"),
    "pregnancy": _("Pregnancy and birth"),
    "children": _("Newborns and conditions from birth"),
    "injuries": _("Injuries and poisoning"),
}

#: First to last block of ICD-10-CM, and its systems. A code takes those of the narrowest range
#: that holds it, so that a complication stands where it hurts as well as where it comes from.
_ICD10 = """
A00-B99 infections
A15-A19 infections lungs
B15-B19 infections digestion
C00-D49 cancer
C15-C26 cancer digestion
C30-C39 cancer lungs
C43-C44 cancer skin
C50-C58 cancer women
C60-C63 cancer men
C64-C68 cancer kidneys
C70-C72 cancer nerves
C81-C96 cancer blood
D50-D89 blood
E00-E89 hormones
E08.2-E08.2 hormones kidneys
E09.2-E09.2 hormones kidneys
E10.2-E10.2 hormones kidneys
E11.2-E11.2 hormones kidneys
E13.2-E13.2 hormones kidneys
E08.3-E08.3 hormones eyes
E09.3-E09.3 hormones eyes
E10.3-E10.3 hormones eyes
E11.3-E11.3 hormones eyes
E13.3-E13.3 hormones eyes
E08.4-E08.4 hormones nerves
E09.4-E09.4 hormones nerves
E10.4-E10.4 hormones nerves
E11.4-E11.4 hormones nerves
E13.4-E13.4 hormones nerves
E08.5-E08.5 hormones heart
E09.5-E09.5 hormones heart
E10.5-E10.5 hormones heart
E11.5-E11.5 hormones heart
E13.5-E13.5 hormones heart
E10.62-E10.62 hormones skin
E11.62-E11.62 hormones skin
F01-F99 mind
F01-F03 mind nerves
G00-G99 nerves
H00-H59 eyes
H60-H95 ears
I00-I99 heart
I12-I13 heart kidneys
I60-I69 heart nerves
J00-J99 lungs
K00-K95 digestion
L00-L99 skin
M00-M99 bones
M54.3-M54.4 bones nerves
N00-N39 kidneys
N40-N53 men
N60-N65 women
N70-N98 women
O00-O9A pregnancy
P00-P96 children
Q00-Q99 children
Q20-Q28 children heart
Q60-Q64 children kidneys
R00-R03 heart
R04-R09 lungs
R10-R19 digestion
R20-R23 skin
R25-R29 nerves
R30-R39 kidneys
R40-R42 nerves
R43-R46 mind
R47-R49 nerves
R73-R73 hormones
R80-R82 kidneys
S00-T88 injuries
U07-U07 infections lungs
Z33-Z39 pregnancy
Z49-Z49 kidneys
Z94.0-Z94.0 kidneys
Z99.2-Z99.2 kidneys
"""

#: SNOMED CT concept → systems; ids have no order that could be used.
_SNOMED = {
    # diabetes: type 1, type 2, any; low blood sugar; underactive thyroid
    "46635009 44054006 73211009 302866003 40930008": "hormones",
    # kidney disease from diabetes
    "127013003": "hormones kidneys",
    # chronic kidney disease: any, stages 1 to 5, failure; stones; urine infection
    "709044004 431855005 431856006 433144002 431857002 433146000 90688005 95570007": "kidneys",
    "68566005": "kidneys infections",
    # nerve damage from diabetes, of the limbs; eye damage from diabetes
    "230572002": "hormones nerves",
    "302226006 37796009 84757009 24700007 49049000": "nerves",
    "26929004": "mind nerves",
    "4855003": "hormones eyes",
    "193570009 23986001": "eyes",
    # high blood pressure, heart failure, coronary disease, heart attack, atrial fibrillation
    "38341003 84114007 53741008 22298006 49436004": "heart",
    "230690007": "heart nerves",
    "195967001 13645005": "lungs",
    "235595009": "digestion",
    # arthritis: any worn joint, knee, rheumatoid; gout; thin bones
    "396275006 239873007 69896004 90560007 64859006": "bones",
    "9014002 24079001": "skin",
    "35489007 197480006": "mind",
}
_OF_CONCEPT = {one: said.split() for ids, said in _SNOMED.items() for one in ids.split()}
_CODE = re.compile(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?")


def _ranges() -> list[tuple[str, str, list[str]]]:
    """Return the ranges, narrow ones first."""
    found = []
    for line in _ICD10.split("\n"):
        if line:
            span, *said = line.split()
            first, _, last = span.partition("-")
            found.append((first, last, said))
    return sorted(found, key=lambda one: (-len(one[0]), _width(one[0], one[1])))


def _width(first: str, last: str) -> int:
    return (ord(last[0]) - ord(first[0])) * 100 + (_number(last) - _number(first))


def _number(code: str) -> int:
    ones = code[2]
    return int(code[1]) * 10 + (int(ones) if ones.isdigit() else 9)


_RANGES = _ranges()


def systems_of(codes: Iterable[CodeText]) -> tuple[str, ...]:
    """Return the keys of the body systems that codes stand for, in the order of the list.

    Codes of other systems than ICD-10-CM and SNOMED CT, and unknown ones, stand for none.
    """
    found = {system for code in codes for system in _systems_of_code(code)}
    return tuple(key for key in SYSTEMS if key in found)


def _systems_of_code(code: CodeText) -> list[str]:
    wanted = code.code.strip().upper()
    if code.system == TopicCode.System.SNOMED:
        return _OF_CONCEPT.get(wanted, [])
    if code.system != TopicCode.System.ICD10CM or not _CODE.fullmatch(wanted):
        return []
    for first, last, said in _RANGES:
        # Compared as far as the range is spelt: E11.21 lies in E11.2-E11.2, and N18.9 in N00-N39.
        if first <= wanted[: len(first)] and wanted[: len(last)] <= last:
            return said
    return []
