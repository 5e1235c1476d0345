"""What patients are served: editions, the live pointer, and withdrawals."""

from __future__ import annotations

import json

from django.conf import settings
from django.db import models
from django.db.models import Q

from education.content.manuscript import Manuscript


class Edition(models.Model):
    """The immutable published form of a signed review; numbered per topic.

    ``language``, ``slug``, ``title``, ``kind`` and ``answer`` repeat the manuscript for lists and
    look-ups; the database refuses an edition in which they differ from it.
    """

    topic = models.ForeignKey("education.Topic", on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    review = models.OneToOneField(
        "education.Review", on_delete=models.PROTECT, related_name="edition"
    )
    manuscript = models.TextField()
    fingerprint = models.CharField(max_length=64, db_index=True)
    language = models.CharField(max_length=10)
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    answer = models.TextField(blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="edition_number_once")
        ]
        indexes = [models.Index(fields=["language", "slug", "number"], name="edition_by_address")]

    def __str__(self) -> str:
        return f"{self.title}, edition {self.number}"

    def page(self) -> Manuscript:
        """Return the published manuscript."""
        return Manuscript.from_json(json.loads(self.manuscript))


class EditionClaim(models.Model):
    """A claim that stands in an edition, tied to the claim's own signed review."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="edition_claims")
    claim = models.ForeignKey("education.Claim", on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey("education.Review", on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "claim"], name="claim_once_per_edition")
        ]

    def __str__(self) -> str:
        return f"C-{self.claim_id} in {self.edition}"


class LivePage(models.Model):
    """The one pointer that patients are served from: topic → edition. No row, no page."""

    topic = models.OneToOneField(
        "education.Topic", on_delete=models.PROTECT, related_name="live_page"
    )
    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="live_page")
    language = models.CharField(max_length=10)
    slug = models.SlugField(max_length=80)
    #: When the last full review was completed by its last required signature.
    reviewed_at = models.DateTimeField()
    review_due = models.DateField(db_index=True)
    #: The last day on which an overdue page may still be shown.
    lapses_on = models.DateField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language", "slug"], name="live_address_once")
        ]

    def __str__(self) -> str:
        return f"/{self.language}/{self.slug} → edition {self.edition_id}"


class LiveVersion(models.Model):
    """One number for everything that is live: another one as soon as any live page is another.

    The database sees to it by itself (``guards``), in the transaction of the change, so whoever
    reads the same number as before may show again what was made of the live pages then. It grows
    by steps of chance, so that a database brought back from a copy does not come to a number that
    stood for something else.
    """

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_live_version")]

    def __str__(self) -> str:
        return f"live version {self.number}"


class Withdrawal(models.Model):
    """A live page was taken down: who, when, why, and what readers are told instead."""

    class WithdrawalKind(models.TextChoices):
        SAFETY = "safety", "Safety"
        EVIDENCE = "evidence", "The evidence changed"
        ERROR = "error", "Error on the page"
        EXPIRED = "expired", "Review overdue"
        CONSOLIDATED = "consolidated", "Moved to another page"

    topic = models.ForeignKey(
        "education.Topic", on_delete=models.PROTECT, related_name="withdrawals"
    )
    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="withdrawal")
    claim = models.ForeignKey(
        "education.Claim", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=20, choices=WithdrawalKind.choices)
    notice = models.TextField()
    replacement = models.ForeignKey(
        "education.Topic", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    #: When the clinic heard that something is wrong, and what told it so.
    alerted_at = models.DateTimeField(null=True, blank=True)
    reference = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.edition} withdrawn ({self.kind})"


class Schedule(models.Model):
    """A signed review is to be published at a time. Only its end is ever written into it."""

    class Outcome(models.TextChoices):
        PUBLISHED = "published", "Published"
        CANCELLED = "cancelled", "Cancelled"
        FAILED = "failed", "Could not be published"

    review = models.ForeignKey(
        "education.Review", on_delete=models.PROTECT, related_name="schedules"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    publish_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    #: Why it could not be published, in the words of the refusal.
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["publish_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review"], condition=Q(outcome=""), name="one_schedule_per_review"
            )
        ]

    def __str__(self) -> str:
        return f"Review {self.review_id} at {self.publish_at}"


class Feedback(models.Model):
    """Whether something on a page was clear to a reader, who is not known and cannot be found.

    Nothing here identifies: the day and no time, the words only as ``stripping`` leaves them.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="feedback")
    #: Where on the page: the anchor of a part, such as "section-2"; empty for the whole page.
    part = models.CharField(max_length=20, blank=True)
    #: The part's heading as it was signed, so that lists need not open the text.
    heading = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10)
    clear = models.BooleanField()
    words = models.CharField(max_length=500, blank=True)
    #: A coordinator took the words away, because they still told who somebody is.
    words_removed = models.BooleanField(default=False)
    said_on = models.DateField()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "what a reader said"
        verbose_name_plural = "what readers said"
        constraints = [
            models.CheckConstraint(
                condition=Q(words_removed=False) | Q(words=""), name="removed_words_are_gone"
            )
        ]
        indexes = [models.Index(fields=["edition", "part", "clear"], name="feedback_by_part")]

    def __str__(self) -> str:
        return f"{'Clear' if self.clear else 'Not clear'}: {self.heading or self.edition}"
