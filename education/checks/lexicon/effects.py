"""How a text says that something works, how firmly, and through what."""

from __future__ import annotations

from education.checks.terms import pattern, words

#: Verbs (and their nouns) by which a text says that something makes people better.
BENEFIT = words(
    r"""
    improv(?:e|es|ed|ing|ements?) | reduc(?:e|es|ed|ing) | reductions? (?:in|of)
    reliev(?:e|es|ed|ing) | relief | eas(?:e|es|ed|ing)(?! of)
    lower(?:s|ed|ing)(?! (?:the )?dose) | lower (?:your|the|blood|risk|inflam|pain|levels)\w*
    decreas(?:e|es|ed|ing) | diminish(?:es|ed|ing)? | minimi[sz](?:e|es|ed|ing)
    slow(?:s|ed|ing)?(?: down)?(?= (?:the|your|or|and|down|its|age|aging|ageing|progress|
        degen|kidney|bone)\w*)
    stop(?:s|ped|ping)?(?! (?:taking|using|smoking|eating|drinking|if|and (?:call|ask|see|
        get)))
    halt(?:s|ed|ing)? | revers(?:e|es|ed|ing|al) | undo(?:es)? | prevent(?:s|ed|ing)?
    protect(?:s|ed|ing)? | shield(?:s|ing)? | restor(?:e|es|ed|ing|ation)
    repair(?:s|ed|ing)? | rebuild(?:s|ing)? | rebuilt | regrow(?:s|ing)? | regrowth
    regenerat(?:e|es|ed|ing|ion|ive) | rejuvenat(?:e|es|ed|ing|ion) | renew(?:s|ed|ing)?
    replenish(?:es|ing)? | revitali[sz](?:e|es|ed|ing) | reinvigorat(?:e|es|ed|ing)
    heal(?:s|ed|ing)?(?! process| time) | cur(?:e|es|ed|ing)(?!-all) | treat(?:s|ed|ing)?
    boost(?:s|ed|ing|er)? | enhanc(?:e|es|ed|ing|ement) | strengthen(?:s|ed|ing)?
    fortif(?:y|ies|ying) | support(?:s|ed|ing|ive of)(?! groups?)
    support (?:your|the|healthy|natural|immune|tissue|joint|liver|cell|recovery|heal)\w*
    promot(?:e|es|ing) | promoted(?! (?:as|for|to|with)) | stimulat(?:e|es|ed|ing|ion)
    activat(?:e|es|ing) | trigger(?:s|ing)? (?:heal|repair|the body's)\w*
    accelerat(?:e|es|ed|ing) | speed(?:s|ing)?(?: up)?(?= (?:up|recovery|healing|your|the))
    eliminat(?:e|es|ed|ing|ion) | eradicat(?:e|es|ed|ing) | get(?:s|ting)? rid of
    wash(?:es)? away | flush(?:es|ed|ing)? | detoxif(?:y|ies|ied|ying)
    cleans(?:e|es|ed|ing)(?! products?) | purif(?:y|ies|ying) | purge[sd]?
    alleviat(?:e|es|ed|ing) | sooth(?:e|es|ed|ing)
    calm(?:s|ed|ing)?(?= (?:the|your|down|inflam|swelling|nerves|pain|itch|eczema|psoriasis|
        acne|asthma|migraine)\w*) | combat(?:s|ing)?
    fight(?:s|ing)?(?: off)? | tackl(?:e|es|ing) | overcom(?:e|es|ing) | conquer(?:s|ing)?
    defeat(?:s|ing)?
    aid(?:s|ed|ing)?(?= (?:in|the|your|recovery|healing|digestion|\w+ing)\b)
    encourag(?:e|es|ed|ing)(?! you| your child)
    (?:increas(?:e|es|ed|ing)|rais(?:e|es|ing)|more) (?:\w+ ){0,3}?(?:energy|circulation|
        blood flow|mobility|strength|collagen|oxygen\w*|immunity|vitality|function\w*|
        flexibility|range of motion|libido|stamina|metabolism|atp|longevity|production)
    prolong(?:s|ed|ing)? | extend(?:s|ed|ing)? (?:your |the )?(?:life|lifespan|healthspan)
    optimi[sz](?:e|es|ed|ing) | balanc(?:e|es|ing) (?:your|the|hormones?|blood|energy)
    re-?balanc(?:e|es|ing)
    help(?:s|ed|ing)?(?! (?:you |them |people |your doctor |us )?(?:decide|choose|understand|
        find out|find|plan|learn|know|check)\b)(?= (?:to|with|you|your|the|people|patients|
        those|them|in|kidneys?|nerves?|reduce|[a-z]+e?s?)\b)
    (?:(?<=can )|(?<=could )|(?<=may )|(?<=might )|(?<=will )|(?<=also ))help(?=[.,;!]|$)
    helps(?=[.,;!]|$) | transform(?:s|ed|ing)? (?:your|the|lives|how) | resolv(?:e|es|ed|ing)
    correct(?:s|ed|ing)? (?:the|your|almost|imbalances?|oxidative)
    melt(?:s|ing)? (?:away|\w* ?fat) | dissolv(?:e|es|ing) | mend(?:s|ing)?
    (?:build|burn|grow)(?:s|ing)? (?:new |more |away )?(?:muscle|fat|bone|cartilage|hair|
        strength|vessels|nerves|cells|tissue|ones)
    lift(?:s|ing)? (?:the|your) mood
    (?:pull|break|flush|wash|clear|clean)(?:s|es|ing)? (?:it |them )?(?:all )?(?:out|up|away|
        even the)
    bring(?:s|ing)? (?:back|down)
    (?:open|free)(?:s|ing)? (?:up )?(?:the|your) (?:airways?|arteries|vessels|nerves?|joints?)
    tighten(?:s|ing)? | oxygenat(?:e|es|ing|ion) | hydrat(?:e|es|ing) (?:your|the)
    nourish(?:es|ing)?
    (?:wak|kill|destroy|quiet|sharpen|thicken|brighten|clear|regain|recharg|bolster|lubricat|
        modulat)(?:e|es|s|ing)? (?:up |off )?(?:the|your|an?|germs|bacteria|virus\w*|cancer|
        movement|skin|memory|immune|inflammation|sleeping|idling|\w+ing)\b
    tak(?:e|es|ing) away (?:your |the )?pain | pain[- ]free | symptom[- ]free
    disease[- ]free
    (?:is|are|be|was|were|proven|proved|shown|highly|very|most|more|extremely|an|particularly|
        especially|equally) (?:\w+ly )?(?:effective|beneficial|successful|efficacious)
    works? (?:for|well|wonders|quickly|fast|best|better|directly|deep|at the|on the|to)
    giv(?:e|es|ing) (?:you|them|patients|
        people) (?:back )?(?:your |their |more |new |the )?(?:energy|life|youth|strength|
        freedom|mobility|sleep)
    recover(?:s|ed)?(?= (?:(?:its|their|your|the|lost|full) )+(?:function|strength|movement|
        sight|vision|hearing|speech|memory|balance|feeling|use|health)\b)
    re(?:(?<=function re)|(?<=strength re)|(?<=movement re)|(?<=hearing re))(?:covers|turns)
    does work | really works? | benefits? (?:people|patients|from|for|those|include)
    (?:offer|provid|deliver|giv|bring|show|unlock|experienc|enjoy|achiev|gain|has|have|with|
        yield|produc)\w* (?:\w+[- ]){0,4}?(?:benefits?|relief|results|recovery|solution|
        advantages?|hope|promise|improvements?|boost)
    """
)

