"""Manuscripts that fail and that pass, for the checks from K28 on: eight of each and more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from education.checks.surroundings import Followed, Surroundings
from education.content.likeness import Library
from education.content.manuscript import (
    CitationText,
    Manuscript,
    Regulation,
    Risk,
    SectionText,
    TermText,
)
from tests.checks.build import alone, claim, graded, source, text, topic

HARM = claim("Tablets can cause a cough.", 2, kind="harm")
BENEFIT = graded("Tablets protect the kidneys.", "high")
TODAY = date(2026, 6, 1)
LIBRARY = Library(
    [
        ("C-90", "A urine test each year can find kidney damage early."),
        ("C-91", "Diabetic nephropathy can be found with a urine test."),
        ("C-92", "Two in ten people get a dry cough from these tablets."),
    ]
)
#: Translations 71 and 72 follow an earlier edition of 7 and 8, 73 no edition, 74 the live one.
FOLLOWED = {
    71: Followed(original=7, written_against=1, live=2),
    72: Followed(original=8, written_against=3, live=11),
    73: Followed(original=9, written_against=0, live=1),
    74: Followed(original=9, written_against=4, live=4),
    75: Followed(original=9, written_against=5, live=4),
}
AROUND = Surroundings(TODAY, frozenset({"kidney-care", "nerve-damage"}), LIBRARY, FOLLOWED)


def prose(words: str) -> Manuscript:
    """Return a page whose section has prose beside its claims."""
    return body(f"{words}\n\n[[C-1]]\n\n[[C-2]]")


def body(words: str) -> Manuscript:
    """Return a page with one section body."""
    sections = (SectionText(heading="What helps", body=words),)
    return replace(topic(BENEFIT, HARM), sections=sections)


def pair(one: str, other: str) -> Manuscript:
    """Return a page with two claims."""
    return topic(claim(one), claim(other, 2))


def treatment(*words: str, **changes: object) -> Manuscript:
    """Return a page about a treatment, with more claims of a fact."""
    more = [claim(w, n) for n, w in enumerate(words, 3)]
    return topic(BENEFIT, HARM, *more, kind="treatment", **changes)


def cited(kind: str, *years: int | None) -> Manuscript:
    """Return a claim that rests on sources of one kind."""
    found = (CitationText(source=source(kind=kind, year=year)) for year in years)
    return alone(claim("Kidneys clean the blood.", citations=tuple(found)))


def status(checked_on: str, months: int = 6) -> Manuscript:
    """Return a claim on what a regulator says."""
    seen = Regulation(
        jurisdiction="United States",
        status="Not approved",
        checked_on=checked_on,
        url="https://x.org",
        recheck_months=months,
    )
    return alone(replace(claim("It is not approved.", kind="regulatory"), regulation=seen))


def links(*addresses: str) -> Manuscript:
    """Return a page whose body links to addresses."""
    return prose(" ".join(f"See [this page]({address})." for address in addresses))


def each(make: Callable[..., Manuscript], *given: str) -> tuple[Manuscript, ...]:
    """Return one manuscript for each text."""
    return tuple(make(words) for words in given)


ONE_IN = Risk(outcome="cough", affected=2, denominator=1000, time_span="a year")
RISKY = replace(graded("Tablets halve the risk of a stroke.", "high"), risk=ONE_IN)
LONG = (
    "When {} it is a good thing to sit down for a while and to tell the nurse on the ward how you "
    "feel about it."
)
SPANISH = (
    "Los riñones limpian la sangre y sacan el agua que sobra del cuerpo. Si no funcionan bien, la "
    "sangre se llena de residuos y usted puede sentirse cansado."
)
FRENCH = (
    "Les reins filtrent le sang et éliminent les déchets dans les urines. Si vous avez le diabète, "
    "ils peuvent être abîmés et vous ne sentez pas toujours cette maladie."
)
GERMAN = (
    "Die Nieren reinigen das Blut und bilden den Harn. Wenn sie nicht gut arbeiten, kann das "
    "Wasser nicht aus dem Körper und Sie werden müde."
)
ARABIC = (
    "تنظف الكليتان الدم وتخرجان الماء الزائد من الجسم "
    "وإذا لم تعملا جيدا فقد تشعر بالتعب وتورم القدمين"
)
ENGLISH = (
    "Your kidneys clean the blood and take out the water that is left over. If they do not work "
    "well, you may feel tired and your feet can swell."
)


def said(words: str, language: str) -> Manuscript:
    """Return a bare text that declares a language."""
    return text(words, language=language)


def translated(number: int, original: int | None, language: str, **changes: object) -> Manuscript:
    """Return a draft that translates another page."""
    return topic(
        BENEFIT,
        HARM,
        topic_id=number,
        translation_of=original,
        language=language,
        **changes,
    )


def listed(words: str, term: str, *forms: str) -> Manuscript:
    """Return a page with prose, and one word in its glossary."""
    terms = (TermText(term_id=1, term=term, forms=forms, definition="What it is."),)
    return replace(prose(words), terms=terms)


FAILING: dict[str, tuple[Manuscript, ...]] = {
    "K28": each(
        prose,
        "Tablets lower the risk of a stroke.",
        "Statins reduce cholesterol.",
        "It happens to 3 in 100 people.",
        "About 20% of people get a cough.",
        "Exosomes repair kidneys.",
        "Surgery eases the pain.",
        "Ibuprofen is dangerous for some kidneys.",
        "Insulin keeps you well and improves your sight.",
        "Half of people with diabetes need a second medicine.",
        "- Vaccines prevent measles.",
    ),
    "K29": (
        pair("A scan can show your kidney size.", "Your kidney size can show in a scan."),
        pair("The nurse will weigh you at the clinic.", "At the clinic the nurse will weigh you."),
        pair("Kidneys clean your blood.", "Your kidneys clean the blood."),
        pair("Salt makes your body hold water.", "Salt makes the body hold on to water."),
        alone(claim("A urine test each year can find kidney damage early.", 5)),
        alone(claim("A urine test can find kidney damage early each year.", 5)),
        alone(claim("Each year a urine test can find early kidney damage.", 5)),
        alone(claim("Diabetic nephropathy can be found with the urine test.", 5)),
        alone(claim("Two in ten people get a dry cough from the tablets.", 5)),
    ),
    "K30": each(
        text,
        *(
            LONG.format(when)
            for when in (
                "you are tired",
                "you are cold",
                "your foot hurts",
                "the drip is in",
                "the test is over",
                "you go home",
                "the doctor calls",
                "you feel sick",
            )
        ),
    ),
    "K31": each(
        text,
        "The tablet lowers the risk of a stroke by 50%.",
        "People who smoke are twice as likely to have a heart attack.",
        "The vaccine cuts the risk by about 60 per cent.",
        "It halves the risk of dying.",
        "There was a 30% lower risk of kidney failure.",
        "Walking doubles your chances of sleeping well.",
        "The hazard ratio was small.",
        "Smokers have a 15-fold higher risk of lung cancer.",
        "Infections fell by 20%.",
    ),
    "K32": (
        text("It happens to 1 in 25 people.", "A cough happens to 6 in 100."),
        text("One in ten people get it.", "Three out of 1,000 get it badly."),
        text("2 out of 50 are ill, and 3 in 75 are well."),
        text("It affects 1 in every 7 couples.", "It works for 30 in 100."),
        text("9 in 10 feel well.", "1 in 1,700 bleed."),
        text("Five in a hundred get a rash.", "One in a thousand gets very ill."),
        text("2 people in 40 had pain.", "5 people in 100 had none."),
        replace(topic(RISKY, HARM), answer="It helps 3 in 100 people."),
    ),
    "K33": (
        treatment(),
        treatment("The tablet is taken once a day."),
        treatment("You may need a blood test."),
        treatment("Your care team will help you choose."),
        treatment("You can have an operation."),
        treatment("Most people go home the same day."),
        treatment("The drip takes an hour."),
        topic(BENEFIT, HARM, product="exosomes"),
    ),
    "K34": each(
        body,
        "## Tests\n\n#### Blood\n\n[[C-1]]",
        "# A\n\n### B",
        "### A\n\n##### B",
        "## A\n\n### B\n\n##### C",
        "##\n\n[[C-1]]",
        "### A\n\n## B",
        "## A\n\n###### B",
        "#### A\n\n### B\n\n[[C-1]]",
    ),
    "K35": (
        links("/topics/nerve-damge/"),
        links("/topics/nowhere/"),
        links("/topics/nowhere"),
        links("/es/topics/nada/"),
        links("/topics/nerve-damage/", "/topics/gone/"),
        links("/topics/nowhere/#tests"),
        links("/topics/Kidney-Care/"),
        replace(prose("Read on."), get_help="See [here](/topics/lost/)."),
        replace(prose("Read on."), key_points=("See [here](/topics/lost/).",)),
    ),
    "K36": (
        cited("guideline", 2009),
        cited("guideline", 2020),
        cited("review", 2018),
        cited("trial", 2001),
        cited("study", 1999),
        cited("web", 2020),
        cited("narrative", 2010),
        cited("guideline", 2019, 2020),
        cited("guideline", 2001, 2002, 2003),
    ),
    "K37": (
        status("2025-11-30"),
        status("2025-01-10"),
        status("2026-04-30", 1),
        status("2024-06-01", 12),
        status("2026-06-02"),
        status("last spring"),
        status("2026-13-01"),
        status("2000-01-01", 24),
    ),
    "K38": (
        said(SPANISH, "en"),
        said(FRENCH, "en"),
        said(GERMAN, "en"),
        said(ARABIC, "en"),
        said(ENGLISH, "es"),
        said(ENGLISH, "ar"),
        said(FRENCH, "es"),
        said(ARABIC, "es"),
        said(SPANISH, "en-GB"),
    ),
    "K46": (
        *each(
            prose,
            "An MRI shows the disc.",
            "Your GFR falls slowly.",
            "The nurse will do an ECG and an EEG.",
            "Some people with COPD wake at night.",
            "HbA1c is read from a drop of blood.",
            "NSAIDs can upset the stomach.",
            "We do not know if an IUD changes your mood.",
            'The letter said, "No sign of DVT."',
            "Do NOT drive after the TIA.",
            "SSRIs are slow. They need weeks.",
            "A bad night can be a sign of PTSD (see page 4).",
            "You may have a scan of the neck (CT, an X-ray or both).",
        ),
        prose("Ask about CPAP."),
        replace(prose("Read on."), title="Living with PCOS"),
        listed("Your TSH may be low.", "thyroid"),
        said("La RMN muestra el disco. Dura una hora.", "es"),
        said("Le harán una prueba de EEG. Dura una hora.", "es"),
        said("Los AINE pueden dañar el estómago. Dura una hora.", "es"),
        replace(prose("قد تحتاج إلى فحص MRI."), language="ar"),
    ),
    "K47": (
        translated(71, 7, "es"),
        translated(71, 7, "ar"),
        translated(71, 7, "en"),
        translated(71, 7, "es-MX", kind="treatment"),
        translated(71, 7, "es", title="Los riñones", answer="Dos pastillas frenan el daño."),
        translated(71, 7, "ar", title="الكلى", answer="قرصان يبطئان الضرر."),
        translated(72, 8, "es"),
        translated(72, 8, "ar", not_known="لا نعرف السبب."),
        translated(72, 8, "es", not_known="No sabemos si la página original cambió."),
    ),
}

PASSING: dict[str, tuple[Manuscript, ...]] = {
    "K28": each(
        prose,
        "Your care team can tell you more about this.",
        "Ask your doctor which tablets may suit you.",
        "We do not know if exosomes repair kidneys.",
        "This page is about your kidneys.",
        "Here is what to know.",
        "Do tablets help?",
        "Call 112 if you have chest pain.",
        "Some clinics claim that exosomes repair kidneys.",
        "Take your tablets every day.",
    ),
    "K29": (
        pair(
            "Diabetic nephropathy needs a test each year.",
            "Diabetic neuropathy needs a test each year.",
        ),
        pair("Tablets can lower your blood pressure.", "Tablets can raise your blood pressure."),
        pair("The clinic is open on Mondays at nine.", "Bring a list of your medicines with you."),
        pair(
            "It happens to 2 people in 100 each year.", "It happens to 5 people in 100 each year."
        ),
        pair("Women need this test every year.", "Men need this test every year."),
        pair("Take the tablet before a meal.", "Take the tablet after a meal."),
        alone(claim("Diabetic neuropathy can be found with a urine test.", 5)),
        alone(claim("A urine test each year cannot find kidney damage early.", 5)),
        alone(claim("A urine test each year can find kidney damage early.", 90)),
        alone(claim("A blood test shows how well your kidneys work.", 5)),
    ),
    "K30": each(
        text,
        "Your kidneys clean your blood.",
        "Take one tablet a day.",
        "Call 112 if you cannot breathe.",
        "The nurse will weigh you and check your blood pressure.",
        "You may feel tired. You may feel cold. Your feet may swell. Tell your care team about it.",
        "A scan takes ten minutes.",
        "Bring a friend.",
        "Ask what the test is for.",
    ),
    "K31": each(
        text,
        "The tablet lowers the risk of a stroke by 50%: from 4 in 100 people to 2 in 100.",
        "It halves the risk. It falls from 10 in 1,000 to 5 in 1,000.",
        "We do not know if it cuts the risk by 50%.",
        "About 3 in 100 people get a cough.",
        "Take half a tablet.",
        "The nurse doubles the dose.",
        "Two tablets a day are enough.",
        "One bottle holds 50% more.",
    ),
    "K32": (
        text("It happens to 4 in 100 people.", "A cough happens to 6 in 100."),
        text("It happens to 1 in 25 people."),
        text("Two in ten get it, and three in ten do not."),
        text("You will have one in 3 days, and two in 5 weeks."),
        text("In 2023 two in 2024 were found."),
        text("Your kidneys clean your blood."),
        text("Take 2 out of the pack every 8 hours."),
        text("5 in 1,000 get it.", "6 out of 1,000 do not."),
        replace(topic(RISKY, HARM), answer="It helps 3 in 1,000 people."),
    ),
    "K33": (
        treatment("Without treatment it can get worse."),
        treatment("You can choose not to have it."),
        treatment("Some people choose care that eases symptoms."),
        treatment("Left untreated, it may harm your eyes."),
        treatment("Active surveillance means regular tests."),
        treatment(not_known="We do not know what happens with no treatment."),
        topic(
            BENEFIT,
            HARM,
            claim("It may get better by itself.", 3, kind="no_treatment"),
            kind="treatment",
        ),
        topic(BENEFIT, HARM),
        topic(BENEFIT, HARM, kind="test"),
    ),
    "K34": each(
        body,
        "[[C-1]]",
        "## Tests\n\n[[C-1]]",
        "## Tests\n\n### Blood\n\n[[C-1]]",
        "### A\n\n#### B\n\n### C",
        "## A\n\n## B",
        "## A\n\n### B\n\n## C\n\n### D",
        "###### A",
        "We are #1 in town.\n\n[[C-1]]",
        "## A\n\n### B\n\n#### C",
    ),
    "K35": (
        links("/topics/nerve-damage/"),
        links("/topics/kidney-care/"),
        links("/topics/nerve-damage"),
        links("/es/topics/nerve-damage/"),
        links("https://example.org/topics/nowhere/"),
        links("#tests"),
        links("/topics/"),
        prose("Read /topics/ for more."),
        prose("No links."),
    ),
    "K36": (
        cited("guideline", 2022),
        cited("guideline", 2009, 2024),
        cited("review", 2019),
        cited("trial", 2012),
        cited("study", 2015),
        cited("web", None),
        cited("guideline", 2009, None),
        cited("unheard-of", 1900),
        cited("regulator", 2001),
        alone(claim("A fact.", citations=())),
    ),
    "K37": (
        status("2026-05-30"),
        status("2025-12-01"),
        status("2026-06-01"),
        status("2025-06-01", 12),
        status("2026-05-01", 1),
        status("2024-06-02", 24),
        status(""),
        alone(claim("A fact.")),
    ),
    "K38": (
        said(ENGLISH, "en"),
        said(ENGLISH, "en-GB"),
        said(SPANISH, "es"),
        said(SPANISH, "es-MX"),
        said(ARABIC, "ar"),
        said("Hola.", "en"),
        said("Paracetamol 500 mg.", "es"),
        said("PMID 31711912; doi 10.1000/182; ISBN 978-3-16-148410-0.", "en"),
    ),
    "K46": (
        *each(
            prose,
            "Magnetic resonance imaging (MRI) shows the disc. An MRI takes an hour.",
            "Chronic obstructive pulmonary disease, or COPD, makes you short of breath.",
            "An electrocardiogram (also called an ECG) takes a minute.",
            "GFR (how well your kidneys clean the blood) falls slowly.",
            "A DVT is a clot in a deep vein.",
            "TIA stands for transient ischaemic attack.",
            "TNF blockers and DMARDs are strong medicines for sore joints. TNF is a protein.",
            "A blood test gives your ESR. This number shows if you have an inflamed joint.",
            "The air comes from a machine called CPAP.",
            "HIV is found with a blood test, and a GP can do it.",
            "Do NOT stop. ALWAYS carry your inhaler.",
            "TAKE ONE TABLET A DAY",
            "You have stage III disease. Type II is milder.",
            "Dr McBride is at the door in a T-shirt, after an X-ray.",
            "Write to Ana@NHSX.org or look at https://example.org/EEG/TMS for more.",
            "We do not know if glucagon-like peptide-1 (GLP-1) helps the liver.",
        ),
        text("Your PSA is read from blood.", "Prostate-specific antigen (PSA) is a protein."),
        listed("Your TSH may be low.", "TSH"),
        listed("Your TSHs may be low.", "thyroid-stimulating hormone", "TSH"),
        said("La resonancia magnética (RMN) muestra el disco.", "es"),
        said("La resonancia magnética (MRI) muestra el disco.", "es"),
        said("Los AINE son pastillas para el dolor. En EE. UU. se venden sin receta.", "es"),
        said("التصوير بالرنين المغناطيسي (MRI) لا يؤلم.", "ar"),
        alone(claim("An MRI shows the disc.")),
        text("An MRI shows the disc."),
    ),
    "K47": (
        translated(73, 9, "es"),
        translated(74, 9, "es"),
        translated(74, 9, "ar"),
        translated(75, 9, "es"),
        # Nothing is known of it, or what is known is of another original.
        translated(76, 9, "es"),
        translated(71, 8, "es"),
        translated(71, None, "es"),
        translated(72, 7, "ar"),
        topic(BENEFIT, HARM),
        said(SPANISH, "es"),
    ),
}
