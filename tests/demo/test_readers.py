"""What readers of the demo said is there, and says nothing of who they are."""

from __future__ import annotations

import pytest

from education.management.demo.readers import SPRING, SUMMER
from education.publishing.models import Feedback

pytestmark = pytest.mark.django_db


def test_everything_they_said_is_kept_without_names_or_numbers(told: list[str]) -> None:
    assert Feedback.objects.count() == sum(h.clear + len(h.unclear) for h in (*SPRING, *SUMMER))
    words = " ".join(Feedback.objects.values_list("words", flat=True))
    assert "Dr […] told me something else, ring me on […]" in words
    assert "Patel" not in words
    assert "900123" not in words
