"""The admin of the glossary and of pictures."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from education.content import pictures
from education.content.models import Picture, Term
from education.people.models import User
from tests.builders import (
    image_file,
    make_picture,
    make_term,
    make_topic,
    publish_page,
)
from tests.staff.worlds import admin_url, client_of, opened

pytestmark = pytest.mark.django_db


def upload(body: bytes, name: str = "photo.png", **fields: Any) -> dict[str, Any]:
    file = SimpleUploadedFile(name, body, content_type="image/png")
    return {"file": file, "alternative": "A kidney.", "licence": "own", **fields}


def add(client: Client, **fields: Any) -> Any:
    return client.post(admin_url("picture", "add"), upload(**fields))


def text_of(response: Any) -> str:
    return response.content.decode()  # type: ignore[no-any-return]


def test_author_adds_a_picture_that_is_named_by_its_bytes(alice: User) -> None:
    assert add(client_of(alice), body=image_file().getvalue()).status_code == 302
    picture = Picture.objects.get()
    assert picture.name == pictures.take(image_file()).name
    assert (picture.width, picture.height) == (64, 48)
    assert pictures.read(picture.name)


def test_what_a_file_is_called_does_not_count(alice: User) -> None:
    jpeg = image_file(kind="JPEG").getvalue()
    add(client_of(alice), body=jpeg, name="notes.svg")
    assert Picture.objects.get().extension == "jpg"


@pytest.mark.parametrize("body", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a"])
def test_what_is_no_picture_is_refused_and_the_words_stay(alice: User, body: bytes) -> None:
    response = add(client_of(alice), body=body, caption="Typed with care")
    assert response.status_code == 200
    assert response.context["adminform"].form.errors["file"]
    assert "Typed with care" in text_of(response)
    assert not Picture.objects.exists()


def test_the_same_picture_twice_leads_to_the_first(alice: User) -> None:
    picture = make_picture(alice)
    shown = text_of(add(client_of(alice), body=image_file().getvalue()))
    assert f"This picture is in the library already, as {picture.code}." in shown


def test_a_picture_cannot_tell_something_and_only_decorate(alice: User) -> None:
    response = add(client_of(alice), body=image_file().getvalue(), decorative="on")
    assert "has no text read out" in text_of(response)


def test_words_of_a_picture_change_and_its_file_does_not(alice: User) -> None:
    picture, client = make_picture(alice), client_of(alice)
    url = admin_url("picture", "change", picture.pk)
    other = SimpleUploadedFile("other.png", image_file("red").getvalue())
    client.post(url, opened(client, url) | {"caption": "New words", "file": other})
    changed = Picture.objects.get()
    assert (changed.caption, changed.sha256) == ("New words", picture.sha256)


def test_a_picture_says_where_it_is_used_and_is_kept(alice: User, dr_bell: User, pat: User) -> None:
    picture, client = make_picture(alice), client_of(alice)
    body = f"Kidneys clean.\n\n[[{picture.code}]]"
    live = make_topic(alice, title="Live page", claims=[], body=body)
    make_topic(alice, title="Draft page", claims=[], body=body)
    publish_page(live, author=alice, signers=[dr_bell], publisher=pat)
    shown = text_of(client.get(admin_url("picture", "change", picture.pk)))
    assert "Live page (en)</a> (live)" in shown
    assert "Draft page (en)</a> (draft)" in shown
    assert (
        client.post(admin_url("picture", "delete", picture.pk), {"post": "yes"}).status_code == 403
    )
    assert Picture.objects.exists()


def test_a_picture_that_stands_nowhere_is_deleted_after_a_preview(alice: User) -> None:
    picture, client = make_picture(alice), client_of(alice)
    url = admin_url("picture", "delete", picture.pk)
    assert "Are you sure" in text_of(client.get(url))
    client.post(url, {"post": "yes"})
    assert not Picture.objects.exists()


def test_a_signed_definition_is_changed_for_a_reason(alice: User, dr_bell: User, pat: User) -> None:
    term, client = make_term(alice, "filters"), client_of(alice)
    url = admin_url("term", "change", term.pk)
    client.post(url, opened(client, url) | {"definition": "Small sieves."})
    publish_page(
        make_topic(alice, title="Live page"), author=alice, signers=[dr_bell], publisher=pat
    )
    shown = text_of(client.get(url))
    assert "Live page (en)</a> (live)" in shown
    refused = client.post(url, opened(client, url) | {"definition": "Big sieves."})
    assert refused.context["adminform"].form.errors["change_reason"]
    assert Term.objects.get().definition == "Small sieves."


def test_a_word_stands_once_whatever_its_capitals(alice: User) -> None:
    make_term(alice, "albumin")
    values = {"term": " Albumin ", "language": "en", "definition": "A protein."}
    response = client_of(alice).post(admin_url("term", "add"), values)
    assert "is in the glossary already" in text_of(response)
    assert (
        client_of(alice).post(admin_url("term", "add"), values | {"language": "es"}).status_code
        == 302
    )


@pytest.mark.parametrize("model", ["term", "picture"])
def test_an_empty_list_says_what_to_do(alice: User, model: str) -> None:
    client = client_of(alice)
    assert "Add one" in text_of(client.get(admin_url(model, "changelist")))
    make_term(alice)
    make_picture(alice)
    nothing = text_of(client.get(admin_url(model, "changelist"), {"q": "zebra"}))
    assert "Nothing fits what you asked for." in nothing


@pytest.mark.parametrize(("query", "found"), [("Albumin", 1), ("microalbumin", 1), ("zebra", 0)])
def test_words_are_found_by_any_form(alice: User, query: str, found: int) -> None:
    make_term(alice, forms="albumins\nmicroalbumin")
    shown = client_of(alice).get(admin_url("term", "changelist"), {"q": query})
    assert shown.context["cl"].result_count == found
