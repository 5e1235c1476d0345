"""The index: what is found of live pages, and where they stand.

It decides nothing. Whatever it holds, readers get only pages that are live at that moment: each
question joins it to the live pages (decision 0018). Its rows have no constraint on other tables, so
that nothing here can stand in the way of taking a page down.
"""

from __future__ import annotations

from django.db import models

from education.publishing.models import Edition


class IndexedPage(models.Model):
    """The words of one live edition, as tokens (``entries.Entry``)."""

    edition = models.OneToOneField(
        Edition,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        primary_key=True,
        related_name="indexed",
    )
    language = models.CharField(max_length=10)
    published_at = models.DateTimeField()
    version = models.PositiveIntegerField()
    title = models.TextField()
    answer = models.TextField()
    points = models.TextField()
    body = models.TextField()
    tags = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["language", "published_at", "edition"], name="newest_indexed")
        ]

    def __str__(self) -> str:
        return f"Words of edition {self.edition_id}"


class Shelved(models.Model):
    """A live edition stands on a shelf: of a system, a kind, a letter, or any of them together."""

    edition = models.ForeignKey(
        Edition, on_delete=models.DO_NOTHING, db_constraint=False, related_name="shelved"
    )
    language = models.CharField(max_length=10)
    system = models.CharField(max_length=50)
    kind = models.CharField(max_length=20)
    letter = models.CharField(max_length=2)
    #: Bytes, so that every database sorts it alike.
    sort_key = models.BinaryField(max_length=600)

    class Meta:
        indexes = [
            models.Index(
                fields=["language", "system", "kind", "letter", "sort_key", "edition"],
                name="shelf_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"Edition {self.edition_id} under {self.system} {self.kind} {self.letter}"


class ShelfCount(models.Model):
    """How many editions stand on a shelf."""

    language = models.CharField(max_length=10)
    system = models.CharField(max_length=50)
    kind = models.CharField(max_length=20)
    letter = models.CharField(max_length=2)
    n = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["language", "system", "kind", "letter"], name="shelf_counted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.n} under {self.system} {self.kind} {self.letter}"


class IndexedWord(models.Model):
    """A word that pages of a language hold, under each key by which its misspellings find it."""

    language = models.CharField(max_length=10)
    key = models.CharField(max_length=10)
    word = models.CharField(max_length=30)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language", "key", "word"], name="word_key_once")
        ]

    def __str__(self) -> str:
        return self.word
