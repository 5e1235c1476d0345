"""The forms of mail: how often it comes, and what its lists are narrowed by."""

from __future__ import annotations

from typing import Any

from django import forms

from education.notifications.models import Message
from education.people.models import User


class PaceForm(forms.Form):
    """How often mail comes."""

    pace = forms.ChoiceField(
        label="How often mail comes to you",
        choices=User.MailPace.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how often mail shall come."},
    )

    def __init__(self, *args: Any, pace: str, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"pace": pace}, "label_suffix": "", **kwargs})


class FilterForm(forms.Form):
    """What a list of messages can be narrowed by."""

    TO_LOOK_AT = "look"

    q = forms.CharField(label="Words", required=False, max_length=100)
    state = forms.ChoiceField(
        required=False,
        choices=[
            ("", "Any state"),
            *Message.State.choices,
            (TO_LOOK_AT, "Not sent, to look at"),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
