"""The addresses of the review desk, under ``/desk/``."""

from __future__ import annotations

from django.urls import path

from education.staff import acts, desk, drafts, review_page, signing, then

app_name = "desk"
urlpatterns = [
    # Lists
    path("", desk.tasks, name="tasks"),
    path("queues/<slug:name>/", desk.queue, name="queue"),
    # One review
    path("reviews/<int:pk>/", review_page.review, name="review"),
    path("reviews/<int:pk>/page/", review_page.patient_page, name="page"),
    path("reviews/<int:pk>/sign/", signing.sign, name="sign"),
    path("reviews/<int:pk>/changes/", acts.request_changes, name="request_changes"),
    path("reviews/<int:pk>/decline/", acts.decline, name="decline"),
    path("reviews/<int:pk>/comment/", acts.comment, name="comment"),
    path("reviews/<int:pk>/publish/", acts.publish, name="publish"),
    path("reviews/<int:pk>/reaffirm/", signing.reaffirm, name="reaffirm"),
    path("reviews/<int:pk>/withdraw/", acts.withdraw, name="withdraw"),
    # Claims
    path("claims/<int:pk>/withdraw/", acts.withdraw_claim, name="withdraw_claim"),
    # Drafts
    path("topics/<int:pk>/findings/", drafts.findings, name="findings"),
    path("topics/<int:pk>/preview/", drafts.preview, name="preview"),
    path("topics/<int:pk>/submit/", drafts.submit, name="submit"),
    # What patients read on a day
    path("topics/<int:pk>/then/", then.then, name="then"),
    path("topics/<int:pk>/then/<int:number>/", then.page_then, name="page_then"),
]
