"""Abbreviations that need no explanation, and short words that people write in capitals."""

from __future__ import annotations

_KNOWN = """
    ACE ADN AIDS CD COVID CPR DIY DNA DVD EE ER EU FAQ FDA GP HIV ID IQ IT MD MSc NHS OK OMS PC PDF
    PhD PIN PM QR RN SIDA SMS SOS SPF TV UE UK UN US USA UU UV UVA UVB VIH VIP WHO
    DOI ISBN PMID URL
    """
#: Better known than what they stand for, in English or Spanish; ACE as in "ACE inhibitors".
KNOWN_ABBREVIATIONS = frozenset(_KNOWN.split())

_STRESSED = """
    a after all always and any are ask at be before both but by call can do does each even every
    for get go help if in is least less may more most must never no nor not now of off on once one
    only or out same see stop take than that the then this to too two until use very when will with
    yes you your
    al antes debe del el en es la las los más muy ni no nunca que se si sí sin solo un una ya
    """
#: Written in capitals to be noticed: "do NOT stop".
STRESSED = frozenset(_STRESSED.split())
