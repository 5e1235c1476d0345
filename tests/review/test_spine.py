"""The whole spine once, without an edge: draft, submitted, signed, live, withdrawn."""

from __future__ import annotations

from education.audit import chain
from education.people.models import User
from education.publishing.guards import guarded_models
from education.publishing.models import LivePage
from education.publishing.services import withdraw
from tests.builders import make_topic, publish_page


def test_a_page_goes_from_draft_to_live_to_withdrawn_and_the_trail_holds(
    alice: User, dr_bell: User, pat: User
) -> None:
    topic = make_topic(alice)
    edition = publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    assert LivePage.objects.get(topic=topic).edition == edition
    withdraw(LivePage.objects.get(topic=topic), by=dr_bell, kind="safety")
    assert not LivePage.objects.filter(topic=topic).exists()
    assert list(chain.verify(guarded_models())) == []
