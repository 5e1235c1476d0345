"""Countersign: patient education that a credentialed clinician has signed, word for word."""

#: Stamped on what leaves the program as evidence; the same as in ``pyproject.toml``.
__version__ = "0.1.0"
