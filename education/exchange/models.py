"""What this edge keeps: imported articles beside their drafts, and its own working notes.

An article's record is sealed. Files on their way in and how links fared are notes: no reader, no
signature and no verb on pages rests on them.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from education.content.models import Topic


class ImportRecord(models.Model):
    """The article that a topic was made from, as it was read, sentence by sentence. Sealed."""

    #: The record outlives its page when the import is taken back, and keeps the page's number.
    topic = models.OneToOneField(
        Topic, on_delete=models.DO_NOTHING, db_constraint=False, related_name="import_record"
    )
    #: The file's name, and the SHA-256 of its bytes.
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    #: The lines that were read; for HTML and Word files, the Markdown that was made of them.
    text = models.TextField()
    #: One row a sentence (``fates.Row``); ``claim`` is the id of the claim it became.
    fates = models.JSONField(default=list)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["-imported_at", "-pk"]

    def __str__(self) -> str:
        return f"import of {self.name}"

    def page(self) -> Topic | None:
        """Return the page that was made of it, or None when that was taken back."""
        return Topic.objects.filter(pk=self.topic_id).select_related("owner").first()


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
