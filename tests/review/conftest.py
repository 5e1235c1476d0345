"""The clinic in the middle of its work, shared with the attacks on it."""

from __future__ import annotations

from tests.publishing.conftest import _clinic, world

__all__ = ["_clinic", "world"]
