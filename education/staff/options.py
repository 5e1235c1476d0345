"""What a person may do with a review now, and the sentence that says why not.

These are offers. The verbs decide again, under the lock, when the person acts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from education.errors import NotAllowed, Refused, WrongState
from education.people.models import Credential, Role, User
from education.people.rules import may_review, may_sign_with
from education.publishing.models import LivePage
from education.publishing.services import signed_any_of
from education.review.models import APPROVING, Review, SignOff
from education.review.rules import lacks_specialist
from education.review.signing import conflicts_of
from education.review.states import ROLES, Action, State, leads_to
from education.staff.permissions import roles_of


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to do: where, and the refusal that stands in the way, if any."""

    action: str
    label: str
    url: str
    refusal: Refused | None = None

    @property
    def is_open(self) -> bool:
        """Whether the person may do it now."""
        return self.refusal is None

    def require(self) -> None:
        """Raise the refusal, if there is one."""
        if self.refusal is not None:
            raise self.refusal


def valid_credentials(user: User) -> list[Credential]:
    """Return the credentials this person may sign with today."""
    return [c for c, reasons in _held(user) if not reasons]


def _held(user: User) -> list[tuple[Credential, list[str]]]:
    """Return each of a person's credentials with what speaks against signing with it today."""
    today = timezone.now().date()
    held = user.credentials.prefetch_related("specialties__specialty")
    return [(c, may_sign_with(user, c, today)) for c in held]


def why_not(options: Iterable[Option]) -> list[tuple[str, str]]:
    """Return (labels, reason) of the options that are closed, those with one reason together."""
    closed: dict[str, list[str]] = {}
    for one in options:
        if one.refusal is not None:
            closed.setdefault(str(one.refusal), []).append(one.label)
    return [(", ".join(labels), reason) for reason, labels in closed.items()]


def options_for(review: Review, user: User) -> list[Option]:
    """Return everything that can be done with a review, open to this person or not."""
    return list(_options(review, user))


def option(review: Review, user: User, action: str) -> Option:
    """Return one of the options; raises ``WrongState`` when the review has none of that name."""
    for one in _options(review, user):
        if one.action == action:
            return one
    raise WrongState("This cannot be done with this review.")


def _options(review: Review, user: User) -> Iterator[Option]:
    def offer(action: str, label: str, refusal: Refused | None) -> Option:
        return Option(action, label, reverse(f"desk:{action}", args=[review.pk]), refusal)

    yield offer("sign", "Sign", _may_sign(review, user))
    judge = may_review(user, review.contributors, review.submitted_by_id)
    for action, label in (("request_changes", "Request changes"), ("decline", "Decline")):
        yield offer(action, label, _first(judge, _state(review, Action(action))))
    yield offer(
        "comment", "Comment", _first(_role(user, Action.COMMENT), _state(review, Action.COMMENT))
    )
    if not review.topic_id:
        return
    yield offer("publish", "Publish", _may_publish(review, user))
    if review.schedules.filter(outcome="").exists():
        yield offer("cancel_schedule", "Call off the publication", _may_cancel(user))
    if LivePage.objects.filter(edition__review=review).exists():
        yield offer("reaffirm", "Reviewed, no change", _first(judge, _credential(user)))
        yield offer("withdraw", "Take the page down", _may_withdraw(user))


def _may_sign(review: Review, user: User) -> Refused | None:
    judge = may_review(user, review.contributors, review.submitted_by_id)
    refusal = _first(judge, _state(review, Action.SIGN_OFF))
    if refusal:
        return refusal
    if conflict := conflicts_of(user, review):
        return NotAllowed(" ".join(conflict))
    if review.sign_offs.filter(signer=user, meaning__in=APPROVING).exists():
        return WrongState("You have already signed this text; it needs another colleague.")
    return _credential(user) or _specialist(review, user)


def _specialist(review: Review, user: User) -> Refused | None:
    """The signature in the page's specialty has to come before the last one is given."""
    if not review.specialty:
        return None
    signed = [s.specialties for s in review.approvals()]
    mine = [[s.specialty.slug for s in c.specialties.all()] for c in valid_credentials(user)]
    to_come = review.required_sign_offs - len(signed) - 1
    if lacks_specialist(review.specialty, [*signed, *mine], to_come):
        return NotAllowed(
            f"One signature has to come from {review.specialty}: "
            "please leave this one to a colleague in that specialty."
        )
    return None


def _credential(user: User) -> Refused | None:
    held = _held(user)
    if not held:
        return NotAllowed("You have no registration on record: ask an administrator to enter it.")
    against = [reasons for _, reasons in held]
    return None if [] in against else NotAllowed(" ".join(against[0]))


def _may_publish(review: Review, user: User) -> Refused | None:
    if Role.PUBLISHER not in roles_of(user):
        return NotAllowed("Only a publisher can publish: ask for the Publisher role.")
    if not review.publisher_may_sign and signed_any_of(review, user):
        return NotAllowed("You signed this page, and its policy asks that somebody else publishes.")
    return _state(review, Action.PUBLISH)


def _may_cancel(user: User) -> Refused | None:
    if roles_of(user) & {Role.CLINICIAN, Role.PUBLISHER, Role.COORDINATOR}:
        return None
    return NotAllowed("Only publishers, coordinators and clinicians call off a publication.")


def _may_withdraw(user: User) -> Refused | None:
    if roles_of(user) & {Role.CLINICIAN, Role.PUBLISHER, Role.COORDINATOR}:
        return None
    return NotAllowed("Only clinicians, publishers and coordinators take pages down.")


def may_revoke(signature: SignOff, user: User) -> Refused | None:
    """Say why a person may not take this signature back now; None when they may."""
    own = signature.signer_id == user.pk and Role.CLINICIAN in roles_of(user)
    if not own and Role.COORDINATOR not in roles_of(user):
        return NotAllowed("Only its signer or a coordinator takes a signature back.")
    if hasattr(signature, "revocation"):
        return WrongState("This signature has been taken back already.")
    if leads_to(signature.review.state, Action.REVOKE) is None:
        state = signature.review.get_state_display()
        return WrongState(f"This review is “{state}”: nothing rests on its signatures.")
    return None


def _role(user: User, action: Action) -> Sequence[str]:
    if roles_of(user) & ROLES[action]:
        return ()
    return ("Only authors, clinicians and coordinators comment on reviews.",)


def _state(review: Review, action: Action) -> Refused | None:
    if leads_to(review.state, action) is not None:
        return None
    return WrongState(f"This review is “{State(review.state).label}”.")


def _first(person: Sequence[str], state: Refused | None) -> Refused | None:
    return NotAllowed(" ".join(person)) if person else state
