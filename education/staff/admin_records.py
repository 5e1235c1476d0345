"""The admin of records: what verbs wrote, to be read and searched by people and auditors."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import CharField, QuerySet, TextField
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from education.content.models import Topic
from education.people.models import Role
from education.staff.admin_base import RecordAdmin
from education.staff.diffing import word_diff
from education.staff.permissions import roles_of


class ReviewAdmin(RecordAdmin):
    """Submissions, each with exactly the text that was submitted."""

    list_display = ("__str__", "state", "risk_class", "submitted_by", "submitted_at", "due_on")
    list_filter = ("state", "risk_class", "specialty", "topic__language")
    list_select_related = ("topic", "claim", "submitted_by")
    search_fields = ("topic__title", "claim__statement", "=fingerprint", "=id")
    fields = (
        "at_the_desk",
        "topic",
        "claim",
        "state",
        "submitted_by",
        "submitted_at",
        "contributors",
        "risk_class",
        "specialty",
        "required_sign_offs",
        "valid_months",
        "grace_days",
        "due_on",
        "findings",
        "lexicon_version",
        "fingerprint",
        "manuscript",
    )
    readonly_fields = ("at_the_desk",)

    @admin.display(description="read it")
    def at_the_desk(self, review: Any) -> SafeString:
        """A link to the review as people read it."""
        return format_html(
            '<a href="{}">Open at the review desk</a>', reverse("desk:review", args=[review.pk])
        )


class CommentAdmin(RecordAdmin):
    """What was said in reviews."""

    list_display = ("text", "anchor", "by", "at", "review_id")
    list_filter = ("at", ("by", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("by",)
    search_fields = ("text", "anchor")


class SignOffAdmin(RecordAdmin):
    """Electronic signatures."""

    list_display = ("printed_name", "meaning", "registration", "signed_at", "review_id")
    list_filter = ("meaning", "signed_at", "register")
    search_fields = ("printed_name", "register_number", "=fingerprint")

    @admin.display(description="registration")
    def registration(self, signature: Any) -> str:
        """Register and number as they stood at signing."""
        return f"{signature.register} {signature.register_number}"


class RevocationAdmin(RecordAdmin):
    """Signatures taken back, each with the reason."""

    list_display = ("sign_off", "by", "at", "reason")
    list_filter = ("at",)
    list_select_related = ("sign_off", "by")
    search_fields = ("reason", "sign_off__printed_name")


class DeclarationAdmin(RecordAdmin):
    """What people declared of their interests, and where they have a conflict."""

    list_display = ("person", "page_kind", "conflict", "clinic_sells", "statement", "at")
    list_filter = ("conflict", "clinic_sells", "page_kind", "at")
    list_select_related = ("person",)
    search_fields = ("person__last_name", "person__username", "statement")


class AssignmentAdmin(RecordAdmin):
    """Whose task a review is or was."""

    list_display = ("review_id", "person", "by", "at", "outcome", "ended_at")
    list_filter = ("outcome", "at", ("person", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("person", "by")
    search_fields = ("=review__id", "person__last_name", "reason")


class DelegationAdmin(RecordAdmin):
    """Who stands in for whom, on which days."""

    list_display = ("person", "deputy", "starts_on", "ends_on", "by", "ended_at")
    list_filter = ("starts_on", "ends_on")
    list_select_related = ("person", "deputy", "by")
    search_fields = ("person__last_name", "deputy__last_name", "reason")


class ResolutionAdmin(RecordAdmin):
    """Threads that were settled."""

    list_display = ("comment", "by", "at")
    list_filter = ("at",)
    list_select_related = ("comment__by", "comment__invitation", "by")
    search_fields = ("comment__text",)


class SourceOpeningAdmin(RecordAdmin):
    """Which reviewer opened which source, and when."""

    list_display = ("review_id", "person", "source", "at")
    list_filter = ("at", ("person", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("person", "source")
    search_fields = ("source__title", "=review__id")


class InvitationAdmin(RecordAdmin):
    """Outside experts who were asked to read a review."""

    list_display = ("name", "role", "review_id", "invited_by", "invited_at", "expires_at")
    list_filter = ("invited_at", "expires_at")
    list_select_related = ("invited_by",)
    search_fields = ("name", "role", "=review__id")
    exclude = ("secret_hash",)


class EditionAdmin(RecordAdmin):
    """Published texts, numbered for each page."""

    list_display = ("title", "number", "language", "kind", "published_by", "published_at")
    list_filter = ("language", "kind", "published_at")
    list_select_related = ("published_by",)
    search_fields = ("title", "slug", "=fingerprint")


class EditionClaimAdmin(RecordAdmin):
    """Which signed claim stands in which edition."""

    list_display = ("claim_id", "edition", "review_id")
    list_select_related = ("edition",)
    search_fields = ("edition__title", "=claim__id", "=fingerprint")


class LivePageAdmin(RecordAdmin):
    """What patients are served from."""

    list_display = ("edition", "language", "slug", "reviewed_at", "review_due", "lapses_on")
    list_filter = ("language", "review_due")
    list_select_related = ("edition",)
    search_fields = ("slug", "edition__title")


class ScheduleAdmin(RecordAdmin):
    """Publications at a time: to come, done, called off, or failed with the reason."""

    list_display = ("review_id", "publish_at", "by", "outcome", "why", "ended_at")
    list_filter = ("outcome", "publish_at")
    list_select_related = ("by",)
    search_fields = ("=review__id", "why")


class WithdrawalAdmin(RecordAdmin):
    """Pages taken down: when, by whom, why, and what readers are told."""

    list_display = ("edition", "kind", "by", "at", "claim_id")
    list_filter = ("kind", "at")
    list_select_related = ("edition", "by")
    search_fields = ("edition__title", "notice")


class ImportRecordAdmin(RecordAdmin):
    """Articles that pages were made from, as they were read."""

    list_display = ("name", "topic", "imported_by", "imported_at", "sha256")
    list_filter = ("imported_at", ("imported_by", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("imported_by",)
    search_fields = ("name", "=sha256")
    search_help_text = "A file, its SHA-256, or the title of the page"

    # Joined to its page, an import that was taken back would be missing.

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Fetch the pages apart."""
        return super().get_queryset(request).prefetch_related("topic")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find imports by the titles of their pages as well."""
        found, many = super().get_search_results(request, queryset, search_term)
        if search_term:
            titled = Topic.objects.filter(title__icontains=search_term).values("pk")
            found = found | queryset.filter(topic__in=titled)
        return found, many


class AuditEventAdmin(RecordAdmin):
    """The audit trail: one line for each act, each sealed with the one before."""

    list_display = ("seq", "at", "actor", "action", "subject")
    list_filter = ("action", "at", ("actor", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("actor",)
    search_fields = ("=subject", "action", "actor__username", "actor__last_name", "=hash")
    search_help_text = "A record such as review:12, an action, a person or a hash"
    ordering = ("-seq",)


def _versioned(model: Any) -> list[Any]:
    """Return the columns of a version that are the record's own."""
    return [f for f in model._meta.fields if not f.name.startswith("history_")]


