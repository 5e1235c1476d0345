"""What the desk explains and what the guards and ``check_integrity`` hold are one and the same."""

from __future__ import annotations

from education.publishing.integrity import sign_off_problems
from education.review.counting import counting
from education.review.models import Review
from education.review.states import State
from tests.publishing.world import World


def test_the_desk_and_the_integrity_check_agree(world: World) -> None:
    """What the desk says stands is what ``check_integrity`` finds in order, row by row."""
    weighed = [counting(review) for review in Review.objects.order_by("pk")]
    assert len(weighed) > 8
    for one in weighed:
        signed = one.review.state in (State.SIGNED, State.PUBLISHED)
        assert signed == one.stands, one.review
        problems = [p for s in one.review.sign_offs.all() for p in sign_off_problems(s)]
        assert problems == []
