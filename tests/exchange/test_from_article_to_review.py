"""An author's whole way on the screens: from "I have this article" to "submitted for review"."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from education.content.models import Topic
from education.evidence.models import Claim
from education.people.models import User
from education.review.models import Review
from tests.builders import make_claim, make_source
from tests.exchange.word_files import docx, paragraph, run
from tests.staff.worlds import admin_url, client_of, opened

pytestmark = pytest.mark.django_db

ARTICLE = docx(
    paragraph(run("Diabetes and your kidneys"), style="Title"),
    paragraph(run("High blood sugar can harm the tiny filters in your kidneys over years.")),
    paragraph(run("Tests that find it"), style="heading1"),
    paragraph(run("A urine test and a blood test can find early damage.")),
)


def _import(client: Client) -> Topic:
    data = {
        "file": SimpleUploadedFile("kidneys.docx", ARTICLE),
        "title": "Diabetes and your kidneys",
        "language": "en",
        "code": "E11.21",
    }
    answer = client.post(reverse("exchange:import"), data)
    topic: Topic = Topic.objects.get()
    assert answer["Location"] == reverse("exchange:article", args=[topic.pk])
    return topic


def _fill(client: Client, address: str, **fields: Any) -> None:
    answer = client.post(address, opened(client, address) | fields)
    assert answer.status_code == 302, answer.context["errors"]


def test_an_article_is_imported_worked_through_and_submitted(alice: User) -> None:
    known = make_claim(alice, "High blood sugar may harm tiny filters in the kidneys over years.")
    client = client_of(alice)
    topic = _import(client)
    first, second = Claim.objects.exclude(pk=known.pk).order_by("pk")
    exchange = {"claim": first.pk, "other": known.pk, "line": 1}
    client.post(reverse("exchange:instead", args=[topic.pk]), exchange)
    _fill(
        client,
        admin_url("claim", "change", second.pk),
        stage="established",
        **{
            "citations-TOTAL_FORMS": 1,
            "citations-0-source": make_source(alice, title="Guideline on kidney tests").pk,
            "citations-0-order": 0,
            "citations-0-claim": second.pk,
        },
    )
    _fill(
        client,
        admin_url("topic", "change", topic.pk),
        aim="For people with diabetes who want to know how it can affect their kidneys.",
        funding="The clinic paid for this page.",
        answer="Diabetes can harm your kidneys over time.",
        get_help="Call 112 if you cannot breathe well.",
        questions="When is my next test?",
    )
    client.post(reverse("desk:submit", args=[topic.pk]))
    review = Review.objects.get(topic=topic)
    assert [claim.code for claim in review.page().claims] == [known.code, second.code]
