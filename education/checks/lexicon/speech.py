"""Who speaks, to whom, and of what."""

from __future__ import annotations

from education.checks.terms import pattern, words

#: Some people only, or most of the time.
MOSTLY = words(
    r"""
    (?:most|some|many|few) (?:people|patients|adults|women|men|children) | usually | generally
    rarely | often
    """
)

SECOND_PERSON = words(
    r"""
    you | your | yours | yourself | you'll | you're | you've
    """
)

PRONOUN_START = pattern(
    r"""
    ^\W*(?:[^,]{2,50}, )?(?:if |and |so |since |because |as |therefore |also |then )?(?:it|
    they|this|these|that|those|such|its|their)\b
    """
)

GENERIC_TREATMENT = words(
    r"""
    (?:treatment|therap(?:y|ies)|procedure|injection|infusion|session|drip|program|programme|
        protocol|technique|approach|product|formula|supplement|method|technology|capsule|drop|
        remedy|regimen|cleanse|device|machine|intervention|modality|solution|serum)s?
    """
)

#: Parts of the body: a sentence whose subject is one of these tells how the body works.
BODY = words(
    r"""
    (?:kidney|liver|heart|lung|nerve|vessel|muscle|bone|joint|brain|gut|skin|cell|organ|
        hormone|gland|lymph node|tendon|ligament|cartilage)s?
    body | blood | immune system | stomach | pancreas | bladder | insulin | eyes? | ears?
    spine
    """
)
