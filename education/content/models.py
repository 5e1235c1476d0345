"""Drafts: the pages staff edit. Patients never see these rows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from education.audit import chain
from education.audit.history import TrackedModel, tracked
from education.content.manuscript import CLAIM_MARK
from education.errors import WrongState
from education.evidence.models import Claim
from education.people.models import Specialty


class RiskClass(models.TextChoices):
    """Decides how many sign-offs a page needs and how often it is reviewed."""

    ROUTINE = "routine", "Routine"
    HIGH = "high", "High: unapproved products, dosing, pregnancy, children, emergencies"


class TopicKind(models.TextChoices):
    """The shelf a page stands on."""

    CONDITION = "condition", "Condition"
    TREATMENT = "treatment", "Treatment"
    TEST = "test", "Test"
    MEDICINE = "medicine", "Medicine"
    PREVENTION = "prevention", "Staying well"
    LIVING = "living", "Living with a condition"


class Topic(TrackedModel):
    """One patient page in one language, as a draft."""

    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="en")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=TopicKind.choices, default=TopicKind.CONDITION)
    risk_class = models.CharField(
        max_length=10, choices=RiskClass.choices, default=RiskClass.ROUTINE
    )
    specialty = models.ForeignKey(
        Specialty, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="owned_topics",
        help_text="Printed as the author, and told when a review is due",
    )
    translation_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="translations"
    )
    aim = models.TextField(blank=True, help_text="Who this page is for and what it helps with")
    funding = models.TextField(blank=True, help_text="Who paid for this page")
    clinic_sells_this = models.BooleanField(
        "the clinic sells what this page is about", default=False
    )
    product = models.CharField(
        max_length=80, blank=True, help_text="Regulated product the page is about, if any"
    )
    answer = models.TextField("one-line answer", blank=True)
    key_points = models.TextField(blank=True, help_text="One a line")
    not_known = models.TextField("what is not known", blank=True)
    get_help = models.TextField("when to get help", blank=True)
    questions = models.TextField("questions to ask", blank=True, help_text="One a line")
    change_note = models.TextField(
        "what changed", blank=True, help_text="For readers: what is new since the last edition"
    )
    history = tracked()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["language", "slug"], name="topic_slug_once"),
            models.UniqueConstraint(
                fields=["translation_of", "language"], name="one_translation_per_language"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


class TopicCode(TrackedModel):
    """A code that says what the page is about, for records and search."""

    class System(models.TextChoices):
        ICD10CM = "2.16.840.1.113883.6.90", "ICD-10-CM"
        SNOMED = "2.16.840.1.113883.6.96", "SNOMED CT"
        RXNORM = "2.16.840.1.113883.6.88", "RxNorm"
        LOINC = "2.16.840.1.113883.6.1", "LOINC"
        MESH = "2.16.840.1.113883.6.177", "MeSH"

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="codes")
    system = models.CharField(max_length=60, choices=System.choices, default=System.ICD10CM)
    code = models.CharField(max_length=40)
    display = models.CharField(max_length=200, blank=True)
    version = models.CharField(max_length=40, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    history = tracked()

    class Meta:
        ordering = ["system", "code"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "system", "code"], name="code_once_per_topic")
        ]

    def __str__(self) -> str:
        return f"{self.get_system_display()} {self.code}"


class Section(TrackedModel):
    """An ordered part of a topic; claims stand in the body as ``[[C-12]]``."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="sections")
    order = models.PositiveSmallIntegerField(default=0)
    heading = models.CharField(max_length=160)
    body = models.TextField(blank=True, help_text="Markdown; a claim stands as [[C-12]]")
    source_line = models.PositiveIntegerField(null=True, blank=True, editable=False)
    history = tracked()

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.heading

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and keep the index of which claims stand here."""
        with chain.writing():
            super().save(*args, **kwargs)
            self._index_claims()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the section together with its index rows."""
        with chain.writing():
            for placement in self.placements.all():
                placement.delete()
            return super().delete(*args, **kwargs)

    def _index_claims(self) -> None:
        wanted = {int(n) for n in CLAIM_MARK.findall(self.body)}
        standing = {p.claim_id: p for p in self.placements.all()}
        for claim_id in standing.keys() - wanted:
            standing[claim_id].delete()
        known = Claim.objects.filter(pk__in=wanted - standing.keys()).values_list("pk", flat=True)
        for claim_id in known:
            Placement(section=self, claim_id=claim_id).save()


