"""The app: connects what must run after every migrate."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EducationConfig(AppConfig):
    """Countersign's one Django app."""

    name = "education"
    verbose_name = "Patient education"

    def ready(self) -> None:
        """Make roles and guards after each migrate: SQLite drops triggers with their tables."""
        from education import system_checks  # noqa: F401 - registers the checks
        from education.people.services import make_roles
        from education.publishing.guards import install

        def after_migrate(using: str, **_: Any) -> None:
            make_roles()
            install(using)

        post_migrate.connect(after_migrate, sender=self, weak=False, dispatch_uid="countersign")
