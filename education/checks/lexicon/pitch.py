"""How a seller tells results when no plain verb of benefit is used.

General selling English. ``HYPE`` marks a seller anywhere; the other lists are read only on pages
that sell, where nothing else would be meant by them.
"""

from __future__ import annotations

from education.checks.terms import words

_TABLETS = (
    r"(?:tablets?|pills?|medic\w+|insulin|statins?|inhalers?|drugs|antidepressants?"
    r"|painkillers?|glasses|steroids?|crutches|walking stick)"
)

#: Boasts that no clinician would write; two of them make a seller.
HYPE = words(
    rf"""
    no matter (?:what you|how (?:old|long|often|severe)|your age)
    (?:at|of|whatever) (?:any |every |your |their )age(?! (?:can|may|get|should|are))
    in (?:just|only|as little as|a matter of|under) (?:\w+|\d+) (?:seconds?|minutes|hours?|days|
        weeks|sessions?|visits?|months)
    (?:in|within) (?:minutes|hours|an hour|days|seconds)(?= |[.,!]|$)(?! (?:of|after|if|to))
    by up to \d+ ?(?:%|per ?cent) | up to \d+ ?(?:%|per ?cent|times) (?:more|better|faster|
        fewer|stronger)
    (?:throw|threw|throwing|thrown|toss|bin|ditch|ditched|bin)(?:ing|ed|s)?(?: away| out)? (?:away
        )?(?:all )?(?:your|their|the|his|her)(?: \w+)? {_TABLETS}(?: away)?
    wean(?:ed|ing)? (?:yourself|themselves|you) off | kick the \w+ habit
    (?:hidden|real|true) (?:cause|reason|culprit)(?:s)? (?:of|behind|for)
    root of (?:all|most|the problem|every) | cause of (?:most|all|every) (?:modern )?(?:disease|
        illness)s?
    vital force | (?:healing|innate|body's) intelligence | nature's way | self-healing
    heal(?:s|ing)? itself | body to heal | healing (?:energy|endorphins|power|crisis)
    given up hope | told (?:\w+ ){{0,4}}(?:to give up|live with it|nothing (?:more )?(?:could|can))
    (?:where|when|after) (?:\w+,? ){{1,6}}(?:have |has |had )?failed(?! to)
    (?:double|triple|quadruple)(?:s|d)? (?:your|the|their|hair|testosterone)
    (?:biological|body) (?:age|clock) | years younger | younger you | new you
    feel(?:ing)? like (?:yourself|a new|you did|you were|\d+|twenty)
    poison(?:s|ing)? (?:your|the|our) (?:whole |entire )?(?:body|system|cells|organs)
    works? every time | for ever | forever | once and for all | stubborn (?:fat|weight|injur|
        pain|belly)\w* | symptom[- ]free
    (?:drop|lose|shed) (?:\w+ ){{1,2}}(?:dress sizes?|stone|pounds|kilos|inches|kg|lbs?)\b
    without (?:diet\w*|exercise|effort|hunger|chemicals|dieting)(?: or \w+)?
    success (?:rate|story) | before and after | real results | wonders | the missing link
    doctor[- ](?:approved|formulated) | clinically tested | patented | proprietary
    (?:your|a) spark back | live (?:your|life) (?:best|to the full)
    modern medicine (?:cannot|can't|ignores|has no) | ancient (?:remedy|wisdom|secret|healing)
    order (?:our|your|today|now|online and)
    """
)

