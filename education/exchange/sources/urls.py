"""Lists of sources, of retractions and of links, under ``/desk/sources/``."""

from __future__ import annotations

from django.urls import path

from education.exchange.sources import views

app_name = "sources"
urlpatterns = [
    path("import/", views.bring, name="bring"),
    path("import/<int:pk>/", views.look, name="looked"),
    path("import/<int:pk>/refused/", views.refused, name="refused"),
    path("retractions/", views.bring_fallen, name="bring_fallen"),
    path("retractions/<int:pk>/", views.look_fallen, name="fallen_looked"),
    path("retractions/<int:pk>/refused/", views.fallen_refused, name="fallen_refused"),
    path("links/", views.links, name="links"),
]
