"""The promise of design section 1, looked at from outside: what is served, and who signed it.

Independent of ``publishing.integrity`` on purpose: plain queries over what stands, and the bytes
that a reader gets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.test import Client
from django.utils import timezone

from education.content.manuscript import sha256
from education.content.models import Topic
from education.publishing.models import EditionClaim, LivePage
from education.review.models import Review, Revocation, SignOff

#: A word that one edit of a draft brought in, and no other text holds.
MARKER = re.compile(r"zq[a-z]+qz")
#: By a host that a server allows too, for those who ask outside a test run.
_READER = Client(headers={"host": "localhost"})


def marker(number: int) -> str:
    """Return a word of its own for the n-th edit."""
    letters = ""
    while True:
        number, rest = divmod(number, 26)
        letters += chr(97 + rest)
        if not number:
            return f"zq{letters}qz"


def broken() -> Iterator[str]:
    """Yield one sentence for each way in which a patient may read what nobody lawfully signed."""
    today = timezone.now().date()
    shown = {}
    for live in LivePage.objects.select_related("edition__review", "topic"):
        page = live.edition.page()
        if live.edition.manuscript != live.edition.review.manuscript:
            yield f"{live}: the edition is not the text of its review."
        yield from _unsigned(live.edition.review, f"{live}")
        for claim in page.claims:
            tied = EditionClaim.objects.select_related("review").filter(
                edition=live.edition, claim=claim.claim_id
            )
            if not tied or tied[0].review.claim_text() != claim:
                yield f"{live}: {claim.code} is not tied to a review of its text."
            else:
                yield from _unsigned(tied[0].review, f"{live}, {claim.code}")
        if live.lapses_on >= today:
            shown[live.language, live.slug] = live
    for topic in Topic.objects.all():
        yield from _served(topic, shown)


def _unsigned(review: Review, where: str) -> Iterator[str]:
    if sha256(review.manuscript) != review.fingerprint:
        yield f"{where}: the review's text is not that of its fingerprint."
    lawful = {
        s.signer_id
        for s in SignOff.objects.filter(review=review).exclude(meaning="reviewed_no_change")
        if s.fingerprint == review.fingerprint
        and s.signer_id not in review.contributors
        and s.signer_id != review.submitted_by_id
        and s.credential.user_id == s.signer_id
        and s.credential.is_valid_on(s.signed_at.date())
        and not Revocation.objects.filter(sign_off=s).exists()
    }
    if len(lawful) < review.required_sign_offs:
        yield f"{where}: {len(lawful)} of {review.required_sign_offs} lawful signatures."


def _served(topic: Topic, shown: dict[tuple[str, str], LivePage]) -> Iterator[str]:
    """Ask for the page as a patient does; its words must be those of the live edition."""
    answer = _READER.get(f"/topics/{topic.slug}/")
    live = shown.get((topic.language, topic.slug))
    if (answer.status_code == 200) != (live is not None):
        yield f"/topics/{topic.slug}/ answers {answer.status_code}, live: {live}."
    signed = live.edition.manuscript if live else ""
    for word in set(MARKER.findall(answer.content.decode())):
        if word not in signed:
            yield f"/topics/{topic.slug}/ shows “{word}”, which is not in a signed edition."