#: Verbs that tell of nothing but gain.
GAIN = words(
    r"""
    (?:re)?awaken(?:s|ed|ing)? | recharg(?:e|es|ed|ing) | rev(?:s|ved)? up
    (?:kick|jump)-?start(?:s|ed|ing)? | ignit(?:e|es|ed|ing) | spark(?:s|ed|ing)?
    re-?wir(?:e|es|ed|ing) | reboot(?:s|ed)? | resets? | re-?energi[sz]\w+ | energi[sz]e[sd]?
    invigorat\w+ | reviv(?:e|es|ed|ing) | refresh(?:es|ing)? | refuel(?:s|led)?
    (?:switch|turn|dial)(?:es|s|ed)? (?:on|off|down|up|back) | wind(?:s)? back
    fad(?:e|es|ed|ing)(?: away)? | smooth(?:s|ed|ing|es) | plump(?:s|ed|ing)? | firm(?:s|ed)?
    tone(?:s|d)? | sculpt(?:s|ed)? | slim(?:s|med|ming)? | contour(?:s|ed)? | flatten(?:s|ed)?
    shr(?:ink|inks|ank|unk|inking) | melt(?:s|ed|ing)? | torch(?:es)? | blast(?:s)?
    burns? (?:up |off |more |away |calories|fat|belly)\w* | scrub(?:s|bed)? | rins(?:e|es) away
    sweep(?:s)? (?:away|out)
    (?:draw|pull|push|sweat|force|suck)(?:s|es)? (?:\w+ ){0,5}?(?:out|away)
    expel(?:s|led)? | neutrali[sz]e[sd]? | banish(?:es|ed)? | eras(?:e|es|ed|ing)
    (?:wip|tak)(?:e|es) (?:out|away) | zap(?:s)? | crush(?:es)? | starv(?:e|es|ed|ing)
    cannot (?:survive|live|grow|thrive|exist)
    (?:ward|fend)(?:s|ing)? off | beat(?:s|ing)?(?! (?:fast|faster|per|irreg|at)\w*)
    blocks? (?:carbs|fat|dht|\w+ absorption|pain|ageing)\w*
    regulat(?:e|es|ing) | normali[sz](?:e|es|ing) | balanc(?:e|es|ed|ing) | harmoni[sz]e[sd]?
    re-?align(?:s|ed)? | unblock(?:s|ed|ing)? | unclog(?:s|ged)? | loosen(?:s|ed)?
    reclaim(?:s|ed)? | bounc(?:e|es|ed) back | bloom(?:s)? | thriv(?:e|es|ed|ing) | flourish\w*
    sharpen(?:s|ed)? | thicken(?:s|ed)?(?! the blood) | brighten(?:s|ed)? | lighten(?:s|ed)?
    lengthen(?:s|ed)? | deepen(?:s|ed)? | bolster(?:s|ed)? | turbo\w* | multipl(?:y|ies)
    maximi[sz]e[sd]? | amplif(?:y|ies) | doubl(?:e|es|ed) | tripl(?:e|es|ed)
    (?:rais|increas|lift|build|elevat)(?:e|es|s|ing) (?:\w+ ){0,2}(?:testosterone|sperm|mood|
        moods|metabolism|energy|libido|stamina|size|sensitivity|fertility|levels|muscle|
        collagen|immunity|antioxidants?|dopamine|serotonin|endorphins|density)
    (?:end|ends|ended|ending) (?!up|with|in\b|the (?:day|session|course|treatment)|at|when|of)
    succeed(?:s|ed)? | solv(?:e|es|ed) | fix(?:es|ed)?(?! (?:the|a) date) | rescu(?:e|es|ed)
    sav(?:e|es|ed) (?:my|your|their|our|marriages?|lives|thousands) | been saved
    wip(?:e|es) out | kill(?:s|ed)? | destroy(?:s|ed)? | get(?:s)? to (?:the|work)
    dissolv(?:e|es|ed) | re-?grow(?:s|n)? | re-?grew | grow(?:s)? (?:back|new|thick|younger)
    home(?:s)? in on | seek(?:s)? out | latch(?:es)? on | repopulat\w+ | replac(?:e|es) (?:old|
        damaged|dying|worn)
    tighten(?:s|ed)? | refin(?:e|es) | hydrat(?:e|es) | nourish(?:es)? | feeds? (?:your|the)
    keep(?:s)? (?:\w+ ){1,2}at bay | goes? to work | gets? (?:\w+ ){1,3}moving
    gives? (?:every|each) | lay(?:s)? down new | sets? you free | effortless\w*
    curbs? | tames? | calm(?:s|ed|ing)? | loses? its grip | lets? (?:you|your)
    frees? (?:you|your) | gives? (?:back|new)
    """
)

