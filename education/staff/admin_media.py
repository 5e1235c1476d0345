"""The admin of what pages show and explain beside their text: pictures, and the glossary."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from education.content import pictures
from education.content.models import Picture, Term, Topic
from education.publishing.models import Edition
from education.review.models import Review
from education.staff.admin_base import TrackedAdmin, TrackedForm


def frozen_with(table: Any, mark: str) -> Any:
    """Return the reviews or editions whose frozen text holds a mark of canonical JSON."""
    return table.objects.filter(manuscript__contains=mark)


def _term_mark(term: Term) -> str:
    return f'"term_id":{term.pk}}}'


def _picture_mark(picture: Picture) -> str:
    return f'"picture_id":{picture.pk},'


def _used_by(drafts: Any, mark: str) -> SafeString | str:
    """List every draft that uses a record, and every live page that holds its signed words."""
    live = set(
        frozen_with(Edition, mark)
        .filter(live_page__isnull=False)
        .values_list("topic_id", flat=True)
    )
    topics = {topic.pk: topic for topic in (*drafts, *Topic.objects.filter(pk__in=live))}
    rows = [
        (
            reverse("admin:education_topic_change", args=[pk]),
            topic,
            "live" if pk in live else "draft",
        )
        for pk, topic in sorted(topics.items(), key=lambda pair: pair[1].title)
    ]
    if not rows:
        return "Nowhere yet."
    items = format_html_join("", '<li><a href="{}">{}</a> ({})</li>', rows)
    return format_html('<ul class="plain-list">{}</ul>', items)


class TermForm(TrackedForm):
    """A term's form."""

    def clean_term(self) -> str:
        """Keep single spaces, and refuse what stands in the glossary in other capitals."""
        term = " ".join(self.cleaned_data["term"].split())
        language = self.data.get("language", "")
        same = Term.objects.filter(language=language, term__iexact=term).exclude(
            pk=self.instance.pk
        )
        if same.exists():
            raise forms.ValidationError(f"“{term}” is in the glossary already: change it there.")
        return term


class TermAdmin(TrackedAdmin):
    """The glossary: what hard words mean, explained on every page that uses them."""

    form = TermForm
    shelf = "Pages"
    change_list_template = "admin/explained_list.html"
    empty_list = (
        "No words yet. Add one that your patients asked about: each page that uses it explains it."
    )
    rows: ClassVar[dict[str, int]] = {"forms": 3, "definition": 3}
    list_display = ("term", "definition", "language")
    list_filter = ("language",)
    search_fields = ("term", "forms", "definition")
    search_help_text = "The word, another form of it, or words of its definition"
    readonly_fields = ("where_used",)
    fieldsets = (
        (
            None,
            {
                "fields": (("term", "language"), "forms", "definition", "where_used"),
                "description": "The definition is signed together with each page that uses the "
                "word. A changed definition reaches patients when those pages are signed again.",
            },
        ),
    )

    def asks_why(self, obj: Any) -> bool:
        """A definition that was signed is changed for a reason."""
        return bool(frozen_with(Edition, _term_mark(obj)).exists())

    @admin.display(description="where it is used")
    def where_used(self, term: Any) -> SafeString | str:
        """Every draft that may hold the word, and live pages that explain it."""
        return _used_by(term.standing_in(), _term_mark(term)) if term.pk else "Nowhere yet."


