"""The Arabic page on diabetic kidney disease: shorter than the English, with its own sign-off."""

from __future__ import annotations

from dataclasses import replace

from education.content.manuscript import Risk
from education.management.demo import kidneys_en
from education.management.demo.shapes import Answer, Assertion, Page

_ENGLISH = {claim.key: claim for claim in kidneys_en.PAGE.claims}


def _arabic(
    key: str,
    statement: str,
    *,
    population: str = "",
    comparator: str = "",
    intervention: str = "",
    risk: Risk | None = None,
) -> Assertion:
    """Return the Arabic claim for an English one: same evidence, its own words."""
    return replace(
        _ENGLISH[key],
        key=f"{key}_ar",
        language="ar",
        original=key,
        statement=statement,
        population=population,
        comparator=comparator,
        intervention=intervention,
        risk=risk,
    )


def _risk(
    key: str, *, outcome: str, time_span: str, group: str, comparator_group: str = ""
) -> Risk:
    """Return the risk of the English claim with its words in Arabic."""
    english = _ENGLISH[key].risk
    if english is None:
        raise ValueError(f"{key} has no risk to translate")
    return replace(
        english,
        outcome=outcome,
        time_span=time_span,
        group=group,
        comparator_group=comparator_group,
    )


CLAIMS = (
    _arabic(
        "kidney_name",
        "قد يضر السكري بالكليتين. ويسمى ذلك مرض الكلى السكري، ويسمى أيضًا اعتلال الكلية.",
    ),
    _arabic(
        "kidney_harm",
        "في الكليتين مصافٍ صغيرة كثيرة تنظف الدم. ومع السنين قد يضر بها ارتفاع السكر. وقد يضر بها "
        "ارتفاع ضغط الدم أيضًا.",
    ),
    _arabic(
        "kidney_how_many",
        "في مسح لبالغين مصابين بالسكري في الولايات المتحدة، ظهرت علامات ضرر في الكلى عند نحو 26 من "
        "كل 100 شخص. ولم تظهر عند نحو 74 من كل 100.",
        population="2097 بالغًا مصابًا بالسكري في الولايات المتحدة، من 2009 إلى 2014",
        risk=_risk(
            "kidney_how_many",
            outcome="علامات ضرر في الكلى",
            time_span="وقت المسح، من 2009 إلى 2014",
            group="بالغون مصابون بالسكري في الولايات المتحدة",
        ),
    ),
    _arabic(
        "kidney_silent",
        "في البداية يشعر معظم الناس أنهم بخير. والفحص وحده يكشف الضرر.",
    ),
    _arabic(
        "kidney_albumin",
        "الألبومين بروتين. والكلى السليمة تبقيه في الدم. ووجوده في البول قد يكون أول علامة على "
        "الضرر.",
    ),
    _arabic(
        "kidney_yearly_tests",
        "يمكن لفحصين أن يكشفا الضرر مبكرًا: فحص بول وفحص دم. مع السكري من النوع 2 تحتاج إلى "
        "الفحصين كل سنة. ومع النوع 1 تحتاج إليهما كل سنة بعد مرور 5 سنوات على الإصابة.",
    ),
    _arabic(
        "kidney_swelling",
        "قد تتورم القدمان أو الكاحلان أو اليدان في وقت لاحق. ويسمى ذلك وذمة. أخبر فريق رعايتك إذا "
        "لاحظت ذلك.",
    ),
    _arabic(
        "kidney_no_care",
        "من دون رعاية قد يزداد الضرر مع السنين. وتتوقف كلى بعض الناس عن العمل، لكن كثيرين لا يحدث "
        "لهم ذلك.",
    ),
    _arabic(
        "ras_slows",
        "مثبطات الإنزيم المحوّل وحاصرات مستقبلات الأنجيوتنسين أقراص لضغط الدم. وهي على الأرجح تبطئ "
        "ضرر الكلى عند من لديه سكري وارتفاع ضغط وألبومين في البول.",
        population="أشخاص لديهم سكري وارتفاع ضغط وألبومين في البول",
        comparator="أقراص أخرى لضغط الدم أو أقراص بلا دواء",
        intervention="مثبطات الإنزيم المحوّل وحاصرات مستقبلات الأنجيوتنسين",
    ),
    _arabic(
        "ras_harm",
        "قد ترفع هذه الأقراص البوتاسيوم في الدم، ولذلك تلزم فحوص. وقد تضر بالجنين قبل الولادة. "
        "أخبري فريق رعايتك قبل أن تخططي للحمل.",
        intervention="مثبطات الإنزيم المحوّل وحاصرات مستقبلات الأنجيوتنسين",
    ),
    _arabic(
        "sglt2_slows",
        "مثبطات SGLT2 أقراص تبطئ ضرر الكلى. استمرت دراسة نحو سنتين ونصف. مع القرص، ساءت الكلى "
        "كثيرًا أو حدثت وفاة بسبب مرض الكلى أو القلب عند نحو 9 من كل 100 شخص. ومع قرص بلا دواء، "
        "عند نحو 14 من كل 100.",
        population="بالغون لديهم مرض كلى مزمن وألبومين في البول؛ نحو 68 من كل 100 لديهم سكري من "
        "النوع 2",
        comparator="قرص بلا دواء",
        intervention="مثبطات SGLT2",
        risk=_risk(
            "sglt2_slows",
            outcome="كلى أسوأ بكثير، أو وفاة بسبب مرض الكلى أو القلب",
            time_span="نحو سنتين ونصف",
            group="مع مثبط SGLT2",
            comparator_group="مع قرص بلا دواء",
        ),
    ),
    _arabic(
        "sglt2_harm",
        "قد تسبب مثبطات SGLT2 فطريات في الأعضاء التناسلية. وقد يفقد الجسم سوائل كثيرة. وقد يتجمع "
        "حمض في الدم: هذه حالة طارئة تسمى الحماض الكيتوني.",
        intervention="مثبطات SGLT2",
    ),
)

