"""The admin of records: what verbs wrote, to be read and searched by people and auditors."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from education.staff.admin_base import RecordAdmin


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


class WithdrawalAdmin(RecordAdmin):
    """Pages taken down: when, by whom, why, and what readers are told."""

    list_display = ("edition", "kind", "by", "at", "claim_id")
    list_filter = ("kind", "at")
    list_select_related = ("edition", "by")
    search_fields = ("edition__title", "notice")


class AuditEventAdmin(RecordAdmin):
    """The audit trail: one line for each act, each sealed with the one before."""

    list_display = ("seq", "at", "actor", "action", "subject")
    list_filter = ("action", "at", ("actor", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("actor",)
    search_fields = ("=subject", "action", "actor__username", "actor__last_name", "=hash")
    search_help_text = "A record such as review:12, an action, a person or a hash"
    ordering = ("-seq",)


class HistoryAdmin(RecordAdmin):
    """Every version of every edited row, also of those that are gone."""

    shelf = "Edit trail"
    list_display = ("history_id", "history_date", "history_type", "history_user", "version")
    list_filter = ("history_type", "history_date")
    list_select_related = ("history_user",)
    search_fields = ("=history_id", "=id", "history_change_reason", "history_user__username")
    search_help_text = "The number of the record or of the version, a person, or a reason"
    ordering = ("-history_id",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show every column of the version."""
        return [f.name for f in self.model._meta.fields]

    @admin.display(description="version")
    def version(self, row: Any) -> str:
        """What the row said."""
        return str(row)
