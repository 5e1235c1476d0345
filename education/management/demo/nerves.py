"""The page on nerve damage from diabetes: it is in review when the demo starts."""

from __future__ import annotations

from education.management.demo.shapes import Assertion, Cite, Page

CLAIMS = (
    Assertion(
        key="nerve_name",
        statement="Diabetes can damage your nerves. This is called neuropathy. It most often "
        "starts in the feet.",
        kind="mechanism",
        cites=(Cite("niddk_nerves", "What it is"), Cite("ada_nerves", "Introduction")),
    ),
    Assertion(
        key="nerve_signs",
        statement="You may feel pain, burning or tingling. Or you may feel less than before, as "
        "if your feet were numb.",
        kind="symptom",
        cites=(Cite("niddk_nerves", "Symptoms"),),
    ),
    Assertion(
        key="nerve_sores",
        statement="Numb feet can get a cut or a sore that you do not feel. The sore can get "
        "infected.",
        kind="prognosis",
        cites=(Cite("niddk_nerves", "Foot problems"),),
    ),
    Assertion(
        key="nerve_check",
        statement="Have your feet checked for nerve damage each year. With type 2 diabetes, start "
        "when you find out you have it. With type 1, start after 5 years.",
        kind="diagnosis",
        stage="guideline",
        cites=(Cite("ada_nerves", "Recommendations on screening"),),
    ),
    Assertion(
        key="nerve_sugar",
        statement="In type 1 diabetes, good blood sugar control probably lowers the risk of nerve "
        "damage.",
        kind="benefit",
        certainty="moderate",
        stage="guideline",
        population="People with type 1 diabetes",
        comparator="Higher blood sugar",
        intervention="blood sugar control",
        cites=(Cite("ada_nerves", "Prevention"),),
    ),
    Assertion(
        key="nerve_sugar_type2",
        statement="In type 2 diabetes, good blood sugar control may slow nerve damage.",
        kind="benefit",
        certainty="low",
        stage="guideline",
        population="People with type 2 diabetes",
        comparator="Higher blood sugar",
        intervention="blood sugar control",
        cites=(Cite("ada_nerves", "Prevention"),),
    ),
    Assertion(
        key="nerve_pain_drugs",
        statement="Some drugs probably ease nerve pain. Two kinds were first made for low mood, "
        "and others for fits. They do not mend the nerve.",
        kind="benefit",
        certainty="moderate",
        stage="rct_review",
        population="Adults with painful nerve damage from diabetes",
        comparator="Dummy pill",
        intervention="nerve pain drugs",
        cites=(Cite("aan_pain", "Practice recommendations"),),
    ),
    Assertion(
        key="nerve_pain_harm",
        statement="Nerve pain drugs can make you sleepy, dizzy or unsteady. Some do not mix with "
        "heart or kidney disease.",
        kind="harm",
        stage="guideline",
        intervention="nerve pain drugs",
        cites=(Cite("aan_pain", "Section on side effects"), Cite("ada_nerves", "Pain")),
    ),
)

PAGE = Page(
    slug="nerve-damage-from-diabetes",
    title="Nerve damage from diabetes",
    kind="condition",
    specialty="diabetes",
    aim="For people with diabetes who have pain, tingling or numb feet, or who want to keep "
    "their feet safe.",
    answer="Diabetes can damage the nerves in your feet. Look at your feet each day and have them "
    "checked each year.",
    key_points=(
        "Numb feet can be hurt without you knowing.",
        "Look at both feet each day, also between the toes.",
        "A sore on your foot needs care the same day.",
    ),
    sections=(
        ("What it is", "[[nerve_name]]\n\n[[nerve_signs]]\n\n[[nerve_sores]]"),
        ("How it is found", "[[nerve_check]]"),
        (
            "What can help",
            "### Blood sugar\n\n[[nerve_sugar]]\n\n[[nerve_sugar_type2]]\n\n[[sugar_harm]]\n\n"
            "### Drugs for nerve pain\n\n[[nerve_pain_drugs]]\n\n[[nerve_pain_harm]]",
        ),
        (
            "Look after your feet",
            "1. Look at your feet each day. Use a mirror if you need to.\n"
            "2. Wash and dry them well.\n"
            "3. Wear shoes that fit, also at home.\n"
            "4. Test the bath water with your hand or elbow.",
        ),
        ("If it is not treated", "[[nerve_no_care]]"),
    ),
    not_known="We do not know a way to make damaged nerves grow back in people.",
    get_help="Call your care team the same day if you have a sore, a blister or a foot that is "
    "red, hot or swollen.\n\nCall your emergency number if a foot turns black or blue, or you "
    "have a fever with a sore foot.",
    questions=(
        "Can I feel the thread test on both feet?",
        "Which drug for nerve pain is safe for my kidneys and my heart?",
        "Who do I call if I find a sore?",
    ),
    codes=(
        ("E11.42", "Type 2 diabetes mellitus with diabetic polyneuropathy"),
        ("E10.42", "Type 1 diabetes mellitus with diabetic polyneuropathy"),
    ),
    claims=(
        *CLAIMS,
        Assertion(
            key="nerve_no_care",
            statement="Without care, a sore can get worse. Some people lose a toe or part of a "
            "foot. Finding a sore early lowers that risk.",
            kind="no_treatment",
            cites=(Cite("niddk_nerves", "Foot problems"),),
        ),
    ),
)
