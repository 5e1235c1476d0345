"""Where Django looks for the admin."""

from __future__ import annotations

from education.staff.admin import register

register()