#: What happens to people, in a seller's telling.
WINNER = words(
    r"""
    (?:members|students|executives|couples|husbands|wives|mothers|mums|dads|athletes|golfers|
        runners|users|customers|clients|patients|men|women|people|parents|children|kids|
        survivors|sufferers|guests|families|seniors|veterans|celebrities|dermatologists|
        thousands)(?: [\w']+){0,6}? (?:say|tell us|told us|walk(?:ed)?|conceiv\w+|settle|
        concentrate|score|threw|throw|lose|lost|notice|noticed|find that|found that|
        returned|return to|regain\w*|came off|come off|no longer|bounce|woke|wake up|
        got back|get back|went back|go back|report|reported|swear|took|taken|avoid|avoided|
        escap\w+|are amazed|were amazed|love|rave|cannot believe|can't believe|speak|smile|
        see results|saw|fell pregnant|got pregnant|look younger)
    (?:score|think|run|lift|heal|learn|react|sleep|breathe|last|grow|work|recover|perform|
        focus|bounce back|age|live) (?:\w+ )?(?:higher|faster|sharper|quicker|harder|
        better|longer|deeper|more deeply|slower|stronger)
    (?:energy|libido|memory|mood|focus|stamina|movement|feeling|sensation|hearing|sight|
        vision|balance|confidence|colour|youth|strength|cravings|pain|stiffness|swelling|
        anxiety|shedding|allergies|wrinkles|itching)(?:,? (?:and |or )?\w+){0,3}? (?:
        return(?:s|ed)?|come back|came back|soars?|soared|fades?|faded|stops?|stopped|
        vanish\w*|has gone|have gone|is gone|are gone|went|disappear\w*|ease|eases|lift)
    leav(?:e|es|ing) (?:you |them |clients |everyone |me )?(?:feeling|light\w*|radiant|
        refreshed|clear\w*|calm\w*|glowing|full of|energi[sz]ed)
    (?:again|for life)(?=[.!]|$) | clear-headed | energi[sz]ed | ready for anything
    (?:respond|responds) (?:\w+ )?(?:beautifully|well|at once|immediately)
    whole (?:body|person|family) | nothing can go wrong | is impossible | ever devised
    (?:keep|stay|stays|kept) (?:the weight off|slim|young|lean|sharp)
    there (?:is|are) (?:virtually |almost )?no (?:downsides?|ups and downs|catch|pain|
        recovery time|risks?|limits?)
    (?:dermatologists|doctors|experts|surgeons|scientists) (?:are|were) (?:amazed|stunned|
        astonished|excited|baffled)
    future of (?:medicine|health\w*|ageing|wellness) | heavy metals | parasites
    (?:wrinkles|lines|pores|joints|fingers|cramps|knots|muscles|moods?|mind|digestion|posture|
        lymph|cellulite|pigmentation|scars|grip|pounds|weight|hair|nails|skin|wounds?|legs|
        headaches?|hot flushes|bloating|rashes|speech|eye contact|energy|stress|sleep|
        symptoms?|pain|sciatica|arthritis|tinnitus|allergies)(?: \w+){0,3}? (?:tightens?|
        softens?|loosens?|lifts?|clears?|settles?|straightens?|drains?|thickens?|comes? back|
        comes? off|come easily|comes easily|evens? out|smooths?(?: out)?|closes?|vanish\w*|
        improves?|feels? light|can be gone|be turned around|falls? away|drops? away)
    be turned around | benefit[.!]?$ | lost their diagnosis | their lives back | steadier
    equals an hour | so you know it works | nothing to worry about | owe it to yourself
    should be recommending | complimentary | children? friendly | child friendly
    every ingredient | at the source | the earlier you (?:begin|start|act)
    need for (?:\w+ )?(?:drugs|surgery|tablets|medication|steroids)
    do not waste | don't waste | skip the | works for (?:everybody|everyone|all|tendons|
        men and women) | throwing their
    """
)
