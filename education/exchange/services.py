"""The verbs of this package.

An article becomes a draft topic, a claim gives way to another, and an import is taken back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify

from education.audit import chain
from education.audit.history import acting, reason_given
from education.checks.base import Finding
from education.checks.proposals import propose_condition
from education.checks.registry import inspect
from education.content.manuscript import CodeText
from education.content.models import Section, Topic, TopicCode
from education.content.services import manuscript_of
from education.errors import Blocked, NotAllowed, WrongState
from education.evidence.models import Claim
from education.people.models import Role, User
from education.people.rules import has_role
from education.review.surroundings import surroundings_for_authors

from .article import Article
from .codes import code_of
from .drafting import Draft, DraftClaim, draft_of
from .fates import fates_of
from .findings import located
from .formats import parse
from .models import ImportRecord
from .taking_back import Plan, plan_of

#: Every claim is a row with its own history and is signed by itself; a page never has as many.
MAX_CLAIMS = 1000
_TITLE_LIMIT = 120
_SLUG_LIMIT = 80
#: Heading of the text that stands before an article's first heading.
_OPENING = {"en": "Introduction", "es": "Introducción", "ar": "مقدمة"}


@dataclass(frozen=True, slots=True)
class ImportedArticle:
    """What became of an article: its draft, the draft's claims, and what the checks say of it."""

    topic: Topic
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]


def import_article(
    data: bytes, name: str, *, title: str, by: User, language: str = "en", code: str = ""
) -> ImportedArticle:
    """Turn an article into a draft topic with sections and draft claims. Nothing is submitted.

    Every sentence stands word for word in a claim or in a section. Without ``code`` the page gets
    the code of the condition its title names, for the author to confirm.

    Args:
        data: the file's bytes.
        name: the file's name; its ending tells the format.
        title: the page's title.
        by: an author, who becomes the page's owner.
        language: one of the site's languages.
        code: ICD-10-CM, SNOMED CT or MeSH code of the condition.

    Raises:
        Unreadable: the bytes are no article that can be read.
        NotAllowed: ``by`` is not an active author.
        Blocked: title, language, code or size stand in the way.
    """
    article = parse(data, name)
    with chain.writing(), acting(by):
        if not has_role(by, Role.AUTHOR):
            raise NotAllowed(f"{by} is not an author: only an author imports articles.")
        title = " ".join(title.split())
        draft = draft_of(article, title)
        codes = _codes(code, draft, language)
        claims = tuple(draft.claims())
        if reasons := _reasons_against(title, language, len(claims)):
            raise Blocked(reasons)
        topic = Topic(language=language, slug=_free_slug(title, language), title=title, owner=by)
        topic.save()
        for one in codes:
            TopicCode(topic=topic, system=one.system, code=one.code, display=one.display).save()
        rows = tuple(_saved_claim(claim, language) for claim in claims)
        _save_sections(topic, draft, rows)
        record = ImportRecord(
            topic=topic,
            name=name[-255:],
            sha256=hashlib.sha256(data).hexdigest(),
            text=article.text,
            fates=_fates(article, draft, rows),
            imported_by=by,
            imported_at=timezone.now(),
        )
        record.save(force_insert=True)
        chain.record(
            "article.imported",
            actor=by,
            subject=topic,
            wrote=[record],
            file=record.name,
            sha256=record.sha256,
            claims=len(rows),
        )
        return ImportedArticle(topic, rows, _findings(topic, article))


def use_instead(topic: Topic, claim: Claim, other: Claim, *, by: User) -> None:
    """Let another claim stand on a page wherever ``claim`` does. The claim itself stays a record.

    Undone by the same verb the other way round, as long as ``other`` stood nowhere before.

    Raises:
        NotAllowed: ``by`` is not an active author.
        WrongState: ``claim`` does not stand in a section of the page.
        Blocked: the two are the same, or not in the page's language.
    """
    with chain.writing(), acting(by):
        if not has_role(by, Role.AUTHOR):
            raise NotAllowed(f"{by} is not an author: only an author changes what a page says.")
        if other.pk == claim.pk or other.language != topic.language:
            raise Blocked([f"{other.code} cannot stand on this page in place of {claim.code}."])
        old, new = f"[[{claim.code}]]", f"[[{other.code}]]"
        places = [s for s in Section.objects.filter(topic=topic) if old in s.body]
        if not places:
            raise WrongState(f"{claim.code} does not stand on this page any more.")
        for section in places:
            section.body = section.body.replace(old, new)
            section.save()
        chain.record(
            "claim.exchanged",
            actor=by,
            subject=topic,
            claim=claim.pk,
            instead=other.pk,
            sections=[section.pk for section in places],
        )


