"""What this edge keeps for its own work: files on their way in, and how links fared.

Working notes, not records: no reader, no signature and no verb on pages rests on them.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Upload(models.Model):
    """A file between the look at what it would do and the doing of it."""

    class Use(models.TextChoices):
        SOURCES = "sources", "Sources"
        FALLEN = "fallen", "Retractions"

    use = models.CharField(max_length=10, choices=Use.choices)
    name = models.CharField(max_length=200)
    data = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class LinkCheck(models.Model):
    """How the address of a source fared when it was last tried."""

    class Result(models.TextChoices):
        OK = "ok", "Works"
        MOVED = "moved", "Moved"
        BROKEN = "broken", "Not there"
        UNREACHED = "unreached", "No answer"
        REFUSED = "refused", "Not tried"

    source = models.OneToOneField(
        "education.Source", on_delete=models.CASCADE, related_name="link_check"
    )
    #: The address that was tried; the source may have another one since.
    url = models.URLField(max_length=500)
    checked_at = models.DateTimeField(db_index=True)
    result = models.CharField(max_length=10, choices=Result.choices)
    #: What the other side said: "404", or where it is now.
    note = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.url}: {self.get_result_display()}"
