"""The forms of an electronic signature: what is judged, declared, meant and proved.

Each refusal is one sentence, and nothing typed is lost but the password.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from education.people.models import Credential
from education.review.changes import Change, unticked
from education.review.models import STATEMENTS, Declaration, Meaning, Review
from education.review.rules import Verdict, missing_verdicts
from education.review.services import Interests
from education.staff.dossier import Card, ShownFinding
from education.staff.forms import DeskForm, words_field

_ANSWER, _TICK, _VERDICT, _REMARK = "answer-", "tick-", "verdict-", "remark-"
_STATEMENT = "statement-"
#: The name of the button that takes what was typed to the form for requesting changes.
CARRY = "carry"
_YES_NO = [("no", "No"), ("yes", "Yes")]
#: What people write when there is nothing to declare; no description of a conflict.
_NOTHING = frozenset({"none", "no", "nothing", "n/a", "ninguno", "ninguna", "nada", "-"})
_OTHER_WORDS = "Read the signing statement again: it is not the one for this record."
#: Sent along when a claim is not supported and nothing more was said of it.
_NOT_SUPPORTED = "Its sources do not support it as it is worded."


def _yes_no(label: str, error: str, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=_YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": error},
        **options,
    )


def _with_sentence(meaning: Meaning) -> tuple[str, SafeString]:
    shown = '<span><strong>{}</strong> <span class="choice-help">{}</span></span>'
    return meaning.value, format_html(shown, meaning.label, STATEMENTS[meaning])


class SignatureForm(DeskForm):
    """What every signature asks for: interests, its meaning, with what right, and the password."""

    conflict = _yes_no(
        "Do you or your family stand to gain from what this page says?",
        "Say whether you have a conflict of interest.",
        help_text="Whoever has a conflict of interest may comment on this page, but not sign it.",
    )
    clinic_sells = _yes_no(
        "Does the clinic you work for sell what this page is about?",
        "Say whether the clinic you work for sells what this page is about.",
        help_text="Readers are told so beside your signature.",
    )
    interests = words_field(
        "Your interests, as readers will see them",
        rows=2,
        help_text="Money, shares, employment, speaker fees, patents, family. "
        "Write “None” when you have none.",
        error_messages={"required": "Declare your interests; write “None” when you have none."},
    )
    credential = forms.ModelChoiceField(
        Credential.objects.none(),
        label="Sign with",
        error_messages={"required": "Choose the registration you sign with."},
    )
    password = forms.CharField(
        label="Your password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="Entered again for every signature.",
        error_messages={"required": "Enter the password you sign in with."},
    )

    def __init__(
        self,
        *args: Any,
        credentials: Sequence[Credential],
        meanings: Sequence[Meaning],
        declared: Declaration | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.meanings, self.standing = meanings, declared
        field = self.fields["credential"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Credential.objects.filter(pk__in=[c.pk for c in credentials])
        field.empty_label = None if len(credentials) == 1 else "Choose one"
        self._offer_meanings()
        if declared is not None:
            sells = "yes" if declared.clinic_sells else "no"
            said = {"conflict": "no", "clinic_sells": sells, "interests": declared.statement}
            self.initial = {**said, **self.initial}

    def _offer_meanings(self) -> None:
        # Each sentence travels with the form, so that the one signed is the one that was shown.
        for meaning in self.meanings:
            self.fields[_STATEMENT + meaning.value] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=STATEMENTS[meaning]
            )
        if len(self.meanings) > 1:
            self.fields["meaning"] = forms.ChoiceField(
                label="What your signature says",
                choices=[_with_sentence(meaning) for meaning in self.meanings],
                widget=forms.RadioSelect,
                error_messages={"required": "Choose what your signature says."},
            )

    def _clean_statements(self) -> None:
        for meaning in self.meanings:
            shown = self.cleaned_data.get(_STATEMENT + meaning.value, "")
            if shown.strip() != STATEMENTS[meaning]:
                self.add_error(None, _OTHER_WORDS)
                return

    def clean(self) -> dict[str, Any]:
        """Ask for nothing more of somebody who has a conflict than what it is."""
        cleaned: dict[str, Any] = super().clean() or {}
        self._clean_statements()
        if cleaned.get("conflict") == "yes":
            self._keep_errors_of("interests")
            if str(cleaned.get("interests", "")).strip().rstrip(".").casefold() in _NOTHING:
                self.add_error("interests", "Say in a few words what the conflict is.")
        return cleaned

    def _keep_errors_of(self, *names: str) -> None:
        for name in [name for name in self.errors if name not in names]:
            del self.errors[name]

    @property
    def has_conflict(self) -> bool:
        """Whether a conflict of interest was declared."""
        return bool(self.cleaned_data["conflict"] == "yes")

    def declared(self) -> Interests:
        """Return the declaration of interests."""
        return Interests(
            conflict=self.has_conflict,
            statement=self.cleaned_data["interests"],
            clinic_sells=self.cleaned_data["clinic_sells"] == "yes",
        )

    def signed(self) -> tuple[str, str]:
        """Return the meaning that was chosen, and the sentence that was shown for it."""
        meaning = self.cleaned_data.get("meaning") or self.meanings[0].value
        return meaning, self.cleaned_data[_STATEMENT + meaning]


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """One claim that a signer judges: whether a colleague signed it, and whether this act does."""

    card: Card
    signed_by_colleague: bool
    #: The claim's own review that a verdict of "supported" signs with the page, if any.
    signs: Review | None

    @property
    def code(self) -> str:
        """The claim's code."""
        return self.card.claim.code


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One critical change, with what people call its place."""

    change: Change
    place: str


class SignForm(SignatureForm):
    """Signing a review: a verdict on each claim, an answer to each warning, a tick per change."""

    def __init__(
        self,
        *args: Any,
        claims: Sequence[JudgedClaim],
        warnings: Sequence[ShownFinding],
        changes: Sequence[ShownChange],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.judged, self.warnings, self.changes = claims, warnings, changes
        for shown in changes:
            self._ask_tick(shown.change)
        for one in claims:
            self._ask_verdict(one)
        for finding in warnings:
            self.fields[_ANSWER + finding.key] = words_field(
                "Why it may stand as it is",
                rows=2,
                error_messages={
                    "required": f"Answer the warning {finding.check} at {finding.place}."
                },
            )

        own = [name for name in self.fields if name.startswith((_TICK, _VERDICT, _REMARK, _ANSWER))]
        self.order_fields(own)

    def _ask_tick(self, change: Change) -> None:
        (sentence,) = unticked([change], ())
        name = _TICK + change.key
        self.fields[name] = forms.BooleanField(
            label=f"I have checked: {change.before or 'nothing'} → {change.after or 'nothing'}",
            widget=forms.CheckboxInput(attrs={"aria-describedby": f"id_{name}_in"}),
            error_messages={"required": sentence},
        )

    def _ask_verdict(self, one: JudgedClaim) -> None:
        offered = [v for v in Verdict if v != Verdict.ACCEPTED or one.signed_by_colleague]
        (missing,) = missing_verdicts([one.code], {})
        self.fields[_VERDICT + one.code] = forms.ChoiceField(
            label=f"Your verdict on {one.code}",
            choices=[(v.value, v.label) for v in offered],
            widget=forms.RadioSelect,
            error_messages={"required": missing, "invalid_choice": missing},
        )
        self.fields[_REMARK + one.code] = words_field(
            f"What is wrong with {one.code}, for the author", rows=2, required=False
        )

    def clean(self) -> dict[str, Any]:
        """Say at once, and say only, that a text with an unsupported claim has to go back."""
        cleaned = super().clean()
        refused = missing_verdicts(self.not_supported(), self.verdicts())
        if cleaned.get("conflict") != "yes" and refused:
            self._keep_errors_of()
            for sentence in refused:
                self.add_error(None, sentence)
        return cleaned

    def not_supported(self) -> list[str]:
        """Return the codes of the claims found not to be supported."""
        return [code for code, said in self.verdicts().items() if said == Verdict.NOT_SUPPORTED]

    def verdicts(self) -> dict[str, str]:
        """Return claim code → verdict, as far as they were given."""
        said = {one.code: self.cleaned_data.get(_VERDICT + one.code) for one in self.judged}
        return {code: verdict for code, verdict in said.items() if verdict}

    def change_rows(self) -> list[tuple[ShownChange, forms.BoundField]]:
        """Return each critical change with its tick."""
        return [(c, self[_TICK + c.change.key]) for c in self.changes]

    def claim_rows(self) -> list[tuple[JudgedClaim, forms.BoundField, forms.BoundField]]:
        """Return each claim with the fields for the verdict and for what is wrong with it."""
        return [(c, self[_VERDICT + c.code], self[_REMARK + c.code]) for c in self.judged]

    def answer_rows(self) -> list[tuple[ShownFinding, forms.BoundField]]:
        """Return each warning with the field for its answer."""
        return [(f, self[_ANSWER + f.key]) for f in self.warnings]

    def answers(self) -> dict[str, str]:
        """Return finding key → reason."""
        return {f.key: self.cleaned_data[_ANSWER + f.key] for f in self.warnings}

    def ticks(self) -> list[str]:
        """Return the keys of the changes that were ticked."""
        return [c.change.key for c in self.changes if self.cleaned_data[_TICK + c.change.key]]

    def remarks(self) -> list[tuple[str, str]]:
        """Return (field, value) of everything typed of the claims, to be carried to the author."""
        names = [kind + one.code for one in self.judged for kind in (_VERDICT, _REMARK)]
        return [(name, self.data[name]) for name in names if self.data.get(name)]

    def claims(self) -> list[Review]:
        """Return the reviews of the claims that are signed with the page."""
        return [one.signs for one in self.judged if one.signs is not None]


def remarks_in(data: Mapping[str, Any], codes: Sequence[str]) -> dict[str, str]:
    """Return claim code → what a signer typed of it, to be carried over to the author."""
    found = {}
    for code in codes:
        refused = data.get(_VERDICT + code) == Verdict.NOT_SUPPORTED
        if remark := data.get(_REMARK + code, "").strip() or (_NOT_SUPPORTED if refused else ""):
            found[code] = remark
    return found
