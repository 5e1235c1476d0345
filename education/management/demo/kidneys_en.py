"""The page on diabetic kidney disease, and the claims about kidneys that other pages reuse."""

from __future__ import annotations

from education.content.manuscript import Risk
from education.management.demo.shapes import Assertion, Cite, Page

DISEASE = (
    Assertion(
        key="kidney_name",
        statement="Diabetes can harm your kidneys. When it does, it is called diabetic kidney "
        "disease. You may also hear it called nephropathy.",
        kind="mechanism",
        cites=(Cite("kdigo_diabetes", "Introduction"), Cite("niddk_kidney", "What is it")),
    ),
    Assertion(
        key="kidney_harm",
        statement="Your kidneys have many tiny filters that clean your blood. Over years, high "
        "blood sugar can harm these filters. High blood pressure can harm them too.",
        kind="mechanism",
        cites=(Cite("niddk_kidney", "How diabetes causes it"), Cite("niddk_bp", "How it harms")),
    ),
    Assertion(
        key="kidney_how_many",
        statement="In a survey of adults with diabetes in the US, about 26 in 100 had signs of "
        "kidney damage. About 74 in 100 did not.",
        kind="prognosis",
        stage="observational",
        population="2,097 adults with diabetes in the US, 2009 to 2014",
        cites=(Cite("nhanes", "Abstract, Results: 26.2% in 2009–2014"),),
        risk=Risk(
            outcome="Signs of kidney damage",
            affected=26,
            denominator=100,
            time_span="at the time of the survey, 2009 to 2014",
            group="Adults with diabetes in the US",
        ),
    ),
    Assertion(
        key="kidney_silent",
        statement="Early on, you may feel fine. A test is the only way to find the damage.",
        kind="symptom",
        cites=(Cite("niddk_kidney", "Symptoms"), Cite("niddk_tests", "Introduction")),
    ),
    Assertion(
        key="kidney_albumin",
        statement="Albumin is a protein. Healthy kidneys keep it in your blood. Finding it in "
        "your pee can be the first sign of damage.",
        kind="symptom",
        cites=(Cite("niddk_tests", "Urine test for albumin"),),
    ),
    Assertion(
        key="kidney_swelling",
        statement="Later on, your feet, ankles or hands may swell. This is called edema. Tell "
        "your care team if you see it.",
        kind="symptom",
        cites=(Cite("niddk_kidney", "Symptoms"),),
    ),
    Assertion(
        key="kidney_tired",
        statement="Damaged kidneys make less of a signal that tells your body to make red blood "
        "cells. Too few red cells is called anaemia. It can make you tired.",
        kind="symptom",
        cites=(Cite("niddk_anemia", "Causes and symptoms"),),
    ),
    Assertion(
        key="kidney_no_care",
        statement="Without care, the damage can get worse over the years. Some people get kidney "
        "failure. Others never do.",
        kind="no_treatment",
        cites=(Cite("niddk_kidney", "Overview"), Cite("ada_kdigo", "Introduction")),
    ),
    Assertion(
        key="kidney_failure_choices",
        statement="If your kidneys fail, you may need dialysis or a new kidney. Some people "
        "choose care that eases symptoms instead. Your team will help you choose.",
        kind="prognosis",
        cites=(Cite("niddk_failure", "Treatment choices"),),
    ),
    Assertion(
        key="kidney_yearly_tests",
        statement="Two tests can find kidney damage early: a urine test and a blood test. With "
        "type 2 diabetes you need both each year. With type 1 you need them each year once you "
        "have had it for 5 years.",
        kind="diagnosis",
        stage="guideline",
        cites=(Cite("ada_kdigo", "Screening and diagnosis"),),
    ),
)

