"""What comes in and goes out at the desk, under ``/desk/``: imports, and packs of evidence."""

from __future__ import annotations

from django.urls import path

from education.exchange import report_views, taking_back_views, views
from education.exchange.evidence import views as evidence

app_name = "exchange"
urlpatterns = [
    path("import/", views.upload, name="import"),
    path("topics/<int:pk>/article/", report_views.article, name="article"),
    path("topics/<int:pk>/article/instead/", report_views.instead, name="instead"),
    path("topics/<int:pk>/article/take-back/", taking_back_views.preview, name="take_back"),
    path("topics/<int:pk>/evidence/", evidence.evidence, name="evidence"),
    path("topics/<int:pk>/evidence/json/", evidence.as_json, name="evidence_json"),
    path("topics/<int:pk>/evidence/pdf/", evidence.as_pdf, name="evidence_pdf"),
]