class Moved(WrongState):
    """What a preview showed has changed since."""


def take_back(record: ImportRecord, *, by: User, reason: str, seen: str) -> Plan:
    """Remove what an import made, as far as nobody has worked with it since; return what was done.

    Every record that goes leaves its history with the reason; the article's own record stays.

    Args:
        record: the import.
        by: an author.
        reason: why, for the history of every record that goes.
        seen: the ``version`` of the plan that ``by`` was shown.

    Raises:
        NotAllowed: ``by`` is not an active author.
        Blocked: no reason is given.
        WrongState: the page was submitted, something of it is signed, or nothing can go.
        Moved: somebody changed something since ``by`` looked. Nothing was removed.
    """
    with chain.writing(), acting(by):
        if not has_role(by, Role.AUTHOR):
            raise NotAllowed(f"{by} is not an author: only an author takes an import back.")
        if not reason.strip():
            raise Blocked(["Say why you take the import back."])
        plan = plan_of(record)
        if plan.against:
            raise WrongState(plan.against)
        if plan.version != seen:
            raise Moved(
                "Somebody changed something since you looked, so nothing was removed: "
                "read below what would go now, then decide again."
            )
        page, went = record.page(), [chain.reference(row) for row in plan.goes()]
        stayed = [[chain.reference(kept.row), kept.why] for kept in plan.stays]
        for row in plan.goes():
            with reason_given(reason, row):
                row.delete()
        chain.record(
            "article.taken_back",
            actor=by,
            subject=record,
            reason=reason.strip(),
            title=page.title if page else "",
            topic=record.topic_id,
            went=went,
            stayed=stayed,
        )
        return plan


def _fates(article: Article, draft: Draft, claims: Sequence[Claim]) -> list[dict[str, Any]]:
    """Return the report's rows with the ids of the claims in place of their positions."""
    return [
        {**row, "claim": None if row["claim"] is None else claims[row["claim"]].pk}
        for row in fates_of(article, draft)
    ]


def _reasons_against(title: str, language: str, claims: int) -> list[str]:
    reasons = []
    if not title:
        reasons.append("The page needs a title.")
    if len(title) > _TITLE_LIMIT:
        reasons.append(f"The title is longer than {_TITLE_LIMIT} characters: shorten it.")
    languages = dict(settings.LANGUAGES)
    if language not in languages:
        reasons.append(f"“{language}” is not a language of this site: {', '.join(languages)}.")
    if claims > MAX_CLAIMS:
        reasons.append(
            f"The article would make {claims} claims, and a page holds at most {MAX_CLAIMS}: "
            "import it in parts."
        )
    return reasons


def _codes(code: str, draft: Draft, language: str) -> list[CodeText]:
    if code.strip():
        return [code_of(code)]
    # The dictionary of conditions is English.
    proposed = propose_condition(draft.title) if language == "en" else None
    return [proposed] if proposed else []


def _free_slug(title: str, language: str) -> str:
    """Return an address that no other page of the language has."""
    stem = slugify(title)[:_SLUG_LIMIT].strip("-") or "page"
    taken = set(
        Topic.objects.filter(
            language=language, slug__startswith=stem[: _SLUG_LIMIT - 8]
        ).values_list("slug", flat=True)
    )
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem[: _SLUG_LIMIT - 8]}-{number}"
    return slug


def _saved_claim(claim: DraftClaim, language: str) -> Claim:
    row = Claim(
        language=language,
        statement=claim.statement,
        kind=claim.kind,
        intervention=claim.intervention,
        source_line=claim.line,
    )
    row.save()
    return row


def _save_sections(topic: Topic, draft: Draft, claims: tuple[Claim, ...]) -> None:
    codes = iter([claim.code for claim in claims])
    for order, section in enumerate(draft.sections, 1):
        Section(
            topic=topic,
            order=order,
            heading=section.heading or _OPENING.get(topic.language, _OPENING["en"]),
            body=section.body(codes),
            source_line=section.line,
        ).save()


def _findings(topic: Topic, article: Article) -> tuple[Finding, ...]:
    return located(
        inspect(manuscript_of(topic), surroundings_for_authors(topic.language, topic.pk)), article
    )
