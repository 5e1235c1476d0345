"""The generated pages are as lawful as the one they are copied from."""

from __future__ import annotations

import pytest
from django.test import Client

from education.publishing.models import LivePage
from tests.benchmarks.many import fill, first_page


def test_generated_pages_pass_the_guards_and_are_served(
    client: Client, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(first_page(), 4, 1)
    assert LivePage.objects.count() == 4
    response = client.get("/topics/page-4/")
    assert response.status_code == 200
    assert "and your kidneys, page 4" in response.content.decode()
    assert "4 of 4 topics are live" in capsys.readouterr().err