#: Usage, not effect: "used to treat", "given to ease". Says what for, not that it works.
USAGE = pattern(
    r"""
    \b(?:uses?|used|given|offered|prescribed|recommended|taken|needed|tried|developed|intended|
    meant|designed|available|licen[sc]ed|approved|medicines?|drugs?|treatments?|surgery|
    operation)(?: [\w-]+){0,5} (?:to(?: help)?|for) ?(?:[\w-]+,? ?){0,2}$
    """
)

#: Modal and hedging words, looked for before a benefit verb; the last one governs it.
MODAL = words(
    r"""
    (?P<hedged>(?:some|limited|weak|moderate) evidence|(?:idea|theory|hope|thinking) is|
        may|might|could|would|perhaps|possibly|potentials?|potentially|appears? to|
        seems? to|suggests?|suggested|thought to|believed to|believable|(?:some|a few|one|
        small|early|a|several) (?:\w+ )?(?:studies|study|trials?)|stud(?:y|ies) (?:found|
        has found|have found)|aims? to|aimed at|seeks? to|hoped to|in theory|theoretically)
    (?P<probable>probably|likely to|is likely|are likely|usually|generally|often|sometimes|
        tends? to)
    (?P<able>can|able to)
    (?P<sure>will|does|do|always|actually|proven|proved|certain to|sure to|shown to)
    """
)

