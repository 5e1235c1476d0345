"""What a patient page must handle with care: numbers, terms, danger, harm, regulators."""

from __future__ import annotations

from education.checks.terms import any_of, pattern, words

VAGUE_FREQUENCY = words(
    r"""
    very common(?:ly)? | extremely common | high(?:er)? risk | low risk | at risk | rarely
    very rare | rare | (?:in)?frequent(?:ly)? | uncommon(?:ly)? | seldom | in many cases
    typical(?:ly)? | commonly | often | many | most
    """
)

NUMBER = pattern(
    r"""
    \d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half|a third|a quarter) (?:in|
    out of|of)\b|\b(?:half|a third|a quarter) of\b
    """
)

#: Words that sound like science and mean nothing a clinician measures.
PSEUDO = words(
    r"""
    toxic (?:load|burden|overload|build-?up)
    poisons?(?! (?:control|centre|center|information|ivy|oak))
    tox(?:(?<!botulinum tox)(?<!tetanus tox)(?<!diphtheria tox)(?<!bacterial tox)(?<!snake tox)
        ins?)(?! (?:from|produced|made by|of) (?:bacteria|the bacteria|germs))
    detox(?:es|ing|if\w+|ification)?
    cleans(?:e|es|ing) (?:your|the) (?:body|liver|blood|colon|system|kidneys)
    (?:boost|strengthen|supercharg|support)(?:s|ing|ed)? (?:your |the )?(?:immunity|
        immune (?:system|defen[cs]es|function|response))
    immune[- ]boosting | alkali[sz]\w+
    cellular (?:level|health|energy|healing|communication|repair|oxygenation)
    energy (?:field|flow|balance|channels?) | life force | vital energy | quantum
    bio-?energetic | vibrational | frequenc(?:y|ies) of | adrenal fatigue | leaky gut
    heavy metal (?:detox|cleanse) | free radicals | oxidative stress | anti-?ag(?:e)?ing
    cell(?:ular)? signal\w* | healing signals? | repair instructions
    regenerative (?:potential|power|signals?) | purif\w+ (?:the |your )?blood | rebalanc\w+
    inner (?:healing|balance)
    """
)

#: Clinical words most readers do not know; fine once the page explains them.
JARGON = words(
    r"""
    intercellular | oedema | edema | albumin(?:uria)? | proteinuria | nephropathy
    glomerul\w+ | comorbid\w+ | aetiology | etiology | idiopathic | prophyla\w+
    contraindicat\w+ | efficacy | hypertension | hyperglyc\w+ | hypoglyc\w+ | myocardial
    ischa?emi[ac] | stenosis | autologous | allogeneic | mesenchymal | cytokines? | fibrosis
    angiogen\w+ | neuropath(?:y|ic) | retinopathy | haemoglobin | hemoglobin | renal | hepatic
    pulmonary | cardiac | analgesi[ac]s? | subcutaneous\w* | intravenous\w*
    """
)

EXPLAINED = pattern(
    r"""
    \(|\bcalled\b|\bknown as\b|\bmeans?\b|\bthis is\b|\bis (?:a|an|the|another|when)\b|\bor\b|
    \bthat is\b|\balso\b|\bdoctors call\b
    """
)

_SEVERE = any_of(
    r"""
    (?:kidney|heart|liver|organ|respiratory) failure | failure of (?:the )?(?:kidneys?|heart|liver)
    death | die | dies | blind(?:ness)? | amputation | disab\w+ | paralys\w+ | paralyz\w+
    dialysis | heart attack | stroke | get worse | worsen | permanent damage | cripple\w*
    coma | cancer
    """
)

#: A grave outcome told as fate.
CERTAIN_OUTCOME = words(
    rf"""
    will (?:\w+ )?(?:get worse|worsen|die|progress|lead to|end in|result in|cause|lose|
        need dialysis|go blind|fail|be (?:disabled|paralysed|crippled))
    will rob you | inevitabl[ey] | become disabled
    (?:leads? to|results? in|ends? in|means|guarantees|inevitably \w+) (?:\w+ ){{0,3}}?(?:{_SEVERE})
    """
)

