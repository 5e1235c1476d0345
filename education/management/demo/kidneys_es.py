"""The Spanish page on diabetic kidney disease: its own claims and sign-off, tied to the English."""

from __future__ import annotations

from education.management.demo import kidneys_en
from education.management.demo.shapes import Answer, Page
from education.management.demo.translated import Into

_into = Into("es", kidneys_en.PAGE.claims)
_spanish, _risk = _into.claim, _into.risk
_DUMMY_PILL = "Pastilla sin medicamento"
_ADULTS = "Adultos con diabetes tipo 2, enfermedad renal crónica y albúmina en la orina"

CLAIMS = (
    _spanish(
        "kidney_name",
        "La diabetes puede dañar los riñones. Cuando pasa, se llama enfermedad renal diabética. "
        "También se le dice nefropatía.",
    ),
    _spanish(
        "kidney_harm",
        "Los riñones tienen muchos filtros muy pequeños que limpian la sangre. Con los años, el "
        "azúcar alto puede dañarlos. La presión alta también puede dañarlos.",
    ),
    _spanish(
        "kidney_how_many",
        "En una encuesta de adultos con diabetes en EE. UU., unas 26 de cada 100 personas tenían "
        "señales de daño en los riñones. Unas 74 de cada 100 no las tenían.",
        population="2097 adultos con diabetes en EE. UU., de 2009 a 2014",
        risk=_risk(
            "kidney_how_many",
            outcome="Señales de daño en los riñones",
            time_span="en el momento de la encuesta, de 2009 a 2014",
            group="Adultos con diabetes en EE. UU.",
        ),
    ),
    _spanish(
        "kidney_silent",
        "Al principio, casi todos se sienten bien. Solo una prueba puede encontrar el daño.",
    ),
    _spanish(
        "kidney_albumin",
        "La albúmina es una proteína. Los riñones sanos la dejan en la sangre. Encontrarla en la "
        "orina puede ser la primera señal de daño.",
    ),
    _spanish(
        "kidney_swelling",
        "Más tarde se pueden hinchar los pies, los tobillos o las manos. Esto se llama edema. "
        "Avise a su equipo si lo nota.",
    ),
    _spanish(
        "kidney_tired",
        "Los riñones dañados dan menos señal para hacer glóbulos rojos. Tener pocos glóbulos "
        "rojos se llama anemia. Puede causar cansancio.",
    ),
    _spanish(
        "kidney_no_care",
        "Sin cuidado, el daño puede ir a más con los años. A algunas personas les fallan los "
        "riñones, pero a muchas no.",
    ),
    _spanish(
        "kidney_failure_choices",
        "Si los riñones fallan, puede hacer falta diálisis o un riñón nuevo. Algunas personas "
        "prefieren un cuidado que alivia los síntomas. Su equipo le ayudará a elegir.",
    ),
    _spanish(
        "kidney_yearly_tests",
        "Dos pruebas pueden encontrar el daño pronto: una de orina y una de sangre. Con diabetes "
        "tipo 2 hacen falta las dos cada año. Con diabetes tipo 1, cada año a partir de los 5 "
        "años de tenerla.",
    ),
    _spanish(
        "sugar_slows",
        "Tener el azúcar cerca de su meta probablemente baja el riesgo de daño en los riñones.",
        population="Personas con diabetes",
        comparator="Azúcar más alto",
        intervention="control del azúcar",
    ),
    _spanish(
        "sugar_harm",
        "Algunos medicamentos, como la insulina, pueden bajar demasiado el azúcar. Pregunte a su "
        "equipo qué meta le conviene.",
        intervention="control del azúcar",
    ),
    _spanish(
        "ras_slows",
        "Los IECA y los ARA-II son pastillas para la presión. Probablemente frenan el daño en los "
        "riñones de quien tiene diabetes, presión alta y albúmina en la orina.",
        population="Personas con diabetes, presión alta y albúmina en la orina",
        comparator="Otras pastillas para la presión o pastillas sin medicamento",
        intervention="IECA y ARA-II",
    ),
    _spanish(
        "ras_harm",
        "Los IECA y los ARA-II pueden subir el potasio en la sangre, por eso hacen falta análisis. "
        "Pueden dañar al bebé antes de nacer. Avise a su equipo antes de buscar un embarazo.",
        intervention="IECA y ARA-II",
    ),
    _spanish(
        "sglt2_slows",
        "Los inhibidores de SGLT2 son pastillas que frenan el daño en los riñones. Un estudio duró "
        "unos 2 años y medio. Con la pastilla, unas 9 de cada 100 personas tuvieron los riñones "
        "mucho peor o murieron de enfermedad del riñón o del corazón. Con una pastilla sin "
        "medicamento, unas 14 de cada 100.",
        population="Adultos con enfermedad renal crónica y albúmina en la orina; unos 68 de cada "
        "100 tenían diabetes tipo 2",
        comparator=_DUMMY_PILL,
        intervention="inhibidores de SGLT2",
        risk=_risk(
            "sglt2_slows",
            outcome="Riñones mucho peor, o muerte por enfermedad del riñón o del corazón",
            time_span="unos 2 años y medio",
            group="Con un inhibidor de SGLT2",
            comparator_group="Con una pastilla sin medicamento",
        ),
    ),
    _spanish(
        "sglt2_harm",
        "Los inhibidores de SGLT2 pueden causar hongos en los genitales. Se puede perder "
        "demasiado líquido. Se puede juntar ácido en la sangre: es una urgencia que se llama "
        "cetoacidosis.",
        intervention="inhibidores de SGLT2",
    ),
    _spanish(
        "finerenone_slows",
        "La finerenona es una pastilla que frena el daño en los riñones en la diabetes tipo 2 con "
        "albúmina en la orina. Dos estudios duraron unos 3 años. Con la pastilla, a unas 6 de "
        "cada 100 personas les fallaron los riñones o perdieron más de la mitad de su función. "
        "Con una pastilla sin medicamento, a unas 7 de cada 100.",
        population=_ADULTS,
        comparator=_DUMMY_PILL,
        intervention="finerenona",
        risk=_risk(
            "finerenone_slows",
            outcome="Fallo de los riñones, pérdida de 57 de cada 100 partes o más de su función, o "
            "muerte por enfermedad del riñón",
            time_span="unos 3 años",
            group="Con finerenona",
            comparator_group="Con una pastilla sin medicamento",
        ),
    ),
    _spanish(
        "finerenone_harm",
        "La finerenona puede subir el potasio en la sangre. Por eso la dejaron unas 2 de cada 100 "
        "personas. La pastilla sin medicamento la dejó 1 de cada 100.",
        population=_ADULTS,
        comparator=_DUMMY_PILL,
        intervention="finerenona",
        risk=_risk(
            "finerenone_harm",
            outcome="Dejaron la pastilla por potasio alto",
            time_span="unos 3 años",
            group="Con finerenona",
            comparator_group="Con una pastilla sin medicamento",
        ),
    ),
    _spanish(
        "semaglutide_slows",
        "La semaglutida es una inyección que probablemente frena el daño en los riñones en la "
        "diabetes tipo 2. Un estudio duró más de 3 años. Con la inyección, unas 19 de cada 100 "
        "personas tuvieron los riñones mucho peor o murieron de enfermedad del riñón o del "
        "corazón. Con una inyección sin medicamento, unas 23 de cada 100.",
        population=_ADULTS,
        comparator="Inyección sin medicamento",
        intervention="semaglutida",
        risk=_risk(
            "semaglutide_slows",
            outcome="Riñones mucho peor, fallo de los riñones, o muerte por enfermedad del riñón "
            "o del corazón",
            time_span="unos 3 años y medio",
            group="Con semaglutida",
            comparator_group="Con una inyección sin medicamento",
        ),
    ),
    _spanish(
        "semaglutide_harm",
        "La semaglutida puede dar náuseas, vómitos o diarrea.",
        intervention="semaglutida",
    ),
)

