"""Two pages on tests: the live one, and the one it took the place of."""

from __future__ import annotations

from education.management.demo.shapes import Assertion, Cite, Page

CLAIMS = (
    Assertion(
        key="egfr_what",
        statement="The blood test measures creatinine, a waste product. The lab uses it to work "
        "out your eGFR. This number shows how well your kidneys clean your blood.",
        kind="diagnosis",
        cites=(Cite("niddk_tests", "Blood test for GFR"), Cite("kdigo_ckd", "Chapter 1")),
    ),
    Assertion(
        key="egfr_low",
        statement="An eGFR below 60 for 3 months or more means chronic kidney disease.",
        kind="diagnosis",
        stage="guideline",
        cites=(Cite("kdigo_ckd", "Chapter 1, definition of CKD"),),
    ),
    Assertion(
        key="egfr_estimate",
        statement="The eGFR is an estimate. It can be off if you have very large or very small "
        "muscles.",
        kind="diagnosis",
        stage="guideline",
        cites=(Cite("kdigo_ckd", "Section 1.2, where creatinine misleads"),),
    ),
    Assertion(
        key="acr_what",
        statement="The urine test looks for a protein called albumin. You give a small cup of pee. "
        "The result is called the ACR.",
        kind="diagnosis",
        cites=(Cite("niddk_tests", "Urine test for albumin"),),
    ),
    Assertion(
        key="acr_high",
        statement="An ACR of 30 mg/g (3 mg/mmol) or more is higher than normal.",
        kind="diagnosis",
        stage="guideline",
        cites=(Cite("kdigo_ckd", "Chapter 1, albuminuria categories"),),
    ),
    Assertion(
        key="acr_again",
        statement="One high ACR is not enough to know. Hard exercise, a fever or an infection "
        "can raise it for a while. So the test is done again.",
        kind="diagnosis",
        stage="guideline",
        cites=(
            Cite("ada_kdigo", "Screening and diagnosis"),
            Cite("kdigo_ckd", "Section 1.3, factors that change the ACR"),
        ),
    ),
    Assertion(
        key="tests_more_often",
        statement="If you have kidney disease already, you may need these tests 1 to 4 times a "
        "year.",
        kind="diagnosis",
        stage="guideline",
        cites=(Cite("ada_kdigo", "Figure on how often to test"),),
    ),
)

PAGE = Page(
    slug="kidney-blood-and-urine-tests",
    title="Kidney blood and urine tests",
    kind="test",
    specialty="nephrology",
    aim="For people who are about to have their kidneys checked, or who have a result in hand.",
    answer="Two simple tests show how your kidneys are doing: eGFR from your blood, and ACR from "
    "your pee.",
    key_points=(
        "The two tests show different things, so you need both.",
        "One result that is not normal is often checked again.",
        "Ask for your numbers and write them down.",
    ),
    sections=(
        ("Who needs them", "[[kidney_yearly_tests]]\n\n[[tests_more_often]]"),
        ("The blood test: eGFR", "[[egfr_what]]\n\n[[egfr_low]]"),
        ("The urine test: ACR", "[[acr_what]]\n\n[[acr_high]]\n\n[[acr_again]]"),
        (
            "What to do",
            "1. Ask if you can eat and drink before the blood test.\n"
            "2. Tell the team if you have a fever, an infection or your period.\n"
            "3. Ask when you will get the results and who will explain them.",
        ),
    ),
    not_known="[[egfr_estimate]]\n\nIt is not clear how much a small change from one "
    "test to the next means.",
    get_help="Call your care team the same day if your legs swell or you pass much less pee "
    "than usual.\n\nCall your emergency number if you are short of breath or have chest pain.",
    questions=(
        "What is my eGFR, and what was it last time?",
        "What is my ACR?",
        "When is my next test?",
    ),
    codes=(("N18.9", "Chronic kidney disease, unspecified"),),
    claims=CLAIMS,
)

URINE_DAY = Page(
    slug="collecting-urine-for-24-hours",
    title="Collecting urine for 24 hours",
    kind="test",
    specialty="nephrology",
    aim="For people who were asked to collect all their urine for one day.",
    answer="You collect all your pee for 24 hours so that the lab can measure the protein in it.",
    key_points=(
        "Start with an empty bladder and write down the time.",
        "Keep every drop for the next 24 hours.",
    ),
    sections=(
        (
            "Why it is done",
            "[[day_urine_why]]",
        ),
        (
            "How to do it",
            "1. Pee into the toilet when you get up. Write down the time.\n"
            "2. Collect all pee after that in the large bottle.\n"
            "3. Pee into the bottle at the same time the next day. Then you are done.\n"
            "4. Keep the bottle cool and bring it in the same day.",
        ),
    ),
    not_known="It is not clear how well the test works when some of the pee is lost.",
    get_help="Call the clinic if you spill some of it or forget a time. You may need to start "
    "again.\n\nCall your emergency number if you are short of breath or have chest pain.",
    questions=("Do I need this test, or is one small sample enough?",),
    codes=(("R80.9", "Proteinuria, unspecified"),),
    claims=(
        Assertion(
            key="day_urine_why",
            statement="Healthy kidneys let very little protein into your pee. This test shows how "
            "much protein you lose in one day.",
            kind="diagnosis",
            cites=(Cite("kdigo_ckd", "Section 1.3, ways to measure protein in urine"),),
        ),
    ),
)
