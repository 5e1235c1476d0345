"""What lists of reviews and of people ask the database: conditions that stay cheap with thousands.

Each says in SQL what a rule or a verb decides for one review; the verb decides again at the act.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from education.audit.history import TrackedModel
from education.people.models import Credential, CredentialSpecialty, Role, User
from education.review.models import APPROVING, Assignment, Declaration, Delegation, Review, SignOff
from education.review.rules import CONFLICT_DAYS
from education.review.states import State


def today() -> date:
    """Return the day it is (UTC), as review dates are counted."""
    return timezone.now().date()


class Holds(Func):
    """A column that is a JSON array holds a value; the two databases ask for it in their own ways.

    Compared item by item, never by a list of ids, of which SQLite takes only so many.
    """

    arity = 2
    output_field = BooleanField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        """Look through the array's items."""
        return self.as_sql(
            compiler,
            connection,
            template="EXISTS (SELECT 1 FROM json_each(%(expressions)s))",
            arg_joiner=") held WHERE held.value = (",
            **context,
        )

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        """Ask for containment."""
        return self.as_sql(
            compiler,
            connection,
            template="(%(expressions)s))",
            arg_joiner=" @> to_jsonb(",
            **context,
        )


# --- reviews, as one person meets them ----------------------------------------------------------


def written_by(user: User) -> Q:
    """Reviews of a text that this person wrote in or submitted (``people.rules.may_review``)."""
    number = Cast(Value(user.pk), BigIntegerField())
    return Q(submitted_by=user) | Q(Holds("contributors", number))


def approved_by(user: User) -> Exists:
    """Reviews that this person signed, also when the signature was taken back: none signs twice."""
    own = SignOff.objects.filter(review=OuterRef("pk"), signer=user, meaning__in=APPROVING)
    return Exists(own)


def conflicts(review: Any, topic: Any, claim: Any) -> QuerySet[Declaration]:
    """Declared conflicts that keep people from a review (``signing.conflicts_of``).

    One declared in it holds for good; one in another review of its page or claim for a year.
    """
    recent = Q(at__gte=timezone.now() - timedelta(days=CONFLICT_DAYS))
    here = Q(review=review)
    for name, subject in (("topic", topic), ("claim", claim)):
        if subject is not None:
            here |= Q(**{f"review__{name}": subject}) & recent
    return Declaration.objects.filter(here, conflict=True)


def in_conflict(user: User) -> Exists:
    """Reviews in which a conflict of interest keeps this person from signing."""
    declared = conflicts(OuterRef("pk"), OuterRef("topic"), OuterRef("claim"))
    return Exists(declared.filter(person=user))


def standing_signatures() -> QuerySet[SignOff]:
    """Signatures of the outer review that count towards those it needs."""
    return SignOff.objects.filter(
        review=OuterRef("pk"), meaning__in=APPROVING, revocation__isnull=True
    )


def signed_count() -> Combinable:
    """How many signatures of a review stand."""
    return _count(standing_signatures())


def held_count() -> Combinable:
    """How many colleagues have a review as their task, and have not signed it yet."""
    return _count(open_tasks().filter(review=OuterRef("pk")))


def place_left() -> Q:
    """Reviews that need a colleague more: wants ``signed`` and ``held`` annotated."""
    return Q(required_sign_offs__gt=F("signed") + F("held"))


def waits_for_a_specialist() -> Q:
    """Reviews whose last signature has to be in their specialty: wants ``signed`` annotated."""
    specialist = standing_signatures().filter(Holds("specialties", OuterRef("specialty")))
    last = Q(required_sign_offs__lte=F("signed") + Value(1))
    return ~Q(specialty="") & last & Q(~Exists(specialist))


def _count(rows: QuerySet[Any]) -> Combinable:
    counted = rows.order_by().values("review").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), Value(0))


# --- tasks, deputies and rights -----------------------------------------------------------------


def open_tasks() -> QuerySet[Assignment]:
    """Tasks that are still to be done, each by a clinician who works here and has not signed."""
    signed = SignOff.objects.filter(
        review=OuterRef("review"), signer=OuterRef("person"), meaning__in=APPROVING
    )
    return Assignment.objects.filter(
        ~Exists(signed),
        outcome="",
        review__state=State.OPEN,
        person__is_active=True,
        person__groups__name=Role.CLINICIAN,
    )


def delegations_on(day: date) -> QuerySet[Delegation]:
    """Delegations in force on a day, unless they were ended."""
    return Delegation.objects.filter(starts_on__lte=day, ends_on__gte=day, ended_at=None)


def usable_credentials(day: date) -> QuerySet[Credential]:
    """Credentials that their holders may sign with on a day (``people.rules.may_sign_with``)."""
    trail, fields = _trail(Credential), _trail(CredentialSpecialty)
    wrote = trail.filter(id=OuterRef("pk"), history_user=OuterRef("user"))
    ever = fields.filter(credential_id=OuterRef(OuterRef("pk"))).values("id")
    wrote_field = fields.filter(id__in=ever, history_user=OuterRef("user"))
    return Credential.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=day),
        ~Exists(wrote),
        ~Exists(wrote_field),
        valid_from__lte=day,
    )


def _trail(model: type[TrackedModel]) -> QuerySet[Any]:
    manager: Any = model.history  # type: ignore[attr-defined]
    found: QuerySet[Any] = manager.all()
    return found


def tasks_shown_to(user: User) -> Exists:
    """Reviews that are this person's task, or that of somebody they stand in for today."""
    absent = delegations_on(today()).filter(deputy=user).values("person")
    theirs = Q(person=user) | Q(person__in=absent)
    return Exists(open_tasks().filter(theirs, review=OuterRef("pk")))


def open_reviews() -> QuerySet[Review]:
    """Every review that waits for signatures, most urgent first."""
    return Review.objects.filter(state=State.OPEN).order_by("due_on", "pk")