PAGE = Page(
    slug="enfermedad-renal-diabetica",
    language="es",
    original=kidneys_en.PAGE.slug,
    title="Enfermedad renal diabética",
    kind=kidneys_en.PAGE.kind,
    specialty=kidneys_en.PAGE.specialty,
    aim="Para personas con diabetes y quienes las acompañan. Explica cómo la diabetes puede dañar "
    "los riñones, cómo se encuentra el daño y qué puede frenarlo.",
    funding="Esta clínica pagó esta página. No participó ningún fabricante.",
    answer="La diabetes puede dañar los filtros de los riñones. Dos pruebas pueden encontrarlo "
    "pronto, y algunos tratamientos pueden frenarlo.",
    key_points=(
        "Puede tener daño en los riñones y sentirse bien. Pida sus dos pruebas del riñón.",
        "Algunos tratamientos frenan el daño. Cada uno tiene también riesgos. Hable de ambos con "
        "su equipo.",
        "Si le cuesta respirar, llame a su número de emergencias.",
    ),
    sections=(
        (
            "Qué es",
            "[[kidney_name_es]]\n\n[[kidney_harm_es]]\n\n[[kidney_how_many_es]]",
        ),
        (
            "Cómo se encuentra",
            "[[kidney_silent_es]]\n\n[[kidney_yearly_tests_es]]\n\n[[kidney_albumin_es]]",
        ),
        (
            "Señales que pueden venir después",
            "[[kidney_swelling_es]]\n\n[[kidney_tired_es]]",
        ),
        (
            "Tratamientos que pueden frenarla",
            "Hay más de una opción. Su equipo puede decirle cuáles le convienen.\n\n"
            "### Azúcar en la sangre\n\n[[sugar_slows_es]]\n\n[[sugar_harm_es]]\n\n"
            "### IECA y ARA-II\n\n[[ras_slows_es]]\n\n[[ras_harm_es]]\n\n"
            "### Inhibidores de SGLT2\n\n[[sglt2_slows_es]]\n\n[[sglt2_harm_es]]\n\n"
            "### Finerenona\n\n[[finerenone_slows_es]]\n\n[[finerenone_harm_es]]\n\n"
            "### Semaglutida\n\n[[semaglutide_slows_es]]\n\n[[semaglutide_harm_es]]",
        ),
        (
            "Qué puede pasar con el tiempo",
            "[[kidney_no_care_es]]\n\n[[kidney_failure_choices_es]]",
        ),
    ),
    not_known="Los estudios contaron cosas distintas en personas distintas. Por eso no sabemos "
    "cuál de estos medicamentos es mejor. Nadie puede decir con certeza a qué ritmo irá el daño "
    "en una persona.",
    get_help="Llame a su número de emergencias si le falta el aire, le duele el pecho o deja de "
    "orinar.\n\nLlame a su equipo el mismo día si se le hinchan las piernas, o si vomita y no "
    "puede retener sus pastillas.",
    questions=(
        "¿Cuáles fueron mis dos últimos resultados del riñón?",
        "¿Cuál es mi meta de presión?",
        "¿Qué tratamiento me conviene y qué riesgos debo vigilar?",
        "¿Qué pastillas para el dolor son seguras para mis riñones?",
    ),
    codes=kidneys_en.PAGE.codes,
    claims=CLAIMS,
    answers=(
        Answer(
            check="K26",
            reason="I speak Spanish and read every sentence for promises and overclaims, side by "
            "side with the signed English page.",
        ),
    ),
)
