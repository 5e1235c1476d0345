"""Two pages on blood pressure and salt. The one on salt is the demo's overdue page."""

from __future__ import annotations

from dataclasses import replace

from education.management.demo.shapes import Assertion, Cite, Page

SALT_CLAIMS = (
    Assertion(
        key="salt_bp",
        statement="Eating less salt probably lowers blood pressure in people with kidney disease.",
        kind="benefit",
        certainty="moderate",
        stage="rct_review",
        n_people=1197,
        population="Adults with chronic kidney disease",
        comparator="Eating more salt",
        intervention="less salt",
        cites=(Cite("cochrane_salt", "Abstract, Main results: 21 studies, 1197 people"),),
    ),
    Assertion(
        key="salt_long_term",
        statement="The studies lasted 1 to 36 weeks. So we do not know if eating less salt keeps "
        "people from kidney failure.",
        kind="benefit",
        certainty="very_low",
        stage="rct_review",
        n_people=1197,
        population="Adults with chronic kidney disease",
        comparator="Eating more salt",
        intervention="less salt",
        cites=(Cite("cochrane_salt", "Abstract, Main results: studies too short"),),
    ),
    Assertion(
        key="salt_goal",
        statement="A guideline suggests less than 5 grams of salt a day for people with kidney "
        "disease. That is about one level teaspoon in all you eat and drink.",
        kind="advice",
        stage="guideline",
        population="Adults with chronic kidney disease",
        intervention="less salt",
        cites=(Cite("kdigo_ckd", "Recommendation 3.3.2.1 (2C)"),),
    ),
    Assertion(
        key="salt_harm",
        statement="Some people lose too much salt in their pee. They should not cut down on salt.",
        kind="harm",
        stage="guideline",
        intervention="less salt",
        cites=(Cite("kdigo_ckd", "Practice point 3.3.2.1"),),
    ),
    Assertion(
        key="salt_swap_harm",
        statement="Salt swaps can be made of potassium. Potassium can build up when kidneys do "
        "not work well, so ask your team first.",
        kind="harm",
        stage="guideline",
        intervention="less salt",
        cites=(Cite("kdigo_bp", "Practice point 3.1.2"),),
    ),
)

SALT = Page(
    slug="salt-and-your-kidneys",
    title="Salt and your kidneys",
    kind="living",
    specialty="nephrology",
    aim="For people with kidney disease who want to know how much salt is too much.",
    answer="Eating less salt probably helps your blood pressure if you have kidney disease.",
    key_points=(
        "Look at the label before you buy prepared food.",
        "Ask before you use a salt swap.",
    ),
    sections=(
        ("Why salt matters", "[[salt_bp]]\n\n[[salt_long_term]]"),
        ("How much is too much", "[[salt_goal]]"),
        ("Who should take care", "[[salt_harm]]\n\n[[salt_swap_harm]]"),
        (
            "Small steps",
            "1. Taste food before you add salt.\n"
            "2. Use herbs, lemon or garlic.\n"
            "3. Look at two labels and pick the one with less salt.",
        ),
    ),
    not_known="We do not know how much less salt is best for each person.",
    get_help="Call your care team if your legs swell or your blood pressure stays above your "
    "goal.\n\nCall your emergency number if you are short of breath or have chest pain.",
    questions=(
        "How much salt is right for me?",
        "Is a salt swap safe with my pills and my potassium?",
    ),
    codes=(("N18.9", "Chronic kidney disease, unspecified"),),
    claims=SALT_CLAIMS,
)

