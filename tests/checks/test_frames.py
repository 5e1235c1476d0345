"""Frames: a word inside "we do not know if", a quotation or a myth is not a claim."""

from __future__ import annotations

import pytest

from education.checks.frames import frames_of
from education.checks.sentences import plain
from tests.checks.build import blocks, found, text

FRAMED = [
    "We do not know if exosomes repair kidneys.",
    "It is not clear whether exosomes repair kidneys.",
    "No one has shown that exosomes repair kidneys.",
    "There is no good evidence that exosomes repair kidneys.",
    "Exosomes have not been shown to repair kidneys.",
    "Exosomes have not been tested enough to say that they repair kidneys.",
    "Exosomes are not approved to repair kidneys.",
    "That does not mean that exosomes repair kidneys.",
    "We cannot yet tell if exosomes repair kidneys.",
    "Scientists are studying whether exosomes repair kidneys.",
    "Whether exosomes repair kidneys is unknown.",
    "It is a myth that exosomes repair kidneys.",
    "Myth: exosomes repair kidneys.",
    "Some clinics claim that exosomes repair kidneys.",
    "Exosomes are marketed as a way to repair kidneys.",
    "Be wary of anyone who says that exosomes repair kidneys.",
    "In mice, exosomes repaired kidneys.",
    "Exosomes do not repair kidneys.",
    "Exosomes cannot repair kidneys.",
    "The advert says “exosomes repair kidneys”.",
    "Do exosomes repair kidneys?",
    "There is little to suggest that a detox diet cleanses the liver.",
    "Evidence that ozone therapy cures infections is lacking.",
    "Experts doubt that chelation unclogs arteries.",
    "Nothing shows that NAD drips reverse ageing.",
    "Colloidal silver has no proven benefit and can turn the skin grey.",
    "Fiction: detox foot pads draw out toxins.",
    "Fake news: hydrogen peroxide drips cure the flu.",
    "It would be wrong to say that PRP regrows cartilage.",
    "The regulator has warned firms that claim CBD cures cancer.",
    "Adverts saying that chiropractic cures colic were banned.",
    "Trials have failed to show that glucosamine rebuilds cartilage.",
    "The idea that sugar pills cure colds is wrong.",
    "Vitamin C drips won’t cure cancer.",
    "Sellers promise that peptides reverse ageing.",
]
BARE = [
    "Exosomes repair kidneys.",
    "Although we do not know why, exosomes repair kidneys.",
    "We do not know the dose, but exosomes repair kidneys.",
    "Without surgery exosomes repair kidneys.",
    "Exosomes not only repair kidneys but also renew them.",
    "“Exosomes repaired my kidneys and I feel reborn,” says Pat.",
    "Doctors doubted me, but exosomes repair kidneys.",
    "There is no doubt: exosomes repair kidneys.",
    "Exosomes repair kidneys, and nothing else is needed.",
]


@pytest.mark.parametrize("sentence", FRAMED)
def test_framed_assertion_is_no_overclaim(sentence: str) -> None:
    assert not blocks(text(sentence)) & {"K02", "K03", "K04", "K05"}


@pytest.mark.parametrize("sentence", BARE)
def test_assertion_outside_the_frame_is_found(sentence: str) -> None:
    assert found(text(sentence), "K04", "block")


def test_heading_about_myths_frames_its_section() -> None:
    page = text("Exosomes repair kidneys.", heading="Myths about exosomes")
    assert not found(page, "K04")


def test_lead_in_frames_the_items_under_it() -> None:
    page = text("Be wary of a clinic that:", "promises that exosomes cure everyone", "sells hope")
    assert not blocks(page)


def test_frame_ends_with_its_list() -> None:
    page = text("Be wary of a clinic that:", "sells hope", "Exosomes repair kidneys.")
    assert [f.line for f in found(page, "K04")] == [3]


def test_selling_word_in_a_question_is_still_selling() -> None:
    assert found(text("Ready to unlock the power of exosomes?"), "K01")


def test_clause_after_but_stands_outside_the_frame() -> None:
    sentence = plain("We do not know the dose, but exosomes repair kidneys.")
    frames = frames_of(sentence)
    assert frames.cover(sentence.index("dose"))
    assert not frames.cover(sentence.index("repair"))