SURE_PROMISE = words(
    r"""
    will | you'll | going to | guarantee\w* | sure to | certain to
    """
)

#: Words that no certainty allows in a claim about a treatment.
ABSOLUTE = pattern(
    r"""
    \b(?:miracle|miraculous\w*|guarantee[ds]?|guaranteed|risk-free|side[- ]effect[- ]free|
    zero (?:side[- ]effects|risks?|downtime)|virtually (?:no|zero) (?:side[- ]effects|risks?)|
    (?:completely|totally|perfectly|absolutely|entirely|100 ?%) (?:safe|cured?|painless|
    natural|eliminat\w+|revers\w+|effective|harmless)|never (?:comes? back|returns?|fails?)|
    permanent(?:ly)? (?:cures?|solution|relief|fix|eliminat\w+|revers\w+|heal\w*|results?)|
    more permanent|works? for every(?:one|body)|always works?|free (?:of|
    from) (?:any )?side[- ]effects|safe even for|suitable for a wide|safe for (?:everyone|
    everybody|all|anyone|any|the whole family|every)|suitable for (?:everyone|all \w+)|
    cannot (?:cause|do) (?:any |you )?harm|safely with any|cure-all|cures? (?:all|any|every)|
    instant(?:ly)? (?:relief|cures?|results|pain)|(?:what|secrets?) (?:your )?(?:doctors?|
    big pharma|the industry) (?:won't|don't|do not|doesn't|will not|hides?)\w*)(?!\w)|
    (?<![\w.])100 ?(?:%|per ?cent) (?:safe|effective|natural|success\w*|cured?|guarantee\w*|
    pure|risk)
    """
)

#: "No side effects" told of a treatment (not of some people).
NO_SIDE_EFFECTS = pattern(
    r"""
    (?<!people )(?<!patients )(?<!you )(?<!women )(?<!men )(?<!children )(?<!adults )
    (?<!some )(?<!many )(?<!most )\b
    (?:(?:has|have|having|with|there are|there is|carries|causes?|produces?|are|is)
    (?: virtually| almost| practically| absolutely)? no|without(?: any| the)?)
    (?: (?:known|real|serious|harmful|negative|adverse|unwanted|nasty|major|significant|harsh))?
    \s(?:side[- ]effects|adverse (?:effects|reactions)|downsides?)
    (?! (?:are|include|can|may|of|from|such))
    """
)

#: Words no graded claim may hold, whatever its certainty.
NEVER_WRITTEN = words(
    r"""
    cur(?:e|es|ed) | guarantee\w* | always | never | 100 ?% | proven | proves | miracle
    permanent(?:ly)? | risk-free | (?:is|are) (?:very |quite )?safe(?! (?:for|in|if|when)\b)
    natural(?:ly)?
    """
)