PRESSURE_CLAIMS = (
    Assertion(
        key="bp_circle",
        statement="High blood pressure can harm the tiny blood vessels in your kidneys. Harmed "
        "kidneys hold on to salt and water, which can raise your blood pressure more.",
        kind="mechanism",
        cites=(Cite("niddk_bp", "How high blood pressure harms the kidneys"),),
    ),
    Assertion(
        key="bp_silent",
        statement="You can have high blood pressure and feel nothing. You can only know by "
        "having it measured.",
        kind="symptom",
        cites=(Cite("niddk_bp", "Symptoms"),),
    ),
    Assertion(
        key="bp_two_numbers",
        statement="A reading has two numbers. The top one is the force when your heart beats. "
        "The bottom one is the force between beats.",
        kind="diagnosis",
        cites=(Cite("niddk_bp", "How it is found"),),
    ),
    Assertion(
        key="bp_treat",
        statement="Good blood pressure control probably slows kidney damage.",
        kind="benefit",
        certainty="moderate",
        stage="guideline",
        population="People with high blood pressure and kidney disease",
        comparator="Higher blood pressure",
        intervention="blood pressure treatment",
        cites=(Cite("ada_kdigo", "Blood pressure management"), Cite("kdigo_bp", "Chapter 3")),
    ),
    Assertion(
        key="bp_treat_harm",
        statement="Blood pressure that drops too low can make you dizzy or make you fall. Tell "
        "your team if you feel faint when you stand up.",
        kind="harm",
        stage="guideline",
        intervention="blood pressure treatment",
        cites=(Cite("kdigo_bp", "Chapter 3, harms of a lower goal"),),
    ),
)

PRESSURE = Page(
    slug="high-blood-pressure-and-your-kidneys",
    title="High blood pressure and your kidneys",
    kind="condition",
    specialty="general-practice",
    aim="For people with high blood pressure who want to look after their kidneys.",
    answer="High blood pressure can harm your kidneys, and treating it probably protects them.",
    key_points=(
        "High blood pressure can do harm while you feel fine.",
        "Ask what your own goal is.",
        "Do not stop your pills without asking first.",
    ),
    sections=(
        ("How the two are linked", "[[bp_circle]]"),
        ("How to know", "[[bp_silent]]\n\n[[bp_two_numbers]]"),
        (
            "What can be done",
            "### Treatment\n\n[[bp_treat]]\n\n[[bp_treat_harm]]\n\n"
            "### ACE inhibitors and ARBs\n\n[[ras_slows]]\n\n[[ras_harm]]\n\n"
            "### Less salt\n\n[[salt_bp]]\n\n[[salt_harm]]\n\n[[salt_swap_harm]]",
        ),
        (
            "What you can do",
            "1. Have your blood pressure measured at each visit.\n"
            "2. Take your pills at the same time each day.\n"
            "3. Ask for your two kidney tests.",
        ),
        ("If it is not treated", "[[bp_no_care]]"),
    ),
    not_known="We do not know one best blood pressure goal for all people with kidney disease.",
    get_help="Call your emergency number if you have chest pain, are short of breath, have a "
    "sudden very bad headache, cannot see well, or cannot move or speak as usual.\n\nCall your "
    "care team if your readings stay above your goal.",
    questions=(
        "What is my blood pressure goal?",
        "How often should I measure it at home?",
        "Do I have protein in my pee?",
    ),
    codes=(
        ("I10", "Essential (primary) hypertension"),
        (
            "I12.9",
            "Hypertensive chronic kidney disease with stage 1 through stage 4 chronic kidney "
            "disease, or unspecified chronic kidney disease",
        ),
    ),
    claims=(
        *PRESSURE_CLAIMS,
        Assertion(
            key="bp_no_care",
            statement="If high blood pressure is not treated, kidney damage can get worse over "
            "the years. Some people get kidney failure. Others never do.",
            kind="no_treatment",
            cites=(Cite("niddk_bp", "How high blood pressure harms the kidneys"),),
        ),
    ),
)

PRESSURE_NOTE = "We added how to get ready for a reading, and a question to ask."
#: The second edition.
PRESSURE_NOW = replace(
    PRESSURE,
    sections=tuple(
        (
            heading,
            body.replace(
                "1. Have your blood pressure measured at each visit.",
                "1. Have your blood pressure measured at each visit. Sit still for a while first.",
            ),
        )
        for heading, body in PRESSURE.sections
    ),
    questions=(*PRESSURE.questions, "Is my cuff at home the right size for my arm?"),
)