#: A condition on the outcome, or a softening, takes the certainty out of it.
SOFTENED = words(
    r"""
    may | might | can | could | sometimes | often | usually | some people | in some
    many people | if | unless | without (?:\w+ )?(?:treatment|care|insulin|help) | untreated
    not treated | likely | risk | rarely | eventually | over time | probably | possible
    not always | not everyone | most
    """
)

#: Emergency symptoms, one pattern per group (reader needs an action beside them).
_RED_FLAG_WORDS = {
    "breathing": r"""
        short(?:ness)? of breath | breathless\w*
        (?:trouble|difficult\w*|problems?|hard|struggl\w+)(?: (?:in|with|to))? breath\w*
        breathing (?:difficult\w*|problems?|trouble) | cannot breathe | can't breathe | gasping
        """,
    "chest pain": r"""
        chest pains? | pain in (?:your|the) chest | tight(?:ness in (?:your|the))? chest
        crushing pain
        """,
    "no urine": r"""
        (?:no|stop(?:s|ped)? (?:passing|making)|cannot pass|unable to pass|
            not passing) (?:any )?(?:urine|pee|wee|water)
        unable to (?:urinate|pee) | not peeing | stops? peeing
        """,
    "fits": r"""
        (?:has|have|having|had) (?:a )?(?:fits?|seizures?|convulsions?) | passes? out
        passing out | unconscious\w* | collapses? | unresponsive | loss of consciousness
        """,
    "stroke": r"""
        face (?:droops?|drooping|dropping) | slurred speech
        sudden (?:\w+ )?(?:weakness|numbness|confusion|loss of (?:vision|speech|sight))
        weakness on one side | one side of (?:your|the) (?:body|face)
        """,
    "bleeding": r"""
        (?:cough|vomit|throw|bring)(?:ing|s)? up blood | vomiting blood | heavy bleeding
        bleeding that (?:won't|will not|does not) stop | severe bleeding | black,? tarry
        """,
    "allergy": r"""
        anaphyla\w+ | swelling of (?:the|your) (?:face|lips|tongue|throat)
        swollen (?:lips|tongue|throat) | throat closing
        """,
    "self-harm": r"""
        suicid\w+ | kill(?:ing)? (?:yourself|themselves)
        end(?:ing)? (?:your|their) (?:own )?life | self-harm\w* | harm(?:ing)? yourself
        """,
    "death": r"""
        (?:may|might|could|can|will) die(?! of old)
        (?:may|might|could|can|will|is|be|are) (?:be )?(?:fatal|deadly)
        """,
}
RED_FLAGS = {group: words(block) for group, block in _RED_FLAG_WORDS.items()}
ANY_RED_FLAG = words("\n".join(_RED_FLAG_WORDS.values()))

#: Something the reader is told to do about it.
ACTION = words(
    r"""
    call (?:999|911|112|000|111|an ambulance|emergency|your|a|the|for) | (?:999|911|112)
    emergency | urgent\w* | a&e | accident and emergency | right away | straight ?away
    immediate(?:ly)? | as soon as (?:possible|you can) | at once
    (?:get|seek|need|ask for|find) (?:\w+ )?(?:medical |urgent |emergency )?(?:help|attention|
        advice|care)
    (?:see|call|tell|contact|talk (?:to|with)|speak (?:to|with)|ask|phone|ring|visit|go to|
        consult) (?:your |a |the |an )?(?:\w+ )?(?:doctor|gp|nurse|midwife|pharmacist|
        care team|health ?care|clinic|hospital|provider|specialist|surgery|kidney team|team|
        dentist|optician|emergency|111)\w*
    care that eases | help you choose | supportive care | samaritans | helpline
    """
)

