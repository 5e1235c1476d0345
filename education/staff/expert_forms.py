"""The forms around an outside expert: inviting one, and what the expert writes."""

from __future__ import annotations

from typing import Any

from django import forms

from education.content.manuscript import Manuscript
from education.review.guests import LONGEST, LONGEST_REMARK, longest
from education.review.remarks import LONGEST_PASSAGE
from education.staff.dossier import places
from education.staff.forms import DeskForm

_NOTHING = {"required": "Write what you want to say first."}


class InviteForm(DeskForm):
    """Whom to ask, and how long the link is good."""

    name = forms.CharField(
        max_length=longest("name"),
        help_text="As it will stand beside their comments.",
        error_messages={"required": "Give the expert's name."},
    )
    email = forms.EmailField(
        label="Mail address",
        max_length=longest("email"),
        error_messages={
            "required": "Give the expert's mail address.",
            "invalid": "Give the expert's mail address, like name@hospital.example.",
        },
    )
    role = forms.CharField(
        label="Profession and place of work",
        max_length=longest("role"),
        help_text="For example: Renal dietitian, University Hospital.",
        error_messages={"required": "Give the expert's profession and place of work."},
    )
    days = forms.IntegerField(
        label="Days the link is good",
        min_value=1,
        max_value=LONGEST,
        initial=14,
        error_messages={"required": f"Say for how many days, from 1 to {LONGEST}."},
    )


class RemarkForm(DeskForm):
    """An expert's remark on a place of the page, or on some of its words."""

    anchor = forms.ChoiceField(label="About")
    passage = forms.CharField(
        label="The words it is about",
        required=False,
        max_length=LONGEST_PASSAGE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="If it is about some words only: copy them from the page.",
    )
    text = forms.CharField(
        label="Your comment",
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=_NOTHING,
    )

    def __init__(self, *args: Any, page: Manuscript, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["anchor"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = places(page)


class AnswerForm(DeskForm):
    """An expert's answer in a thread of their own."""

    text = forms.CharField(
        label="Your answer",
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages=_NOTHING,
    )
