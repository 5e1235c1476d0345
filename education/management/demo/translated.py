"""A claim of the demo in another language: the same evidence, words of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from education.content.manuscript import Risk
from education.management.demo.shapes import Assertion


class Into:
    """Translates claims into one language."""

    def __init__(self, language: str, originals: Iterable[Assertion]) -> None:
        """Take what is translated from."""
        self.language = language
        self.originals = {claim.key: claim for claim in originals}

    def claim(
        self,
        key: str,
        statement: str,
        *,
        population: str = "",
        comparator: str = "",
        intervention: str = "",
        risk: Risk | None = None,
    ) -> Assertion:
        """Return the translation of a claim."""
        return replace(
            self.originals[key],
            key=f"{key}_{self.language}",
            language=self.language,
            original=key,
            statement=statement,
            population=population,
            comparator=comparator,
            intervention=intervention,
            risk=risk,
        )

    def risk(
        self, key: str, *, outcome: str, time_span: str, group: str, comparator_group: str = ""
    ) -> Risk:
        """Return the risk of a claim with its words translated; the numbers stay."""
        original = self.originals[key].risk
        if original is None:
            raise ValueError(f"{key} has no risk to translate")
        return replace(
            original,
            outcome=outcome,
            time_span=time_span,
            group=group,
            comparator_group=comparator_group,
        )
