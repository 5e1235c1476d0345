"""Registers every admin of Countersign on Django's own site."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model

from education.audit.models import AuditEvent
from education.content.models import Picture, Term, Topic
from education.evidence.models import Claim, Source
from education.people.models import Credential, Specialty, User
from education.publishing.models import Edition, EditionClaim, LivePage, Schedule, Withdrawal
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
from education.staff import admin_evidence, admin_media, admin_pages, admin_people, admin_records
from education.staff.permissions import IMPORTS, history_models

REGISTRY: dict[type[Model], Any] = {
    Topic: admin_pages.TopicAdmin,
    Picture: admin_media.PictureAdmin,
    Term: admin_media.TermAdmin,
    Claim: admin_evidence.ClaimAdmin,
    Source: admin_evidence.SourceAdmin,
    User: admin_people.StaffUserAdmin,
    Credential: admin_people.CredentialAdmin,
    Specialty: admin_people.SpecialtyAdmin,
    Review: admin_records.ReviewAdmin,
    ReviewPolicy: admin_people.ReviewPolicyAdmin,
    Assignment: admin_records.AssignmentAdmin,
    Delegation: admin_records.DelegationAdmin,
    Comment: admin_records.CommentAdmin,
    Resolution: admin_records.ResolutionAdmin,
    SourceOpening: admin_records.SourceOpeningAdmin,
    Invitation: admin_records.InvitationAdmin,
    Declaration: admin_records.DeclarationAdmin,
    SignOff: admin_records.SignOffAdmin,
    Revocation: admin_records.RevocationAdmin,
    Edition: admin_records.EditionAdmin,
    EditionClaim: admin_records.EditionClaimAdmin,
    LivePage: admin_records.LivePageAdmin,
    Schedule: admin_records.ScheduleAdmin,
    Withdrawal: admin_records.WithdrawalAdmin,
    IMPORTS: admin_records.ImportRecordAdmin,
    AuditEvent: admin_records.AuditEventAdmin,
    **dict.fromkeys(history_models(), admin_records.HistoryAdmin),
}


def register() -> None:
    """Register everything; roles are the groups made on migrate, so groups are not edited."""
    site = admin.site
    site.site_header = site.site_title = "Countersign"
    site.index_title = "Write and look after pages"
    site.site_url = "/"
    site.enable_nav_sidebar = False
    if site.is_registered(Group):
        site.unregister(Group)
    for model, model_admin in REGISTRY.items():
        site.register(model, model_admin)
