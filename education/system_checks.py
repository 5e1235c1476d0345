"""What `manage.py check` says about settings that would weaken the promise."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

from education.publishing.style import PAPERS


@register(Tags.security, deploy=True)
def secret_key_is_set(**_: Any) -> list[Error]:
    """A production server needs a key that outlives the process."""
    if settings.SECRET_KEY_IS_EPHEMERAL:
        return [Error("Set SECRET_KEY in the environment.", id="education.E001")]
    return []


@register(Tags.security, deploy=True)
def mail_goes_out(**_: Any) -> list[Warning]:
    """Without a mail server nobody hears of what waits for them."""
    if settings.EMAIL_IS_SET:
        return []
    told = "Set EMAIL_URL in the environment: until then mail waits in the outbox."
    return [Warning(told, id="education.W001")]


@register()
def paper_is_known(**_: Any) -> list[Error]:
    """Sheets are set for a paper that printers have."""
    if settings.HANDOUT_PAPER in PAPERS:
        return []
    told = f"Set HANDOUT_PAPER to {' or '.join(PAPERS)}: “{settings.HANDOUT_PAPER}” is neither."
    return [Error(told, id="education.E004")]


@register(Tags.models)
def history_is_on(**_: Any) -> list[Error]:
    """The edit trail may not be switched off (pitfalls S24)."""
    if not getattr(settings, "SIMPLE_HISTORY_ENABLED", True):
        return [
            Error("Remove SIMPLE_HISTORY_ENABLED: edits must leave a trail.", id="education.E002")
        ]
    if getattr(settings, "SIMPLE_HISTORY_EDIT", False):
        return [Error("Remove SIMPLE_HISTORY_EDIT: history is read only.", id="education.E003")]
    return []
