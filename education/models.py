"""Every table of the app, re-exported for Django."""

from education.audit.models import AuditEvent, ChainHead
from education.content.models import Picture, Placement, Section, Term, Topic, TopicCode
from education.evidence.models import Citation, Claim, Source
from education.exchange.models import ImportRecord, LinkCheck, Upload
from education.notifications.models import Message, OutboxHead
from education.people.models import Credential, CredentialSpecialty, Specialty, User
from education.publishing.index.models import IndexedPage, IndexedWord, ShelfCount, Shelved
from education.publishing.models import (
    Edition,
    EditionClaim,
    Feedback,
    LivePage,
    Schedule,
    Withdrawal,
)
from education.review.models import (
    Assignment,
    Comment,
    Declaration,
    Delegation,
    Invitation,
    Resolution,
    Review,
    ReviewPolicy,
    Revocation,
    SignOff,
    SourceOpening,
)

__all__ = [
    "Assignment",
    "AuditEvent",
    "ChainHead",
    "Citation",
    "Claim",
    "Comment",
    "Credential",
    "CredentialSpecialty",
    "Declaration",
    "Delegation",
    "Edition",
    "EditionClaim",
    "Feedback",
    "ImportRecord",
    "IndexedPage",
    "IndexedWord",
    "Invitation",
    "LinkCheck",
    "LivePage",
    "Message",
    "OutboxHead",
    "Picture",
    "Placement",
    "Resolution",
    "Review",
    "ReviewPolicy",
    "Revocation",
    "Schedule",
    "Section",
    "ShelfCount",
    "Shelved",
    "SignOff",
    "Source",
    "SourceOpening",
    "Specialty",
    "Term",
    "Topic",
    "TopicCode",
    "Upload",
    "User",
    "Withdrawal",
]
