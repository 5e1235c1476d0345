"""Every check's samples: manuscripts that it must stop, and manuscripts that it must leave alone.

The words of the first checks are in ``first_samples``, records and whole pages in
``record_samples``, the checks from K28 on in ``further_samples``, pictures in ``test_pictures``.
"""

from __future__ import annotations

from education.content.manuscript import Manuscript
from tests.checks import first_samples, further_samples, record_samples, test_pictures

FAILING: dict[str, tuple[Manuscript, ...]] = {
    **first_samples.FAILING,
    **record_samples.FAILING,
    **further_samples.FAILING,
    "K45": tuple(test_pictures.FAILING.values()),
}
PASSING: dict[str, tuple[Manuscript, ...]] = {
    **first_samples.PASSING,
    **record_samples.PASSING,
    **further_samples.PASSING,
    "K45": tuple(test_pictures.PASSING.values()),
}
