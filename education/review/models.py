"""What was put before clinicians, who judges it, what was said, and what they signed."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from education.audit.history import TrackedModel, tracked
from education.content.manuscript import ClaimText, Manuscript
from education.content.models import RiskClass, Topic, TopicKind
from education.evidence.models import Claim, Source
from education.people.models import Credential
from education.review.rules import Policy, weaker_than_allowed
from education.review.states import State


class ReviewPolicy(TrackedModel):
    """What this clinic asks of a kind of page at a risk class, where it asks more than built in.

    Never less: ``rules.FLOORS`` hold whatever stands here (decision 0009).
    """

    kind = models.CharField(
        max_length=20, choices=TopicKind.choices, blank=True, help_text="Empty: every kind of page"
    )
    risk_class = models.CharField(max_length=10, choices=RiskClass.choices)
    required_sign_offs = models.PositiveSmallIntegerField("signatures needed")
    needs_specialty = models.BooleanField("one signature in the page's specialty", default=False)
    valid_months = models.PositiveSmallIntegerField("months until the next review")
    grace_days = models.PositiveSmallIntegerField("days of grace when the review is overdue")
    review_within_days = models.PositiveSmallIntegerField("days in which a review is due")
    publisher_may_sign = models.BooleanField("a signer may also publish", default=False)
    history = tracked()

    class Meta:
        ordering = ["risk_class", "kind"]
        verbose_name = "review policy"
        verbose_name_plural = "review policies"
        constraints = [
            models.UniqueConstraint(fields=["kind", "risk_class"], name="one_policy_per_kind_risk"),
            models.CheckConstraint(
                condition=Q(required_sign_offs__gte=1, valid_months__gte=1),
                name="policy_asks_for_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display() or 'Every kind'}, {self.risk_class} risk"

    def clean(self) -> None:
        """Refuse what is weaker than the least this risk class allows."""
        if None in (getattr(self, f.attname) for f in self._meta.fields if not f.primary_key):
            return  # A number that is missing is told at its own field.
        if reasons := weaker_than_allowed(self.policy(), self.risk_class):
            raise ValidationError(reasons)

    def policy(self) -> Policy:
        """Return the policy as the value that a submission freezes."""
        return Policy(
            required_sign_offs=self.required_sign_offs,
            needs_specialty=self.needs_specialty,
            valid_months=self.valid_months,
            grace_days=self.grace_days,
            review_within_days=self.review_within_days,
            publisher_may_sign=self.publisher_may_sign,
        )


class Review(models.Model):
    """One submission of one manuscript. Everything but ``state`` is frozen by the database."""

    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews"
    )
    claim = models.ForeignKey(
        Claim, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews"
    )
    #: Canonical JSON, byte for byte what ``fingerprint`` is the SHA-256 of.
    manuscript = models.TextField()
    fingerprint = models.CharField(max_length=64, db_index=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField()
    #: User ids of everyone who wrote any of it; none of them may sign.
    contributors = models.JSONField()
    #: Findings as ``Finding.as_json()`` gave them at submission.
    findings = models.JSONField(default=list)
    lexicon_version = models.CharField(max_length=20)
    # The policy as it stood at submission: a later, weaker policy never reaches an open review.
    risk_class = models.CharField(max_length=10, choices=RiskClass.choices)
    specialty = models.CharField(max_length=50, blank=True)
    required_sign_offs = models.PositiveSmallIntegerField()
    valid_months = models.PositiveSmallIntegerField()
    grace_days = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    publisher_may_sign = models.BooleanField(default=True)
    #: What patients read when this was submitted: its changes are what a signer ticks one by one.
    before = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(topic=None, claim__isnull=False) | Q(topic__isnull=False, claim=None),
                name="review_of_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(required_sign_offs__gte=1), name="review_needs_a_sign_off"
            ),
            models.UniqueConstraint(
                fields=["topic"], condition=Q(state="open"), name="one_open_review_per_topic"
            ),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(state="open"), name="one_open_review_per_claim"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="review_queue")]

    def __str__(self) -> str:
        return f"Review {self.pk} of {self.subject_name}"

    @property
    def subject_name(self) -> str:
        """The page's title, or the claim's code, as it was submitted."""
        return self.page().title if self.topic_id else f"C-{self.claim_id}"

    def page(self) -> Manuscript:
        """Return the frozen manuscript of a topic's review."""
        return Manuscript.from_json(json.loads(self.manuscript))

    def claim_text(self) -> ClaimText:
        """Return the frozen text of a claim's review."""
        return ClaimText.from_json(json.loads(self.manuscript))

    def approvals(self) -> models.QuerySet[SignOff]:
        """Return the sign-offs that approve this text and stand: not revoked, no reaffirmations."""
        return self.sign_offs.filter(meaning__in=APPROVING, revocation=None)


