"""What stands in a page's form right now, as a manuscript. Nothing here is stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict

from education.content.manuscript import CLAIM_MARK, Manuscript
from education.content.models import Section, Topic, TopicCode
from education.content.services import manuscript_of
from education.people.models import Specialty, User

_NAMED = ("language", "slug", "title", "kind", "risk_class", "aim", "funding", "product")
_READ = ("answer", "key_points", "not_known", "get_help", "questions", "change_note")
#: The longest page anybody has written has 30 sections; beyond this nothing is looked at.
_MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Written:
    """A draft as it stands in a form, and the form's field for each of its sections."""

    page: Manuscript
    #: The ``id`` of the body of each section, in reading order.
    bodies: tuple[str, ...]

    def field_of(self, anchor: str) -> str:
        """Return the ``id`` of the field where a finding's anchor is mended; "" for the page.

        A claim is not mended on the page; it is told of where it first stands.
        """
        kind, _, which = anchor.partition(":")
        if kind == "section" and which.isdecimal() and 0 < int(which) <= len(self.bodies):
            return self.bodies[int(which) - 1]
        if anchor.startswith("C-"):
            return self._first_place_of(anchor.removeprefix("C-"))
        return "" if anchor == "page" or not hasattr(self.page, anchor) else f"id_{anchor}"

    def _first_place_of(self, number: str) -> str:
        page = self.page
        texts = {"id_answer": page.answer, "id_key_points": "\n".join(page.key_points)}
        texts |= {b: s.body for b, s in zip(self.bodies, page.sections, strict=True)}
        texts |= {"id_not_known": page.not_known, "id_get_help": page.get_help}
        return next((f for f, text in texts.items() if number in CLAIM_MARK.findall(text)), "")


def stored(topic: Topic) -> Written:
    """Return a stored draft as its form shows it when it is opened."""
    sections = list(topic.sections.all())
    bodies = tuple(f"id_sections-{n}-body" for n in range(len(sections)))
    return Written(manuscript_of(topic, sections=sections), bodies)


def written(data: QueryDict, *, by: User, topic_id: int | None = None) -> Written:
    """Return the draft that stands in a posted form, however unfinished it is."""
    texts = [name for name in (*_NAMED, *_READ) if name in data]
    topic = Topic(pk=topic_id, **{name: _text(data, name) for name in texts})
    topic.clinic_sells_this = "clinic_sells_this" in data
    topic.owner = User.objects.filter(pk=_number(data, "owner")).first() or by
    topic.specialty = Specialty.objects.filter(pk=_number(data, "specialty")).first()
    topic.translation_of_id = _number(data, "translation_of") or None
    sections = sorted(_sections(data), key=lambda found: found[0])
    page = manuscript_of(
        topic, sections=[section for _, _, section in sections], codes=list(_codes(data))
    )
    return Written(page, tuple(field for _, field, _ in sections))


def _sections(data: QueryDict) -> Iterator[tuple[tuple[bool, int, int], str, Section]]:
    """Yield (where it will stand, id of its body, section), as saving would order them."""
    for n, prefix in _rows(data, "sections"):
        heading, body = _text(data, f"{prefix}-heading"), _text(data, f"{prefix}-body")
        is_new, order = not data.get(f"{prefix}-id"), _number(data, f"{prefix}-order")
        if is_new and not heading.strip() and not body.strip():
            continue
        place = (is_new and not order, order, n)
        yield place, f"id_{prefix}-body", Section(heading=heading, body=body, order=order)


def _codes(data: QueryDict) -> Iterator[TopicCode]:
    found = [
        TopicCode(**{f: _text(data, f"{prefix}-{f}") for f in _CODE_FIELDS})
        for _, prefix in _rows(data, "codes")
        if _text(data, f"{prefix}-code").strip()
    ]
    yield from sorted(found, key=lambda c: (c.system, c.code))


_CODE_FIELDS = ("system", "code", "display", "version")


def _rows(data: QueryDict, name: str) -> Iterator[tuple[int, str]]:
    for n in range(min(_number(data, f"{name}-TOTAL_FORMS"), _MOST_ROWS)):
        prefix = f"{name}-{n}"
        if not data.get(f"{prefix}-DELETE"):
            yield n, prefix


def _text(data: QueryDict, name: str) -> str:
    return str(data.get(name, "")).replace("\r\n", "\n").replace("\x00", "")


def _number(data: QueryDict, name: str) -> int:
    given = str(data.get(name, ""))
    return int(given) if given.isdecimal() and len(given) < 10 else 0
