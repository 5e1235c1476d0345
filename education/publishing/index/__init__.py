"""How readers find pages: by body system, from A to Z, by words, and from one page to the next.

``tokens`` and ``names`` know words, ``systems`` the body, ``entries`` what is found of a signed
page; these are pure. ``services`` keeps the index beside the live pages, ``schema`` what the
database does for it by itself; ``search``, ``shelves``, ``spelling`` and ``related`` ask it.
"""
