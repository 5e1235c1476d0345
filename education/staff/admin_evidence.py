"""The admin of evidence: claims with their citations, and sources."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from education.evidence.grading import Stage, cap
from education.evidence.models import Citation, Source
from education.people.models import Role, User
from education.people.rules import has_role
from education.review.models import Review
from education.review.states import State
from education.staff.admin_base import RoleInline, TrackedAdmin, TrackedForm
from education.staff.where_used import places_html

_CODE = re.compile(r"^\s*(?:\[\[)?[Cc]-?(\d{1,9})(?:\]\])?\s*$")


def claim_number(text: str) -> int | None:
    """Return 12 for ``C-12``, ``c12`` or ``[[C-12]]``; None for anything else."""
    found = _CODE.match(text)
    return int(found[1]) if found else None


def _with_cap(stage: Stage) -> str:
    return f"{stage.label} (at most: {cap(stage).label.lower()})"


class ClaimForm(TrackedForm):
    """A claim's form, with the cap on certainty in words."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)
    stage = forms.ChoiceField(
        choices=[("", "---------"), *((s.value, _with_cap(s)) for s in Stage)],
        required=False,
        help_text="Each stage of evidence carries a certainty for patients up to the one it names.",
    )


class CitationInline(RoleInline):
    """The sources a claim rests on, each with the place and the words relied on."""

    model = Citation
    fields = ("source", ("locator", "order"), "quote")
    autocomplete_fields = ("source",)
    extra = 1


