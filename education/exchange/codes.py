"""What a code typed on the command line belongs to."""

from __future__ import annotations

import re

from education.content.manuscript import CodeText
from education.content.models import TopicCode
from education.errors import Blocked

# SNOMED CT identifiers: 6 to 18 digits (IHTSDO, SNOMED CT Technical Implementation Guide).
# ICD-10-CM: letter, digit, alphanumeric, then up to four more (official guidelines, section I.A.2).
_FORMS = (
    (re.compile(r"[1-9]\d{5,17}"), TopicCode.System.SNOMED),
    (re.compile(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?"), TopicCode.System.ICD10CM),
    (re.compile(r"[A-Z]\d{6,9}"), TopicCode.System.MESH),
)


def code_of(text: str) -> CodeText:
    """Return the code with the system its form belongs to: ICD-10-CM, SNOMED CT or MeSH.

    Raises ``Blocked`` when the text has the form of none of them.
    """
    code = text.strip().upper()
    for form, system in _FORMS:
        if form.fullmatch(code):
            return CodeText(system=system.value, code=code)
    raise Blocked([f"“{text}” is not an ICD-10-CM, SNOMED CT or MeSH code, such as E11.21."])
