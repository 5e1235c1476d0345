"""The form with which a list comes in, and what a list is narrowed by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from education.exchange.models import LinkCheck

#: Some 2,000 records of PubMed with their abstracts. Longer lists are for the command.
MAX_BYTES = 5 * 1024 * 1024


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(label="The list", error_messages={"required": "Choose a file."})

    def __init__(self, *args: Any, about: str, command: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["file"].help_text = about
        self.command = command

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse what is too long to be looked at on a screen."""
        upload: UploadedFile[Any] = self.cleaned_data["file"]
        if upload.size is None or upload.size > MAX_BYTES:
            raise forms.ValidationError(
                f"{upload.name} is larger than {MAX_BYTES // 2**20} MB: import it in parts, or "
                f"with “manage.py {self.command}”."
            )
        return upload


class NarrowForm(forms.Form):
    """Which rows of a list are shown."""

    q = forms.CharField(label="Words", required=False, max_length=100)
    show = forms.ChoiceField(label="Show", required=False)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        field = self.fields["show"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def asked(self) -> tuple[str, str]:
        """Return the words and the choice; nonsense in the address asks for nothing."""
        self.is_valid()
        return self.cleaned_data.get("q", "").strip(), self.cleaned_data.get("show", "")


#: What the list of links is narrowed by: what a coordinator has to look at comes first.
LINKS = [
    ("", "What needs a look"),
    ("all", "All that were tried"),
    *((r.value, str(r.label)) for r in LinkCheck.Result),
]
