"""Whether a signed text may go before patients on a day, and since when it counts as reviewed.

Questions only: each raises the refusal that the verbs of publishing pass on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from django.db.models import Max, Q

from education.content.manuscript import Manuscript
from education.errors import Blocked, NotAllowed, WrongState
from education.people.models import Role, User
from education.people.rules import has_role
from education.publishing.models import Edition, LivePage
from education.review.models import Meaning, Review, SignOff
from education.review.rules import add_months, lacks_specialist
from education.review.services import signed_claim_review
from education.review.standing import fallen_sources
from education.review.states import Action, leads_to


def fit_to_publish(review: Review, by: User, on: date) -> tuple[Manuscript, list[Review]]:
    """Return the page and its claims' signed reviews, or raise what keeps it from readers."""
    _require_publisher(review, by)
    _refuse_older_than_live(review)
    if not review.topic_id or leads_to(review.state, Action.PUBLISH) is None:
        raise WrongState(
            f"This review is “{review.get_state_display()}”; only a signed page is published."
        )
    page = review.page()
    claim_reviews = _signed_claims(page)
    _refuse_taken_address(review, page)
    _refuse_lapsed_signatures([review, *claim_reviews])
    _refuse_outlived(review, on)
    if fallen := fallen_sources(page):
        raise Blocked(fallen)
    return page, claim_reviews


def _require_publisher(review: Review, by: User) -> None:
    if not has_role(by, Role.PUBLISHER):
        raise NotAllowed("Only a publisher can publish: ask for the Publisher role.")
    if not review.publisher_may_sign and signed_any_of(review, by):
        raise NotAllowed("You signed this page, and its policy asks that somebody else publishes.")


def signed_any_of(review: Review, person: User) -> bool:
    """Tell whether a person signed a page's review, or one of the claims in it."""
    claims = [claim.fingerprint() for claim in review.page().claims] if review.topic_id else []
    of_claims = Q(review__claim__isnull=False, review__fingerprint__in=claims)
    signed = SignOff.objects.filter(Q(review=review) | of_claims, signer=person)
    return signed.filter(revocation=None).exists()


def _signed_claims(page: Manuscript) -> list[Review]:
    found = [(claim, signed_claim_review(claim)) for claim in page.claims]
    missing = [
        f"{claim.code} has not been signed as it stands in this page: have it signed first."
        for claim, review in found
        if review is None
    ]
    marked = {c.claim_id for c in page.claims}
    missing += [
        f"C-{pk} is marked in the text, but there is no such claim: submit the page again."
        for pk in page.marked_claim_ids()
        if pk not in marked
    ]
    if missing:
        raise Blocked(missing)
    return [review for _, review in found if review is not None]


def _refuse_older_than_live(review: Review) -> None:
    newer = Edition.objects.filter(topic=review.topic_id, review__pk__gt=review.pk)
    if newer.exists():
        raise WrongState("A newer text of this page has been published already.")


def _refuse_taken_address(review: Review, page: Manuscript) -> None:
    at_address = LivePage.objects.filter(language=page.language, slug=page.slug)
    if at_address.exclude(topic=review.topic_id).exists():
        raise Blocked([f"Another live page stands at “{page.slug}”: give this page its own slug."])


def _refuse_lapsed_signatures(reviews: Sequence[Review]) -> None:
    """A registration that was since found to end before the signing takes its signature along."""
    lapsed = [
        f"The registration behind the signature of {signature} was not valid on the day: "
        f"have {review.subject_name} signed again."
        for review in reviews
        for signature in review.approvals().select_related("credential")
        if not signature.credential.is_valid_on(signature.signed_at.astimezone(UTC).date())
    ]
    if lapsed:
        raise Blocked(lapsed)


def _refuse_outlived(review: Review, on: date) -> None:
    """A review that waited until its own date is no review of the day it would go up."""
    due = add_months(last_review(review).date(), review.valid_months)
    if due < on:
        raise Blocked(
            [f"The next review of this text is due on {due}, before that day: submit it again."]
        )


def last_review(review: Review, *, without: SignOff | None = None) -> datetime:
    """Return when the last full review of a signed text was completed, by what stands today.

    That is its approval, or the last time that enough colleagues have reaffirmed it. ``without``
    leaves one reaffirmation out, as if it had been taken back.
    """
    at: datetime = review.approvals().aggregate(last=Max("signed_at"))["last"]
    since: list[SignOff] = []
    again = review.sign_offs.filter(meaning=Meaning.REVIEWED_NO_CHANGE, revocation=None)
    for signature in again.order_by("signed_at", "pk"):
        if without is None or signature.pk != without.pk:
            since.append(signature)
        if suffice(since, review):
            at, since = signature.signed_at, []
    return at


def suffice(since: Sequence[SignOff], review: Review) -> bool:
    """Tell whether a page was reaffirmed by as many, and by a specialist, as its policy asks."""
    signers = {s.signer_id for s in since}
    specialist = not lacks_specialist(review.specialty, [s.specialties for s in since], 0)
    return len(signers) >= review.required_sign_offs and specialist
