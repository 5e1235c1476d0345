"""What machines are told about a page: schema.org MedicalWebPage, from the signed edition alone."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString

from education.content.manuscript import Manuscript
from education.content.markdown import to_text
from education.content.models import TopicCode, TopicKind
from education.publishing.addresses import absolute, page_address
from education.publishing.pages import PublishedPage, Signature
from education.publishing.references import references

_ABOUT: dict[str, str] = {
    TopicKind.CONDITION: "MedicalCondition",
    TopicKind.LIVING: "MedicalCondition",
    TopicKind.MEDICINE: "Drug",
    TopicKind.TREATMENT: "MedicalTherapy",
    TopicKind.TEST: "MedicalTest",
}
# Inside a script element nothing but these can end or confuse the element.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def linked_data(published: PublishedPage) -> SafeString:
    """Return the JSON-LD of a live page, safe inside a script element."""
    text = json.dumps(_page(published), ensure_ascii=False).translate(_ESCAPES)
    return SafeString(text)


def _page(published: PublishedPage) -> dict[str, Any]:
    page = published.manuscript
    url = absolute(page_address(page.language, page.slug))
    stated = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "@id": url,
        "url": url,
        "name": page.title,
        "description": _plain(page),
        "inLanguage": page.language,
        "version": str(published.number),
        "datePublished": published.published_at.date().isoformat(),
        "dateModified": published.published_at.date().isoformat(),
        "lastReviewed": published.reviewed_at.date().isoformat() if published.reviewed_at else "",
        "reviewedBy": list({s.name: _person(s) for s in published.signatures}.values()),
        "author": {"@type": "Person", "name": page.author} if page.author else "",
        "publisher": {"@type": "Organization", "name": page.publisher},
        "audience": {"@type": "Patient"},
        "about": _about(page),
        "citation": [
            f"{r.authors} {r.title} {r.detail}".strip()
            for r in references(page)
            if r.notice_key != "retracted"
        ],
    }
    return {key: value for key, value in stated.items() if value}


def _plain(page: Manuscript) -> str:
    statements = {c.claim_id: c.statement for c in page.claims}
    return to_text(page.answer, lambda claim_id: statements.get(claim_id, ""))


def _person(signature: Signature) -> dict[str, Any]:
    return {
        "@type": "Person",
        "name": signature.name,
        "jobTitle": signature.profession,
        "identifier": f"{signature.register} {signature.register_number}",
    }


def _about(page: Manuscript) -> dict[str, Any]:
    systems = dict(TopicCode.System.choices)
    return {
        "@type": _ABOUT.get(page.kind, "MedicalEntity"),
        "name": page.title,
        "code": [
            {
                "@type": "MedicalCode",
                "codeValue": code.code,
                "codingSystem": str(systems.get(code.system, code.system)),
            }
            for code in page.codes
        ],
    }
