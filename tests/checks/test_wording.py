"""The ladder of every wording check: sentences it stops, and sentences it leaves alone.

All in a bare text, where no record says how sure the evidence is.
"""

from __future__ import annotations

import pytest

from tests.checks.build import found, text

FAILING: dict[str, tuple[str, ...]] = {
    "K01": (
        "This breakthrough exosome therapy brings new hope.",
        "Ozone therapy is a revolutionary treatment for tired joints.",
        "Imagine waking up without pain, thanks to stem cell injections!",
        "PRP harnesses the power of your own blood.",
        "Homeopathy is a natural way to unlock better sleep.",
        "Our cutting-edge vitamin drips are a game-changer.",
        "This promising exosome treatment could change medicine.",
    ),
    "K02": (
        "Ozone sessions will give you back your energy.",
        "Exosomes repair your kidneys.",
        "Stem cells can heal your worn knees.",
        "You will feel younger when PRP regenerates your skin.",
        "Our detox flushes toxins from your liver.",
        "Vitamin drips boost your immune system.",
    ),
    "K03": (
        "Exosomes carry healing signals that repair the kidney.",
        "Stem cells release growth factors and restore joint function.",
        "Ozone therapy delivers oxygen to the cells and heals wounds.",
        "These exosomes send messages that regenerate nerves.",
        "PRP activates enzymes that rebuild cartilage and bring recovery.",
        "Bioresonance sends vibrations that help organs heal.",
    ),
    "K04": (
        "Stem cell injections repair worn knees.",
        "Exosomes prevent kidney failure.",
        "Ozone therapy cures infections.",
        "Homeopathy relieves eczema.",
        "Turmeric reduces joint pain.",
        "This treatment is completely safe and 100% effective.",
        "The injection has no side effects.",
    ),
    "K05": (
        "Exosomes could slow the disease.",
        "Stem cells may repair worn cartilage.",
        "PRP might help tendons heal.",
        "Ozone therapy may improve blood flow.",
        "Chelation could lower blood pressure.",
        "Exosome injections can potentially restore hair.",
    ),
    "K06": (
        "Exosomes are safer than dialysis.",
        "PRP has fewer side effects than steroid tablets.",
        "Stem cells give better results than surgery.",
        "Homeopathy is gentler than ordinary medicine.",
        "Unlike painkillers, ozone therapy goes to the cause.",
        "Vitamin drips work faster than any tablet.",
    ),
    "K07": (
        "Because it comes from your own body, PRP has no side effects.",
        "Exosomes are natural, so they are safe.",
        "Homeopathy is safe because it is natural.",
        "Since stem cells are taken from your own fat, there is no risk.",
        "The drip is herbal and therefore harmless, unlike other drips.",
        "The body already makes exosomes, which means they are safe.",
    ),
    "K13": (
        "Kidney failure is very common in people with this disease.",
        "People with diabetes are at high risk of stroke and death.",
        "Serious side effects are rare.",
        "Many people feel pain in the feet.",
        "Complications often follow the operation.",
        "Infection is a typical complication of surgery.",
    ),
    "K14": (
        "It will get worse and leads to kidney failure.",
        "This disease leads to blindness.",
        "The illness ends in death.",
        "Diabetes means amputation.",
        "Your heart will fail, and the outlook is death.",
        "Kidney failure is inevitable in the long run.",
    ),
    "K15": (
        "Waste leaves a toxic load in your blood.",
        "The drink flushes toxins out of every organ.",
        "This tea boosts your immune system.",
        "The device works at a cellular level.",
        "The page speaks of glomerular damage.",
        "Alkalising foods restore inner balance.",
    ),
    "K17": (
        "Don't wait until it is too late.",
        "The longer you wait, the worse it gets.",
        "Cancer is a silent killer.",
        "It is a death sentence.",
        "Victims of this devastating disease lose hope.",
        "You may die.",
    ),
    "K18": (
        "Studies show that ozone therapy heals joints.",
        "Exosome therapy is gaining popularity.",
        "Experts agree that PRP works for tendons.",
        "Stem cell therapy is clinically proven.",
        "Recent research supports homeopathy.",
        "More and more doctors use vitamin drips.",
    ),
}

