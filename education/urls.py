"""Every address of the product, by edge. Readers' addresses come last: they are the widest."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from education.api import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("api/v1/", include("education.api.urls")),
    path("admin/", admin.site.urls),
    path("desk/sources/", include("education.exchange.sources.urls")),
    path("desk/", include("education.exchange.urls")),
    path("desk/mail/", include("education.notifications.urls")),
    path("desk/", include("education.staff.urls")),
    path("expert/", include("education.staff.expert_urls")),
    path("", include("education.patients.urls")),
]
