"""Readers' addresses: bare in the default language, under ``/<lang>/`` in every other."""

from __future__ import annotations

from django.urls import include, path, register_converter

from education.patients import feedback, files, finding, handout, machines, views
from education.publishing.addresses import OTHER_LANGUAGES


class Fingerprint:
    """Matches the fingerprint of a signed text, written as hex."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        """Return it."""
        return value

    to_url = to_python


class OtherLanguage:
    """Matches the code of a language of the site that is not the default one."""

    regex = OTHER_LANGUAGES

    def to_python(self, value: str) -> str:
        """Return the code."""
        return value

    to_url = to_python


register_converter(OtherLanguage, "language")
register_converter(Fingerprint, "fingerprint")

app_name = "patients"
_pages = [
    path("", finding.home, name="home"),
    path("topics/", finding.topics, name="topics"),
    path("topics/<slug:slug>/", views.topic, name="topic"),
    path("topics/<slug:slug>/related/", finding.related, name="related"),
    path("topics/<slug:slug>/print/", views.printable, name="print"),
    path("topics/<slug:slug>/handout.pdf", handout.handout, name="handout"),
    path("topics/<slug:slug>/editions/", views.editions, name="editions"),
    path("topics/<slug:slug>/editions/<int:number>/", views.edition, name="edition"),
    path("topics/<slug:slug>/editions/<int:number>/changes/", views.changes, name="changes"),
    path("topics/<slug:slug>/feedback/", feedback.feedback, name="feedback"),
    path("search/", finding.search, name="search"),
    path("feed.atom", machines.feed, name="feed"),
]
urlpatterns = [
    *_pages,
    path("media/site.<slug:digest>.css", files.style_sheet, name="style"),
    path("media/pictures/<str:name>", files.picture, name="picture"),
    path("editions/<fingerprint:fingerprint>/", handout.standing, name="standing"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("<language:language>/", include(_pages)),
]