PASSING: dict[str, tuple[str, ...]] = {
    "K01": (
        "Scientists are testing exosomes.",
        "There is no miracle cure for diabetes.",
        "Breakthrough pain is pain that comes on suddenly.",
        "Beware of clinics that promise a miracle cure.",
        "Take one tablet in the morning.",
        "The clinic is open on Mondays.",
    ),
    "K02": (
        "ACE inhibitors help protect your kidneys.",
        "We do not know if exosomes help your kidneys.",
        "Ask your care team if stem cells are right for you.",
        "Paracetamol eases your pain.",
        "Exosomes have not been shown to help you.",
        "Your kidneys clean your blood.",
    ),
    "K03": (
        "In the lab, exosomes can carry signals from one cell to another.",
        "That does not prove they heal kidneys in people.",
        "Your nerves carry signals to your brain.",
        "Insulin helps sugar get into your cells.",
        "We do not know if exosomes carry signals that heal kidneys.",
        "In mice, exosomes sent signals and nerves healed.",
    ),
    "K04": (
        "ACE inhibitors help protect your kidneys.",
        "Vaccines prevent measles.",
        "Paracetamol eases pain.",
        "We do not know if stem cell injections help worn knees.",
        "Exosomes have not been approved to treat any disease.",
        "No one has shown that ozone therapy cures infections.",
        "Turmeric may ease joint pain.",
        "Some people have no side effects.",
    ),
    "K05": (
        "In mice, exosomes could slow the disease.",
        "We do not know if exosomes could slow the disease.",
        "Exercise may help your knees.",
        "It is not clear whether PRP might help.",
        "Statins can lower your cholesterol.",
        "One small study of 20 people found that PRP may ease pain.",
    ),
    "K06": (
        "No one has tested exosomes side by side with dialysis.",
        "Keyhole surgery often means a shorter stay than open surgery.",
        "We do not know if PRP is safer than surgery.",
        "Drink more water than usual in hot weather.",
        "You may feel better within a week.",
        "A better diet helps you stay well.",
    ),
    "K07": (
        "Natural does not mean safe.",
        "Just because it is natural, it is not always safe.",
        "Herbal medicines can cause harm.",
        "Vaccines are safe.",
        "Your body makes insulin.",
        "Some clinics say that PRP is safe because it is natural.",
    ),
    "K13": (
        "About 9 in 100 people had kidney failure within 3 years.",
        "Serious side effects happen in 1 in 1,000 people.",
        "Your kidneys clean your blood.",
        "Half of people with the disease have no symptoms.",
        "Ask your doctor about your own risk.",
        "Take the tablet with food.",
    ),
    "K14": (
        "It can get worse over time.",
        "Some people get kidney failure; most do not.",
        "If it is not treated, it leads to kidney failure.",
        "High blood pressure may lead to a stroke.",
        "You will have a blood test every year.",
        "Without insulin it leads to a coma.",
    ),
    "K15": (
        "Waste builds up in your blood.",
        "Swelling of the feet is called edema.",
        "There is no evidence that detox diets work.",
        "Albumin is a protein.",
        "Some websites claim to boost your immune system.",
        "Drink when you are thirsty.",
    ),
    "K17": (
        "You may need dialysis, and your team will help you choose.",
        "Call 112 at once: it may be fatal.",
        "Early treatment gives you more choices.",
        "Some people live with it for many years.",
        "Ask for help if you feel low.",
        "It can be treated at any time.",
    ),
    "K18": (
        "A lot of interest does not mean a treatment works.",
        "We need more research to know if it works.",
        "One trial of 40 people looked at this.",
        "Take part in a study if you wish.",
        "There is little evidence that it helps.",
        "Ask your doctor about research.",
    ),
}


def pairs(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(check, sentence) for check, sentences in table.items() for sentence in sentences]


@pytest.mark.parametrize(("check", "sentence"), pairs(FAILING))
def test_faulty_sentence_is_found(check: str, sentence: str) -> None:
    assert found(text(sentence), check)


@pytest.mark.parametrize(("check", "sentence"), pairs(PASSING))
def test_sound_sentence_is_left_alone(check: str, sentence: str) -> None:
    assert not found(text(sentence), check)


@pytest.mark.parametrize("check", sorted(FAILING))
def test_every_wording_check_has_six_samples_each_way(check: str) -> None:
    assert len(FAILING[check]) >= 6
    assert len(PASSING[check]) >= 6


@pytest.mark.parametrize("check", ["K02", "K03", "K04", "K05", "K06", "K07"])
def test_overclaim_of_an_unproven_product_blocks(check: str) -> None:
    for sentence in FAILING[check]:
        assert found(text(sentence), check, "block"), sentence
