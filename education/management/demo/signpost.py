"""What the command prints when the demo is ready: where to look, and who to be."""

from __future__ import annotations

from education.management.demo import article
from education.management.demo.blood_pressure import SALT
from education.management.demo.exosomes import PAGE as EXOSOMES
from education.management.demo.kidney_tests import URINE_DAY
from education.management.demo.kidneys_ar import PAGE as KIDNEYS_AR
from education.management.demo.kidneys_en import PAGE as KIDNEYS
from education.management.demo.kidneys_es import PAGE as KIDNEYS_ES
from education.management.demo.nerves import PAGE as NERVES
from education.management.demo.people import EVERYBODY, PASSWORD


def signpost(site: str) -> str:
    """Return the table of addresses and logins for a demo served at ``site``."""
    return "\n".join(["", "What patients read", *_read(site), "", *_staff(site), ""])


def _read(site: str) -> list[str]:
    rows = [
        ("all pages", "/"),
        ("two signatures", f"/topics/{EXOSOMES.slug}/"),
        ("one signature", f"/topics/{KIDNEYS.slug}/"),
        ("in Spanish", f"/es/topics/{KIDNEYS_ES.slug}/"),
        ("in Arabic", f"/ar/topics/{KIDNEYS_AR.slug}/"),
        ("overdue for review", f"/topics/{SALT.slug}/"),
        ("withdrawn (410)", f"/topics/{URINE_DAY.slug}/"),
        ("in review, so not there (404)", f"/topics/{NERVES.slug}/"),
    ]
    return [f"  {what:<30} {site}{path}" for what, path in rows]


def _staff(site: str) -> list[str]:
    return [
        f"What staff see (every password is {PASSWORD})",
        f"  {'review desk':<30} {site}/desk/",
        f"  {'admin':<30} {site}/admin/",
        f"  {'API':<30} {site}/api/v1/docs",
        f"  {'imported draft':<30} “{article.TITLE}” in the admin, with its findings",
        "",
        *(f"  {p.username:<20} {p.printed_name:<26} {p.does}" for p in EVERYBODY),
    ]
