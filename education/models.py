"""Every table of the app, re-exported for Django."""

from education.audit.models import AuditEvent, ChainHead
from education.content.models import Placement, Section, Topic, TopicCode
from education.evidence.models import Citation, Claim, Source
from education.people.models import Credential, CredentialSpecialty, Specialty, User
from education.publishing.models import Edition, EditionClaim, LivePage, Withdrawal
from education.review.models import Comment, Review, SignOff

__all__ = [
    "AuditEvent",
    "ChainHead",
    "Citation",
    "Claim",
    "Comment",
    "Credential",
    "CredentialSpecialty",
    "Edition",
    "EditionClaim",
    "LivePage",
    "Placement",
    "Review",
    "Section",
    "SignOff",
    "Source",
    "Specialty",
    "Topic",
    "TopicCode",
    "User",
    "Withdrawal",
]
