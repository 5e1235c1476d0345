"""The words that the demo's glossary explains."""

from __future__ import annotations

from education.management.demo.shapes import Word

WORDS = (
    Word("albumin", "", "A protein in your blood. Kidneys that work well keep it there."),
    Word("creatinine", "", "Waste that your muscles make all day. Kidneys clean it out of blood."),
    Word(
        "potassium",
        "",
        "A mineral in food and blood. Hearts and muscles need the right amount.",
    ),
    Word("albúmina", "", "Una proteína de la sangre. Los riñones sanos la dejan ahí.", "es"),
    Word(
        "potasio",
        "",
        "Un mineral de la comida y de la sangre. El corazón y los músculos necesitan la cantidad "
        "justa.",
        "es",
    ),
)
