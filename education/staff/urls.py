"""The addresses of the review desk, under ``/desk/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from education.staff import (
    acts,
    credentials,
    deputies,
    desk,
    drafts,
    files,
    invitations,
    lifecycle,
    picking,
    readers,
    review_page,
    signing,
    sources,
    talk,
    tasks,
    then,
    translating_views,
    version_views,
    versioned,
    writing,
)
from education.staff.reports import views as report_views

app_name = "desk"


def version_paths(records: str, kind: versioned.Versioned) -> list[URLPattern]:
    """Return where the versions of a kind of record are listed, and one is copied."""
    listed, copied = (name.removeprefix("desk:") for name in (kind.listed, kind.copied))
    here, given = f"{records}/<int:pk>/versions/", {"kind": kind}
    return [
        path(here, version_views.every_version, given, name=listed),
        path(f"{here}<str:key>/copy/", version_views.copy_version, given, name=copied),
    ]


urlpatterns = [
    # Lists
    path("", desk.tasks, name="tasks"),
    path("queues/<slug:name>/", desk.queue, name="queue"),
    # Deputies
    path("deputies/", deputies.deputies, name="deputies"),
    path("deputies/<int:pk>/end/", deputies.end_delegation, name="end_delegation"),
    # Whose task a review is
    path("reviews/<int:pk>/take/", tasks.claim_task, name="claim_task"),
    path("reviews/<int:pk>/give-back/", tasks.give_back, name="give_back"),
    path("reviews/<int:pk>/conflict/", tasks.declare_conflict, name="declare_conflict"),
    path("reviews/<int:pk>/assign/", tasks.assign, name="assign"),
    # One review
    path("reviews/<int:pk>/", review_page.review, name="review"),
    path("reviews/<int:pk>/page/", review_page.patient_page, name="page"),
    path("reviews/<int:pk>/sign/", signing.sign, name="sign"),
    path("reviews/<int:pk>/changes/", acts.request_changes, name="request_changes"),
    path("reviews/<int:pk>/decline/", acts.decline, name="decline"),
    path("reviews/<int:pk>/sources/<int:source>/", sources.open_source, name="source"),
    path("reviews/<int:pk>/comment/", talk.comment, name="comment"),
    path("reviews/<int:pk>/threads/<int:thread>/reply/", talk.reply, name="reply"),
    path("reviews/<int:pk>/threads/<int:thread>/settle/", talk.settle, name="settle"),
    path("reviews/<int:pk>/publish/", lifecycle.publish, name="publish"),
    path("reviews/<int:pk>/unschedule/", lifecycle.cancel_schedule, name="cancel_schedule"),
    path("reviews/<int:pk>/reaffirm/", signing.reaffirm, name="reaffirm"),
    path("reviews/<int:pk>/withdraw/", lifecycle.withdraw, name="withdraw"),
    path("signatures/<int:pk>/revoke/", lifecycle.revoke, name="revoke"),
    # Pictures, also of pages that nobody has signed
    path("pictures/<str:name>", files.picture, name="picture"),
    # Outside experts
    path("reviews/<int:pk>/experts/", invitations.experts, name="experts"),
    path("invitations/<int:pk>/end/", invitations.end, name="end_invitation"),
    # Claims and sources
    path("claims/<int:pk>/withdraw/", lifecycle.withdraw_claim, name="withdraw_claim"),
    path("sources/<int:pk>/retract/", lifecycle.retract, name="retract"),
    # People
    path("credentials/", credentials.credentials, name="credentials"),
    # Writing
    path("writing/look/", writing.look, name="look"),
    path("writing/claims/", picking.pick, name="pick"),
    # Drafts
    path("topics/<int:pk>/findings/", drafts.findings, name="findings"),
    path("topics/<int:pk>/preview/", drafts.preview, name="preview"),
    path("topics/<int:pk>/submit/", drafts.submit, name="submit"),
    path("topics/<int:pk>/translate/", translating_views.translate, name="translate"),
    # Every version of a draft, a claim or a source
    *version_paths("topics", versioned.TOPIC),
    *version_paths("claims", versioned.CLAIM),
    *version_paths("sources", versioned.SOURCE),
    # What patients read on a day
    path("topics/<int:pk>/then/", then.then, name="then"),
    path("topics/<int:pk>/then/<int:number>/", then.page_then, name="page_then"),
    # What readers said
    path("readers/", readers.readers, name="readers"),
    path("readers.csv", readers.readers_file, name="readers_file"),
    path("readers/<int:pk>/remove-words/", readers.remove_words, name="remove_words"),
    # Reports
    path("reports/", report_views.reports, name="reports"),
    path("reports/<slug:name>/", report_views.report, name="report"),
    path("reports/<slug:name>.csv", report_views.report_file, name="report_file"),
]
