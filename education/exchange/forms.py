"""The form with which an author brings an article in."""

from __future__ import annotations

from django import forms
from django.conf import settings

from education.exchange.formats import MAX_BYTES, too_large


class ImportForm(forms.Form):
    """A file, the title the page shall have, and what the page is about."""

    file = forms.FileField(
        label="The article",
        help_text="A Word (.docx), web page (.html), text (.txt) or Markdown (.md) file.",
        error_messages={"required": "Choose the file to import."},
        widget=forms.FileInput(attrs={"accept": ".docx,.html,.htm,.txt,.md"}),
    )
    title = forms.CharField(
        label="Title of the page",
        max_length=120,
        error_messages={"required": "Give the page a title."},
    )
    language = forms.ChoiceField(label="Language", choices=settings.LANGUAGES)
    code = forms.CharField(
        label="Code of the condition",
        required=False,
        help_text="ICD-10-CM, SNOMED CT or MeSH, for example E11.21. Leave it empty to have one "
        "proposed.",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def clean_file(self) -> tuple[bytes, str]:
        """Return the file's bytes and name, bounded before it is read."""
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(too_large(upload.name))
        return upload.read(), upload.name
