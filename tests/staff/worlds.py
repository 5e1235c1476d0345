"""Small worlds for the staff's tests, made through the real verbs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.test import Client
from django.urls import reverse

from education.content.models import Topic
from education.people.models import User
from education.publishing.models import LivePage
from education.review.models import STATEMENTS, Review
from education.review.services import open_claim_reviews
from education.review.signing import as_page, changes_to_tick, meanings_for
from tests.builders import (
    PASSWORD,
    credential_of,
    make_claim,
    make_topic,
    publish_page,
    sign,
    submitted,
)
from tests.remembering import remembered


def client_of(user: User) -> Client:
    """A browser in which this person has signed in."""
    client = Client()
    client.force_login(user)
    return client


@remembered
def signed(author: User, signer: User, **fields: Any) -> Review:
    """A page that waits to be published."""
    review = submitted(author, **fields)
    sign(review, signer)
    return Review.objects.get(pk=review.pk)


@dataclass(frozen=True)
class World:
    """One page in each state that the desk has an address for."""

    draft: Topic
    open: Review
    signed: Review
    live: Review

    @property
    def live_page(self) -> LivePage:
        return LivePage.objects.get(edition__review=self.live)


@remembered
def make_world(author: User, signer: User, publisher: User) -> World:
    live = make_topic(author, title="Live page")
    edition = publish_page(live, author=author, signers=[signer], publisher=publisher)
    return World(
        draft=make_topic(author, title="Draft page"),
        open=submitted(author, title="Open page"),
        signed=signed(author, signer, title="Signed page"),
        live=edition.review,
    )


def claims(author: User, count: int) -> list[Any]:
    """Claims that share one source."""
    first = make_claim(author, "Claim 0 says that high blood sugar can harm your kidneys.")
    source = first.citations.get().source
    rest = [
        make_claim(
            author, f"Claim {n} says that high blood sugar can harm kidneys.", sources=[source]
        )
        for n in range(1, count)
    ]
    return [first, *rest]


def signing_data(review: Review, user: User, **fields: Any) -> dict[str, Any]:
    """What a careful signer posts: verdicts, ticks, answers, no conflict, the password."""
    waiting = open_claim_reviews(review.page()) if review.topic_id else []
    meanings = meanings_for(review)
    data = {
        "credential": credential_of(user).pk,
        "conflict": "no",
        "clinic_sells": "no",
        "interests": "None",
        "meaning": meanings[0].value,
        **{f"statement-{m.value}": STATEMENTS[m] for m in meanings},
        "password": PASSWORD,
        **{f"verdict-{claim.code}": "supported" for claim in as_page(review).claims},
        **{f"tick-{c.key}": "on" for c in changes_to_tick(review, user, waiting)},
    }
    for one in (review, *waiting):
        for finding in one.findings:
            if finding["level"] == "warn":
                data[f"answer-{finding['key']}"] = "Read and accepted."
    return data | fields


def admin_url(model: str, action: str, *args: Any) -> str:
    """The address of an admin page."""
    return reverse(f"admin:education_{model}_{action}", args=args)


def opened(client: Client, url: str) -> dict[str, Any]:
    """Open a form of the admin, and return what a browser would post from it unchanged."""
    context = client.get(url).context
    data = _filled_in(context["adminform"].form)
    for inline in context["inline_admin_formsets"]:
        data |= _filled_in(inline.formset.management_form)
        for form in inline.formset.forms:
            data |= _filled_in(form)
    return data


def _filled_in(form: BaseForm) -> dict[str, Any]:
    values = {form.add_prefix(name): form[name].value() for name in form.fields}
    return {k: _posted(v) for k, v in values.items() if v is not None and v is not False}


def _posted(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [getattr(item, "pk", item) for item in value]
    return "on" if value is True else value