class Assignment(models.Model):
    """A review is somebody's task, until it ends. Only its end is ever written into it."""

    class Outcome(models.TextChoices):
        RETURNED = "returned", "Given back"
        REASSIGNED = "reassigned", "Given to somebody else"
        CONFLICT = "conflict", "Conflict of interest"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="assignments")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    #: Why it was given back, in the person's words.
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "person"], condition=Q(outcome=""), name="one_task_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} for review {self.review_id}"


class Delegation(models.Model):
    """Somebody's tasks are offered to a deputy on certain days; nobody's right to sign moves."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deputises"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(deputy=F("person")), name="deputy_is_another"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="delegation_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} for {self.person}, {self.starts_on} to {self.ends_on}"


class Declaration(models.Model):
    """What a person declared of their interests in one kind of page, on a day. Never changed.

    A conflict names the review it was declared for: who has one may comment there, not sign.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="declarations"
    )
    #: A page's kind, or "claim".
    page_kind = models.CharField(max_length=20)
    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, null=True, blank=True, related_name="declarations"
    )
    clinic_sells = models.BooleanField("works where this is sold", default=False)
    conflict = models.BooleanField(default=False)
    statement = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(statement=""), name="declaration_says_something")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.statement[:60]}"


class Invitation(models.Model):
    """An outside expert may read one review and comment on it; a link opens it once."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="invitations")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    #: What the expert is, as printed beside their comments.
    role = models.CharField("profession and place of work", max_length=160)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    #: When the link was used; it is used once.
    opened_at = models.DateTimeField(null=True, blank=True)
    #: SHA-256 of the secret in the one browser that opened it.
    secret_hash = models.CharField(max_length=64, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-invited_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name}, {self.role}"


class Comment(models.Model):
    """A remark on a section, claim or the whole of a review; kept for ever."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    #: As in a finding: "C-12", "section:2", "answer", … or "page".
    anchor = models.CharField(max_length=40, default="page")
    text = models.TextField()
    #: The comment this answers; threads are one level deep.
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies"
    )
    #: The words of the page it is about, when it is about some of them only.
    passage = models.TextField(blank=True)
    #: The outside expert who said it; ``by`` is then the system's own identity.
    invitation = models.ForeignKey(
        Invitation, on_delete=models.PROTECT, null=True, blank=True, related_name="comments"
    )

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="comment_says_something")]

    def __str__(self) -> str:
        return f"{self.speaker} on {self.anchor}: {self.text[:60]}"

    @property
    def speaker(self) -> str:
        """Whose words these are, as printed beside them.

        A guest is called one, whatever name the invitation was given.
        """
        return f"{self.invitation} (outside expert)" if self.invitation else str(self.by)


class Resolution(models.Model):
    """A thread was settled: by whom, when. A new remark in it opens it again."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="resolutions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"Comment {self.comment_id} settled by {self.by}"


class SourceOpening(models.Model):
    """A reviewer opened a source from a review."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="openings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "person", "source"], name="opening_noted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} opened source {self.source_id} in review {self.review_id}"


