"""The addresses of imports, under ``/desk/import/``."""

from __future__ import annotations

from django.urls import path

from education.exchange import views

app_name = "exchange"
urlpatterns = [path("", views.upload, name="import")]
