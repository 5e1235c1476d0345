"""The outbox: what is still to be told to whom, derived from the audit trail."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class OutboxHead(models.Model):
    """How far the audit trail has been turned into messages."""

    seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_outbox_head")]

    def __str__(self) -> str:
        return f"up to event {self.seq}"


class Message(models.Model):
    """One thing that one person is told once, by mail. Holds no clinical text."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        #: Given up, or a sender died half-way: somebody looks, and sends again or not.
        FAILED = "failed", "Not sent"

    event = models.ForeignKey(
        "education.AuditEvent", on_delete=models.PROTECT, related_name="messages"
    )
    #: Nobody, when it goes to an outside expert.
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    address = models.EmailField(blank=True)
    #: The rule that made it (``rules.RULES``).
    kind = models.CharField(max_length=40)
    #: Where it leads, below the site's own address.
    path = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    #: Not sent before this: a digest's hour, or the next try.
    not_before = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    #: Which sender has it, and since when.
    claim = models.CharField(max_length=32, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "kind", "recipient"],
                condition=Q(recipient__isnull=False),
                name="told_once",
            ),
            models.UniqueConstraint(
                fields=["event", "kind", "address"],
                condition=~Q(address=""),
                name="told_once_outside",
            ),
            models.CheckConstraint(condition=Q(recipient=None) ^ Q(address=""), name="told_to_one"),
        ]
        indexes = [models.Index(fields=["state", "not_before"], name="outbox_due")]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient or self.address}"
