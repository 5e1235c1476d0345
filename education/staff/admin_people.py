"""The admin of people: accounts and roles, credentials, specialties.

Nobody widens their own rights: roles are given by another person, credentials are checked by
another person. Each grant is an audit event of its own (``audit.history.seal_roles``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from education.audit import chain
from education.people.models import CredentialSpecialty, Role, User
from education.staff.admin_base import RoleInline, TrackedAdmin, TrackedForm

if TYPE_CHECKING:
    _UserAdmin = UserAdmin[User]
    _UserChangeForm = UserChangeForm[User]
else:
    _UserAdmin, _UserChangeForm = UserAdmin, UserChangeForm

#: What nobody changes about themselves.
_OWN_RIGHTS = ("groups", "is_active", "is_superuser")


class AccountForm(TrackedForm, _UserChangeForm):
    """An account's form."""


class StaffUserAdmin(TrackedAdmin, _UserAdmin):
    """Accounts and their roles. People who leave are made inactive, never deleted."""

    form = AccountForm
    add_form = AdminUserCreationForm
    add_form_template = None
    shelf = "People"
    list_display = ("username", "name", "roles", "email", "is_active")
    list_filter = ("is_active", "groups", "is_superuser")
    search_fields = ("username", "first_name", "last_name", "email")
    filter_horizontal = ()
    readonly_fields = ("date_joined",)
    fieldsets = (
        ("Account", {"fields": ("username", "password", "is_active", "date_joined")}),
        (
            "Person",
            {
                "fields": (("first_name", "last_name"), ("email", "mail_pace")),
                "description": "The name is printed beside signatures from now on. "
                "Signatures already given keep the name they were given with.",
            },
        ),
        (
            "Roles",
            {
                "fields": ("groups", "is_superuser"),
                "description": "A clinician also needs a credential before she can sign. "
                "A superuser looks after accounts; that is not a clinical role.",
            },
        ),
    )
    add_fieldsets = (
        (
            "Account",
            {
                "fields": ("username", ("first_name", "last_name"), "email"),
                "description": "Roles are given on the next page, once the account exists.",
            },
        ),
        ("First password", {"fields": ("usable_password", "password1", "password2")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Fetch the roles with the list."""
        queryset: QuerySet[Any] = super().get_queryset(request)
        return queryset.prefetch_related("groups")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Leave the password's row out for those who only look, and out of history."""
        fieldsets = super().get_fieldsets(request, obj)
        if self.has_change_permission(request, obj) and not self._is_history(request):
            return fieldsets
        return [
            (name, {**options, "fields": tuple(f for f in options["fields"] if f != "password")})
            for name, options in fieldsets
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Keep people from their own rights, and administrators from making superusers."""
        fields = set(super().get_readonly_fields(request, obj))
        if obj is not None and obj.pk == request.user.pk:
            fields |= set(_OWN_RIGHTS)
        if not request.user.is_superuser:
            fields.add("is_superuser")
        return tuple(sorted(fields))

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        """Offer the six roles as ticks."""
        field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups" and field:
            field.queryset = Group.objects.filter(name__in=[r.value for r in Role])
            field.widget = forms.CheckboxSelectMultiple(choices=field.choices)
            field.label, field.help_text = "Roles", ""
        return field

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A superuser's account is changed by superusers only."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Everyone with an account is staff; patients have none."""
        if not change:
            obj.is_staff = True
        super().save_model(request, obj, form, change)

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """Set somebody's password, and record who set it."""
        if request.method != "POST":
            shown: HttpResponse = super().user_change_password(request, id, form_url)
            return shown
        with chain.writing():
            before = _password_of(id)
            response: HttpResponse = super().user_change_password(request, id, form_url)
            if _password_of(id) != before:
                assert isinstance(request.user, User)
                subject = User.objects.get(pk=id)
                chain.record("password.set", actor=request.user, subject=subject)
            return response

    @admin.display(description="name", ordering="last_name")
    def name(self, person: Any) -> str:
        """The name as it is printed."""
        return str(person.printed_name)

    @admin.display(description="roles", empty_value="None")
    def roles(self, person: Any) -> str | None:
        """The roles a person holds."""
        return ", ".join(sorted(g.name for g in person.groups.all())) or None


def _password_of(pk: str) -> str | None:
    found = User.objects.filter(pk=pk) if pk.isdigit() else User.objects.none()
    password: str | None = found.values_list("password", flat=True).first()
    return password


class CredentialSpecialtyInline(RoleInline):
    """The specialties a credential covers."""

    model = CredentialSpecialty
    autocomplete_fields = ("specialty",)
    extra = 1

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds to their own credential."""
        return not _is_own(request, obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes their own credential."""
        return not _is_own(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody takes from their own credential."""
        return not _is_own(request, obj) and super().has_delete_permission(request, obj)


def _is_own(request: HttpRequest, credential: Any) -> bool:
    return credential is not None and credential.user_id == request.user.pk


class CredentialForm(TrackedForm):
    """A credential's form. Who checks it is who saves it, so it cannot be one's own."""

    #: The administrator at the keyboard; set by the admin on the class it makes for each request.
    administrator_id: int | None = None

    def clean_user(self) -> Any:
        """Refuse the administrator's own person."""
        person = self.cleaned_data["user"]
        if person.pk == self.administrator_id:
            raise forms.ValidationError("Somebody else has to enter and check your own credential.")
        return person


class CredentialAdmin(TrackedAdmin):
    """The right to sign: a registration that an administrator looked up."""

    form = CredentialForm
    shelf = "People"
    inlines = (CredentialSpecialtyInline,)
    autocomplete_fields = ("user",)
    list_display = (
        "user",
        "profession",
        "registration",
        "valid_from",
        "valid_until",
        "verified_by",
    )
    list_filter = ("register", "valid_until", "specialties__specialty")
    list_select_related = ("user", "verified_by")
    search_fields = ("user__first_name", "user__last_name", "user__username", "register_number")
    readonly_fields = ("verified_by", "verified_on")
    fieldsets = (
        (
            "Registration",
            {
                "fields": (
                    "user",
                    "profession",
                    ("register", "register_number"),
                    ("valid_from", "valid_until"),
                ),
                "description": "Look the number up in the public register before you save: "
                "saving records that you did, today.",
            },
        ),
        ("Checked", {"fields": (("verified_by", "verified_on"),)}),
    )

    def get_form(
        self,
        request: HttpRequest,
        obj: Any = None,
        change: bool = False,  # noqa: FBT001, FBT002 - Django's signature
        **kwargs: Any,
    ) -> Any:
        """Tell the form who is at the keyboard."""
        form = super().get_form(request, obj, change, **kwargs)
        form.administrator_id = request.user.pk
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A credential stays with its person."""
        fields = tuple(super().get_readonly_fields(request, obj))
        return fields if obj is None else tuple(dict.fromkeys((*fields, "user")))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes their own credential."""
        return not _is_own(request, obj) and super().has_change_permission(request, obj)

    def asks_why(self, obj: Any) -> bool:
        """What somebody signs with is changed for a reason."""
        return True

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Whoever saves a credential has checked it: today, and by name."""
        obj.verified_by_id = request.user.pk
        obj.verified_on = timezone.now().date()
        super().save_model(request, obj, form, change)

    @admin.display(description="registration")
    def registration(self, credential: Any) -> str:
        """Register and number."""
        return str(credential.registration)


class SpecialtyAdmin(TrackedAdmin):
    """The clinical fields that pages and credentials belong to."""

    shelf = "Settings"
    list_display = ("name", "slug")
    search_fields = ("name", "slug")
    fieldsets = ((None, {"fields": ("name", "slug")}),)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Propose a short name for a new specialty only: signatures carry it."""
        return {"slug": ("name",)} if obj is None else {}


class ReviewPolicyAdmin(TrackedAdmin):
    """What the clinic asks of its pages. Reviews that are open keep the policy they began with."""

    shelf = "Settings"
    search_help_text = "A kind of page or a risk, for example condition or high"
    list_display = (
        "__str__",
        "required_sign_offs",
        "needs_specialty",
        "valid_months",
        "grace_days",
        "publisher_may_sign",
    )
    list_filter = ("risk_class", "kind")
    search_fields = ("kind", "risk_class")
    fieldsets = (
        (None, {"fields": ("kind", "risk_class")}),
        (
            "Signing",
            {
                "fields": ("required_sign_offs", "needs_specialty", "publisher_may_sign"),
                "description": "Where no policy is set, and at the least: routine pages need 1 "
                "signature; high-risk pages 2, one of them in the page's specialty, and somebody "
                "else to publish. A clinic can ask for more, never for less.",
            },
        ),
        (
            "Reviews",
            {
                "fields": ("valid_months", "grace_days", "review_within_days"),
                "description": "Where no policy is set: routine 24 months, 90 days of grace, 14 "
                "days for a review; high risk 6 months, no grace, 7 days. At the most: routine "
                "36 months, 180 days, 90 days; high risk 12 months, 30 days, 30 days.",
            },
        ),
    )

    def asks_why(self, obj: Any) -> bool:
        """A policy decides what patients may read, so a change needs its reason."""
        return True