MECHANISM = words(
    r"""
    signal(?:s|ing|ling)? | messengers? | messages? | carry(?:ing)? | carries
    instruct(?:s|ions?) | communicat\w+ | stimulat\w+ | activat\w+ | trigger\w*
    growth factors? | deliver(?:s|y|ing)? | releas(?:e|es|ing) | pathways? | cellular | cells
    mitochondri\w+ | atp | antioxidants? | oxidative | oxygenat\w+ | oxygen | stem cells?
    collagen | cytokines? | enzymes? | nutrients? | toxins? | free radicals | inflammatory
    supportive of repair | differentiate | transform into | penetrat\w+
    absor(?:b|bs|bed|ption) | particles | molecules | energy | vibration\w*
    frequenc(?:y|ies) | microcirculation | blood flow | circulation | bloodstream
    """
)

OUTCOME = words(
    r"""
    repair(?:s|ed|ing)? | regenerat\w+ | heal(?:s|ing)? | restor\w+ | function(?:s|ality)?
    recover(?:y|s)? | relief | reduc\w+ (?:\w+ )?(?:inflammation|pain|swelling) | rebuild\w*
    immune system | immunity | detox\w* | rejuvenat\w+ | inflammation
    """
)

#: How a seller tells results; read only on pages that sell.
PEOPLE_OUTCOME = words(
    r"""
    (?:feel|look|sleep|mov|walk|liv|think|perform|recover|ag)(?:e|es|s|
        ing)? (?:\w+ )?(?:better|again|younger|the difference|great|well|stronger|freely|
        rested|energi[sz]ed|refreshed|relief|healthier|your best)
    feel(?:s|ing)? (?:an? |the |real )?(?:improvement|difference|results|change)
    less (?:pain|stiff\w*|swelling|fatigue|anxiety|stress)
    (?:more|full of|renewed|extra) energy | energy levels? (?:rise|increase|soar)
    los(?:e|ing) weight | brain fog | stay(?:s|ing)? (?:well|healthy|young|pain)
    pain[- ]free | freedom | success rate | \d+ ?(?:%|percent|per cent) (?:of|success|improve)
    (?:better|improved?) (?:movement|sleep|mobility|digestion|mood|quality)
    (?:most|many|eighty|ninety|\w+ out of \w+|\w+ percent|our) (?:of )?(?:our )?(?:patients|
        clients|people|users|athletes) (?:\w+ )?(?:feel|report|notice|see|experience|are|stay|
        say|have|enjoy|swear)
    patients (?:notice|report|feel|experience|enjoy|see|leave)
    clients (?:notice|report|feel|leave)
    back (?:at|to|into|in) (?:work|sport|normal|the game|doing|balance)
    (?:clearer|brighter|glowing|younger|smoother|thicker|stronger|sharper|deeper) \w+
    (?:skin|digestion|mood|memory|hair|sleep|fog|pain) (?:\w+ )?(?:clears?|lifts?|improves?|
        melts?|fades?|disappears?|vanish\w*)
    (?:swelling|pain|creatinine|cholesterol|(?:blood )?sugar|blood pressure|inflammation|
        scars?|scar tissue|tumou?rs?|wrinkles|bloating|symptoms|stiffness|appetite|strength|
        hair|skin|bones?|energy|confidence) (?:\w+ )?(?:goes|go|falls?|drops?|shrinks?|
        softens?|eases?|melts?|returns?|lifts?|rises?|grows?|hardens?|tightens?|clears?|
        improves?|comes back|stays)
    no longer (?:need|have to|suffer|hurt)
    (?:need|have) fewer (?:tablets|injections|painkillers)
    put off (?:dialysis|surgery|an operation)
    (?:\w+|\d+) (?:in|out of) (?:ten|10|100|every \w+) (?:\w+ )?(?:users|patients|people|
        women|men|clients|volunteers|members)
    (?:years|times|months) (?:younger|longer|better|stronger|faster|sooner)
    turn(?:s|ed)? (?:it|things) (?:round|around) | no better way
    the (?:strongest|best|purest|finest|safest|most (?:powerful|effective))
    cannot (?:hurt|harm) | will not (?:hurt|harm|spoil)
    (?:fuller|calmer|sunny|sunnier|flatter|leaner|fresher|happier|healthier|firmer|tighter|
        longer|richer|fresh|flat) (?:\w+ )?(?:hair|skin|stomach|mood|babies|body|sleep|mind|
        face|life|lives|joints|start|instructions|energy)
    spring back | back to life | wakes? up | fresh start | has not told you | not aware of
    nothing more can be done | call us
    (?:keeps?|kept|stays?) (?:\w+ )?(?:out|away|at bay|alone|young) | goes? after
    trains? (?:the|your) | sprouts?
    (?:noticeable|visible|amazing|dramatic|lasting|real|quick|fast|great) (?:results|
        improvement)s?
    results (?:can|are|may|will|last) | rapid relief | enjoy(?:ing)? (?:life|your)
    spares? you | you deserve | able to stop (?:their|your)
    stop(?:ped|s)? taking (?:their|your) | you avoid
    avoid (?:a |the )?(?:\w+ )?(?:replacement|surgery|operation) | simply melt
    (?:patients|clients|users|members|customers|women|men|children|parents|families|athletes|
        thousands|celebrities|guests)(?: who| in| of| over| with)?(?: \w+){0,7}? (?:feel|felt|
        begin|began|report|describe|tell|swear|see|play|playing|thrown?|come off|walk|speak|
        sleep|regain|enjoy|notice|leave|rave|love)
    (?:will|'ll) (?:feel|look|have|notice|sleep|lose|enjoy|want|thank|love|be (?:free|back|
        able|amazed))
    expect
    (?:often |simply |soon |quickly )?(?:disappears?|vanish(?:es)?|clears? up|goes away|
        go away|melts? away)
    free of (?:tablets|pain|medic\w+|drugs|symptoms|insulin) | deserves? | best decision
    nothing to lose | last for (?:years|life|months)
    no (?:risks?|downtime|drugs|needles|pain|rejection) | risk of rejection
    treatment of choice | missing piece | relied on | trusts? (?:it|in|us)
    chang(?:e|es|ed|ing) (?:your|their|people's) (?:life|lives)
    (?:families|parents|children|survivors|women|men|users|athletes|patients|
        people) (?:\w+ )?(?:see|notice|regain|report|enjoy|focus|walk|sleep)
    gains in | for good | in half the time | next big thing | doctors are (?:excited|amazed)
    most advanced | in every \w+ | gives? (?:you|your \w+) (?:back|a)
    quick(?:,| and) (?:\w+,? )?(?:easy|comfortable|painless|suitable) | absorption
    """
)

