"""Lists of sources that come in as files, and lists of sources that fell.

A file is read as a stream: ``reading`` makes text of its bytes, ``tagged``, ``bibtex`` and ``csl``
make entries of the text, ``drafts`` make a source of an entry, and ``services`` keep it.
"""
