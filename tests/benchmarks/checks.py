"""``python -m tests.benchmarks.checks [ARTICLE]``: how well and how fast the checks judge.

Prints precision and recall per check on the seed article (when it lies beside the repository or is
named), the same on both halves of our own gold sentences, and manuscripts per second on one core.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from education.checks.registry import CHECKS, inspect  # noqa: E402
from education.content.manuscript import ClaimText, Manuscript, SectionText  # noqa: E402
from tests.benchmarks import golden  # noqa: E402
from tests.benchmarks.golden import HALVES, Judged, SeedClaim  # noqa: E402

WORDS = 1000


def main(argv: Sequence[str]) -> None:
    """Print every table."""
    path = Path(argv[0]) if argv else golden.SEED
    for line in (*seed_report(path), *sentence_report(), *speed_report()):
        sys.stdout.write(f"{line}\n")


def share(part: int, whole: int) -> str:
    """Return "0.95 (19 of 20)", or a dash when there is nothing to count."""
    return f"{part / whole:.2f} ({part} of {whole})" if whole else "-"


def seed_report(path: Path) -> Iterator[str]:
    """Yield what the checks say of the seed article's 45 claims."""
    yield "## Seed article"
    claims = golden.seed(path)
    if not claims:
        yield f"The article is not at {path}; this part is left out."
        return
    yield "check  recall             precision"
    for check in CHECKS:
        if row := _seed_row(check.id, claims):
            yield row
    faulty = [c for c in claims if c.verdict == "faulty"]
    sound = [c for c in claims if c.verdict == "sound"]
    yield f"block recall on faulty claims: {share(sum(c.blocked for c in faulty), len(faulty))}"
    yield f"sound claims left unblocked: {share(sum(not c.blocked for c in sound), len(sound))}"
    yield "expected and not found:"
    reasons = golden.absences()
    for claim in claims:
        for check_id in sorted(claim.expected - claim.found):
            general = reasons.get(("*", check_id), "NO REASON GIVEN")
            why = reasons.get((claim.code, check_id), general)
            yield f"  {claim.code} {check_id}: {why}"


def _seed_row(check_id: str, claims: list[SeedClaim]) -> str:
    expected = [c for c in claims if check_id in c.expected]
    found = [c for c in claims if check_id in c.found]
    if not expected and not found:
        return ""
    both = sum(check_id in c.found for c in expected)
    return f"{check_id}    {share(both, len(expected)):18} {share(both, len(found))}"


def sentence_report() -> Iterator[str]:
    """Yield recall and precision on our own sentences, per half and per check."""
    for half in HALVES:
        honest = [j for j in golden.honest() if j.half == half]
        selling = [j for j in golden.selling() if j.half == half]
        mixed = [j for j in golden.mixed() if j.half == half]
        yield ""
        yield f"## Our own sentences, {half} half"
        blocks = sum(j.blocked for j in honest)
        yield f"plain pages: {len(honest)} sentences, {blocks} blocked"
        for name, group in (("marketing", selling), ("lone sentences", mixed)):
            faulty = [j for j in group if j.expected == "block"]
            other = [j for j in group if j.expected != "block"]
            yield f"{name}: block recall {share(sum(j.blocked for j in faulty), len(faulty))}"
            yield f"{name}: others blocked {share(sum(j.blocked for j in other), len(other))}"
        right = sum(j.level == j.expected for j in mixed)
        yield f"lone sentences at exactly the level expected: {share(right, len(mixed))}"
        yield from _per_check([*honest, *selling, *mixed])


def _per_check(judged: list[Judged]) -> Iterator[str]:
    """Yield how often each check blocks, how often rightly, and its part of all it should stop."""
    faulty = sum(j.expected == "block" for j in judged)
    all_of, right_of = Counter[str](), Counter[str]()
    for one in judged:
        for check_id in {f.check for f in one.findings if f.level == "block"}:
            all_of[check_id] += 1
            right_of[check_id] += one.expected == "block"
    yield "check  precision of blocks  part of the faulty sentences it stops"
    for check_id in sorted(all_of):
        precision = share(right_of[check_id], all_of[check_id])
        yield f"{check_id}    {precision:20} {share(right_of[check_id], faulty)}"


def page_of_words(number: int) -> Manuscript:
    """Return a text of 1,000 words, unlike any other, made of gold sentences."""
    pool = [j.words for group in (golden.honest(), golden.selling()) for j in group]
    chosen: list[str] = []
    words = 0
    while words < WORDS:
        sentence = pool[(number * 37 + len(chosen)) % len(pool)]
        chosen.append(sentence)
        words += len(sentence.split())
    claims = tuple(
        ClaimText(claim_id=n, language="en", statement=s, line=n) for n, s in enumerate(chosen, 1)
    )
    body = "\n\n".join(f"[[{claim.code}]]" for claim in claims)
    section = SectionText(heading="What to know", body=body, line=1)
    return Manuscript(subject="text", title=f"Page {number}", sections=(section,), claims=claims)


def per_second(pages: int = 20, rounds: int = 3) -> float:
    """Return manuscripts of 1,000 words inspected per second of one core, the best of rounds."""
    made = [page_of_words(number) for number in range(pages)]
    best = min(_seconds([replace(page) for page in made]) for _ in range(rounds))
    return pages / best


def _seconds(pages: list[Manuscript]) -> float:
    start = time.process_time()
    for page in pages:
        inspect(page)
    return time.process_time() - start


def speed_report() -> Iterator[str]:
    """Yield the figure for speed."""
    yield ""
    yield "## Speed"
    yield f"{per_second():.1f} manuscripts of {WORDS} words per second on one core (aim: 50)"


if __name__ == "__main__":
    main(sys.argv[1:])