#: Verbs and nouns that say what a product is, costs or consists of, not what it does for people.
NEUTRAL_VERB = pattern(
    r"""
    (?:is|are|was|were|be|been|being|has|have|had|comes?|came|contains?|costs?|takes?|lasts?|
    involves?|includes?|refers?|means?|uses?|consists?|needs?|requires?|var(?:y|ies)|causes?|
    caused|carry|carries|differs?|remains?|belongs?|made|given|called|known|found|taken|drawn|
    prescribed|available|used|occurs?|happens?|looks?|does|do|did|should|must|that|which|who|
    for|of|in|on|to|and|or|with|from|by|at|as|than|into|the|a|an|such|also|clinics?|products?|
    not|these|this|interacts?|affects?|increases?|worsens?|lacks?|varies|begins?|starts?|
    works?|process(?:es)?|ess|was|claims?|sellers?|companies|providers?|patients|studies|
    research\w*|trials?|side|risks?|results|benefits|levels|programmes?|programs?|series|less|
    plus|days|weeks|hours|minutes|years)$
    """
)

SPECIES = words(
    r"""
    animals? | mice | mouse | rats? | rodents? | rabbits? | dogs? | cats? | pigs? | sheep
    goats? | horses? | monkeys? | primates? | guinea pigs? | hamsters? | zebrafish | fish
    chickens? | cows?
    """
)
