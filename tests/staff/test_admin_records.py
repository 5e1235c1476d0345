"""Records in the admin: read by those who may, written by nobody, superusers included."""

from __future__ import annotations

import pytest
from django.contrib import admin

from education.audit import chain
from education.people.models import User
from education.publishing.guards import guarded_models
from education.publishing.services import withdraw
from education.review.services import comment
from education.staff.admin_base import RecordAdmin
from education.staff.permissions import tracked_models
from tests.builders import make_topic, publish_page
from tests.staff.worlds import admin_url, client_of, submitted

RECORDS = [
    model._meta.model_name
    for model, model_admin in admin.site._registry.items()
    if isinstance(model_admin, RecordAdmin)
]


@pytest.fixture
def records(alice: User, dr_bell: User, pat: User) -> None:
    """A row of every record and of most history tables."""
    topic = make_topic(alice)
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    gone = publish_page(make_topic(alice), author=alice, signers=[dr_bell], publisher=pat)
    withdraw(gone.live_page, by=dr_bell, kind="safety")
    comment(submitted(alice), by=dr_bell, text="A remark.")


def test_every_guarded_table_is_a_record_in_the_admin() -> None:
    edited = set(tracked_models())
    assert set(RECORDS) == {
        *(m._meta.model_name for m in guarded_models() if m not in edited),
        "auditevent",
    }


def test_nobody_writes_a_record_by_post(records: None, root: User, alice: User) -> None:
    written = []
    for who in (root, alice):
        client = client_of(who)
        for model in RECORDS:
            row_type = next(m for m in admin.site._registry if m._meta.model_name == model)
            row = row_type._base_manager.first()
            urls = [admin_url(model, "add"), admin_url(model, "changelist")]
            if row is not None:
                urls += [admin_url(model, "change", row.pk), admin_url(model, "delete", row.pk)]
            written += [url for url in urls if client.post(url, {"post": "yes"}).status_code != 403]
    assert written == []
    assert list(chain.verify(guarded_models())) == []


def test_an_auditor_finds_what_happened_to_a_record(records: None, otto: User) -> None:
    client = client_of(otto)
    found = client.get(admin_url("auditevent", "changelist"), {"q": "page.withdrawn"})
    assert found.context["cl"].result_count == 1


def test_every_record_can_be_searched_and_read(records: None, otto: User) -> None:
    client = client_of(otto)
    for model in RECORDS:
        assert client.get(admin_url(model, "changelist"), {"q": "1"}).status_code == 200
        row_type = next(m for m in admin.site._registry if m._meta.model_name == model)
        row = row_type._base_manager.first()
        if row is not None:
            assert client.get(admin_url(model, "change", row.pk)).status_code == 200
