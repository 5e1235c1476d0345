"""Sources, claims and the citations between them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from education.audit.history import TrackedModel, tracked
from education.evidence.grading import Certainty, Kind, Stage, cap, exceeds_cap
from education.evidence.identifiers import normal_doi, normal_pmid


class Source(TrackedModel):
    """A publication that claims rest on."""

    class SourceKind(models.TextChoices):
        GUIDELINE = "guideline", "Clinical guideline"
        REVIEW = "review", "Systematic review"
        TRIAL = "trial", "Trial in people"
        STUDY = "study", "Other study in people"
        ANIMAL = "animal", "Animal or laboratory study"
        REGULATOR = "regulator", "Regulator's statement"
        NARRATIVE = "narrative", "Narrative review or textbook"
        WEB = "web", "Web page"

    class Notice(models.TextChoices):
        NONE = "none", "None known"
        CORRECTED = "corrected", "Corrected"
        CONCERN = "concern", "Expression of concern"
        RETRACTED = "retracted", "Retracted"
        SUPERSEDED = "superseded", "Superseded"

    kind = models.CharField(max_length=20, choices=SourceKind.choices)
    title = models.CharField(max_length=400)
    authors = models.CharField(max_length=400, blank=True)
    container = models.CharField("journal or site", max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    volume = models.CharField(max_length=40, blank=True)
    issue = models.CharField(max_length=40, blank=True)
    pages = models.CharField(max_length=40, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    doi = models.CharField("DOI", max_length=200, blank=True)
    pmid = models.CharField("PMID", max_length=12, blank=True)
    url = models.URLField("URL", max_length=500, blank=True)
    accessed_on = models.DateField(null=True, blank=True)
    notice = models.CharField(max_length=20, choices=Notice.choices, default=Notice.NONE)
    superseded_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        default=None,  # Said, so that older rows keep the digests they have in the trail.
        related_name="supersedes",
        help_text="What took its place, when the notice is “Superseded”.",
    )
    history = tracked()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["doi"],
                condition=~Q(doi=""),
                name="source_doi_once",
                violation_error_message="Another source has this DOI: one paper is one source.",
            ),
            models.UniqueConstraint(
                fields=["pmid"],
                condition=~Q(pmid=""),
                name="source_pmid_once",
                violation_error_message="Another source has this PMID: one paper is one source.",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by=None) | Q(notice="superseded"),
                name="source_successor_only_when_superseded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.year})" if self.year else self.title

    def clean(self) -> None:
        """Normalise identifiers, so that one paper is one source; refuse a false successor."""
        self.doi, self.pmid = normal_doi(self.doi), normal_pmid(self.pmid)
        if why := self.no_successor():
            raise ValidationError({"superseded_by": why})

    def no_successor(self) -> str:
        """Say why what is named as taking its place cannot; nothing when it can."""
        if self.superseded_by_id is None:
            return ""
        successor = Source.objects.filter(pk=self.superseded_by_id).first()
        if successor is None:
            return ""  # The field itself says so.
        if self.notice != Source.Notice.SUPERSEDED:
            return "Only a source whose notice is “Superseded” has one that took its place."
        if successor.notice == Source.Notice.RETRACTED:
            return "It has been retracted itself: name another source, or none."
        if self.pk in successor.line():
            return "The source cannot take its own place, not even through others."
        return ""

    def line(self) -> list[int]:
        """Return the source, what took its place, what took the place of that, and so on."""
        found: list[int] = [self.pk]
        following = self.superseded_by_id
        while following is not None and following not in found:
            found.append(following)
            following = Source.objects.values_list("superseded_by", flat=True).get(pk=following)
        return found


class Claim(TrackedModel):
    """One assertion that patients read, with the evidence it rests on."""

    language = models.CharField(max_length=10, default="en")
    statement = models.TextField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    certainty = models.CharField(
        max_length=20, choices=Certainty.choices, default=Certainty.NOT_GRADED
    )
    stage = models.CharField(max_length=20, choices=Stage.choices, blank=True)
    species = models.CharField(max_length=80, blank=True, help_text="For example: mice, people")
    n_people = models.PositiveIntegerField("number of people", null=True, blank=True)
    population = models.CharField(max_length=200, blank=True)
    comparator = models.CharField(max_length=200, blank=True)
    intervention = models.CharField(
        max_length=80, blank=True, help_text="What is done or given. Ties a benefit to its harms."
    )
    risk_outcome = models.CharField("outcome", max_length=200, blank=True)
    risk_affected = models.PositiveIntegerField("people affected", null=True, blank=True)
    risk_denominator = models.PositiveIntegerField(
        "out of", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    risk_time_span = models.CharField("over", max_length=60, blank=True)
    risk_group = models.CharField("group", max_length=120, blank=True)
    risk_comparator_affected = models.PositiveIntegerField(
        "affected in the other group", null=True, blank=True
    )
    risk_comparator_group = models.CharField("other group", max_length=120, blank=True)
    jurisdiction = models.CharField(max_length=60, blank=True)
    regulatory_status = models.CharField(max_length=200, blank=True)
    checked_on = models.DateField("status checked on", null=True, blank=True)
    checked_url = models.URLField("where it was checked", max_length=500, blank=True)
    recheck_months = models.PositiveSmallIntegerField("check again after (months)", default=6)
    translation_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="translations"
    )
    source_line = models.PositiveIntegerField(
        "line in the imported article", null=True, blank=True, editable=False
    )
    history = tracked()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(risk_affected=None, risk_denominator=None)
                | Q(risk_affected__lte=F("risk_denominator")),
                name="claim_risk_within_denominator",
            ),
            models.CheckConstraint(
                condition=Q(risk_comparator_affected=None)
                | Q(risk_comparator_affected__lte=F("risk_denominator")),
                name="claim_comparator_within_denominator",
            ),
        ]

    def __str__(self) -> str:
        text = self.statement if len(self.statement) <= 80 else f"{self.statement[:79]}…"
        return f"{self.code} {text}"

    def clean(self) -> None:
        """Refuse more people affected than there are, and a certainty above its stage."""
        wrong: dict[str, str] = {}
        known = self.certainty in Certainty.values and self.stage in Stage.values
        if known and exceeds_cap(self.certainty, self.stage):
            wrong["certainty"] = (
                f"Evidence of the stage “{Stage(self.stage).label}” carries at most "
                f"“{cap(self.stage).label}”."
            )
        out_of = self.risk_denominator
        for name in ("risk_affected", "risk_comparator_affected"):
            affected = getattr(self, name)
            if affected is not None and out_of is None:
                wrong["risk_denominator"] = "Say out of how many people."
            elif affected is not None and out_of is not None and affected > out_of:
                wrong[name] = f"More people are affected than the {out_of} there are."
        if out_of is not None and self.risk_affected is None:
            wrong["risk_affected"] = f"Say how many of the {out_of} people are affected."
        if wrong:
            raise ValidationError(wrong)

    @property
    def code(self) -> str:
        """The code authors use in bodies, such as ``C-12``."""
        return f"C-{self.pk}"


class Citation(TrackedModel):
    """A claim rests on a source: where in it, and which words."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="citations")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations")
    order = models.PositiveSmallIntegerField(default=0)
    locator = models.CharField(max_length=120, blank=True, help_text="Page, table or section")
    quote = models.TextField(blank=True, help_text="The words the claim relies on")
    history = tracked()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "source"], name="source_once_per_claim")
        ]

    def __str__(self) -> str:
        return f"{self.claim.code} → {self.source}"
