"""The project's one URL table is the app's."""

from education.urls import urlpatterns

__all__ = ["urlpatterns"]
