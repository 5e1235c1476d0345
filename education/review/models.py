"""Reviews, comments and sign-offs: what was put before clinicians, and what they signed."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from education.content.manuscript import ClaimText, Manuscript
from education.content.models import RiskClass, Topic
from education.evidence.models import Claim
from education.people.models import Credential
from education.review.states import State


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
        """Return the sign-offs that approve this text, without later reaffirmations."""
        return self.sign_offs.exclude(meaning=Meaning.REVIEWED_NO_CHANGE)


class Comment(models.Model):
    """A remark on a section, claim or the whole of a review; kept for ever."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    #: As in a finding: "C-12", "section:2", "answer", … or "page".
    anchor = models.CharField(max_length=40, default="page")
    text = models.TextField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="comment_says_something")]

    def __str__(self) -> str:
        return f"{self.by} on {self.anchor}: {self.text[:60]}"


class Meaning(models.TextChoices):
    """What a signature says."""

    CLINICAL_REVIEW = "clinical_review", "Reviewed and approved"
    CLAIM_CHECKED = "claim_checked", "Claim checked against its sources"
    REVIEWED_NO_CHANGE = "reviewed_no_change", "Reviewed, no change needed"


#: The full sentence shown at the act and kept with the signature (21 CFR 11.50: meaning).
STATEMENTS: dict[str, str] = {
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
