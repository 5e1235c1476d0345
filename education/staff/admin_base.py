"""What every admin of Countersign has in common: permissions per role, history, no back doors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, URLField
from django.forms.models import _get_foreign_key
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from simple_history.admin import SimpleHistoryAdmin

from education.audit import chain
from education.audit.history import TrackedModel, reason_given
from education.errors import Refused
from education.staff.conflicts import Part, conflict, decide, version
from education.staff.permissions import allows

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
    _StackedInline = admin.StackedInline[Any, Any]
    _ModelForm = forms.ModelForm[Any]
else:
    _ModelAdmin, _StackedInline, _ModelForm = admin.ModelAdmin, admin.StackedInline, forms.ModelForm


class _ByRole:
    """Permissions from the table of roles; Django's own are never asked (S1, S2)."""

    model: type[Model]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return allows(request.user, "view", self.model)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return allows(request.user, "add", self.model)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return allows(request.user, "change", self.model)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return allows(request.user, "delete", self.model)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return allows(request.user, "view", self.model)


class RoleInline(_ByRole, _StackedInline):
    """An inline that asks the table of roles. Stacked: a tabular one has fields without labels."""

    extra = 1


class TrackedForm(_ModelForm):
    """A form that asks why, and that notices when somebody else saved in the meantime."""

    change_reason = forms.CharField(
        label="Reason for this change",
        required=False,
        max_length=100,  # As long as the history keeps it.
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Kept in the history, with your name, for as long as the record.",
    )
    #: What was stored when the form was opened (``conflicts.version``).
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    #: Set by the admin, on the class it makes for each request.
    asks_why = False
    parts: tuple[Part, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "change_reason" in self.fields:
            self.fields["change_reason"].required = self.asks_why
            self.fields["seen"].initial = self.stored_version()

    def stored_version(self) -> str:
        """Return a name for what is stored now, rows that are edited with it included."""
        return version(self.parts, self.instance.pk)

    def clean(self) -> dict[str, Any]:
        """Refuse to overwrite what somebody else saved since this form was opened."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        seen = cleaned.get("seen")
        if seen and seen != self.stored_version():
            raise forms.ValidationError(
                "Somebody else saved this record while you were writing. Nothing of yours is "
                "lost: decide above what stands, then save again."
            )
        return cleaned


class TrackedAdmin(_ByRole, SimpleHistoryAdmin):
    """Base of every admin that edits. History can be read, never restored over the present (S1)."""

    form = TrackedForm
    actions = None  # Bulk deletes would leave no history (S3).
    history_list_per_page = 25  # Each entry is compared with the one before (S18).
    object_history_list_template = "admin/history_list.html"
    list_per_page = 50
    save_on_top = False
    #: Where this model stands on the admin's first page.
    shelf = "Settings"
    #: Field → lines of its box, where that is not the stock ten.
    rows: ClassVar[dict[str, int]] = {}

    def asks_why(self, obj: Any) -> bool:
        """Tell whether a change of this record needs a reason (Annex 11: reason for change)."""
        return False

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Take an address without a scheme for https, and give each text a fitting box."""
        if isinstance(db_field, URLField):
            kwargs["assume_scheme"] = "https"
        if db_field.name in self.rows:
            attrs = {"class": "vLargeTextField", "rows": self.rows[db_field.name]}
            kwargs["widget"] = forms.Textarea(attrs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    # --- forms -------------------------------------------------------------------------------

    def get_form(
        self,
        request: HttpRequest,
        obj: Any = None,
        change: bool = False,  # noqa: FBT001, FBT002 - Django's signature
        **kwargs: Any,
    ) -> Any:
        """Return the form, with the reason required where ``asks_why`` says so."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.asks_why = obj is not None and self.asks_why(obj)
        form.parts = self.parts()
        return form

    def parts(self) -> tuple[Part, ...]:
        """Return what the form edits: the record, and the tracked rows edited with it."""
        own = tuple(f.name for f in self.model._meta.fields if f.editable and not f.primary_key)
        found = [Part(self.model, fields=own)]
        for inline in self.inlines:
            key: Any = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
            if issubclass(inline.model, TrackedModel):
                names = [f.name for f in inline.model._meta.fields if f.editable]
                fields = tuple(n for n in names if n not in ("id", key.name))
                prefix = key.remote_field.get_accessor_name()
                found.append(Part(inline.model, key.name, prefix, fields))
        return tuple(found)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Add the reason for change where the person may change something."""
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj is None or self._is_history(request) or not self.has_change_permission(request, obj):
            return fieldsets
        return [*fieldsets, ("Before you save", {"fields": ("change_reason", "seen")})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Return the fields shown as text; on a page of history, all of them."""
        fields = tuple(super().get_readonly_fields(request, obj))
        if self._is_history(request):
            kept = tuple(f.name for f in self.model._meta.fields if f.name != "password")
            return tuple(dict.fromkeys((*fields, *kept)))
        return fields

    @staticmethod
    def _is_history(request: HttpRequest) -> bool:
        match = request.resolver_match
        return bool(match and match.url_name and match.url_name.endswith("_simple_history"))

    # --- saving ------------------------------------------------------------------------------

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Save under the writer's lock, so that what was seen is what is stored."""
        view = super().changeform_view
        if request.method != "POST":
            return view(request, object_id, form_url, extra_context)
        try:
            with chain.writing():
                context = self._settle(request, object_id) | (extra_context or {})
                return view(request, object_id, form_url, context)
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def _settle(self, request: HttpRequest, object_id: str | None) -> dict[str, Any]:
        """Put what the author decided into the form; return what a colleague saved meanwhile."""
        if object_id is None or not object_id.isdecimal():
            return {}
        data = request.POST.copy()
        decide(data)
        found = conflict(self.parts(), int(object_id), data)
        request.POST = data  # type: ignore[assignment]
        return {"conflict": found} if found else {}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Save with the reason given. The actor comes from the request's middleware (S9)."""
        with reason_given(form.cleaned_data.get("change_reason", ""), obj):
            admin.ModelAdmin.save_model(self, request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: Any) -> None:
        """Save the inlines with the same reason."""
        rows = [inline.instance for inline in formset.forms]
        with reason_given(form.cleaned_data.get("change_reason", ""), *rows):
            super().save_formset(request, form, formset, change)

    # --- history -----------------------------------------------------------------------------

    def has_view_history_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may see a record may see how it came to be."""
        return self.has_view_permission(request, obj)

    def has_change_history_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody edits history."""
        return False

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show an old version. The library would save it on POST, with only the right to view."""
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied("An old version is not put back; edit the draft instead.")
        view: Any = super().history_form_view
        response: HttpResponse = view(request, object_id, version_id, extra_context)
        return response


class RecordAdmin(_ByRole, _ModelAdmin):
    """Base of the records that only verbs write: to be read and searched, nothing else."""

    actions = None
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False
    change_form_template = "admin/record.html"
    shelf = "Records"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody, superusers included."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody, superusers included."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody, superusers included."""
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list; nothing is posted to it."""
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied("Records are read only.")
        return super().changelist_view(request, extra_context)
