"""Everything an auditor asks for one page, as a pack of files that can be checked years later.

``rows`` finds the records, ``told`` puts them into words and order by pure functions, ``pack``
makes and writes the whole, ``verify`` recomputes it, ``paper`` prints it.
"""