class Placement(models.Model):
    """An index, kept by ``Section.save``: this claim stands in this section.

    Answers "where is this claim used" and keeps a used claim from being deleted. What a page
    says is decided by the section's body alone, whose history is kept.
    """

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="placements")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="placements")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["section", "claim"], name="claim_indexed_once")
        ]

    def __str__(self) -> str:
        return f"{self.claim.code} in {self.section}"


class Term(TrackedModel):
    """A word that readers may not know, with what it means in words they do."""

    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="en")
    term = models.CharField(max_length=80)
    forms = models.TextField(
        "other forms",
        blank=True,
        help_text="One a line: plurals, abbreviations and other spellings of the same thing",
    )
    definition = models.TextField(
        help_text="What it means, in one or two sentences that need no other hard word"
    )
    history = tracked()

    class Meta:
        ordering = ["term", "pk"]
        constraints = [models.UniqueConstraint(fields=["language", "term"], name="term_once")]

    def __str__(self) -> str:
        return self.term

    def standing_in(self) -> models.QuerySet[Topic]:
        """Return the drafts in whose text its letters stand; some may hold a longer word."""
        names = [self.term, *(form.strip() for form in self.forms.splitlines())]
        texts = ("title", "answer", "key_points", "not_known", "get_help", "questions")
        parts = ("sections__heading", "sections__body", "sections__placements__claim__statement")
        holds = models.Q(pk=None)
        for name in filter(None, names):
            for text in (*texts, *parts):
                holds |= models.Q(**{f"{text}__icontains": name})
        return Topic.objects.filter(holds, language=self.language).distinct()


class Licence(models.TextChoices):
    """What allows the clinic to show a picture."""

    OWN = "own", "The clinic's own"
    CC0 = "cc0", "CC0 or public domain"
    CC_BY = "cc-by", "CC BY"
    CC_BY_SA = "cc-by-sa", "CC BY-SA"
    CC_BY_ND = "cc-by-nd", "CC BY-ND"
    BOUGHT = "bought", "Bought licence"
    PERMISSION = "permission", "Written permission"


class Picture(TrackedModel):
    """A picture for pages; stands in a section as ``[[P-3]]`` on a line of its own.

    Its file is stored under the SHA-256 of its bytes and never changes: another file is another
    picture. What can be changed are the words that go with it, which are signed with each page.
    """

    sha256 = models.CharField("SHA-256 of the file", max_length=64, unique=True, editable=False)
    extension = models.CharField(max_length=4, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alternative = models.TextField(
        "alternative text",
        blank=True,
        help_text="What the picture tells, for people who hear the page instead of seeing it",
    )
    decorative = models.BooleanField(
        "only decorates", default=False, help_text="It tells nothing, so nothing is read out"
    )
    caption = models.CharField(max_length=300, blank=True, help_text="Printed under the picture")
    credit = models.CharField(max_length=200, blank=True, help_text="Who made it, as printed")
    licence = models.CharField(max_length=20, choices=Licence.choices, blank=True)
    licence_url = models.URLField("where the licence can be read", max_length=500, blank=True)
    shows_people = models.BooleanField("people can be recognised", default=False)
    consent = models.CharField(
        "where their consent is filed", max_length=200, blank=True, help_text="No names"
    )
    history = tracked()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.caption or self.alternative}".strip()[:80]

    @property
    def code(self) -> str:
        """The code authors use in bodies, such as ``P-3``."""
        return f"P-{self.pk}"

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.sha256}.{self.extension}"

    def standing_in(self) -> models.QuerySet[Topic]:
        """Return the drafts that hold it."""
        mark = f"[[{self.code}]]"
        holds = models.Q(sections__body__contains=mark)
        for text in ("not_known", "get_help"):
            holds |= models.Q(**{f"{text}__contains": mark})
        return Topic.objects.filter(holds).distinct()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save its words; refuse another file under the same code."""
        kept = ("sha256", "extension", "width", "height")
        stored = Picture.objects.filter(pk=self.pk).values_list(*kept).first()
        if stored and stored != tuple(getattr(self, name) for name in kept):
            raise WrongState("The file of a picture never changes: add the new file by itself.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row of a picture that stands nowhere; its file stays for the records."""
        with chain.writing():
            if self.standing_in().exists():
                raise WrongState(f"{self.code} stands on a page: take it out there first.")
            return super().delete(*args, **kwargs)
