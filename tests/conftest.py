"""The cast, and what the database guards ask of a test run."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection, connections, transaction
from django.test import TransactionTestCase, override_settings

from education.notifications.services import start
from education.people.models import Role, User
from education.people.services import make_roles
from education.publishing.guards import guards, install
from tests.browsing import CHROMIUM, missing
from tests.builders import make_credential, make_user
from tests.remembering import remembered

# Chromium and Django's synchronous ORM share a test's thread in browser tests.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

if connection.vendor == "postgresql":
    # What a test wrote is gone with the test: it need not wait for the disk.
    connection.settings_dict["OPTIONS"]["options"] += " -c synchronous_commit=off"


@pytest.fixture(autouse=True)
def _fast_hashing(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True, scope="session")
def _own_pictures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep tests' pictures apart; a name always means the same bytes, so tests can share them."""
    made = tmp_path_factory.mktemp
    with override_settings(MEDIA_DIR=made("media"), HANDOUT_DIR=made("handouts")):
        yield


@pytest.fixture
def cast(db: None) -> dict[str, User]:
    """Everybody by name, always made in one order, so that their making is remembered."""
    return make_cast()


@remembered
def make_cast() -> dict[str, User]:
    """Make everybody who works in the clinic."""
    people = [
        make_user("ada", Role.ADMINISTRATOR),
        make_user("alice", Role.AUTHOR, name="Alice Writer"),
        make_user("dr_bell", Role.CLINICIAN, name="Dr Bea Bell"),
        make_user("dr_cole", Role.CLINICIAN, name="Dr Carl Cole"),
        make_user("pat", Role.PUBLISHER, name="Pat Press"),
        make_user("cora", Role.COORDINATOR),
        make_user("otto", Role.AUDITOR),
        make_user("root", is_superuser=True),
    ]
    cast = {person.username: person for person in people}
    for name, specialty, profession in (
        ("dr_bell", "nephrology", "Consultant nephrologist"),
        ("dr_cole", "general-practice", "General practitioner"),
    ):
        make_credential(cast[name], specialty=specialty, profession=profession)
    return cast


@pytest.fixture
def ada(cast: dict[str, User]) -> User:
    """The administrator, who verifies credentials."""
    return cast["ada"]


@pytest.fixture
def alice(cast: dict[str, User]) -> User:
    """The author."""
    return cast["alice"]


@pytest.fixture
def dr_bell(cast: dict[str, User]) -> User:
    """A nephrologist."""
    return cast["dr_bell"]


@pytest.fixture
def dr_cole(cast: dict[str, User]) -> User:
    """A general practitioner."""
    return cast["dr_cole"]


@pytest.fixture
def pat(cast: dict[str, User]) -> User:
    """The publisher."""
    return cast["pat"]


@pytest.fixture
def cora(cast: dict[str, User]) -> User:
    """The coordinator."""
    return cast["cora"]


@pytest.fixture
def otto(cast: dict[str, User]) -> User:
    """The auditor, who reads everything and writes nothing."""
    return cast["otto"]


@pytest.fixture
def root(cast: dict[str, User]) -> User:
    """A superuser without any role."""
    return cast["root"]


def drop_guards() -> None:
    """Take the guards away so that a test database can be emptied. Exists in tests only (D4)."""
    with connection.cursor() as cursor:
        for guard in guards(connection.vendor):
            on = "" if connection.vendor == "sqlite" else f" ON {guard.table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {guard.trigger}{on}")


@contextmanager
def past_the_guards() -> Iterator[None]:
    """Let no guard refuse what is done inside; afterwards each stands. Exists in tests only (D4).

    PostgreSQL takes half a second to make hundreds of triggers anew, so there they only sleep.
    SQLite's cannot sleep, and are made anew in a fraction of that.
    """
    try:
        if connection.vendor == "sqlite":
            drop_guards()
        else:
            _put_to_sleep()
        yield
    finally:
        if connection.vendor != "sqlite":
            _wake()
        install(connection.alias)


def _put_to_sleep() -> None:
    tables = sorted({guard.table for guard in guards(connection.vendor)})
    with connection.cursor() as cursor:
        cursor.execute(";".join(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables))


def _wake() -> None:
    """Let every trigger that sleeps fire always, as guards do: even where a replica writes."""
    asleep = (
        "SELECT string_agg(format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I',"
        " tgrelid::regclass, tgname), ';') FROM pg_trigger"
        " WHERE NOT tgisinternal AND tgenabled = 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(asleep)
        if statements := cursor.fetchone()[0]:
            cursor.execute(statements)


#: What migrating fills: the same for every test, with the same keys.
MIGRATED = {"django_content_type", "auth_permission", "auth_group", "auth_group_permissions"}


def empty_database() -> None:
    """Take every row away that a test may have made, and put the heads and guards back.

    ``flush`` does more, but PostgreSQL makes each table's file anew for it, which takes two
    seconds where a test left some hundred rows; and roles would get other keys.
    """
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with past_the_guards(), transaction.atomic(), connection.cursor() as cursor:
        for table in {*tables} - MIGRATED:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
    Group.objects.exclude(name__in=[role.value for role in Role]).delete()  # One was renamed.
    make_roles()
    start()


@pytest.fixture(autouse=True, scope="session")
def _empty_past_the_guards() -> Iterator[None]:
    """Let transactional tests empty the database."""
    flush = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda case: empty_database()
    yield
    TransactionTestCase._fixture_teardown = flush


#: What takes long beside browser tests, so begins first: no worker is left with it at the end.
SLOW = ("tests/life/", "tests/demo/", "processes.py", "test_large_queues.py")


def pytest_collection_finish() -> None:
    """Let the collector pass over what was imported, where it never finds anything."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what is slow. Browser tests need Chromium: skipped without it, never in CI."""
    slow = {i.path for i in items if "browser" in i.keywords}
    slow |= {i.path for i in items if any(name in i.path.as_posix() for name in SLOW)}
    items.sort(key=lambda item: item.path not in slow)
    if os.environ.get("CI") or not (reason := missing()):
        return
    skip = pytest.mark.skip(reason=reason)
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def playwright(playwright: Any) -> Iterator[Any]:
    """Close what was opened while Playwright's event loop ran in the tests' thread.

    Django keeps connections apart by event loop, so from the first browser test on it opens a
    second one; left open, PostgreSQL would not let the test database go.
    """
    yield playwright
    connections.close_all()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Drive Debian's Chromium; as root it runs without its sandbox."""
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-software-rasterizer",
            # Nobody watches: no action waits for the next sixtieth of a second.
            "--disable-gpu-vsync",
            "--disable-frame-rate-limit",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ],
    }
