"""The examination stays cheap: it asks by the batch, whatever the number of records in it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from education.publishing.integrity import PARTS
from tests.benchmarks.many import fill, first_page


@pytest.mark.parametrize("part", [name for name, _ in PARTS])
def test_number_of_queries_does_not_grow_with_the_records(part: str, db: None) -> None:
    first = first_page()
    look = dict(PARTS)[part]
    fill(first, 4, 1)
    few = queries_of(look)
    fill(first, 16, 4)
    assert queries_of(look) == few


def queries_of(look: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        for _ in look():
            pass
    return len(captured)
