"""The honest page on exosomes and diabetic kidney disease.

Its order is: the answer, key points, the disease, the yearly tests, what slows it, what exosomes
are, what was tested, harms, what to ask, when to get help, sources.
"""

from __future__ import annotations

from education.content.manuscript import Regulation
from education.management.demo.shapes import Answer, Assertion, Cite, Page
from education.management.demo.sources import BY_KEY, READ_ON

CLAIMS = (
    Assertion(
        key="exo_no_large_test",
        statement="We do not know if exosomes help the kidneys of people with diabetes. We found "
        "no large test in people.",
        kind="benefit",
        certainty="very_low",
        stage="early_trial",
        n_people=40,
        population="People with chronic kidney disease, stage 3 or 4",
        comparator="Dummy treatment",
        intervention="exosomes",
        cites=(
            Cite("vesicles_people", "Methods: 40 people in all"),
            Cite("vesicles_review", "Clinical studies"),
        ),
    ),
    Assertion(
        key="exo_fda",
        statement="The FDA checks medicines in the United States. In its notices of 2019 and "
        "2020, it had not approved any exosome product. Its notice of 2021 lists exosomes as not "
        "approved. We last read these notices on 23 November 2026.",
        kind="regulatory",
        stage="",
        intervention="exosomes",
        regulation=Regulation(
            jurisdiction="United States",
            status="No exosome product approved, by the FDA notices of 2019, 2020 and 2021",
            checked_on=READ_ON.isoformat(),
            url=BY_KEY["fda_2019"].url,
        ),
        cites=(
            Cite("fda_2019", "Second paragraph"),
            Cite("fda_2020", "Section on exosome products"),
            Cite("fda_2021", "First paragraph"),
        ),
    ),
    Assertion(
        key="exo_serious_harm",
        statement="In 2019, the FDA warned of serious harm in people in the state of Nebraska. "
        "They had been given exosome products that were not approved.",
        kind="harm",
        stage="case_series",
        population="People given unapproved exosome products",
        intervention="exosomes",
        cites=(Cite("fda_2019", "First paragraph"),),
    ),
    Assertion(
        key="exo_keep_care",
        statement="Do not stop or put off your current care for exosomes. Talk with your care "
        "team first.",
        kind="advice",
        stage="",
        intervention="exosomes",
        cites=(Cite("fda_2019", "Third paragraph, on delay of sound treatment"),),
    ),
    Assertion(
        key="exo_what",
        statement="Most cells in the body give off tiny packets called exosomes. Cells use them to "
        "send signals to other cells. Scientists do not fully know what each packet does.",
        kind="mechanism",
        intervention="exosomes",
        cites=(Cite("vesicles_review", "Introduction"), Cite("isev", "Introduction")),
    ),
    Assertion(
        key="exo_made",
        statement="Labs can collect exosomes from cells they grow, such as stem cells. There is "
        "no one agreed way to make, test or dose them.",
        kind="mechanism",
        intervention="exosomes",
        cites=(
            Cite("isev", "Sections on production and quality"),
            Cite("vesicles_animals", "Discussion"),
        ),
    ),
    Assertion(
        key="exo_animals",
        statement="A review pooled 17 studies in 288 lab animals with diabetes. In these mice "
        "and rats, some signs of kidney damage went down. This does not tell us if it works in "
        "people.",
        kind="benefit",
        certainty="none_in_people",
        stage="animal_review",
        species="mice and rats",
        population="288 animals with diabetes",
        comparator="No exosomes",
        intervention="exosomes",
        cites=(Cite("exosome_animals", "Abstract, Results: 17 studies, 288 animals"),),
    ),
    Assertion(
        key="exo_short",
        statement="The animal tests lasted 2 to 14 weeks. No one knows the long-term effects in "
        "people.",
        kind="harm",
        certainty="none_in_people",
        stage="animal_review",
        species="mice and rats",
        intervention="exosomes",
        cites=(Cite("exosome_animals", "Abstract, Results: follow-up of 2 to 14 weeks"),),
    ),
    Assertion(
        key="exo_people",
        statement="One small study gave packets like these to 20 people with kidney disease. "
        "Another 20 got a dummy treatment. That is too few people to tell us if they work. The "
        "paper was later corrected, and we found no study that repeats it.",
        kind="benefit",
        certainty="very_low",
        stage="early_trial",
        n_people=40,
        population="People with chronic kidney disease, stage 3 or 4",
        comparator="Dummy treatment",
        intervention="exosomes",
        cites=(Cite("vesicles_people", "Abstract, and the erratum of 6 April 2017"),),
    ),
    Assertion(
        key="exo_not_cells",
        statement="Some small trials gave whole living cells to people with diabetic kidney "
        "disease. Exosomes are not the same thing. So those trials cannot tell us about exosomes.",
        kind="mechanism",
        stage="early_trial",
        n_people=16,
        intervention="whole living cells",
        cites=(Cite("nephstrom", "Abstract: 16 people"),),
    ),
    Assertion(
        key="exo_reports",
        statement="The FDA has had reports of infections, tumours and lost eyesight after "
        "unapproved products of this kind. No one knows the true number.",
        kind="harm",
        stage="case_series",
        population="People given unapproved products such as stem cells and exosomes",
        intervention="exosomes",
        cites=(Cite("fda_2021", "First paragraph"),),
    ),
    Assertion(
        key="exo_not_compared",
        statement="No one has tested exosomes side by side with pills or dialysis. We do not know "
        "all the side effects.",
        kind="comparison",
        certainty="very_low",
        stage="early_trial",
        n_people=40,
        comparator="Usual kidney care",
        intervention="exosomes",
        cites=(
            Cite("vesicles_people", "Methods: compared with a dummy treatment only"),
            Cite("vesicles_review", "Clinical studies"),
        ),
    ),
    Assertion(
        key="exo_natural",
        statement="“Natural” does not mean safe. How a product is made and given can cause harm.",
        kind="harm",
        stage="case_series",
        intervention="exosomes",
        cites=(Cite("fda_2019", "First and third paragraphs"), Cite("fda_2021", "Safety")),
    ),
    Assertion(
        key="exo_trial_listing",
        statement="A listing on ClinicalTrials.gov does not mean that a product is approved or "
        "safe. If you have to pay to get it, take that as a warning sign.",
        kind="advice",
        stage="",
        intervention="exosomes",
        cites=(Cite("fda_2021", "Second and third paragraphs"),),
    ),
    Assertion(
        key="exo_ask_ind",
        statement="In the US, a study of a new drug needs a number from the FDA, called an IND. "
        "Ask to see the FDA letter with that number before you agree to anything.",
        kind="advice",
        stage="",
        intervention="exosomes",
        cites=(Cite("fda_2019", "Advice to patients"),),
    ),
)

