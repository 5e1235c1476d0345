"""What an import leaves behind beside its draft: the article, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from education.content.models import Topic


class ImportRecord(models.Model):
    """The article that a topic was made from, as it was read, sentence by sentence. Sealed."""

    topic = models.OneToOneField(Topic, on_delete=models.PROTECT, related_name="import_record")
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
