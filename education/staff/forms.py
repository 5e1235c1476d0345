"""The forms of the review desk. Each refusal is one sentence, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator

from education.content.manuscript import Manuscript
from education.people.models import Credential
from education.review.models import STATEMENTS, Meaning, Review
from education.review.remarks import LONGEST_PASSAGE
from education.review.services import Interests
from education.staff.dossier import Card, ShownFinding, places

_ANSWER = "answer-"
_CLAIM = "claim-"
_COMMENT = "comment-"


def words_field(label: str, *, rows: int = 3, **options: Any) -> forms.CharField:
    """Return a field for a few lines of text."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


class DeskForm(forms.Form):
    """Labels end as sentences do, and each field is tied to its help and its error."""

    required_css_class = "required"
    error_css_class = "has-error"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class SignatureForm(DeskForm):
    """What every signature asks for: with what right, which interests, and the password."""

    credential = forms.ModelChoiceField(
        Credential.objects.none(),
        label="Sign with",
        error_messages={"required": "Choose the registration you sign with."},
    )
    conflict = forms.ChoiceField(
        label="Do you, your family or your employer gain from what this page says?",
        choices=[("no", "No"), ("yes", "Yes")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you have a conflict of interest."},
    )
    interests = words_field(
        "Your interests, as readers will see them",
        rows=2,
        help_text="Money, shares, employment, speaker fees, patents, family. "
        "Write “None” when you have none.",
        error_messages={"required": "Declare your interests; write “None” when you have none."},
    )
    statement = forms.CharField(widget=forms.HiddenInput)
    password = forms.CharField(
        label="Your password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="Entered again for every signature.",
        error_messages={"required": "Enter the password you sign in with."},
    )

    def __init__(
        self, *args: Any, credentials: Sequence[Credential], meaning: Meaning, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["credential"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Credential.objects.filter(pk__in=[c.pk for c in credentials])
        field.empty_label = None if len(credentials) == 1 else "Choose one"
        self.fields["statement"].initial = STATEMENTS[meaning]

    def declared(self) -> Interests:
        """Return the declaration of interests."""
        return Interests(
            conflict=self.cleaned_data["conflict"] == "yes",
            statement=self.cleaned_data["interests"],
        )


class SignForm(SignatureForm):
    """Signing a review: an answer for each warning, and a tick for each claim signed with it."""

    def __init__(
        self,
        *args: Any,
        warnings: Sequence[ShownFinding],
        cards: Sequence[Card],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.warnings, self.cards = warnings, cards
        for finding in warnings:
            self.fields[_ANSWER + finding.key] = words_field(
                "Why it may stand as it is",
                rows=2,
                error_messages={
                    "required": f"Answer the warning {finding.check} at {finding.place}."
                },
            )
        for card in cards:
            self.fields[_CLAIM + str(card.claim.claim_id)] = forms.BooleanField(
                label=f"I have checked {card.claim.code} against its sources.",
                error_messages={
                    "required": f"Tick {card.claim.code} once you have checked it, "
                    "or request changes instead."
                },
            )

    def answer_rows(self) -> list[tuple[ShownFinding, forms.BoundField]]:
        """Return each warning with the field for its answer."""
        return [(f, self[_ANSWER + f.key]) for f in self.warnings]

    def claim_rows(self) -> list[tuple[Card, forms.BoundField]]:
        """Return each claim that is signed with the page, with its tick."""
        return [(c, self[_CLAIM + str(c.claim.claim_id)]) for c in self.cards]

    def answers(self) -> dict[str, str]:
        """Return finding key → reason."""
        return {f.key: self.cleaned_data[_ANSWER + f.key] for f in self.warnings}

    def claims(self) -> list[Review]:
        """Return the claim reviews that were ticked."""
        return [c.review for c in self.cards if c.review is not None]


class ChangesForm(DeskForm):
    """What has to change, place by place."""

    def __init__(self, *args: Any, page: Manuscript, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.anchors = dict(places(page))
        for anchor, name in self.anchors.items():
            rows = 3 if anchor == "page" else 2
            self.fields[_COMMENT + anchor] = words_field(name, rows=rows, required=False)
        for claim in page.claims:
            words = Truncator(claim.statement).chars(160)
            self.fields[_COMMENT + claim.code].help_text = words

    def clean(self) -> dict[str, Any]:
        """Ask for at least one thing to change."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not any(cleaned.values()):
            raise forms.ValidationError(
                "Say what has to change, so that the author knows what to do."
            )
        return cleaned

    def comments(self) -> dict[str, str]:
        """Return anchor → what has to change there."""
        return {a: self.cleaned_data[_COMMENT + a] for a in self.anchors}


class ReasonForm(DeskForm):
    """One reason, for declining."""

    reason = words_field(
        "Why this text should not be published",
        error_messages={"required": "Say why, so that the author knows what to do."},
    )


class CommentForm(DeskForm):
    """A remark on one place of a review."""

    anchor = forms.ChoiceField(label="About")
    passage = forms.CharField(
        label="The words it is about",
        required=False,
        max_length=LONGEST_PASSAGE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Paste them from the page, when it is about some words only.",
        error_messages={"max_length": f"Quote at most {LONGEST_PASSAGE} characters of the page."},
    )
    text = words_field("Comment", error_messages={"required": "Write what you want to say first."})

    def __init__(self, *args: Any, page: Manuscript, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["anchor"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = places(page)


class ReplyForm(DeskForm):
    """An answer in a thread."""

    text = words_field(
        "Your answer", rows=2, error_messages={"required": "Write what you want to say first."}
    )

    def __init__(self, *args: Any, thread: int, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"id_thread_{thread}_%s", **kwargs)
        self.thread = thread
