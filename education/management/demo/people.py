"""The demo's staff. Every name and register number says that it is invented."""

from __future__ import annotations

from education.management.demo.shapes import Person
from education.people.models import Role

REGISTER = "Demo Medical Register"
#: One password for all, long enough for the real password rules.
PASSWORD = "demo-only-password"  # noqa: S105 - printed by the command on purpose
SPECIALTIES = {
    "nephrology": "Nephrology",
    "diabetes": "Diabetes",
    "general-practice": "General practice",
}
NO_TIES = "None. I am paid by this clinic and by nobody else."

ADMIN = Person(
    username="demo-admin",
    first_name="Demo Admin",
    last_name="Ada",
    roles=(Role.ADMINISTRATOR,),
    does="makes accounts and checks credentials; can approve nothing",
)
AUTHOR = Person(
    username="demo-author",
    first_name="Demo Author",
    last_name="Amira",
    roles=(Role.AUTHOR,),
    does="writes pages and submits them; can never sign her own words",
)
NEPHROLOGIST = Person(
    username="demo-nephrologist",
    first_name="Dr Nadia",
    last_name="Demo",
    roles=(Role.CLINICIAN,),
    credential=("Consultant nephrologist", "DEMO-1001"),
    specialties=("nephrology",),
    interests=NO_TIES,
    does="signs pages about kidneys",
)
GP = Person(
    username="demo-gp",
    first_name="Dr Gareth",
    last_name="Demo",
    roles=(Role.CLINICIAN,),
    credential=("General practitioner", "DEMO-1002"),
    specialties=("general-practice", "diabetes"),
    interests=NO_TIES,
    does="signs pages about everyday care",
)
GP_SPANISH = Person(
    username="demo-gp-es",
    first_name="Dra. Elena",
    last_name="Demo",
    roles=(Role.CLINICIAN,),
    credential=("Médica de familia", "DEMO-1003"),
    specialties=("general-practice",),
    interests="Ninguno. Solo me paga esta clínica.",
    does="signs the Spanish pages",
)
GP_ARABIC = Person(
    username="demo-gp-ar",
    first_name="Dr Salma",
    last_name="Demo",
    roles=(Role.CLINICIAN,),
    credential=("طبيبة أسرة", "DEMO-1004"),
    specialties=("general-practice", "diabetes"),
    interests="لا شيء. لا أتقاضى أجرًا إلا من هذه العيادة.",
    does="signs the Arabic pages",
)
PUBLISHER = Person(
    username="demo-publisher",
    first_name="Demo Publisher",
    last_name="Pavel",
    roles=(Role.PUBLISHER,),
    does="puts signed pages live and takes pages down",
)
COORDINATOR = Person(
    username="demo-coordinator",
    first_name="Demo Coordinator",
    last_name="Chidi",
    roles=(Role.COORDINATOR,),
    does="keeps reviews moving; takes pages down",
)
AUDITOR = Person(
    username="demo-auditor",
    first_name="Demo Auditor",
    last_name="Olga",
    roles=(Role.AUDITOR,),
    does="reads everything and changes nothing",
)
SUPERUSER = Person(
    username="demo-superuser",
    first_name="Demo Superuser",
    last_name="Sam",
    superuser=True,
    does="holds every Django permission, and still cannot put a word live",
)

#: In the order in which they joined; the first verifies everybody's credentials.
EVERYBODY = (
    ADMIN,
    AUTHOR,
    NEPHROLOGIST,
    GP,
    GP_SPANISH,
    GP_ARABIC,
    PUBLISHER,
    COORDINATOR,
    AUDITOR,
    SUPERUSER,
)
