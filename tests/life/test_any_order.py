"""The promise and the integrity hold after every step, whatever anybody does in any order.

``LIFE_STEPS`` says how many steps at least: some dozens by default, thousands in ``.ci/run``.
"""

from __future__ import annotations

import logging
import os
import sys

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.life.machine import DONE, REFUSED, Life

pytestmark = pytest.mark.django_db

STEPS = int(os.environ.get("LIFE_STEPS", "60"))
#: Split, so that several workers share them (``-n 2 --dist load``).
SHARDS = 1 if STEPS < 2_000 else 4
LONGEST = 50


@pytest.mark.parametrize("shard", range(SHARDS))
def test_the_promise_holds_whatever_anybody_does(shard: int) -> None:
    DONE.clear()
    REFUSED.clear()
    logging.getLogger("django.request").setLevel(logging.ERROR)  # Most pages are not there yet.
    wanted = STEPS // SHARDS
    while (steps := DONE.total() + REFUSED.total()) < wanted:
        # Many rules find nothing to do at first, so a life has fewer steps than rules.
        run_state_machine_as_test(
            Life,
            settings=settings(
                # The first life of each run is the simplest there is, in which nothing happens.
                max_examples=max(3, (wanted - steps) // (LONGEST // 2)),
                stateful_step_count=LONGEST,
                deadline=None,
                database=None,
                derandomize=False,
                phases=[Phase.generate, Phase.shrink],
                suppress_health_check=list(HealthCheck),
            ),
        )
    told = [f"  {v:16} {DONE[v]:6} done {REFUSED[v]:6} refused" for v in sorted({*DONE, *REFUSED})]
    sys.stdout.write("\n".join(["", f"{steps} steps", *told, ""]))
    # A life has only some of the rules, so it takes many lives until each got through.
    if wanted >= 4_000:
        never = [verb for verb in REFUSED if REFUSED[verb] >= 40 and not DONE[verb]]
        assert never == [], "tried often, and never got through"
