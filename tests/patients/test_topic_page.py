"""The page patients read."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from education.content.models import Topic
from education.people.models import User
from education.publishing.models import Edition
from tests.builders import edit, make_claim, make_topic

URL = "/topics/kidneys/"


def test_page_shows_text_claim_certainty_sources_and_signer(client: Client, live: Edition) -> None:
    html = client.get(URL).content.decode()
    for words in (
        "Diabetes and your kidneys",
        "Diabetes can harm your kidneys over time.",
        "High blood sugar can harm the filters in your kidneys.",
        "Checked fact",
        "Guideline on kidney care in diabetes.",
        "Dr Bea Bell",
        "Consultant nephrologist",
        "Test Medical Register",
        "Next review due",
    ):
        assert words in html
