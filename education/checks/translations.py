"""The check on translations: whether the original has moved on since the draft was written."""

from __future__ import annotations

from collections.abc import Iterator

from .base import Contextual, Finding, Level
from .page import Page
from .surroundings import Surroundings


class TranslationBehind(Contextual):
    id = "K47"
    name = "translation-behind"
    title = "Translation behind its original"
    description = "A translation is written against the edition of its original that is live now."
    level = Level.WARN
    explanation = (
        "The original was published anew after this draft was last written. Open the two side by "
        "side, where each part says what changed, and bring it over; or say why nothing needs to "
        "change. A draft counts as written when its texts, sections or claims were last saved, or "
        "when the edition of it that came last was submitted."
    )
    bad = "A Spanish draft written against edition 1 of a page that is live in edition 2."
    good = "A Spanish draft that was saved since edition 2 of its original went live."
    subjects = frozenset({"topic"})
    reads_english = False

    def look_around(self, page: Page, around: Surroundings) -> Iterator[Finding]:
        m = page.manuscript
        found = around.followed.get(m.topic_id) if m.topic_id else None
        # Another original than the draft's row names: what is known is not about this text.
        if found is None or found.original != m.translation_of:
            return
        if 0 < found.written_against < found.live:
            yield self.on_page(
                f"This translation was written against edition {found.written_against} of its "
                f"original, which is now live as edition {found.live}. Bring over what changed.",
                # An answer given for one edition does not answer for the next.
                excerpt=f"edition {found.live}",
            )