class Meaning(models.TextChoices):
    """What a signature, or an act recorded under one's own name, says."""

    CLINICAL_REVIEW = "clinical_review", "Reviewed and approved"
    APPROVED_TO_PUBLISH = "approved_to_publish", "Approved for publication"
    CLAIM_CHECKED = "claim_checked", "Claim checked against its sources"
    REVIEWED_NO_CHANGE = "reviewed_no_change", "Reviewed, no change needed"
    AUTHORED = "authored", "Written"
    REJECTED = "rejected", "Sent back or declined"
    EMERGENCY_WITHDRAWAL = "emergency_withdrawal", "Taken down for safety"


#: What a signature on a page may mean; a claim has a meaning of its own.
PAGE_MEANINGS = (Meaning.CLINICAL_REVIEW, Meaning.APPROVED_TO_PUBLISH)
#: Meanings that count towards the signatures a review needs.
APPROVING = (*PAGE_MEANINGS, Meaning.CLAIM_CHECKED)

#: The full sentence shown at the act and kept with it (21 CFR 11.50: meaning).
STATEMENTS: dict[str, str] = {
    Meaning.AUTHORED: "I wrote or edited this text and put it before clinicians.",
    Meaning.REJECTED: "I have read this text and do not approve it, for the reasons I give.",
    Meaning.EMERGENCY_WITHDRAWAL: (
        "I take this page down because reading it may do harm; it needs a fresh review."
    ),
    Meaning.APPROVED_TO_PUBLISH: (
        "I have read this page as patients will see it, its clinical content has been checked "
        "against its sources, and I approve its publication in exactly this form."
    ),
    Meaning.CLINICAL_REVIEW: (
        "I have read this page as patients will see it, checked it against its sources, "
        "and approve it for publication in exactly this form."
    ),
    Meaning.CLAIM_CHECKED: (
        "I have checked this claim against its sources and approve it in exactly this form."
    ),
    Meaning.REVIEWED_NO_CHANGE: (
        "I have read the live page again, checked its sources, and it is still right as it stands."
    ),
}


class SignOff(models.Model):
    """A clinician's electronic signature on one review's fingerprint. Never changed.

    Name, profession and registration are copied at the act, so that a later change of the person
    leaves the signature as it was printed (21 CFR 11.50, 11.70).
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="sign_offs")
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sign_offs"
    )
    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    meaning = models.CharField(max_length=30, choices=Meaning.choices)
    statement = models.TextField()
    printed_name = models.CharField(max_length=300)
    profession = models.CharField(max_length=80)
    register = models.CharField(max_length=80)
    register_number = models.CharField(max_length=40)
    specialties = models.JSONField(default=list)
    signed_at = models.DateTimeField()
    interests = models.TextField()
    #: Finding key → the clinician's reason for letting the warning stand.
    answers = models.JSONField(default=dict)
    #: The declaration of interests it was given under.
    declaration = models.ForeignKey(
        Declaration, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: Claim code → the signer's verdict on it (``rules.VERDICTS``).
    verdicts = models.JSONField(default=dict)
    #: Keys of the critical changes that the signer ticked one by one (``changes.Change.key``).
    ticks = models.JSONField(default=list)
    auth_method = models.CharField(max_length=20)
    authenticated_at = models.DateTimeField()

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "signer"],
                condition=~Q(meaning="reviewed_no_change"),
                name="one_approval_per_signer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.printed_name}, {self.profession}, {self.register} {self.register_number}"

    def as_json(self) -> dict[str, Any]:
        """Return what a reader may know of the signature."""
        return {
            "name": self.printed_name,
            "profession": self.profession,
            "register": self.register,
            "register_number": self.register_number,
            "meaning": self.meaning,
            "statement": self.statement,
            "interests": self.interests,
            "signed_at": self.signed_at.isoformat(),
        }


class Revocation(models.Model):
    """A signature was taken back: by its signer or a coordinator, with the reason. Never undone."""

    sign_off = models.OneToOneField(SignOff, on_delete=models.PROTECT, related_name="revocation")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="revocation_has_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.sign_off} taken back by {self.by}"
