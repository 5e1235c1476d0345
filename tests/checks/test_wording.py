"""What an unproven product's overclaim does: it blocks, whichever wording check finds it.

The sentences of every wording check are in ``first_samples``.
"""

from __future__ import annotations

import pytest

from tests.checks.build import found, text
from tests.checks.first_samples import SENTENCES_FAILING


@pytest.mark.parametrize("check", ["K02", "K03", "K04", "K05", "K06", "K07"])
def test_overclaim_of_an_unproven_product_blocks(check: str) -> None:
    for sentence in SENTENCES_FAILING[check]:
        assert found(text(sentence), check, "block"), sentence
