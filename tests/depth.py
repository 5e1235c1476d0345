"""How much of what is much the same is looked at: a sound part by default, all in ``.ci/run``.

A suite that is run after each change has to be quick. What looks at hundreds of places one like the
other (a page in each width, scheme and language; a process killed before each of its statements)
therefore takes a part of them, always the same, and with ``THOROUGH=1`` every one.
"""

from __future__ import annotations

import os

THOROUGH = bool(os.environ.get("THOROUGH"))


def every(step: int) -> int:
    """Return how far it is from one place to the next that is looked at."""
    return 1 if THOROUGH else step