TREATMENTS = (
    Assertion(
        key="sugar_slows",
        statement="Keeping your blood sugar near your goal probably lowers the risk of kidney "
        "damage.",
        kind="benefit",
        certainty="moderate",
        stage="guideline",
        population="People with diabetes",
        comparator="Higher blood sugar",
        intervention="blood sugar control",
        cites=(Cite("ada_kdigo", "Glycemic management"), Cite("kdigo_diabetes", "Chapter 2")),
    ),
    Assertion(
        key="sugar_harm",
        statement="Some diabetes drugs, such as insulin, can make your blood sugar drop too low. "
        "Ask your team what goal fits you.",
        kind="harm",
        stage="guideline",
        intervention="blood sugar control",
        cites=(Cite("kdigo_diabetes", "Chapter 2"), Cite("niddk_low_sugar", "Causes")),
    ),
    Assertion(
        key="ras_slows",
        statement="ACE inhibitors and ARBs are blood pressure pills. They probably slow kidney "
        "damage in people who have diabetes, high blood pressure and protein in their pee.",
        kind="benefit",
        certainty="moderate",
        stage="guideline",
        population="People with diabetes, high blood pressure and albumin in the urine",
        comparator="Other blood pressure pills or dummy pills",
        intervention="ACE inhibitors and ARBs",
        cites=(Cite("kdigo_diabetes", "Recommendation 1.2.1 (1B)"),),
    ),
    Assertion(
        key="ras_harm",
        statement="ACE inhibitors and ARBs can raise the potassium in your blood, so you need "
        "blood tests. They can harm an unborn baby. Tell your team before you try to get pregnant.",
        kind="harm",
        stage="guideline",
        intervention="ACE inhibitors and ARBs",
        cites=(Cite("kdigo_diabetes", "Section 1.2, practice points"),),
    ),
    Assertion(
        key="sglt2_slows",
        statement="SGLT2 inhibitors are pills that slow kidney damage. One trial ran for about "
        "2½ years. With the pill, about 9 in 100 people had much worse kidneys or died of kidney "
        "or heart disease. With a dummy pill, about 14 in 100 did.",
        kind="benefit",
        certainty="high",
        stage="rct",
        n_people=4304,
        population="Adults with chronic kidney disease and albumin in the urine; about 68 in 100 "
        "had type 2 diabetes",
        comparator="Dummy pill",
        intervention="SGLT2 inhibitors",
        risk=Risk(
            outcome="Much worse kidneys, or death from kidney or heart disease",
            affected=9,
            denominator=100,
            time_span="about 2½ years",
            group="With an SGLT2 inhibitor",
            comparator_affected=14,
            comparator_group="With a dummy pill",
        ),
        cites=(
            Cite("dapa_ckd", "Abstract, Results: 197 of 2152 and 312 of 2152"),
            Cite("kdigo_diabetes", "Recommendation 1.3.1 (1A)"),
        ),
    ),
    Assertion(
        key="sglt2_harm",
        statement="SGLT2 inhibitors can cause yeast infections of the genitals. You can lose too "
        "much fluid. Acid can build up in the blood, which is an emergency called ketoacidosis.",
        kind="harm",
        stage="guideline",
        intervention="SGLT2 inhibitors",
        cites=(Cite("aace", "Table 12"),),
    ),
    Assertion(
        key="finerenone_slows",
        statement="Finerenone is a pill that slows kidney damage in type 2 diabetes with protein "
        "in the pee. Two trials ran for about 3 years. With the pill, about 6 in 100 people had "
        "kidney failure or lost more than half of their kidney function. With a dummy pill, "
        "about 7 in 100 did.",
        kind="benefit",
        certainty="high",
        stage="rct_review",
        n_people=13026,
        population="Adults with type 2 diabetes, chronic kidney disease and albumin in the urine",
        comparator="Dummy pill",
        intervention="finerenone",
        risk=Risk(
            outcome="Kidney failure, loss of 57 in 100 or more of kidney function, or death from "
            "kidney disease",
            affected=6,
            denominator=100,
            time_span="about 3 years",
            group="With finerenone",
            comparator_affected=7,
            comparator_group="With a dummy pill",
        ),
        cites=(
            Cite("fidelity", "Abstract, Results: 360 (5.5%) and 465 (7.1%)"),
            Cite("kdigo_diabetes", "Recommendation 1.4.1 (2A)"),
        ),
    ),
    Assertion(
        key="finerenone_harm",
        statement="Finerenone can raise the potassium in your blood. About 2 in 100 people "
        "stopped the pill because of this. About 1 in 100 stopped a dummy pill.",
        kind="harm",
        certainty="high",
        stage="rct_review",
        n_people=13026,
        population="Adults with type 2 diabetes, chronic kidney disease and albumin in the urine",
        comparator="Dummy pill",
        intervention="finerenone",
        risk=Risk(
            outcome="Stopped the pill because of high potassium",
            affected=2,
            denominator=100,
            time_span="about 3 years",
            group="With finerenone",
            comparator_affected=1,
            comparator_group="With a dummy pill",
        ),
        cites=(Cite("fidelity", "Abstract, Results: 1.7% and 0.6%"),),
    ),
    Assertion(
        key="semaglutide_slows",
        statement="Semaglutide is a shot that probably slows kidney damage in type 2 diabetes. "
        "One trial ran for more than 3 years. With the shot, about 19 in 100 people had much "
        "worse kidneys or died of kidney or heart disease. With a dummy shot, about 23 in 100 did.",
        kind="benefit",
        certainty="moderate",
        stage="rct",
        n_people=3533,
        population="Adults with type 2 diabetes, chronic kidney disease and albumin in the urine",
        comparator="Dummy shot",
        intervention="semaglutide",
        risk=Risk(
            outcome="Much worse kidneys, kidney failure, or death from kidney or heart disease",
            affected=19,
            denominator=100,
            time_span="about 3½ years",
            group="With semaglutide",
            comparator_affected=23,
            comparator_group="With a dummy shot",
        ),
        cites=(Cite("flow", "Abstract, Results: 331 of 1767 and 410 of 1766"),),
    ),
    Assertion(
        key="semaglutide_harm",
        statement="Semaglutide can make you feel sick, throw up or have loose stools.",
        kind="harm",
        stage="guideline",
        intervention="semaglutide",
        cites=(Cite("aace", "Table 12"),),
    ),
)

