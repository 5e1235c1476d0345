"""The forms of the review desk. Each refusal is one sentence, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import Truncator

from education.content.manuscript import Manuscript
from education.review.remarks import LONGEST_PASSAGE
from education.staff.dossier import places

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


class ChangesForm(DeskForm):
    """What has to change, place by place."""

    def __init__(
        self, *args: Any, page: Manuscript, carried: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        """``carried`` maps an anchor to what was written of it while signing was tried."""
        super().__init__(*args, **kwargs)
        self.initial.update({_COMMENT + anchor: text for anchor, text in (carried or {}).items()})
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
