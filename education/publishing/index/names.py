"""What people call a condition: plain and medical names that find the same pages.

Exact entries only, in our own words. "Nephropathy" (kidneys) and "neuropathy" (nerves) look alike;
nothing here compares spellings, so nothing here can join them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from education.content.manuscript import CodeText
from education.content.models import TopicCode
from education.publishing.index.tokens import fold, stems, words

#: Key | beginnings of ICD-10-CM codes, or SNOMED CT ids; then a line of names for each language.
_TABLE = """
nephropathy | E08.2 E09.2 E10.2 E11.2 E13.2 I12 N0 N14 N15 N16 N18 N19 127013003 709044004 90688005
en: kidney disease; nephropathy; kidney damage; renal disease; chronic kidney disease; CKD
es: enfermedad renal; nefropatía; enfermedad de los riñones; daño renal; enfermedad renal crónica
ar: مرض الكلى; اعتلال الكلى; أمراض الكلى; مرض كلوي
neuropathy | E08.4 E09.4 E10.4 E11.4 E13.4 G60 G61 G62 G63 230572002 302226006
en: nerve damage; neuropathy; nerve disease; polyneuropathy; nerve pain
es: daño en los nervios; neuropatía; daño nervioso; polineuropatía
ar: تلف الأعصاب; اعتلال الأعصاب; مرض الأعصاب
retinopathy | E08.3 E09.3 E10.3 E11.3 E13.3 H35.0 4855003
en: eye damage from diabetes; retinopathy; diabetic eye disease
es: daño en los ojos por la diabetes; retinopatía
ar: اعتلال الشبكية; تلف العين بسبب السكري
diabetes | E08 E09 E10 E11 E13 46635009 44054006 73211009
en: diabetes; sugar disease; sugar diabetes; high blood sugar; diabetes mellitus
es: diabetes; azúcar en la sangre; azúcar alta
ar: السكري; داء السكر; مرض السكر
low-sugar | E16.0 E16.1 E16.2 E11.64 E10.64 302866003
en: low blood sugar; hypoglycaemia; hypoglycemia; a hypo
es: azúcar baja; hipoglucemia
ar: هبوط السكر; نقص السكر
high-pressure | I10 I11 I12 I13 I15 I16 38341003
en: high blood pressure; hypertension
es: presión alta; tensión alta; hipertensión; presión arterial alta
ar: ضغط الدم المرتفع; ارتفاع ضغط الدم; الضغط
low-pressure | I95
en: low blood pressure; hypotension
es: presión baja; tensión baja; hipotensión
ar: انخفاض ضغط الدم; هبوط الضغط
heart-attack | I21 I22 22298006
en: heart attack; myocardial infarction
es: ataque al corazón; infarto; infarto de miocardio
ar: نوبة قلبية; جلطة القلب; احتشاء عضلة القلب
heart-failure | I50 84114007
en: heart failure; weak heart; cardiac failure
es: insuficiencia cardíaca; corazón débil
ar: قصور القلب; فشل القلب; ضعف القلب
coronary | I20 I25 53741008
en: coronary heart disease; angina; narrowed heart arteries; coronary artery disease
es: enfermedad coronaria; angina de pecho; angina
ar: مرض الشرايين التاجية; الذبحة الصدرية
fibrillation | I48 49436004
en: irregular heartbeat; atrial fibrillation; AF
es: latido irregular; fibrilación auricular
ar: عدم انتظام ضربات القلب; الرجفان الأذيني
stroke | I60 I61 I63 I64 230690007
en: stroke; brain attack; cerebrovascular accident; CVA
es: derrame cerebral; ictus; accidente cerebrovascular
ar: سكتة دماغية; جلطة الدماغ
cholesterol | E78
en: high cholesterol; hyperlipidaemia; hyperlipidemia; blood fats
es: colesterol alto; hiperlipidemia
ar: ارتفاع الكوليسترول; دهون الدم
underactive-thyroid | E02 E03 40930008
en: underactive thyroid; hypothyroidism
es: tiroides lenta; hipotiroidismo
ar: قصور الغدة الدرقية; خمول الغدة الدرقية
overactive-thyroid | E05
en: overactive thyroid; hyperthyroidism
es: tiroides acelerada; hipertiroidismo
ar: فرط نشاط الغدة الدرقية
obesity | E66
en: overweight; obesity
es: sobrepeso; obesidad
ar: السمنة; زيادة الوزن
kidney-stones | N20 95570007
en: kidney stones; renal calculi; nephrolithiasis
es: piedras en los riñones; cálculos renales
ar: حصى الكلى; حصوات الكلى
urine-infection | N30 N39.0 68566005
en: urine infection; urinary tract infection; UTI; bladder infection; cystitis
es: infección de orina; infección urinaria; cistitis
ar: التهاب المسالك البولية; التهاب البول
asthma | J45 195967001
en: asthma
es: asma
ar: الربو
copd | J43 J44 13645005
en: COPD; chronic obstructive pulmonary disease; emphysema; smoker's lung
es: EPOC; enfermedad pulmonar obstructiva crónica; enfisema
ar: الانسداد الرئوي المزمن
pneumonia | J12 J13 J14 J15 J16 J18
en: lung infection; pneumonia
es: infección de los pulmones; neumonía; pulmonía
ar: التهاب الرئة
reflux | K21 235595009
en: heartburn; acid reflux; reflux disease; GERD; GORD
es: acidez; reflujo
ar: حرقة المعدة; ارتجاع المريء
fatty-liver | K76.0
en: fatty liver; steatosis
es: hígado graso; esteatosis
ar: الكبد الدهني
arthritis | M15 M16 M17 M18 M19 396275006 239873007
en: osteoarthritis; worn joints; wear and tear arthritis; arthritis
es: artrosis; desgaste de las articulaciones
ar: خشونة المفاصل; الفصال العظمي
rheumatoid | M05 M06 69896004
en: rheumatoid arthritis; inflammatory arthritis
es: artritis reumatoide
ar: التهاب المفاصل الروماتويدي
gout | M10 90560007
en: gout; uric acid arthritis
es: gota; ácido úrico
ar: النقرس
osteoporosis | M80 M81 64859006
en: thin bones; osteoporosis; brittle bones
es: huesos débiles; osteoporosis
ar: هشاشة العظام
eczema | L20 24079001
en: eczema; atopic dermatitis
es: eccema; dermatitis atópica
ar: الإكزيما; التهاب الجلد التأتبي
migraine | G43 37796009
en: migraine; sick headache
es: migraña; jaqueca
ar: الشقيقة; الصداع النصفي
epilepsy | G40 84757009
en: epilepsy; fits; seizures
es: epilepsia; convulsiones
ar: الصرع
dementia | F01 F02 F03 G30 26929004
en: dementia; memory loss; Alzheimer's disease
es: demencia; pérdida de memoria; alzhéimer
ar: الخرف; فقدان الذاكرة; الزهايمر
parkinson | G20 49049000
en: Parkinson's disease; shaking palsy
es: enfermedad de Parkinson; párkinson
ar: مرض باركنسون; الشلل الرعاش
depression | F32 F33 35489007
en: depression; low mood; depressive disorder
es: depresión; tristeza profunda
ar: الاكتئاب
anxiety | F40 F41 197480006
en: anxiety; panic attacks; constant worry
es: ansiedad; ataques de pánico
ar: القلق; نوبات الهلع
cataract | H25 H26 193570009
en: cataract; cloudy lens
es: cataratas
ar: الساد; الماء الأبيض
glaucoma | H40 23986001
en: glaucoma; high eye pressure
es: glaucoma; presión alta en el ojo
ar: الجلوكوما; الماء الأزرق
anaemia | D50 D51 D52 D53 D64
en: anaemia; anemia; low iron; thin blood
es: anemia; falta de hierro
ar: فقر الدم; نقص الحديد
"""

#: Conditions that are taken for one another: a page that is about one of them alone is never
#: found by the name of the other, wherever that name may stand in it.
MISTAKEN = (("nephropathy", "neuropathy"),)
#: More words that differ by a letter or two and mean another thing; see ``spelling``.
_LOOK_ALIKE = {
    "en": "nephritis neuritis nephrology neurology nephrologist neurologist hypotension "
    "hyperglycaemia hyperglycemia nephron neuron renal adrenal retinal prostate prostrate "
    "ileum ilium dysphagia dysphasia arthritis arteritis",
    "es": "nefritis neuritis nefrología neurología nefrólogo neurólogo hiperglucemia",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: the codes it has, and its names in each language, the plain one first."""

    key: str
    codes: tuple[str, ...]
    names: dict[str, tuple[str, ...]]


