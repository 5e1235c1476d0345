"""People who work here, and the credentials that give the right to sign."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from education.audit.history import TrackedModel, TrackedQuerySet, tracked


class Role(models.TextChoices):
    """The groups made on migrate; a role is held by being in the group of that name."""

    AUTHOR = "Author", "Author"
    CLINICIAN = "Clinician", "Clinician"
    PUBLISHER = "Publisher", "Publisher"
    COORDINATOR = "Coordinator", "Coordinator"
    AUDITOR = "Auditor", "Auditor"
    ADMINISTRATOR = "Administrator", "Administrator"


class Specialty(TrackedModel):
    """A clinical field that topics belong to and credentials cover."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80, unique=True)
    history = tracked()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "specialties"

    def __str__(self) -> str:
        return self.name


class StaffManager(UserManager["User"]):
    """Makes accounts; writes no bulk."""

    use_in_migrations = False

    def get_queryset(self) -> TrackedQuerySet:
        """Return the QuerySet whose bulk writes refuse."""
        return TrackedQuerySet(self.model, using=self._db)


class User(TrackedModel, AbstractUser):
    """A member of staff. Deactivated when they leave, never deleted."""

    class MailPace(models.TextChoices):
        IMMEDIATE = "immediate", "As it happens"
        DAILY = "daily", "Once a day, together"
        WEEKLY = "weekly", "Once a week, together"

    # Sign-ins are audit events, not edits of the person.
    last_login = None
    mail_pace = models.CharField(
        "mail", max_length=10, choices=MailPace.choices, default=MailPace.IMMEDIATE
    )

    objects: ClassVar[StaffManager] = StaffManager()  # type: ignore[assignment]
    history = tracked(excluded_fields=["password"])

    def __str__(self) -> str:
        return self.printed_name

    @property
    def printed_name(self) -> str:
        """The name as it is printed beside a signature."""
        return self.get_full_name() or self.username


class Credential(TrackedModel):
    """A person's right to sign: profession and registration, checked by somebody else."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="credentials")
    profession = models.CharField(max_length=80, help_text="For example: Consultant nephrologist")
    register = models.CharField(max_length=80, help_text="For example: General Medical Council")
    register_number = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    verified_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    verified_on = models.DateField()
    history = tracked()

    class Meta:
        ordering = ["user", "register"]
        constraints = [
            models.UniqueConstraint(
                fields=["register", "register_number"], name="one_holder_per_registration"
            ),
            models.CheckConstraint(
                condition=~Q(verified_by=F("user")), name="credential_verified_by_another"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="credential_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.printed_name}, {self.profession}, {self.registration}"

    @property
    def registration(self) -> str:
        """Register and number as printed beside a signature."""
        return f"{self.register} {self.register_number}"

    def is_valid_on(self, day: date) -> bool:
        """Tell whether this credential gives the right to sign on that day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def is_valid_now(self) -> bool:
        """Tell whether this credential gives the right to sign today (UTC)."""
        return self.is_valid_on(timezone.now().date())

    def covers(self, specialty_slug: str) -> bool:
        """Tell whether the credential is in this specialty."""
        return self.specialties.filter(specialty__slug=specialty_slug).exists()


class CredentialSpecialty(TrackedModel):
    """A specialty that a credential covers; its own row so that its history is kept (S7)."""

    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="specialties")
    specialty = models.ForeignKey(Specialty, on_delete=models.PROTECT, related_name="+")
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["credential", "specialty"], name="specialty_once_per_credential"
            )
        ]
        verbose_name = "specialty"
        verbose_name_plural = "specialties"

    def __str__(self) -> str:
        return self.specialty.name