PAGE = Page(
    slug="exosomes-and-diabetic-kidney-disease",
    title="Exosomes and diabetic kidney disease",
    kind="treatment",
    risk_class="high",
    specialty="nephrology",
    product="exosomes",
    aim="For people with kidney damage from diabetes who have heard of exosome treatment. It "
    "tells you what is known, what is not, and what to ask before you say yes.",
    funding="This clinic paid for this page. We do not sell exosomes, and no one who does took "
    "part.",
    answer="Exosome treatment is not proven for kidney damage from diabetes.",
    key_points=(
        "[[exo_no_large_test]]",
        "[[exo_fda]]",
        "[[exo_serious_harm]]",
        "Other treatments can slow the damage. They are listed below.",
        "[[exo_keep_care]]",
    ),
    sections=(
        (
            "What diabetic kidney disease is",
            "[[kidney_name]]\n\n[[kidney_harm]]\n\n[[kidney_no_care]]",
        ),
        (
            "The tests to have each year",
            "[[kidney_silent]]\n\n[[kidney_yearly_tests]]",
        ),
        (
            "Treatments that can slow it",
            "These were tested in large trials. Each has harms too. Ask your team which ones fit "
            "you.\n\n"
            "### Blood pressure pills\n\n[[ras_slows]]\n\n[[ras_harm]]\n\n"
            "### SGLT2 inhibitors\n\n[[sglt2_slows]]\n\n[[sglt2_harm]]\n\n"
            "### Finerenone\n\n[[finerenone_slows]]\n\n[[finerenone_harm]]\n\n"
            "### Semaglutide\n\n[[semaglutide_slows]]\n\n[[semaglutide_harm]]",
        ),
        (
            "What exosomes are",
            "[[exo_what]]\n\n[[exo_made]]",
        ),
        (
            "What has been tested",
            "### In animals\n\n[[exo_animals]]\n\n"
            "### In people\n\n[[exo_people]]\n\n[[exo_not_cells]]",
        ),
        (
            "Harms",
            "[[exo_reports]]\n\n[[exo_natural]]\n\n[[exo_not_compared]]",
        ),
        (
            "If someone offers you exosomes",
            "[[exo_ask_ind]]\n\n[[exo_trial_listing]]\n\nTake the questions on this page with "
            "you. You can say that you need time to think.",
        ),
    ),
    not_known="We do not know if exosomes help kidneys in people. No one knows the best dose, how "
    "often harm happens, or what happens after some years.\n\n[[exo_short]]",
    get_help="Call your emergency number if you are short of breath, have chest pain, or stop "
    "passing pee.\n\nCall it too if you have had an exosome product and now have a fever, "
    "shaking, a fast heartbeat or trouble seeing. Say what you were given and when.\n\nCall your "
    "care team the same day if your legs swell.",
    questions=(
        "Has the regulator in my country approved this product for my kidneys?",
        "Is this a study? What is its number, and who watches over it?",
        "Who pays for it, and who earns from it?",
        "What harms have people had? Who treats me if I am harmed?",
        "What happens if I choose not to have it?",
        "Which proven treatments have I not tried yet?",
    ),
    codes=(
        ("E11.21", "Type 2 diabetes mellitus with diabetic nephropathy"),
        ("E10.21", "Type 1 diabetes mellitus with diabetic nephropathy"),
    ),
    claims=CLAIMS,
    answers=(
        Answer(
            check="K27",
            about="corrected",
            reason="The page tells readers that the paper was corrected, and uses it only to say "
            "that too few people were studied.",
        ),
    ),
)
