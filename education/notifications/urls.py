"""The addresses of mail, under ``/desk/mail/``."""

from __future__ import annotations

from django.urls import path

from education.notifications import views

app_name = "mail"
urlpatterns = [
    path("", views.own, name="own"),
    path("all/", views.everything, name="all"),
    path("<int:pk>/again/", views.send_again, name="again"),
    path("<int:pk>/leave/", views.leave, name="leave"),
]
