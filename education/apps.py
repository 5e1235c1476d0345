"""The app: connects what must run after every migrate, and when rights are given."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.signals import connection_created
from django.db.models.signals import m2m_changed, post_migrate, pre_migrate


class EducationConfig(AppConfig):
    """Countersign's one Django app."""

    name = "education"
    verbose_name = "Patient education"

    def ready(self) -> None:
        """Make roles and guards after each migrate: SQLite drops triggers with their tables.

        Rights given and taken are recorded through the signal that Django sends for them.
        """
        from education import system_checks  # noqa: F401 - registers the checks
        from education.audit.history import seal_roles
        from education.notifications.services import start
        from education.people.models import User
        from education.people.services import make_roles
        from education.publishing.guards import install, lift
        from education.publishing.index import schema
        from education.publishing.index.services import index_is_there, mend
        from education.write_ahead import write_ahead

        def before_migrate(using: str, plan: list[Any] | None = None, **_: Any) -> None:
            if plan:
                lift(using)

        def after_migrate(using: str, **_: Any) -> None:
            make_roles()
            start()
            install(using)
            schema.install(using)
            # A database that had live pages before there was an index finds them at once.
            if using == DEFAULT_DB_ALIAS and index_is_there():
                list(mend())

        connection_created.connect(write_ahead, dispatch_uid="countersign")
        for rights in (User.groups, User.user_permissions):
            m2m_changed.connect(seal_roles, sender=rights.through, dispatch_uid=rights.field.name)
        pre_migrate.connect(before_migrate, sender=self, weak=False, dispatch_uid="countersign")
        post_migrate.connect(after_migrate, sender=self, weak=False, dispatch_uid="countersign")
