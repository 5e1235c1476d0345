"""The addresses of outside experts, under ``/expert/``; the link comes last: it is the widest."""

from __future__ import annotations

from django.urls import path

from education.staff import expert

app_name = "expert"
urlpatterns = [
    path("review/", expert.review, name="review"),
    path("review/page/", expert.page, name="page"),
    path("review/page/pictures/<str:name>", expert.picture, name="picture"),
    path("review/comment/", expert.comment, name="comment"),
    path("review/threads/<int:pk>/", expert.answer, name="answer"),
    path("review/done/", expert.done, name="done"),
    path("thanks/", expert.thanks, name="thanks"),
    path("<str:token>/", expert.landing, name="landing"),
]
