"""Reports at the desk: one module each, of pure computation over plain rows and one ``build``.

A new report is a module with a ``REPORT`` and its line in ``catalogue.REPORTS``. ``build`` asks the
database a fixed number of questions and hands plain rows to functions that know no ORM; what it
returns is drawn by one template and written to one kind of file.
"""
