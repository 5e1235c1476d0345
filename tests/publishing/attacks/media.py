"""Pictures nobody signed, definitions changed behind a signature, files exchanged on the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError

from education.audit.history import acting
from education.content.models import Picture, Term, Topic
from education.people.models import User
from education.publishing.models import Edition, LivePage
from education.publishing.services import withdraw
from education.review.services import submit
from tests.builders import edit, image_file, make_picture, make_term, make_topic, publish_page, sign
from tests.publishing.attacks import attack
from tests.publishing.attacks.web import ask
from tests.publishing.world import World, copy_of, plant, sql


def address(picture: Picture) -> str:
    return f"/media/pictures/{picture.name}"


def pictured(w: World, colour: str, **fields: Any) -> tuple[Topic, Picture]:
    """A draft with a word that is explained and a picture."""
    Term.objects.filter(term="cortex").exists() or make_term(w.alice, "cortex")
    picture = make_picture(w.alice, colour=colour, **fields)
    body = f"The cortex is the outer part of the kidney.\n\n[[{picture.code}]]"
    return make_topic(w.alice, slug=f"about-{colour}", claims=[], body=body), picture


def pictured_live(w: World, colour: str) -> tuple[Edition, Picture]:
    topic, picture = pictured(w, colour)
    return publish_page(topic, author=w.alice, signers=[w.dr_bell], publisher=w.pat), picture


# --- who gets a picture -----------------------------------------------------------------------


def never_got(state: str, prepare: Callable[[World], Picture]) -> None:
    for who, pick in (("a reader", lambda w: None), ("a superuser", lambda w: w.root)):

        @attack(f"{who} asks readers' address for a picture {state}")
        def _(w: World, pick: Callable[[World], User | None] = pick) -> Iterator[None]:
            picture = prepare(w)
            yield
            ask(lambda c: c.get(address(picture)), pick(w))


def in_a_draft(w: World) -> Picture:
    return pictured(w, "red")[1]


def in_review(w: World) -> Picture:
    topic, picture = pictured(w, "red")
    submit(topic, by=w.alice)
    return picture


def signed_only(w: World) -> Picture:
    topic, picture = pictured(w, "red")
    sign(submit(topic, by=w.alice), w.dr_bell)
    return picture


def taken_down(w: World) -> Picture:
    edition, picture = pictured_live(w, "red")
    ask(lambda c: c.get(address(picture)))  # Readers had it a moment ago.
    withdraw(edition.live_page, by=w.dr_bell, kind="safety")
    return picture


def put_into_the_draft_of_a_live_page(w: World) -> Picture:
    edition, _ = pictured_live(w, "red")
    unsigned = make_picture(w.alice, colour="blue")
    section = edition.topic.sections.get()
    edit(section, by=w.alice, body=f"{section.body}\n\n[[{unsigned.code}]]")
    return unsigned


def named_in_signed_words(w: World) -> Picture:
    """Words cannot pass for the record of a picture."""
    unsigned = make_picture(w.alice, colour="blue")
    words = f'The file is "sha256":"{unsigned.sha256}" in the cortex.'
    topic = make_topic(w.alice, slug="words", claims=[], body=words)
    publish_page(topic, author=w.alice, signers=[w.dr_bell], publisher=w.pat)
    return unsigned


def exchanged_on_the_disk(w: World) -> Picture:
    picture = pictured_live(w, "navy")[1]
    file = Path(settings.MEDIA_DIR, "pictures", picture.name)
    file.write_bytes(image_file("black").getvalue())
    return picture


never_got("that stands in a draft", in_a_draft)
never_got("that waits for its signature", in_review)
never_got("that is signed and not published", signed_only)
never_got("whose page was taken down", taken_down)
never_got("put into the draft of a live page", put_into_the_draft_of_a_live_page)
never_got("that is only named in signed words", named_in_signed_words)
never_got("whose file was exchanged on the disk", exchanged_on_the_disk)


@attack("a reader asks for a file beside the pictures")
def _(w: World) -> None:
    ask(lambda c: c.get("/media/pictures/..%2f..%2fdb.sqlite3"))


# --- who may sign what a picture says and a word means ------------------------------------------


@attack("the writer of a definition signs the page that explains the word")
def _(w: World) -> Iterator[None]:
    topic, _ = pictured(w, "red")
    edit(Term.objects.get(term="cortex"), by=w.dr_dunn, definition="The outer part.")
    review = submit(topic, by=w.alice)
    yield
    sign(review, w.dr_dunn)


@attack("who once wrote a definition that a colleague rewrote signs it")
def _(w: World) -> Iterator[None]:
    topic, _ = pictured(w, "red")
    term = Term.objects.get(term="cortex")
    edit(term, by=w.dr_dunn, definition="The outer part.")
    edit(term, by=w.alice, definition="The outermost part.")
    review = submit(topic, by=w.alice)
    yield
    sign(review, w.dr_dunn)


@attack("the writer of a caption signs the page that shows the picture")
def _(w: World) -> Iterator[None]:
    topic, picture = pictured(w, "red")
    edit(picture, by=w.dr_dunn, caption="The outer part of the kidney.")
    review = submit(topic, by=w.alice)
    yield
    sign(review, w.dr_dunn)


@attack("the writer of a new definition signs a live page whose other words are old")
def _(w: World) -> Iterator[None]:
    edition, _ = pictured_live(w, "red")
    edit(Term.objects.get(term="cortex"), by=w.dr_dunn, definition="The outer part.")
    review = submit(edition.topic, by=w.alice)
    yield
    sign(review, w.dr_dunn)


def left_out(what: str, change: Callable[[World, Picture], object]) -> None:
    @attack(f"raw SQL: a review leaves out the writer of {what}")
    def _(w: World) -> Iterator[None]:
        topic, picture = pictured(w, "red")
        change(w, picture)
        review = submit(topic, by=w.alice)
        sql("UPDATE education_review SET state = 'superseded' WHERE id = %s", review.pk)
        yield
        others = [pk for pk in review.contributors if pk != w.dr_dunn.pk]
        assert others != review.contributors
        with pytest.raises(DatabaseError, match="names everyone who wrote") as refused:
            plant(copy_of(review, contributors=others))
        raise refused.value


left_out(
    "a definition",
    lambda w, _: edit(Term.objects.get(term="cortex"), by=w.dr_dunn, definition="The rim."),
)
left_out("a caption", lambda w, picture: edit(picture, by=w.dr_dunn, caption="The rim."))


# --- what was signed stays ----------------------------------------------------------------------


@attack("raw SQL: a signed definition is changed in its edition")
def _(w: World) -> Iterator[None]:
    edition, _ = pictured_live(w, "red")
    yield
    sql(
        "UPDATE education_edition SET manuscript = replace(manuscript, 'blood', 'bones') "
        "WHERE id = %s",
        edition.pk,
    )


@attack("raw SQL: the pictures of a submitted page are changed in its review")
def _(w: World) -> Iterator[None]:
    topic, picture = pictured(w, "red")
    review = submit(topic, by=w.alice)
    yield
    sql(
        "UPDATE education_review SET manuscript = replace(manuscript, %s, %s) WHERE id = %s",
        picture.sha256,
        "0" * 64,
        review.pk,
    )


@attack("an edition explains a word otherwise than its signed review")
def _(w: World) -> Iterator[None]:
    edition, _ = pictured_live(w, "red")
    live = LivePage.objects.get(edition=edition)
    forged = edition.manuscript.replace("healthy kidneys keep", "healthy kidneys lose")
    assert forged != edition.manuscript
    withdraw(live, by=w.dr_bell, kind="error")
    yield
    plant(copy_of(edition, number=9, manuscript=forged))


@attack("raw SQL: another file is put behind a picture's code")
def _(w: World) -> None:
    sql("UPDATE education_picture SET sha256 = %s", "0" * 64)


@attack("raw SQL: a picture that was submitted is deleted")
def _(w: World) -> Iterator[None]:
    picture = pictured_live(w, "red")[1]
    yield
    sql("DELETE FROM education_picture WHERE id = %s", picture.pk)


@attack("a picture on a page is deleted")
def _(w: World) -> Iterator[None]:
    picture = pictured(w, "red")[1]
    yield
    with acting(w.alice):
        picture.delete()


def past_the_trail(table: str, column: str) -> None:
    @attack(f"a page is submitted whose {column} of a {table} was written by raw SQL")
    def _(w: World) -> Iterator[None]:
        topic, _ = pictured(w, "red")
        sql(f"UPDATE education_{table} SET {column} = 'Words from nowhere.'")
        yield
        submit(topic, by=w.alice)


past_the_trail("term", "definition")
past_the_trail("picture", "caption")


@attack("a page with a picture that has no licence is submitted")
def _(w: World) -> Iterator[None]:
    topic, _ = pictured(w, "red", licence="")
    yield
    submit(topic, by=w.alice)


@attack("a page with a picture that nobody can hear is submitted")
def _(w: World) -> Iterator[None]:
    topic, _ = pictured(w, "red", alternative="")
    yield
    submit(topic, by=w.alice)
