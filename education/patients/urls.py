"""Readers' addresses: bare in the default language, under ``/<lang>/`` in every other."""

from __future__ import annotations

import re

from django.conf import settings
from django.urls import include, path, register_converter

from education.patients import files, finding, machines, views


class OtherLanguage:
    """Matches the code of a language of the site that is not the default one."""

    regex = (
        "|".join(
            re.escape(code) for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE
        )
        # No other language: match nothing.
        or r"(?!)"
    )

    def to_python(self, value: str) -> str:
        """Return the code."""
        return value

    to_url = to_python


register_converter(OtherLanguage, "language")

app_name = "patients"
_pages = [
    path("", finding.home, name="home"),
    path("topics/", finding.topics, name="topics"),
    path("topics/<slug:slug>/", views.topic, name="topic"),
    path("topics/<slug:slug>/related/", finding.related, name="related"),
    path("topics/<slug:slug>/print/", views.printable, name="print"),
    path("topics/<slug:slug>/editions/", views.editions, name="editions"),
    path("topics/<slug:slug>/editions/<int:number>/", views.edition, name="edition"),
    path("search/", finding.search, name="search"),
]
urlpatterns = [
    *_pages,
    path("media/pictures/<str:name>", files.picture, name="picture"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("<language:language>/", include(_pages)),
]
