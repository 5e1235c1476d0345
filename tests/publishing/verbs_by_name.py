"""The verbs, callable by name with plain ids: how processes are told what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from education.content.models import Section, Topic
from education.evidence.models import Claim
from education.people.models import User
from education.people.services import prove
from education.publishing.lapse import expire_due, publish_due, remind_due
from education.publishing.models import LivePage
from education.publishing.services import publish, withdraw, withdraw_claim
from education.review.guests import open_invitation, token_of
from education.review.models import Invitation, Review
from education.review.services import request_changes, submit
from tests.builders import edit, proof_for, sign


def prepare(call: dict[str, Any]) -> Callable[[], Any]:
    """Read what a call needs, and return the verb ready to run: only its own statements follow."""
    by = User.objects.get(username=call["by"])
    pk = call["on"]
    match call["verb"]:
        case "publish":
            review = Review.objects.get(pk=pk)
            return lambda: publish(review, by=by)
        case "sign":
            review = Review.objects.get(pk=pk)
            proof = proof_for(by, review)
            return lambda: sign(review, by, proof=proof)
        case "request_changes":
            review = Review.objects.get(pk=pk)
            return lambda: request_changes(review, by=by, comments={"page": "Say it simply."})
        case "submit":
            topic = Topic.objects.get(pk=pk)
            return lambda: submit(topic, by=by)
        case "withdraw":
            live = LivePage.objects.get(topic=pk)
            return lambda: withdraw(live, by=by, kind="safety")
        case "withdraw_claim":
            claim = Claim.objects.get(pk=pk)
            return lambda: withdraw_claim(claim, by=by, kind="evidence")
        case "open_link":
            token = token_of(Invitation.objects.get(review=pk))
            return lambda: open_invitation(token)
        case "lapse":
            return lambda: [*publish_due(), *expire_due(), *remind_due()]
        case "guess":
            return lambda: prove(by, password=call["password"], purpose="a text")
        case "edit":
            section = Section.objects.get(topic=pk)
            return lambda: edit(section, by=by, heading=call["heading"])
    raise ValueError(call)