PAGE = Page(
    slug="diabetic-kidney-disease-ar",
    language="ar",
    original=kidneys_en.PAGE.slug,
    title="مرض الكلى السكري",
    kind=kidneys_en.PAGE.kind,
    specialty=kidneys_en.PAGE.specialty,
    aim="للمصابين بالسكري ومن يرافقهم. تشرح كيف قد يضر السكري بالكليتين، وكيف يُكشف الضرر، وما الذي "
    "قد يبطئه.",
    funding="دفعت هذه العيادة تكلفة الصفحة. ولم يشارك أي مصنّع.",
    answer="قد يضر السكري بمصافي الكليتين. ويمكن لفحصين أن يكشفا ذلك مبكرًا، ولبعض العلاجات أن "
    "تبطئه.",
    key_points=(
        "قد يكون في كليتيك ضرر وأنت تشعر أنك بخير. اطلب فحصي الكلى.",
        "بعض العلاجات تبطئ الضرر. ولكل منها مخاطر أيضًا. تحدث عن الأمرين مع فريق رعايتك.",
        "إذا كنت تتنفس بصعوبة، فاتصل برقم الطوارئ.",
    ),
    sections=(
        ("ما هو", "[[kidney_name_ar]]\n\n[[kidney_harm_ar]]\n\n[[kidney_how_many_ar]]"),
        (
            "كيف يُكشف",
            "[[kidney_silent_ar]]\n\n[[kidney_yearly_tests_ar]]\n\n[[kidney_albumin_ar]]",
        ),
        ("علامات قد تأتي لاحقًا", "[[kidney_swelling_ar]]\n\n[[kidney_no_care_ar]]"),
        (
            "علاجات قد تبطئه",
            "هناك أكثر من خيار. ويستطيع فريق رعايتك أن يخبرك بما يناسبك.\n\n"
            "### أقراص ضغط الدم\n\n[[ras_slows_ar]]\n\n[[ras_harm_ar]]\n\n"
            "### مثبطات SGLT2\n\n[[sglt2_slows_ar]]\n\n[[sglt2_harm_ar]]",
        ),
    ),
    not_known="قاست الدراسات أشياء مختلفة عند أناس مختلفين. لذلك لا نعرف أي هذه الأدوية أفضل. "
    "ولا أحد يستطيع أن يقول بيقين كم سيسرع الضرر عند شخص بعينه.",
    get_help="اتصل برقم الطوارئ إذا ضاق نَفَسك أو آلمك صدرك أو توقف بولك.\n\nاتصل بفريق رعايتك في "
    "اليوم نفسه إذا تورمت ساقاك، أو إذا تقيأت ولم تستطع إبقاء أقراصك.",
    questions=(
        "ما نتيجتا آخر فحصين للكلى عندي؟",
        "ما هدف ضغط الدم عندي؟",
        "أي علاج يناسبني، وأي مخاطر يجب أن أراقبها؟",
        "أي أقراص للألم آمنة على كليتيّ؟",
    ),
    codes=kidneys_en.PAGE.codes,
    claims=CLAIMS,
    answers=(
        Answer(
            check="K26",
            reason="I speak Arabic and read every sentence for promises and overclaims, side by "
            "side with the signed English page.",
        ),
    ),
)