def _conditions() -> Iterator[Condition]:
    for entry in _TABLE.strip().split("\n"):
        if " | " in entry:
            key, _, codes = entry.partition(" | ")
            names: dict[str, tuple[str, ...]] = {}
            yield Condition(key, tuple(codes.split()), names)
        else:
            language, _, said = entry.partition(": ")
            names[language] = tuple(said.split("; "))


CONDITIONS = tuple(_conditions())


@cache
def _sequences(language: str) -> tuple[tuple[tuple[str, ...], Condition], ...]:
    """Return each name as its stems, with its condition."""
    base = language.partition("-")[0]
    return tuple(
        (tuple(stems(name, language)), condition)
        for condition in CONDITIONS
        for name in condition.names.get(base, ())
    )


def named_in(found: list[str], language: str) -> list[Condition]:
    """Return the conditions whose name stands, word by word, in a row of stems."""
    row = f" {' '.join(found)} "
    named = {c.key: c for name, c in _sequences(language) if f" {' '.join(name)} " in row}
    return list(named.values())


def coded(codes: Iterable[CodeText]) -> list[Condition]:
    """Return the conditions that codes stand for."""
    wanted = [(code.system == TopicCode.System.SNOMED, code.code.strip().upper()) for code in codes]
    return [c for c in CONDITIONS if any(_stands_for(c, *one) for one in wanted)]


def _stands_for(condition: Condition, is_snomed: bool, code: str) -> bool:  # noqa: FBT001
    if is_snomed:
        return code in condition.codes
    return any(code.startswith(one) for one in condition.codes if not one.isdigit())


def name_sequences(conditions: Iterable[Condition], language: str) -> list[tuple[str, ...]]:
    """Return every name of conditions as its stems."""
    keys = {condition.key for condition in conditions}
    return [name for name, condition in _sequences(language) if condition.key in keys]


def taken_for(keys: Iterable[str]) -> list[str]:
    """Return the conditions that these are mistaken for and that are not among them."""
    held = set(keys)
    pairs = [*MISTAKEN, *((b, a) for a, b in MISTAKEN)]
    return [other for one, other in pairs if one in held and other not in held]


@cache
def medical_words(language: str) -> frozenset[str]:
    """Return the words, folded, that mean one thing exactly, whether a page has them or not."""
    base = language.partition("-")[0]
    said = [name for c in CONDITIONS for name in c.names.get(base, ())]
    said += _LOOK_ALIKE.get(base, "").split()
    return frozenset(fold(word) for name in said for _, _, word in words(name) if len(word) > 4)
