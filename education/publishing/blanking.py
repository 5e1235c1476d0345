"""Taking a reader's words away, because they still tell who somebody is."""

from __future__ import annotations

from education.audit import chain
from education.errors import NotAllowed, WrongState
from education.people.models import Role, User
from education.people.rules import has_role
from education.publishing.models import Feedback


def remove_words(feedback: Feedback, *, by: User) -> Feedback:
    """Blank what a reader wrote; that something was clear or not stays.

    The trail says who did it and to which row, and holds nothing of the words. Raises
    ``NotAllowed`` for everybody but a coordinator, ``WrongState`` when there are no words.
    """
    with chain.writing():
        row = Feedback.objects.select_for_update().get(pk=feedback.pk)
        if not has_role(by, Role.COORDINATOR):
            raise NotAllowed("Only a coordinator takes a reader’s words away.")
        if not row.words:
            raise WrongState("There are no words here any more.")
        # First the event: the database lets no words go without it.
        chain.record("feedback.words_removed", actor=by, subject=row)
        row.words, row.words_removed = "", True
        row.save(update_fields=["words", "words_removed"])
        return row
