"""Pictures as readers see them: the picture, what it shows, whose it is and under which licence."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from education.content.manuscript import Manuscript, PictureText

#: Where readers get pictures of live pages, and staff any picture.
READERS, STAFF = "/media/pictures/", "/desk/pictures/"
#: Licences that are named in print; the others are between the clinic and the owner.
_PRINTED = {"cc0": "CC0", "cc-by": "CC BY", "cc-by-sa": "CC BY-SA", "cc-by-nd": "CC BY-ND"}


class Figures:
    """Renders the pictures of one page; called with a picture's id."""

    def __init__(self, page: Manuscript, at: str, *, for_staff: bool) -> None:
        self.page, self.for_staff = page, for_staff
        self.at = at or (STAFF if for_staff else READERS)

    def __call__(self, picture_id: int) -> str:
        """Return the HTML of a picture; the template escapes every word of it."""
        picture = self.page.picture(picture_id)
        if picture is None:
            if not self.for_staff:
                return ""
            unknown = {"code": f"P-{picture_id}", "what": "picture"}
            return render_to_string("patients/unknown_claim.html", unknown)
        context = {
            "picture": picture,
            "address": self.at + picture.name,
            "portrait": picture.height > picture.width,
            "credit": _credit(picture),
            "link": picture.licence_url if _is_web(picture.licence_url) else "",
            "for_staff": self.for_staff,
        }
        return render_to_string("patients/figure.html", context).strip()


def _credit(picture: PictureText) -> str:
    who = _("Picture: %(who)s") % {"who": picture.credit} if picture.credit else ""
    return ", ".join(part for part in (who, _PRINTED.get(picture.licence, "")) if part)


def _is_web(address: str) -> bool:
    return address.startswith(("https://", "http://"))