HARM = words(
    r"""
    side[- ]effects? (?:can|may|include|are|could|such|of|from|have|like)
    (?:common|possible|serious|known|rare|other|main|some|these|the|
        all(?: the)?) side[- ]effects?
    risks? (?:of|include|are|from|and) | harm(?:s|ful|ed)? | sepsis
    (?:had|have|got|cause[sd]?|serious|severe|possible|including|pain,|of|
        and) (?:an? |\w+ )?(?:infections?|bleeding|tumou?rs?|bruising)
    (?:grown?|grew|developed) tumou?rs? | infections? and | allergic
    complications? (?:can|may|include|of|from) | adverse (?:events?|effects?|reactions?)
    unsafe | dangerous | toxicity | became (?:very )?ill | very ill | blood clots? | overdose
    not (?:known|clear) (?:\w+ )*safe | safety (?:is|of|has|remains) | how safe
    (?:liver|kidney|nerve|heart) damage | caused? (?:\w+ )?(?:damage|problems|death|illness)
    (?:not|may not be) safe
    """
)

#: What honest pages on unproven care say and sellers leave out.
CAUTION = words(
    r"""
    (?:possible|common|known|main|other|the) (?:risks|side[- ]effects|
        complications) (?:may |can )?(?:include|are)
    (?:risks|side[- ]effects) include
    (?:chance|risk|danger) of (?:infection|bleeding|a |blood|nerve|damage|harm)\w*
    not everyone | may (?:feel|be) (?:faint|sick|dizzy|sore|tired|drowsy) | bruis\w+
    sore(?:ness)? | redness | you should not | allergic | placebo | dummy | sham
    do(?:es)? not recommend | disagree | interact(?:s|ions?)?(?= with) | not suitable for
    should not | do not (?:take|use|stop|give|exceed)
    recommends? (?:against|that people do not) | (?:talk|speak) (?:to|with) (?:your|a)
    (?:ask|tell) your (?:doctor|gp|pharmacist|midwife|health)
    (?:did|does|do) not (?:help|work|prevent|improve|reduce|cure|slow|lower|treat)
    not recommended
    """
)

REGULATOR = words(
    r"""
    fda | mhra | ema | tga | health canada | medicines regulator | regulators?
    food and drug administration | european medicines agency
    medicines and healthcare products regulatory agency
    not (?:\w+ )?(?:approved|licen[sc]ed|authori[sz]ed) | unlicen[sc]ed | unapproved
    no approval | licen[sc]ed for
    """
)

AVAILABILITY = words(
    r"""
    (?:is|are|be|been|being|not|readily|widely|now|currently|yet|become|
        available)(?: \w+)? (?:available|offered|in use|on offer|accessible)
    available (?:treatment|therapy|now|at|in|for|to) | inject(?:ed|ions?|ing)
    infus(?:ed|ions?|ing) | administer(?:ed|ing)?
    (?:newer|new|emerging) (?:therapy|treatment|option|approach) | takes? the form
    withdrawn from | harvest(?:ed|ing) | intravenous\w* | clinics? (?:offer|provide)s?
    is also known as
    """
)

#: A number of people out of a number of people.
OUT_OF = pattern(
    r"""
    \b(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten) (?:people )?(?:in|out of)
    \s(?:every )?(?!(?:19|20)\d\d\b)(?P<whole>\d{1,3}(?:,\d{3})+|[1-9]\d{0,6}|
    (?:a |one )?(?:ten|hundred|thousand|million))\b
    (?! ?(?:%|mg|ml|hours?|minutes?|days?|weeks?|months?|years?|sessions?|mcg|g\b))
    (?!,\d)
    """
)
#: A number that tells a size of risk or effect.
RISK_NUMBER = pattern(
    r"""
    \d ?(?:%|per ?cent)|\b(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten)
    \s(?:people )?(?:in|out of) (?:every )?(?:\d|ten|a hundred)|\bhalf of (?:all )?(?:people|those)
    """
)