class ClaimAdmin(TrackedAdmin):
    """The library of claims."""

    form = ClaimForm
    object_history_template = "admin/education/claim/history.html"
    shelf = "Evidence"
    rows: ClassVar[dict[str, int]] = {"statement": 3}
    inlines = (CitationInline,)
    autocomplete_fields = ("translation_of",)
    list_display = ("code", "statement", "kind", "certainty", "stage", "language", "sources")
    list_display_links = ("code", "statement")
    list_filter = ("kind", "certainty", "stage", "language")
    search_fields = ("statement", "intervention", "population")
    search_help_text = "Words of the claim, or its code, for example C-12"
    readonly_fields = ("where_used",)
    fieldsets = (
        (
            "What patients read",
            {
                "fields": ("statement", ("language", "kind"), "where_used"),
                "description": "One sentence, in words a patient uses. It is signed exactly as it "
                "stands, and reused on every page that holds its code.",
            },
        ),
        (
            "How sure we are",
            {
                "fields": (
                    ("certainty", "stage"),
                    ("species", "n_people"),
                    "population",
                    "intervention",
                    "comparator",
                ),
                "description": "Animal and laboratory work cannot show that people benefit.",
            },
        ),
        (
            "Absolute risk, when there is one",
            {
                "classes": ("collapse",),
                "fields": (
                    "risk_outcome",
                    ("risk_affected", "risk_denominator", "risk_time_span"),
                    "risk_group",
                    ("risk_comparator_affected", "risk_comparator_group"),
                ),
                "description": "For example: 9 out of 100 people over 2 years, against 15.",
            },
        ),
        (
            "Regulator, when the claim is about what is approved",
            {
                "classes": ("collapse",),
                "fields": (
                    "jurisdiction",
                    "regulatory_status",
                    ("checked_on", "recheck_months"),
                    "checked_url",
                ),
            },
        ),
        ("Translation", {"classes": ("collapse",), "fields": ("translation_of",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Count the sources for the list."""
        queryset: QuerySet[Any] = super().get_queryset(request)
        counted: QuerySet[Any] = queryset.annotate(n_sources=Count("citations"))
        # Counting groups the rows, and grouped rows lose the model's order.
        counted = counted.order_by("-pk")
        return counted

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find a claim by its code, or by its words."""
        number = claim_number(search_term)
        if number is not None:
            return queryset.filter(pk=number), False
        found: tuple[QuerySet[Any], bool] = super().get_search_results(
            request, queryset, search_term
        )
        return found

    def asks_why(self, obj: Any) -> bool:
        """A claim that clinicians have signed is changed for a reason."""
        return Review.objects.filter(claim=obj, state=State.SIGNED).exists()

    @admin.display(description="sources", ordering="n_sources")
    def sources(self, claim: Any) -> int:
        """How many sources the claim rests on."""
        return int(claim.n_sources)

    @admin.display(description="where it is used")
    def where_used(self, claim: Any) -> SafeString | str:
        """Every draft and live page that holds the claim: a change is a change of them all."""
        return (places_html([claim.pk]) if claim.pk else {}).get(claim.pk) or "Nowhere yet."


class SourceForm(TrackedForm):
    """A source's form. A retraction reaches live pages, so it has an act of its own."""

    def clean_notice(self) -> str:
        """Send whoever marks a stored source as retracted to the act that shows its reach."""
        notice: str = self.cleaned_data["notice"]
        if notice == Source.Notice.RETRACTED and self.instance.pk:
            stored = Source.objects.get(pk=self.instance.pk)
            if stored.notice != Source.Notice.RETRACTED:
                raise forms.ValidationError(
                    "Pages may rest on it: use “Retracted? See how far it reaches” at the top."
                )
        return notice


class SourceAdmin(TrackedAdmin):
    """Publications that claims rest on."""

    form = SourceForm
    object_history_template = "admin/education/source/history.html"
    shelf = "Evidence"
    list_display = ("title", "kind", "year", "container", "notice", "claims")
    list_filter = ("kind", "notice", "year")
    search_fields = ("title", "authors", "=doi", "=pmid")
    search_help_text = "Title, authors, DOI or PMID"
    autocomplete_fields = ("superseded_by",)
    readonly_fields = ("used_by",)
    fieldsets = (
        (
            "The publication",
            {
                "fields": (
                    "title",
                    "authors",
                    ("kind", "year"),
                    ("notice", "superseded_by"),
                    "used_by",
                )
            },
        ),
        (
            "Where to find it",
            {
                "fields": (
                    "container",
                    ("volume", "issue", "pages"),
                    "publisher",
                    ("doi", "pmid"),
                    ("url", "accessed_on"),
                ),
                "description": "One paper is one source: DOI and PMID may stand only once.",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Count the claims for the list."""
        queryset: QuerySet[Any] = super().get_queryset(request)
        counted: QuerySet[Any] = queryset.annotate(n_claims=Count("citations"))
        counted = counted.order_by("title", "pk")
        return counted

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list; who marks sources is led to where lists of retractions are brought."""
        user = request.user
        marks = isinstance(user, User) and has_role(user, Role.CLINICIAN, Role.COORDINATOR)
        return super().changelist_view(request, {**(extra_context or {}), "marks_sources": marks})

    def asks_why(self, obj: Any) -> bool:
        """A source of signed claims is changed for a reason."""
        return Review.objects.filter(claim__citations__source=obj, state=State.SIGNED).exists()

    @admin.display(description="claims", ordering="n_claims")
    def claims(self, source: Any) -> int:
        """How many claims rest on it."""
        return int(source.n_claims)

    @admin.display(description="claims that rest on it")
    def used_by(self, source: Any) -> SafeString | str:
        """Each claim that cites the source, and each draft and live page that holds the claim."""
        cited = list(source.citations.select_related("claim")) if source.pk else []
        places = places_html([c.claim_id for c in cited])
        rows = [
            (
                reverse("admin:education_claim_change", args=[c.claim_id]),
                str(c.claim),
                places.get(c.claim_id, "On no page yet."),
            )
            for c in cited
        ]
        if not rows:
            return "None yet."
        items = format_html_join("", '<li><a href="{}">{}</a> {}</li>', rows)
        return format_html('<ul class="plain-list">{}</ul>', items)
