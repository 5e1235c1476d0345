"""The admin of pages: topics with their sections and codes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.forms import Textarea
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from education.audit.history import current_actor
from education.content.models import Section, Topic, TopicCode
from education.content.services import manuscript_of
from education.evidence.models import Claim
from education.people.models import User
from education.publishing.models import LivePage
from education.review.models import Review
from education.review.states import State
from education.staff.admin_base import (
    RoleInline,
    TrackedAdmin,
)
from education.staff.found import found_in
from education.staff.permissions import allows
from education.staff.readers_box import ReadersBox, readers_box
from education.staff.review_page import framing
from education.staff.unsaved import stored, written

#: The texts in which a claim can stand.
MARKED = frozenset({"answer", "key_points", "body", "not_known", "get_help"})


def _number(claim: Any) -> int:
    return int(claim.pk)


def with_picker(db_field: Any, field: Any) -> Any:
    """Offer the claim library beside a text that may hold claims."""
    if field and db_field.name in MARKED:
        link = '{} <a class="pick-claim" href="{}" target="_blank">Insert a claim</a>'
        field.help_text = format_html(link, field.help_text, reverse("desk:pick"))
    return field


def claim_list(claims: Iterable[Any]) -> SafeString | None:
    """Return claims as a list of links with their words and certainty; None for none."""
    rows = [
        (
            reverse("admin:education_claim_change", args=[claim.pk]),
            claim.code,
            claim.statement,
            claim.get_certainty_display(),
        )
        for claim in claims
    ]
    if not rows:
        return None
    items = format_html_join("", '<li><a href="{}">{}</a> {} <em>({})</em></li>', rows)
    return format_html('<ol class="plain-list">{}</ol>', items)


def readers_of(topic: Topic, user: Any) -> ReadersBox:
    """Return what readers said of a page, beside the sections of its draft."""
    rows = topic.sections.values_list("pk", "heading")
    headings = [heading for _, heading in rows]
    return readers_box(topic.pk, headings, user, keys=[pk for pk, _ in rows])


class SectionInline(RoleInline):
    """The parts of a page, in order."""

    model = Section
    fields = ("heading", "order", "body", "claims_here", "what_readers_said")
    readonly_fields = ("claims_here", "what_readers_said")
    extra = 1
    #: Asked once for all sections: this object lives as long as its request.
    readers: ReadersBox | None = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Fetch the claims with the sections."""
        queryset: QuerySet[Any] = super().get_queryset(request)
        return queryset.prefetch_related("placements__claim")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave out what readers said while there is nothing that this person may read."""
        if obj is not None and self.readers is None:
            self.readers = readers_of(obj, request.user)
        fields = super().get_fields(request, obj)
        return fields if self.readers else [f for f in fields if f != "what_readers_said"]

    @admin.display(description="readers", empty_value="Nobody said anything about this.")
    def what_readers_said(self, section: Any) -> SafeString | None:
        """Whether it was clear, in numbers and in readers' words."""
        spot = self.readers.beside(section.pk) if self.readers else None
        return spot.as_html() if spot else None

    @admin.display(description="claims here", empty_value="None")
    def claims_here(self, section: Any) -> SafeString | None:
        """What the codes in the body say."""
        if not section.pk:
            return None
        return claim_list(sorted((p.claim for p in section.placements.all()), key=_number))

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Let a section go although claims stand in it: what protects them is only an index."""
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.hand_clean_DELETE = lambda form: None  # type: ignore[attr-defined]
        return formset

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Give the body room, and say how the order works."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "body" and field:
            field.widget = Textarea(attrs={"rows": 8, "class": "vLargeTextField"})
        if db_field.name == "order" and field:
            field.help_text = "0 puts a new section last."
        return with_picker(db_field, field)


class TopicCodeInline(RoleInline):
    """The codes that say what a page is about."""

    model = TopicCode
    fields = (("system", "code", "display"), ("version", "checked_on"))
    extra = 1


class StandingFilter(admin.SimpleListFilter):
    """Pages by the state of their newest review."""

    title = "newest review"
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer every state, and pages that were never submitted."""
        return [("none", "Never submitted"), *((s.value, s.label) for s in State)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the pages whose newest review is in the chosen state."""
        if not self.value():
            return queryset
        return queryset.filter(newest_state=None if self.value() == "none" else self.value())


class LiveFilter(admin.SimpleListFilter):
    """Pages that patients can read now, and pages they cannot."""

    title = "live"
    parameter_name = "live"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer yes and no."""
        return [("yes", "Live"), ("no", "Not live")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the live pages, or the others."""
        if not self.value():
            return queryset
        return queryset.filter(is_live=self.value() == "yes")


class TopicAdmin(TrackedAdmin):
    """Pages as drafts. What patients read is changed at the review desk only."""

    shelf = "Pages"
    rows: ClassVar[dict[str, int]] = {
        "answer": 2,
        "key_points": 5,
        "not_known": 4,
        "get_help": 4,
        "questions": 4,
        "change_note": 2,
        "aim": 2,
        "funding": 2,
    }
    inlines = (SectionInline, TopicCodeInline)
    autocomplete_fields = ("specialty", "owner", "translation_of")
    list_display = ("title", "language", "kind", "risk", "owner", "standing", "live")
    list_filter = (
        "kind",
        "language",
        "risk_class",
        StandingFilter,
        LiveFilter,
        ("owner", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("owner",)
    search_fields = ("title", "slug", "codes__code")
    readonly_fields = ("claims_on_this_page", "where_it_stands", "readers_elsewhere")
    object_history_template = "admin/education/topic/history.html"
    fieldsets = (
        (
            "The page",
            {
                "fields": (
                    "where_it_stands",
                    "title",
                    ("language", "slug"),
                    ("kind", "risk_class"),
                    "specialty",
                    "owner",
                    "translation_of",
                ),
                "description": "A high-risk page needs two signatures, one of them in the page’s "
                "specialty, and is reviewed every six months.",
            },
        ),
        (
            "What readers see first",
            {
                "fields": ("answer", "key_points"),
                "description": "The answer is one line that a reader could stop after. A claim "
                "may stand in any of these texts as [[C-12]].",
            },
        ),
        (
            "What readers see last",
            {"fields": ("not_known", "get_help", "questions", "change_note")},
        ),
        (
            "Why this page, and who pays",
            {
                "fields": ("aim", "funding", "clinic_sells_this", "product"),
                "description": "Printed on the page, so that readers can judge it.",
            },
        ),
        (
            "Every claim on this page",
            {
                "classes": ("collapse",),
                "fields": ("claims_on_this_page",),
                "description": "In reading order, also those outside the sections.",
            },
        ),
    )

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Offer the claim library where a claim can stand."""
        return with_picker(db_field, super().formfield_for_dbfield(db_field, request, **kwargs))

    @method_decorator(cast(Any, framing))
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the findings and the page it would be beside the form of whoever writes."""
        context = dict(extra_context or {})
        if allows(request.user, "change", Section):
            context["look"] = self._look(request, object_id)
        return super().changeform_view(request, object_id, form_url, context)

    @staticmethod
    def _look(request: HttpRequest, object_id: str | None) -> dict[str, Any]:
        """Return where the form is looked at, and what stands in it now."""
        known = int(object_id) if object_id and object_id.isdecimal() else 0
        topic = Topic.objects.filter(pk=known).first() if 0 < known < 2**31 else None
        url = reverse("desk:look") + (f"?topic={topic.pk}" if topic else "")
        if request.method == "POST":
            by, pk = cast(User, request.user), topic.pk if topic else None
            # Looked at only when the form is shown again.
            found = SimpleLazyObject(
                lambda: found_in(written(request.POST, by=by, topic_id=pk)).as_html()
            )
            return {"url": url, "found": found}
        return {"url": url, "found": found_in(stored(topic)).as_html() if topic else None}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Add the newest review's state and whether the page is live, for list and filters."""
        newest = Review.objects.filter(topic=OuterRef("pk")).order_by("-pk").values("state")[:1]
        queryset: QuerySet[Any] = super().get_queryset(request)
        is_live = Exists(LivePage.objects.filter(topic=OuterRef("pk")))
        annotated: QuerySet[Any] = queryset.annotate(newest_state=Subquery(newest), is_live=is_live)
        return annotated

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new page belongs to the person who starts it."""
        return {"owner": request.user.pk, **super().get_changeform_initial_data(request)}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave a coordinator, who writes no content, the owner alone."""
        fields = tuple(super().get_readonly_fields(request, obj))
        if allows(request.user, "change", Section):
            return fields
        written = tuple(f.name for f in Topic._meta.fields if f.editable and f.name != "owner")
        return tuple(dict.fromkeys((*fields, *written)))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Add what readers said of the page as a whole, and of what is no section of it."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self._is_history(request) or not readers_of(obj, request.user):
            return fieldsets
        return [*fieldsets[:1], ("What readers said", {"fields": ("readers_elsewhere",)})] + list(
            fieldsets[1:]
        )

    @admin.display(description="readers")
    def readers_elsewhere(self, topic: Any) -> SafeString:
        """What was said of the whole page, of its fixed parts, and of sections that are gone."""
        return readers_of(topic, current_actor()).rest_as_html()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Propose an address while a page is new; later it may be in letters and books."""
        return {"slug": ("title",)} if obj is None else {}

    def asks_why(self, obj: Any) -> bool:
        """A page that has been published is changed for a reason."""
        return bool(obj.editions.exists())

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: Any) -> None:
        """Put new sections without a place behind the last one."""
        if formset.model is Section:
            orders = [f.instance.order for f in formset.forms if f.instance.pk]
            last = max(orders, default=0)
            for inline in formset.forms:
                if (
                    inline.instance.pk is None
                    and inline.has_changed()
                    and not inline.instance.order
                ):
                    last = inline.instance.order = last + 1
        super().save_formset(request, form, formset, change)

    @admin.display(description="risk", ordering="risk_class")
    def risk(self, topic: Any) -> str:
        """The risk class in one word."""
        return str(topic.risk_class).capitalize()

    @admin.display(description="review", empty_value="Draft")
    def standing(self, topic: Any) -> str | None:
        """Where the newest review of the page stands."""
        return State(topic.newest_state).label if topic.newest_state else None

    @admin.display(description="live", boolean=True)
    def live(self, topic: Any) -> bool:
        """Whether patients can read it now."""
        return bool(topic.is_live)

    @admin.display(description="where it stands")
    def where_it_stands(self, topic: Any) -> SafeString | str:
        """The newest review and the live edition, each with its way to the desk."""
        newest = Review.objects.filter(topic=topic.pk).order_by("-pk").first()
        live = LivePage.objects.filter(topic=topic.pk).select_related("edition").first()
        if newest is None:
            return "A draft that was never submitted."
        link = '<a href="{}">{}</a>'
        state = format_html(
            link, reverse("desk:review", args=[newest.pk]), newest.get_state_display()
        )
        if live is None:
            return format_html("{}. Patients read nothing of it.", state)
        edition = f"edition {live.edition.number}"
        review = reverse("desk:review", args=[live.edition.review_id])
        return format_html("{}. Patients read {}.", state, format_html(link, review, edition))

    @admin.display(description="claims on this page")
    def claims_on_this_page(self, topic: Any) -> SafeString | str:
        """List the claims whose codes stand in any text of the page, in reading order."""
        ids = manuscript_of(topic).marked_claim_ids() if topic.pk else ()
        found = Claim.objects.in_bulk(ids)
        return claim_list(found[pk] for pk in ids if pk in found) or (
            "None yet. Add a claim, then write its code in a section, for example [[C-12]]."
        )
