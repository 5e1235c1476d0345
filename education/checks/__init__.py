"""Quality checks on manuscripts: the part that refuses marketing medicine.

A check sees a frozen ``Manuscript`` and never a row, so it runs without a database and says the
same of a draft, of a review's frozen JSON and of a bare text.

How an inspection runs
    ``registry.inspect`` → ``page.page_of`` reads the manuscript once (``sentences`` splits it,
    ``reading`` tells what each sentence asserts, ``agency`` of which product, ``frames`` what is
    not asserted at all) → every check of ``registry.CHECKS`` looks at that page.

What decides between two sentences with the same verb
    1. The record: a graded claim keeps to the verbs of its certainty (``strength``).
    2. Without a grade, the class of product (``products``): unproven ones are judged as very low,
       mixed ones as low, ordinary care is left to the words no certainty allows.
    3. A page that sells (``Page.sells``, judged in ``advocacy`` by how it speaks and by what it
       leaves out) is read more strictly: there every result told of its treatment needs evidence,
       and a treatment no list knows counts as unproven. ``lexicon.pitch`` is read there only.
    4. A page that tells limits (``Page.balanced``) is read more mildly: a bare word on a mixed
       product warns there, since some uses of such a class have evidence.

The recipe for the next check
    1. Take the next free number after the last in ``registry.CHECKS``. Never reuse one: findings
       of signed reviews carry it for ever.
    2. Write a subclass of ``base.Check`` beside its kin (wording, strength, citations,
       completeness, consistency, readability): the class data, and ``look(page)`` that yields
       ``self.at(sentence, message)`` or ``self.on_page(message)``. A message says what is wrong
       and what to write instead.
    3. Put words into ``lexicon``, products into ``products``, conditions into ``conditions``, and
       raise ``LEXICON_VERSION``. General language only: a word that fits one article is a bug.
    4. Ask the frames before the lexicon: ``reading.frames.cover(place)``.
    5. Add the class to ``registry.CHECKS``, eight failing and eight passing samples to
       ``tests/checks``, and run ``manage.py list_checks --write``.
    6. A rule that needs the day, the other pages or the claim library derives from
       ``base.Contextual`` and is silent where ``Surroundings`` holds nothing.
    7. Run ``python -m tests.benchmarks.checks``: at most one block in a hundred sentences of plain
       patient pages. A false alarm teaches authors to ignore the true ones. New gold sentences go
       into the *test* half before the rule is written, and the rule is not fitted to them.
"""
