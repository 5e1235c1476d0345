"""What mail says: what waits and where, in plain words, and nothing of what a page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from education.audit.models import AuditEvent
from education.notifications.delivery import deliver
from education.notifications.models import Message
from education.notifications.rules import KINDS, RULES
from education.notifications.services import choose_pace, derive
from education.notifications.telling import Line, lines_of, mail_of
from education.people.models import User
from education.publishing.services import publish, withdraw
from education.review.guests import invitation_of, invite
from education.review.models import Review
from education.review.services import comment, request_changes
from education.review.words import not_for_a_notice
from tests.builders import sign, submitted

People = dict[str, User]
Mails = list[EmailMultiAlternatives]


@pytest.fixture
def review(staff: People) -> Review:
    return submitted(staff["alice"])


def mail_to(name: str, mails: Mails) -> EmailMultiAlternatives:
    list(derive())
    list(deliver())
    (found,) = [m for m in mails if m.to == [name]]
    return found


def test_a_mail_says_what_waits_and_where(review: Review, mailoutbox: Mails) -> None:
    mail = mail_to("dr_bell@clinic.example", mailoutbox)
    day = f"{review.due_on.day} {review.due_on:%B %Y}"
    said = f"A page waits for your signature: review {review.pk}, due {day}"
    link = f"https://clinic.example/desk/reviews/{review.pk}/"
    html = str(mail.alternatives[0][0])
    assert mail.subject == f"Countersign: {said}"
    assert said in str(mail.body)
    assert link in str(mail.body)
    assert f'<a href="{link}">' in html
    assert "https://clinic.example/desk/mail/" in str(mail.body)


def test_a_claims_review_is_called_a_claim(
    review: Review, staff: People, mailoutbox: Mails
) -> None:
    list(derive())
    Message.objects.all().delete()
    comment(Review.objects.get(claim__isnull=False), by=staff["dr_bell"], text="Which people?")
    assert "new comment on a claim of yours" in mail_to("alice@clinic.example", mailoutbox).subject


def test_no_word_of_a_page_is_in_any_mail(review: Review, staff: People, mailoutbox: Mails) -> None:
    comment(review, by=staff["dr_cole"], text="Sugar harms the filters?")
    sign(review, staff["dr_bell"])
    edition = publish(review, by=staff["pat"])
    withdraw(edition.live_page, by=staff["cora"], kind="safety")
    other = submitted(staff["alice"])
    request_changes(other, by=staff["dr_bell"], comments={"page": "Filters are called nephrons."})
    list(derive())
    list(deliver())
    assert len(mailoutbox) > 10
    told = " ".join(f"{m.subject} {m.body} {m.alternatives[0][0]}" for m in mailoutbox)
    for clinical in ("kidney", "diabet", "sugar", "filter", "nephr"):
        assert clinical not in told.lower()


def test_an_experts_mail_holds_the_link_and_no_account(
    review: Review, staff: People, mailoutbox: Mails
) -> None:
    row = invite(review, name="Ex", email="x@away.example", role="Dietitian", days=7,
                 by=staff["cora"])  # fmt: skip
    text = str(mail_to("x@away.example", mailoutbox).body)
    link = re.search(r"https://clinic\.example/expert/([^/\s]+)/", text)
    assert link is not None
    assert invitation_of(link[1]) == row
    assert "/desk/" not in text


def test_the_outbox_keeps_no_experts_link(review: Review, staff: People) -> None:
    invite(review, name="Ex", email="x@away.example", role="Dietitian", days=7,
           by=staff["cora"])  # fmt: skip
    list(derive())
    assert Message.objects.get(kind="invited").path == "/expert/"


def test_a_sites_name_is_written_as_it_is(
    review: Review, staff: People, mailoutbox: Mails, settings: object
) -> None:
    settings.SITE_NAME = "Bell & Sons"  # type: ignore[attr-defined]
    mail = mail_to("cora@clinic.example", mailoutbox)
    assert "Bell & Sons" in str(mail.body)
    assert "Bell &amp; Sons" in str(mail.alternatives[0][0])


def test_lines_cost_the_same_queries_however_many(
    review: Review, staff: People, django_assert_max_num_queries: object
) -> None:
    for n in range(6):
        comment(review, by=staff["dr_bell"], text=f"Remark {n}")
    choose_pace("daily", by=staff["alice"])
    list(derive())
    messages = list(Message.objects.select_related("event", "recipient"))
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        assert len(lines_of(messages)) == 9


def test_a_message_of_a_kind_that_is_no_longer_made_is_still_shown(review: Review) -> None:
    list(derive())
    message = Message.objects.select_related("event", "recipient")[0]
    message.kind = "old"
    assert lines_of([message]) == [Line("old", message.path)]
    assert mail_of([message]).subject == "Countersign: old"


# --- the table ----------------------------------------------------------------------------------


def test_every_kind_has_one_rule() -> None:
    assert len(KINDS) == len(RULES)


def test_every_rule_is_of_an_act_that_some_verb_records() -> None:
    tree = Path(settings.BASE_DIR) / "education"
    told = "".join(p.read_text() for p in tree.rglob("*.py") if "notifications" not in p.parts)
    assert [rule.action for rule in RULES if f'"{rule.action}"' not in told] == []


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_line_is_short_and_harmless(kind: str) -> None:
    rule = KINDS[kind]
    facts = dict.fromkeys(("what", "review", "due", "review_due", "source", "ends"), "7")
    line = rule.line.format_map(facts)
    assert 20 < len(line) < 130
    assert line[0].isupper()
    assert line[-1] not in ".:"
    assert len(kind) <= Message._meta.get_field("kind").max_length
    assert [r for r in not_for_a_notice(line) if "Leave out" in r] == []


def test_no_act_of_mail_makes_mail(review: Review) -> None:
    assert not any(rule.action.startswith("mail.") for rule in RULES)
    assert AuditEvent.objects.exists()
