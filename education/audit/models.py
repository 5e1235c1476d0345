"""The audit trail's tables: a hash chain of events and the head that serialises it."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class ChainHead(models.Model):
    """The one row that every writer locks first; it names the newest event."""

    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_chain_head")]

    def __str__(self) -> str:
        return f"event {self.seq}"


class AuditEvent(models.Model):
    """One act: who did what to which record, and the digest of every row it wrote."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60, db_index=True)
    #: ``table:pk`` of the record the act was about.
    subject = models.CharField(max_length=80, db_index=True)
    data = models.JSONField(default=dict)
    #: ``table:pk`` → SHA-256 of the row as written, or null when the row was deleted.
    rows = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.subject}"
