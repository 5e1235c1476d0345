"""The page on low blood sugar. It tells people what to do in an emergency, so its risk is high."""

from __future__ import annotations

from education.management.demo.shapes import Assertion, Cite, Page

CLAIMS = (
    Assertion(
        key="low_what",
        statement="For most people with diabetes, a blood sugar below 70 mg/dL (3.9 mmol/L) is "
        "too low. Doctors call this hypoglycaemia.",
        kind="diagnosis",
        stage="guideline",
        cites=(
            Cite("low_sugar_report", "Definition, alert value"),
            Cite("niddk_low_sugar", "Introduction"),
        ),
    ),
    Assertion(
        key="low_signs",
        statement="You may shake, sweat or feel hungry, weak or dizzy. Your heart may beat fast. "
        "You may be cross or mixed up.",
        kind="symptom",
        cites=(Cite("niddk_low_sugar", "Symptoms"),),
    ),
    Assertion(
        key="low_severe",
        statement="When it gets very low, a person may pass out or have a fit. This needs "
        "emergency help.",
        kind="symptom",
        cites=(Cite("niddk_low_sugar", "Severe low blood glucose"),),
    ),
    Assertion(
        key="low_why",
        statement="Insulin and some diabetes pills can cause it. So can a missed meal, more "
        "exercise than usual, or alcohol.",
        kind="mechanism",
        cites=(Cite("niddk_low_sugar", "Causes"), Cite("low_sugar_report", "Risk factors")),
    ),
    Assertion(
        key="low_kidneys",
        statement="Damaged kidneys clear insulin more slowly. So your sugar can drop more often "
        "if you have kidney disease.",
        kind="mechanism",
        stage="guideline",
        cites=(Cite("kdigo_diabetes", "Chapter 2"),),
    ),
    Assertion(
        key="low_treat",
        statement="If you are awake and can swallow, eat or drink 15 grams of fast sugar. Test "
        "again after 15 minutes. If you are still below 70 mg/dL, do it again.",
        kind="advice",
        stage="guideline",
        intervention="fast sugar",
        cites=(
            Cite("niddk_low_sugar", "How to treat it"),
            Cite("low_sugar_report", "Treatment of hypoglycemia"),
        ),
    ),
    Assertion(
        key="low_sugar_examples",
        statement="These have about 15 grams: 4 glucose tablets, half a cup of fruit juice, or "
        "one tablespoon of sugar or honey.",
        kind="advice",
        stage="",
        intervention="fast sugar",
        cites=(Cite("niddk_low_sugar", "How to treat it"),),
    ),
    Assertion(
        key="low_after",
        statement="Once your sugar is back to normal, eat a snack if your next meal is not soon.",
        kind="advice",
        stage="guideline",
        intervention="fast sugar",
        cites=(
            Cite("niddk_low_sugar", "How to treat it"),
            Cite("low_sugar_report", "Treatment of hypoglycemia"),
        ),
    ),
    Assertion(
        key="low_do_not_feed",
        statement="Do not give food or drink to someone who has passed out. They could choke.",
        kind="harm",
        intervention="fast sugar",
        cites=(Cite("niddk_low_sugar", "Severe low blood glucose"),),
    ),
    Assertion(
        key="low_glucagon",
        statement="Glucagon is a drug that others can give you when you cannot swallow. Ask your "
        "team if you should have it at home.",
        kind="advice",
        stage="guideline",
        intervention="glucagon",
        cites=(
            Cite("niddk_low_sugar", "Severe low blood glucose"),
            Cite("low_sugar_report", "Treatment of hypoglycemia"),
        ),
    ),
    Assertion(
        key="low_glucagon_harm",
        statement="Glucagon can make you throw up. Others should turn you on your side.",
        kind="harm",
        intervention="glucagon",
        cites=(Cite("niddk_low_sugar", "Severe low blood glucose"),),
    ),
)

PAGE = Page(
    slug="low-blood-sugar",
    title="Low blood sugar (hypoglycaemia)",
    kind="living",
    risk_class="high",
    specialty="diabetes",
    aim="For people with diabetes who use insulin or pills that can make blood sugar drop, and "
    "for those who live with them.",
    answer="If your blood sugar is below 70 mg/dL and you can swallow, take 15 grams of fast "
    "sugar. Test again after 15 minutes.",
    key_points=(
        "Call your emergency number if someone passes out or has a fit.",
        "Keep fast sugar with you at all times.",
        "Tell the people around you what to do.",
    ),
    sections=(
        ("What it is", "[[low_what]]\n\n[[low_signs]]\n\n[[low_severe]]"),
        ("What to do at once", "[[low_treat]]\n\n[[low_sugar_examples]]\n\n[[low_do_not_feed]]"),
        ("Help from others", "[[low_glucagon]]\n\n[[low_glucagon_harm]]"),
        ("Why it happens", "[[low_why]]\n\n[[low_kidneys]]"),
        (
            "After a low",
            "[[low_after]]\n\n"
            "1. Write down when it happened and what you were doing.\n"
            "2. Tell your team. Your pills or insulin may need a change.",
        ),
    ),
    not_known="It is not clear why some people stop feeling the early signs.",
    get_help="Call your emergency number if the person:\n\n- has passed out or cannot be woken\n"
    "- has a fit\n- cannot swallow\n- is not better after sugar has been given twice\n\nCall "
    "your care team the same day after any low that someone else had to help you with.",
    questions=(
        "Can any of my pills make my sugar too low?",
        "Should I have glucagon at home?",
        "Do I need a change now that my kidneys are weaker?",
    ),
    codes=(
        ("E11.649", "Type 2 diabetes mellitus with hypoglycemia without coma"),
        ("E10.649", "Type 1 diabetes mellitus with hypoglycemia without coma"),
    ),
    claims=CLAIMS,
)
