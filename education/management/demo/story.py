"""What happened in the demo's clinic over two years, told in order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from education.exchange.article_import import ImportedArticle, import_article
from education.exchange.findings import counted
from education.management.demo import article, people, store
from education.management.demo.blood_pressure import PRESSURE, PRESSURE_NOTE, PRESSURE_NOW, SALT
from education.management.demo.build import Builder
from education.management.demo.clock import StoryClock, story_clock
from education.management.demo.exosomes import PAGE as EXOSOMES
from education.management.demo.glossary import WORDS
from education.management.demo.kidney_tests import PAGE as KIDNEY_TESTS
from education.management.demo.kidney_tests import URINE_DAY
from education.management.demo.kidneys_ar import PAGE as KIDNEYS_AR
from education.management.demo.kidneys_en import PAGE as KIDNEYS
from education.management.demo.kidneys_es import PAGE as KIDNEYS_ES
from education.management.demo.low_blood_sugar import PAGE as LOW_SUGAR
from education.management.demo.nerves import PAGE as NERVES
from education.management.demo.readers import SPRING, SUMMER, hear
from education.notifications import services as notifications
from education.publishing.models import Withdrawal
from education.review import services as reviewing
from education.review.models import Review
from education.review.states import State
from education.review.tasks import assign, delegate

Say = Callable[[str], None]
#: Every page of the demo but the imported draft.
PAGES = (
    SALT,
    URINE_DAY,
    KIDNEYS,
    KIDNEYS_ES,
    KIDNEYS_AR,
    KIDNEY_TESTS,
    PRESSURE,
    LOW_SUGAR,
    NERVES,
    EXOSOMES,
)
_MONTH = 30.44


def tell(say: Say) -> None:
    """Fill the demo's database, all of it or nothing. ``say`` hears of each page.

    Raises ``WrongState`` in any database but the demo's own.
    """
    store.require_demo()
    with transaction.atomic(), story_clock() as clock:
        _chapters(Builder(pause=clock.pass_hours), clock, say)
        store.mark_filled()


def _chapters(builder: Builder, clock: StoryClock, say: Say) -> None:
    clock.set_to(26 * _MONTH)
    say("people, roles and credentials")
    builder.hire(people.EVERYBODY)
    builder.explain(WORDS)
    clock.set_to(25 * _MONTH)
    say(f"{SALT.title}: signed 25 months ago, so its review is overdue")
    builder.go_live(SALT, people.NEPHROLOGIST)
    clock.set_to(20 * _MONTH)
    say(f"{URINE_DAY.title}: live for a while, taken down later")
    builder.go_live(URINE_DAY, people.NEPHROLOGIST)
    clock.set_to(150)
    say(f"{KIDNEYS.title}: signed and live")
    builder.go_live(KIDNEYS, people.NEPHROLOGIST)
    clock.set_to(140)
    say(f"{KIDNEYS_ES.title}: the Spanish page, with its own sign-off")
    builder.go_live(KIDNEYS_ES, people.GP_SPANISH)
    clock.set_to(130)
    say(f"{KIDNEYS_AR.title}: the Arabic page, with its own sign-off")
    builder.go_live(KIDNEYS_AR, people.GP_ARABIC)
    clock.set_to(120)
    say(f"{KIDNEY_TESTS.title}: takes the place of “{URINE_DAY.title}”")
    builder.go_live(KIDNEY_TESTS, people.NEPHROLOGIST)
    builder.withdraw(
        URINE_DAY,
        kind=Withdrawal.WithdrawalKind.CONSOLIDATED,
        notice="We took this page down because our page on kidney tests now covers it. Ask your "
        "care team if you were told to collect your urine for 24 hours.",
        replacement=KIDNEY_TESTS,
    )
    clock.set_to(75)
    say(f"{PRESSURE.title}: signed and live")
    builder.go_live(PRESSURE, people.GP)
    hear(SPRING)
    clock.set_to(21)
    say(f"{LOW_SUGAR.title}: high risk, so two clinicians signed")
    builder.go_live(LOW_SUGAR, people.NEPHROLOGIST, people.GP)
    hear(SUMMER)
    clock.set_to(9)
    say(f"{PRESSURE_NOW.title}: changed, signed again, and live in a second edition")
    revised = builder.revise(PRESSURE_NOW, PRESSURE_NOTE)
    builder.sign_and_publish(revised, PRESSURE_NOW, people.GP)
    clock.set_to(4)
    notifications.pass_over()
    say(f"{NERVES.title}: waiting for sign-off")
    _leave_in_review(builder)
    clock.set_to(3)
    say("the general practitioner has it as a task; the Spanish-speaking one is away")
    _share_the_work(builder)
    # No earlier: the page says on which day the notices it rests on were read.
    clock.set_to(2.5)
    say(f"{EXOSOMES.title}: high risk, so two clinicians signed")
    builder.go_live(EXOSOMES, people.GP, people.NEPHROLOGIST)
    clock.set_to(0.003)
    imported = _import_article(builder)
    list(notifications.derive())
    say(f"{article.TITLE}: an imported draft; findings: {counted(imported.findings)}")


def _leave_in_review(builder: Builder) -> None:
    review = builder.submit(builder.draft(NERVES))
    reviewing.comment(
        review,
        by=builder.users[people.COORDINATOR.username],
        text="Please look at the foot care steps with extra care: the foot clinic will hand "
        "this page out.",
        anchor="section:4",
    )


def _share_the_work(builder: Builder) -> None:
    coordinator = builder.users[people.COORDINATOR.username]
    away, deputy = (builder.users[p.username] for p in (people.GP_SPANISH, people.GP))
    waiting = Review.objects.get(state=State.OPEN, topic__isnull=False)
    assign(waiting, to=deputy, by=coordinator)
    today = timezone.now().date()
    delegate(
        person=away,
        to=deputy,
        starts_on=today,
        ends_on=today + timedelta(days=21),
        by=away,
        reason="On leave",
    )


def _import_article(builder: Builder) -> ImportedArticle:
    return import_article(
        article.TEXT.encode(),
        "exosome-drips.txt",
        title=article.TITLE,
        by=builder.users[people.AUTHOR.username],
        code=article.CODE,
    )