class PictureForm(TrackedForm):
    """A picture's form. The file is given once; its bytes say what it is."""

    file = forms.FileField(
        help_text="PNG, JPEG or WebP, up to 10 MB. What it hides, such as a place, is left out.",
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    #: What the file became.
    taken: pictures.Taken | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("file", None)

    def clean_file(self) -> Any:
        """Write the picture anew; say in one sentence why a file cannot become one."""
        try:
            self.taken = pictures.take(self.cleaned_data["file"])
        except pictures.Unfit as problem:
            raise forms.ValidationError(str(problem)) from problem
        known = Picture.objects.filter(sha256=self.taken.sha256).first()
        if known:
            raise forms.ValidationError(f"This picture is in the library already, as {known.code}.")
        return self.cleaned_data["file"]

    def clean(self) -> dict[str, Any]:
        """A picture either tells something, or decorates."""
        cleaned = super().clean()
        if cleaned.get("decorative") and cleaned.get("alternative", "").strip():
            self.add_error("alternative", "A picture that only decorates has no text read out.")
        return cleaned


class PictureAdmin(TrackedAdmin):
    """The library of pictures."""

    form = PictureForm
    shelf = "Pages"
    change_list_template = "admin/explained_list.html"
    empty_list = (
        "No pictures yet. Add one, then write its code on a line of its own, such as [[P-3]]."
    )
    rows: ClassVar[dict[str, int]] = {"alternative": 3}
    list_display = ("code", "thumbnail", "says", "licence", "size")
    list_display_links = ("code", "says")
    list_filter = ("licence", "decorative", "shows_people")
    search_fields = ("alternative", "caption", "credit")
    search_help_text = "Words of the caption, the alternative text or the credit"
    readonly_fields = ("shown", "where_used")

    fieldsets = (
        ("The picture", {"fields": ("shown", "where_used")}),
        (
            "For people who do not see it",
            {
                "fields": ("alternative", "decorative"),
                "description": "Say what the picture tells, not what it looks like.",
            },
        ),
        ("Under the picture", {"fields": ("caption", "credit")}),
        (
            "What allows us to show it",
            {"fields": ("licence", "licence_url", "shows_people", "consent")},
        ),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Ask for the file of a new picture; show it from then on."""
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else [("The picture", {"fields": ("file",)}), *fieldsets[1:]]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Store the file under its hash first, so that no row names a file that is not there."""
        if form.instance.pk is None and form.taken:
            taken = form.taken
            pictures.store(taken)
            obj.sha256, obj.extension = taken.sha256, taken.extension
            obj.width, obj.height = taken.width, taken.height
        super().save_model(request, obj, form, change)

    def asks_why(self, obj: Any) -> bool:
        """The words of a picture that was signed are changed for a reason."""
        return bool(frozen_with(Edition, _picture_mark(obj)).exists())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A picture that stands somewhere, or was ever put before a clinician, is kept."""
        if not super().has_delete_permission(request, obj):
            return False
        if obj is None:
            return True
        used = obj.standing_in().exists() or frozen_with(Review, _picture_mark(obj)).exists()
        return not used

    @admin.display(description="caption or alternative text")
    def says(self, picture: Any) -> str:
        """What it is about."""
        return picture.caption or picture.alternative or "Not described yet"

    @admin.display(description="size")
    def size(self, picture: Any) -> str:
        """Width and height in dots."""
        return f"{picture.width} × {picture.height}"

    @admin.display(description="picture")
    def thumbnail(self, picture: Any) -> SafeString:
        """The picture, small; its words stand beside it."""
        return _image(picture, "thumbnail", "")

    @admin.display(description="picture")
    def shown(self, picture: Any) -> SafeString | str:
        """The picture, and how it is put on a page."""
        if not picture.pk:
            return ""
        return format_html(
            "{}<p>Write <code>[[{}]]</code> on a line of its own. The file never changes: another "
            "file is another picture.</p>",
            _image(picture, "picture-shown", picture.alternative),
            picture.code,
        )

    @admin.display(description="where it is used")
    def where_used(self, picture: Any) -> SafeString | str:
        """Every draft and live page that shows it."""
        if not picture.pk:
            return "Nowhere yet."
        return _used_by(picture.standing_in(), _picture_mark(picture))


def _image(picture: Any, look: str, alternative: str) -> SafeString:
    return format_html(
        '<img class="{}" src="{}" width="{}" height="{}" alt="{}" loading="lazy">',
        look,
        reverse("desk:picture", args=[picture.name]),
        picture.width,
        picture.height,
        alternative,
    )