PAGE = Page(
    slug="diabetic-kidney-disease",
    title="Diabetic kidney disease",
    kind="condition",
    specialty="nephrology",
    aim="For people with diabetes and those close to them. It tells you how diabetes can harm "
    "the kidneys, how it is found, and what can slow it.",
    answer="Diabetes can harm the filters in your kidneys. Two tests can find it early, and some "
    "treatments can slow it.",
    key_points=(
        "You can have kidney damage and feel fine. Ask for your two kidney tests.",
        "Some treatments slow the damage. Each has harms too. Talk both over with your team.",
        "If you find it hard to breathe, call your emergency number.",
    ),
    sections=(
        (
            "What it is",
            "[[kidney_name]]\n\n[[kidney_harm]]\n\n[[kidney_how_many]]",
        ),
        (
            "How it is found",
            "[[kidney_silent]]\n\n[[kidney_yearly_tests]]\n\n[[kidney_albumin]]",
        ),
        (
            "Signs that can come later",
            "[[kidney_swelling]]\n\n[[kidney_tired]]",
        ),
        (
            "Treatments that can slow it",
            "There is more than one choice. Your team can tell you which ones fit you.\n\n"
            "### Blood sugar\n\n[[sugar_slows]]\n\n[[sugar_harm]]\n\n"
            "### ACE inhibitors and ARBs\n\n[[ras_slows]]\n\n[[ras_harm]]\n\n"
            "### SGLT2 inhibitors\n\n[[sglt2_slows]]\n\n[[sglt2_harm]]\n\n"
            "### Finerenone\n\n[[finerenone_slows]]\n\n[[finerenone_harm]]\n\n"
            "### Semaglutide\n\n[[semaglutide_slows]]\n\n[[semaglutide_harm]]",
        ),
        (
            "What may happen over time",
            "[[kidney_no_care]]\n\n[[kidney_failure_choices]]",
        ),
    ),
    not_known="The trials counted different things in different people. So we do not know which "
    "of these drugs is best. No one can say for sure how fast kidney damage will go in one person.",
    get_help="Call your emergency number if you are short of breath, have chest pain, or stop "
    "passing pee.\n\nCall your care team the same day if your legs swell, or if you "
    "throw up and cannot keep your pills down.",
    questions=(
        "What were my last two kidney test results?",
        "What is my blood pressure goal?",
        "Which of these treatments fits me, and what harms should I look out for?",
        "Which pain pills are safe for my kidneys?",
    ),
    codes=(
        ("E11.21", "Type 2 diabetes mellitus with diabetic nephropathy"),
        ("E11.22", "Type 2 diabetes mellitus with diabetic chronic kidney disease"),
        ("E10.21", "Type 1 diabetes mellitus with diabetic nephropathy"),
    ),
    claims=(*DISEASE, *TREATMENTS),
)
