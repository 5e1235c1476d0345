"""What readers of the demo said about its pages."""

from __future__ import annotations

from dataclasses import dataclass

from education.management.demo.kidneys_en import PAGE as KIDNEYS
from education.management.demo.kidneys_es import PAGE as KIDNEYS_ES
from education.management.demo.shapes import Page
from education.publishing.feedback import say
from education.publishing.models import LivePage


@dataclass(frozen=True, slots=True)
class Heard:
    """How many found a part clear, and what those wrote who did not."""

    page: Page
    part: str
    clear: int
    unclear: tuple[str, ...] = ()


SPRING = (
    Heard(KIDNEYS, "section-1", 9, ("What is a filter in a kidney? I thought it was a sponge.",)),
    Heard(KIDNEYS, "section-2", 4, ("", "How do I collect the pee? Do I keep it cold?")),
    Heard(KIDNEYS, "section-4", 2, ("ACE and ARB: what do the letters mean?", "")),
    Heard(KIDNEYS_ES, "section-1", 5, ("",)),
)
SUMMER = (
    Heard(
        KIDNEYS,
        "section-4",
        1,
        (
            "Too many names of tablets at once. Which of them is mine?",
            "Dr Patel told me something else, ring me on 07700 900123",
            "",
        ),
    ),
    Heard(KIDNEYS, "get-help", 6),
    Heard(KIDNEYS, "", 14, ("It is long. I read it in two goes.",)),
    Heard(KIDNEYS_ES, "section-2", 1, ("¿Qué es la albúmina?",)),
)


def hear(heard: tuple[Heard, ...]) -> None:
    """Keep what these readers said, as the form on the page does."""
    for one in heard:
        live = LivePage.objects.get(language=one.page.language, slug=one.page.slug)
        for _ in range(one.clear):
            say(live.edition, part=one.part, clear=True)
        for words in one.unclear:
            say(live.edition, part=one.part, clear=False, words=words)
