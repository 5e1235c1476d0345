"""Which pictures readers get, and how; what they read while a definition changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from education.content.models import Topic
from education.patients.files import KEPT
from education.people.models import User
from education.publishing import integrity
from education.publishing.models import Edition
from education.publishing.services import withdraw
from tests.builders import edit, image_file, make_picture, make_term, make_topic
from tests.staff.worlds import client_of

pytestmark = pytest.mark.django_db
Publish = Callable[..., Edition]


@pytest.fixture
def topic(alice: User) -> Topic:
    make_term(alice, "cortex", definition="The outer part.")
    picture = make_picture(alice)
    body = f"The cortex is part of the kidney.\n\n[[{picture.code}]]"
    return make_topic(alice, slug="pictured", claims=[], body=body)


def picture_of(edition: Edition) -> str:
    (picture,) = edition.page().pictures
    return f"/media/pictures/{picture.name}"


def test_picture_of_a_live_page_is_served_and_kept(
    topic: Topic, publish: Publish, client: Client
) -> None:
    address = picture_of(publish(topic))
    assert f'src="{address}"' in client.get("/topics/pictured/").content.decode()
    for _ in range(2):
        response = client.get(address)
        assert (response.status_code, response["Content-Type"]) == (200, "image/png")
        assert response.content == image_bytes(address)
        assert response["Cache-Control"] == KEPT
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in response


def image_bytes(address: str) -> bytes:
    from django.conf import settings

    return Path(settings.MEDIA_DIR, "pictures", address.rpartition("/")[2]).read_bytes()


def test_picture_is_only_read(topic: Topic, publish: Publish, client: Client) -> None:
    address = picture_of(publish(topic))
    assert client.post(address).status_code == 405
    assert client.head(address).content == b""


def test_picture_of_a_page_that_nobody_signed_is_for_staff_alone(
    topic: Topic, alice: User, client: Client
) -> None:
    name = topic_picture(topic)
    assert client.get(f"/media/pictures/{name}").status_code == 404
    assert client.get(f"/desk/pictures/{name}").status_code == 302
    response = client_of(alice).get(f"/desk/pictures/{name}")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def topic_picture(topic: Topic) -> str:
    from education.content.services import manuscript_of

    return manuscript_of(topic).pictures[0].name


def test_picture_goes_with_its_page(
    topic: Topic, publish: Publish, client: Client, dr_bell: User
) -> None:
    edition = publish(topic)
    assert client.get(picture_of(edition)).status_code == 200
    withdraw(edition.live_page, by=dr_bell, kind="safety")
    assert client.get(picture_of(edition)).status_code == 404


def test_picture_of_an_overdue_page_goes_with_it(
    topic: Topic, publish: Publish, client: Client, time_machine: Any
) -> None:
    edition = publish(topic)
    time_machine.move_to(edition.live_page.lapses_on.replace(year=2090))
    assert client.get(picture_of(edition)).status_code == 404


def test_picture_of_an_earlier_edition_stays_while_that_may_be_read(
    topic: Topic, publish: Publish, client: Client, alice: User, dr_bell: User
) -> None:
    first = publish(topic)
    edit(topic.sections.get(), by=alice, body="The cortex is part of the kidney.")
    second = publish(topic)
    assert client.get("/topics/pictured/editions/1/").status_code == 200
    assert client.get(picture_of(first)).status_code == 200
    withdraw(second.live_page, by=dr_bell, kind="error")
    publish(topic)
    assert client.get("/topics/pictured/editions/1/").status_code == 410
    assert client.get(picture_of(first)).status_code == 404


def test_picture_on_two_pages_stays_with_the_other(
    topic: Topic, publish: Publish, client: Client, alice: User, dr_bell: User
) -> None:
    first = publish(topic)
    other = make_topic(alice, slug="other", claims=[], body=topic.sections.get().body)
    publish(other)
    assert client.get(picture_of(first)).status_code == 200
    withdraw(first.live_page, by=dr_bell, kind="safety")
    assert client.get(picture_of(first)).status_code == 200


def test_an_exchanged_file_is_served_to_nobody_and_reported(
    topic: Topic, publish: Publish, client: Client, alice: User, settings: Any, tmp_path: Path
) -> None:
    edition = publish(topic)
    assert list(integrity.faults()) == []
    name = picture_of(edition).rpartition("/")[2]
    settings.MEDIA_DIR = tmp_path
    (tmp_path / "pictures").mkdir()
    for body in (None, image_file("red").getvalue()):
        if body:
            (tmp_path / "pictures" / name).write_bytes(body)
        assert client.get(f"/media/pictures/{name}").status_code == 404
        assert client_of(alice).get(f"/desk/pictures/{name}").status_code == 404
        found = {fault.record for fault in integrity.faults()}
        assert found == {
            f"edition:{edition.pk}",
            f"picture:{edition.page().pictures[0].picture_id}",
        }


def test_readers_keep_the_signed_definition_while_the_glossary_changes(
    topic: Topic, publish: Publish, client: Client, alice: User
) -> None:
    from education.content.models import Term

    publish(topic)
    before = client.get("/topics/pictured/").content
    assert b"The outer part." in before
    edit(Term.objects.get(), by=alice, definition="Nobody signed this.")
    assert client.get("/topics/pictured/").content == before
    assert b"Nobody signed this." not in client.get("/topics/pictured/print/").content
    assert "Nobody signed" not in str(client.get("/api/v1/topics/pictured").json())


def test_the_api_gives_words_and_pictures_of_the_edition(
    topic: Topic, publish: Publish, client: Client
) -> None:
    edition = publish(topic)
    told = client.get("/api/v1/topics/pictured").json()
    assert told["terms"] == [{"term": "cortex", "forms": [], "definition": "The outer part."}]
    (picture,) = told["pictures"]
    assert picture["url"].endswith(picture_of(edition))
    assert picture["alternative"] == "A kidney with its filters."
    assert "consent" not in picture
