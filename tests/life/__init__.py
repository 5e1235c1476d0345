"""Whole lives of pages: every verb by everybody in any order, and many processes at once."""