def _told(row: Any, field: Any) -> str:
    value = getattr(row, field.attname)
    return "" if value is None else str(value)


class HistoryAdmin(RecordAdmin):
    """Every version of every edited row, also of those that are gone."""

    shelf = "Edit trail"
    list_display = ("history_id", "history_date", "history_type", "history_user", "version")
    list_filter = ("history_type", "history_date")
    list_select_related = ("history_user",)
    search_help_text = "Words of any version, the number of the record, a person, or a reason"
    ordering = ("-history_id",)
    readonly_fields = ("what_changed",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Offer the raw trail on the first page to those whose work it is to read it."""
        reads = roles_of(request.user) & {Role.COORDINATOR, Role.AUDITOR}
        return bool(reads) or (request.user.is_superuser and request.user.is_active)

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """Find a word in any version: who wrote it, and when."""
        texts = [f.name for f in _versioned(self.model) if isinstance(f, CharField | TextField)]
        return ["=id", "=history_id", "history_change_reason", "history_user__username", *texts]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show what changed, and then every column of the version."""
        return ["what_changed", *(f.name for f in self.model._meta.fields)]

    @admin.display(description="what changed")
    def what_changed(self, row: Any) -> SafeString | str:
        """Compare a version, word by word, with the one before."""
        earlier = type(row)._base_manager.filter(id=row.id, history_id__lt=row.history_id)
        before = earlier.order_by("-history_id").first()
        if before is None:
            return "The first version."
        told = [
            (field.verbose_name, word_diff(_told(before, field), _told(row, field)))
            for field in _versioned(type(row))
            if getattr(before, field.attname) != getattr(row, field.attname)
        ]
        items = format_html_join("", "<dt>{}</dt><dd>{}</dd>", told)
        return format_html('<dl class="what-changed">{}</dl>', items) if told else "Nothing."

    @admin.display(description="version")
    def version(self, row: Any) -> str:
        """What the row said."""
        return str(row)
