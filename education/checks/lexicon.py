"""The words the checks know: general clinical and selling English, as data.

Every pattern runs over ``sentences.plain`` text: lower case, straight quotes, single spaces. The
wording tables follow GRADE guidelines 26 (Santesso et al. 2020, PMID 31711912) for the verbs each
certainty allows. Raise ``LEXICON_VERSION`` with every change; reviews store it with their findings.
"""

from __future__ import annotations

import re

LEXICON_VERSION = "2025.1"


def words(*alternatives: str) -> re.Pattern[str]:
    """Compile alternatives into one pattern that matches at word boundaries."""
    return re.compile(r"\b(?:" + "|".join(alternatives) + r")(?!\w)")


# --- what a treatment is said to do ---------------------------------------------------------------

#: Verbs (and their nouns) by which a text says that something makes people better.
BENEFIT = words(
    r"improv(?:e|es|ed|ing|ements?)",
    r"reduc(?:e|es|ed|ing)|reductions? (?:in|of)",
    r"reliev(?:e|es|ed|ing)|relief",
    r"eas(?:e|es|ed|ing)(?! of)",
    r"lower(?:s|ed|ing)(?! (?:the )?dose)|lower (?:your|the|blood|risk|inflam|pain|levels)\w*",
    r"decreas(?:e|es|ed|ing)",
    r"diminish(?:es|ed|ing)?|minimi[sz](?:e|es|ed|ing)",
    r"slow(?:s|ed|ing)?(?: down)?(?= (?:the|your|or|and|down|its|age|aging|ageing|progress|degen|kidney|bone)\w*)",
    r"stop(?:s|ped|ping)?(?! (?:taking|using|smoking|eating|drinking|if|and (?:call|ask|see|get)))",
    r"halt(?:s|ed|ing)?|revers(?:e|es|ed|ing|al)|undo(?:es)?",
    r"prevent(?:s|ed|ing)?|protect(?:s|ed|ing)?|shield(?:s|ing)?",
    r"restor(?:e|es|ed|ing|ation)|repair(?:s|ed|ing)?|rebuild(?:s|ing)?|rebuilt|regrow(?:s|ing)?|regrowth",
    r"regenerat(?:e|es|ed|ing|ion|ive)|rejuvenat(?:e|es|ed|ing|ion)|renew(?:s|ed|ing)?|replenish(?:es|ing)?",
    r"revitali[sz](?:e|es|ed|ing)|reinvigorat(?:e|es|ed|ing)",
    r"heal(?:s|ed|ing)?|cur(?:e|es|ed|ing)(?!-all)",
    r"treat(?:s|ed|ing)?",
    r"boost(?:s|ed|ing|er)?|enhanc(?:e|es|ed|ing|ement)|strengthen(?:s|ed|ing)?|fortif(?:y|ies|ying)",
    r"support(?:s|ed|ing|ive of)(?! groups?)|support (?:your|the|healthy|natural|immune|tissue|joint|liver|cell|recovery|heal)\w*",
    r"promot(?:e|es|ing)|promoted(?! (?:as|for|to|with))|stimulat(?:e|es|ed|ing|ion)|activat(?:e|es|ing)|trigger(?:s|ing)? (?:heal|repair|the body's)\w*",
    r"accelerat(?:e|es|ed|ing)|speed(?:s|ing)?(?: up)?(?= (?:up|recovery|healing|your|the))",
    r"eliminat(?:e|es|ed|ing|ion)|eradicat(?:e|es|ed|ing)|get(?:s|ting)? rid of|wash(?:es)? away",
    r"flush(?:es|ed|ing)?|detoxif(?:y|ies|ied|ying)|cleans(?:e|es|ed|ing)(?! products?)|purif(?:y|ies|ying)|purge[sd]?",
    r"alleviat(?:e|es|ed|ing)|sooth(?:e|es|ed|ing)|calm(?:s|ed|ing)?(?= (?:the|your|down|inflam|swelling|nerves|pain)\w*)",
    r"combat(?:s|ing)?|fight(?:s|ing)?(?: off)?|tackl(?:e|es|ing)|overcom(?:e|es|ing)|conquer(?:s|ing)?|defeat(?:s|ing)?",
    r"aid(?:s|ed|ing)?(?= (?:in|the|your|recovery|healing|digestion|\w+ing)\b)|encourag(?:e|es|ed|ing)(?! you| your child)",
    r"(?:increas(?:e|es|ed|ing)|rais(?:e|es|ing)|more) (?:\w+ ){0,3}?(?:energy|circulation|blood flow|mobility|strength|collagen"
    r"|oxygen\w*|immunity|vitality|function\w*|flexibility|range of motion|libido|stamina|metabolism|atp|longevity|production)",
    r"prolong(?:s|ed|ing)?|extend(?:s|ed|ing)? (?:your |the )?(?:life|lifespan|healthspan)",
    r"optimi[sz](?:e|es|ed|ing)|balanc(?:e|es|ing) (?:your|the|hormones?|blood|energy)|re-?balanc(?:e|es|ing)",
    r"help(?:s|ed|ing)?(?! (?:you |them |people |your doctor |us )?(?:decide|choose|understand|find out|find|plan|learn|know|check)\b)"
    r"(?= (?:to|with|you|your|the|people|patients|those|them|in|kidneys?|nerves?|reduce|[a-z]+e?s?)\b)",
    r"transform(?:s|ed|ing)? (?:your|the|lives|how)|resolv(?:e|es|ed|ing)|correct(?:s|ed|ing)? (?:the|your|almost|imbalances?|oxidative)",
    r"melt(?:s|ing)? (?:away|fat)|tighten(?:s|ing)?|oxygenat(?:e|es|ing|ion)|hydrat(?:e|es|ing) (?:your|the)|nourish(?:es|ing)?",
    r"(?:wak|kill|destroy|quiet|sharpen|thicken|brighten|clear|regain|recharg|bolster|lubricat|modulat)(?:e|es|s|ing)? (?:up |off )?(?:the|your|an?|germs|bacteria|virus\w*|cancer|movement|skin|memory|immune|inflammation|sleeping|idling|\w+ing)\b",
    r"tak(?:e|es|ing) away (?:your |the )?pain|pain[- ]free|symptom[- ]free|disease[- ]free",
    r"(?:is|are|be|was|were|proven|proved|shown|highly|very|most|more|extremely|an|particularly|especially|equally) (?:\w+ly )?"
    r"(?:effective|beneficial|successful|efficacious)",
    r"works? (?:for|well|by|wonders|quickly|fast|best|better|directly|deep|at the|on the|to)|does work|really works?|benefits? (?:people|patients|from|for|those|include)",
    r"(?:offer|provid|deliver|giv|bring|show|unlock|experienc|enjoy|achiev|gain|has|have|with|yield|produc)\w* (?:\w+[- ]){0,4}?"
    r"(?:benefits?|relief|results|recovery|solution|advantages?|hope|promise|improvements?|boost)",
)

#: The verbs that may not be softened away: results no hedge makes honest without evidence.
STRONG_BENEFIT = words(
    r"cur(?:e|es|ed|ing)|revers(?:e|es|ed|ing)|regenerat(?:e|es|ed|ing)|rejuvenat\w+|restor(?:e|es|ed|ing)",
    r"repair(?:s|ed|ing)?|rebuild(?:s|ing)?|regrow\w*|heal(?:s|ed|ing)?|eliminat(?:e|es|ed|ing)",
    r"eradicat\w+|detoxif\w+|cleans(?:e|es|ing)|flush(?:es|ing)?|boost(?:s|ed|ing)?|prevent(?:s|ing)?",
    r"stop(?:s|ping)?|halt(?:s|ing)?|transform(?:s|ing)?|supercharg\w+|purif\w+|fight(?:s|ing)?|combat(?:s|ing)?",
)

#: Usage, not effect: "used to treat", "given to ease". Says what for, not that it works.
USAGE = re.compile(
    r"\b(?:used|given|offered|prescribed|recommended|taken|needed|tried|developed|intended|meant|designed"
    r"|available|licen[sc]ed|approved|medicines?|drugs?|treatments?|surgery|operation)"
    r"(?: [\w-]+){0,5} (?:to(?: help)?|for) ?(?:[\w-]+,? ?){0,2}$"
)

# --- how sure the words are -----------------------------------------------------------------------

#: Modal and hedging words, looked for before a benefit verb; the last one governs it.
MODAL = re.compile(
    r"\b(?:(?P<hedged>may|might|could|would|perhaps|possibly|potentials?|potentially|appears? to|seems? to|suggests?|suggested"
    r"|thought to|believed to|believable|(?:some|a few|one|small|early|a|several) (?:\w+ )?(?:studies|study|trials?)|stud(?:y|ies) (?:found|has found|have found)|aims? to|aimed at|seeks? to|hoped to|in theory|theoretically)"
    r"|(?P<probable>probably|likely to|is likely|are likely|usually|generally|often|sometimes|tends? to)"
    r"|(?P<able>can|able to)"
    r"|(?P<sure>will|does|do|always|actually|proven|proved|certain to|sure to|shown to))\b"
)
#: Words that no certainty allows in a claim about a treatment.
ABSOLUTE = re.compile(
    r"\b(?:miracle|miraculous\w*|guarantee[ds]?|guaranteed|risk-free|side[- ]effect[- ]free|zero (?:side[- ]effects|risks?|downtime)"
    r"|virtually (?:no|zero) (?:side[- ]effects|risks?)|(?:completely|totally|perfectly|absolutely|entirely|100% |100 % )"
    r"(?:safe|cured?|painless|natural|eliminat\w+|revers\w+|effective|harmless)|never (?:comes? back|returns?|fails?)"
    r"|permanent(?:ly)? (?:cures?|solution|relief|fix|eliminat\w+|revers\w+|heal\w*|results?)|more permanent|works? for every(?:one|body)"
    r"|always works?|free (?:of|from) (?:any )?side[- ]effects|safe even for|suitable for a wide|safe for (?:everyone|everybody|all|anyone|any|the whole family|every)|suitable for (?:everyone|all \w+)|cannot (?:cause|do) (?:any |you )?harm|safely with any|cure-all|cures? (?:all|any|every)|instant(?:ly)? (?:relief|cures?|results|pain)"
    r"|(?:what|secrets?) (?:your )?(?:doctors?|big pharma|the industry) (?:won't|don't|do not|doesn't|will not|hides?)\w*)(?!\w)"
    r"|(?<![\w.])100 ?(?:%|per ?cent) (?:safe|effective|natural|success\w*|cured?|guarantee\w*|pure|risk)"
)
#: "No side effects" told of a treatment (not of some people).
NO_SIDE_EFFECTS = re.compile(
    r"(?<!people )(?<!patients )(?<!you )(?<!women )(?<!men )(?<!children )(?<!adults )(?<!some )(?<!many )(?<!most )"
    r"\b(?:has|have|having|with|without|there are|there is|carries|causes?|produces?|are|is) "
    r"(?:virtually |almost |practically |absolutely )?(?:no|any|the)? ?(?:known |real |serious |harmful |negative |adverse |unwanted |nasty |major |significant |harsh )?"
    r"(?:side[- ]effects|adverse (?:effects|reactions)|downsides?)(?! (?:are|include|can|may|of|from|such))"
)
NONE_OF = re.compile(r"\b(?:no|without)\b")
#: How a seller tells results; read only on pages that sell.
PEOPLE_OUTCOME = words(
    r"(?:feel|look|sleep|mov|walk|liv|think|perform|recover|ag)(?:e|es|s|ing)? (?:\w+ )?(?:better|again|younger|the difference|great|well|stronger|freely|rested|energi[sz]ed|refreshed|relief|healthier|your best)",
    r"feel(?:s|ing)? (?:an? |the |real )?(?:improvement|difference|results|change)|less (?:pain|stiff\w*|swelling|fatigue|anxiety|stress)|(?:more|full of|renewed|extra) energy|energy levels? (?:rise|increase|soar)",
    r"los(?:e|ing) weight|brain fog|stay(?:s|ing)? (?:well|healthy|young|pain)|pain[- ]free|freedom|success rate|\d+ ?(?:%|percent|per cent) (?:of|success|improve)|(?:better|improved?) (?:movement|sleep|mobility|digestion|mood|quality)",
    r"(?:most|many|eighty|ninety|\w+ out of \w+|\w+ percent|our) (?:of )?(?:our )?(?:patients|clients|people|users|athletes) (?:\w+ )?(?:feel|report|notice|see|experience|are|stay|say|have|enjoy|swear)|patients (?:notice|report|feel|experience|enjoy|see|leave)|clients (?:notice|report|feel|leave)",
    r"back (?:at|to|into|in) (?:work|sport|normal|the game|doing|balance)|(?:clearer|brighter|glowing|younger|smoother|thicker|stronger|sharper|deeper) \w+|(?:skin|digestion|mood|memory|hair|sleep|fog|pain) (?:\w+ )?(?:clears?|lifts?|improves?|melts?|fades?|disappears?|vanish\w*)",
    r"(?:noticeable|visible|amazing|dramatic|lasting|real|quick|fast|great) (?:results|improvement)s?|results (?:can|are|may|will|last)|rapid relief|enjoy(?:ing)? (?:life|your)|spares? you|you deserve|able to stop (?:their|your)|stop(?:ped|s)? taking (?:their|your)|you avoid|avoid (?:a |the )?(?:\w+ )?(?:replacement|surgery|operation)|simply melt",
    r"no (?:risks?|downtime|drugs|needles|pain|rejection)|risk of rejection|treatment of choice|missing piece|relied on|trusts? (?:it|in|us)|chang(?:e|es|ed|ing) (?:your|their|people's) (?:life|lives)|(?:families|parents|children|survivors|women|men|users|athletes|patients|people) (?:\w+ )?(?:see|notice|regain|report|enjoy|focus|walk|sleep) |gains in|for good|in half the time|next big thing|doctors are (?:excited|amazed)|most advanced|in every \w+|gives? (?:you|your \w+) (?:back|a)|quick(?:,| and) (?:\w+,? )?(?:easy|comfortable|painless|suitable)|absorption",
)
#: Verbs and nouns that say what a product is, costs or consists of, not what it does for people.
NEUTRAL_VERB = re.compile(
    r"(?:is|are|was|were|be|been|being|has|have|had|comes?|came|contains?|costs?|takes?|lasts?|involves?|includes?|refers?|means?|uses?|consists?|needs?|requires?|var(?:y|ies)|causes?|caused|carry|carries|differs?"
    r"|remains?|belongs?|made|given|called|known|found|taken|drawn|prescribed|available|used|occurs?|happens?|looks?|does|do|did|should|must|that|which|who|for|of|in|on|to|and|or|with|from|by|at|as|than|into|the|a|an|such|also|clinics?|products?|not|these|this"
    r"|interacts?|affects?|increases?|worsens?|lacks?|varies|begins?|starts?|works?|process(?:es)?|ess|was|claims?|sellers?|companies|providers?|patients|studies|research\w*|trials?|side|risks?|results|benefits|levels|programmes?|programs?|series|less|plus|days|weeks|hours|minutes|years)$"
)
#: Words no graded claim may hold, whatever its certainty.
NEVER_WRITTEN = words(
    r"cur(?:e|es|ed)|guarantee\w*|always|never|100 ?%|proven|proves|miracle|permanent(?:ly)?|risk-free|(?:is|are) (?:very |quite )?safe(?! (?:for|in|if|when)\b)|natural(?:ly)?"
)
SURE_PROMISE = words(r"will|you'll|going to|guarantee\w*|sure to|certain to")
SPECIES = words(
    r"animals?|mice|mouse|rats?|rodents?|rabbits?|dogs?|cats?|pigs?|sheep|goats?|horses?|monkeys?|primates?|guinea pigs?|hamsters?|zebrafish|fish|chickens?|cows?"
)

# --- selling --------------------------------------------------------------------------------------

#: Selling words no clinician would write; strong enough to speak for themselves.
STRONG_PROMO = words(
    r"miracle|miraculous\w*|magic(?:al)?|wonder (?:drug|cure|treatment|supplement|herb)",
    r"breakthroughs?(?! (?:pain|bleed|seizure|infection|case|therapy design|symptom|fit)\w*)",
    r"revolution(?:ary|i[sz]\w+|i[sz]e)|game[- ]?chang\w+|cutting[- ]edge|state[- ]of[- ]the[- ]art|world[- ]class|ground-?breaking",
    r"next[- ]generation|life[- ]changing|(?:fountain of|eternal) youth|say goodbye to|unlock(?:s|ing)?|unleash\w*|supercharg\w+",
    r"harness(?:es|ing)? (?:the|your)|power of (?:nature|your|the body|stem|exosome|\w+ therapy)|nature's (?:own )?(?:answer|cure|remedy|gift|\w+)",
    r"risk[- ]free|all[- ]natural|100% natural|superfoods?|power-?house|fountain|secrets? (?:to|of)|astonishing|remarkabl[ey]|incredibl[ey]|amazing\w*",
    r"extraordinary|unparalleled|unmatched|unrivall?ed|second to none|pioneering|trailblaz\w+|feel(?:ing)? (?:like new|years younger|young again|reborn)",
    r"transform(?:s|ing|ed)? (?:your|lives)|turn back (?:the clock|time)|look and feel|biohack\w*|super-?charge\w*|to the rescue",
)
#: Selling words that a sober page uses now and then.
MILD_PROMO = words(
    r"promis(?:es|ing)(?! (?:to keep|yourself))|shows? (?:\w+ )?promise|innovat\w+|imagine(?! that you)|hopeful|new hope|hope (?:to|for) (?:those|people|patients|suffer)\w*|offer(?:s|ing)? hope|ray of hope|thing of the past|everyone is talking|encouraging|delighted",
    r"exciting|excitement|much better future|better future|brighter future|bright future|advantages (?:of|over) (?:this|the|our|taking|\w+ therapy)",
    r"advanced (?:therapy|treatment|technology|regenerative|formula)|regenerative (?:therapy|treatment|power|potential|medicine)",
    r"discover(?: (?:how|the|why|our|a))|rejuvenat\w+|revitali[sz]\w+|radian(?:t|ce)|glow(?:ing)?|vitality|wellness|optimal health|holistic\w*",
    r"natural(?:ly)? (?:heal\w*|way|solution|remedy|approach|alternative|therapy|treatment|boost\w*|detox\w*|process(?:es)?)",
    r"non[- ]?invasive|minimally invasive|non[- ]surgical|drug[- ]free|medication[- ]free|chemical[- ]free|painless|no downtime|gentle(?:r|st)?(?= (?:on|therapy|treatment|solution|way|yet|but|alternative|and effective))",
    r"root cause|body's (?:own |natural )+(?:heal\w*|repair|defen[cs]e|detox\w*|ability|power|regenerat\w*)|powerful|potent|tailored to your|personali[sz]ed (?:program|plan|protocol|therap)\w*",
    r"leading(?: provider|-edge| clinic| experts?)|trusted by|thousands of (?:happy |satisfied )?(?:patients|people|customers)|success stories|testimonials?|our patients|satisfied",
    r"unique(?:ly)?|new era|new frontier|forefront|future of (?:medicine|health\w*|treatment)|long-lasting|lasting (?:relief|results)|faster recovery|quick recovery|reclaim|get your life back|regain your|live life|no more",
)
#: The voice of a seller.
SALES = words(
    r"our (?:clinic|treatment|therap(?:y|ies)|program(?:me)?s?|protocols?|formula|product|supplement|specialists|practitioners|experts|drips?|packages?)",
    r"(?:book|schedule|request) (?:your|a|an) (?:\w+ )?(?:consultation|session|appointment|call) (?:today|now|with us)",
    r"free consultation|consultation today|call (?:us|now) (?:today|now|to)|contact us (?:today|now)|order (?:now|today|yours)|shop now|buy now|special offer|discount|money[- ]back",
    r"we (?:offer|provide|specialis?e|use|utili[sz]e|combine)|are you tired of|tired of living|ready to",
)
#: A request to read a claim as news or as fashion.
POPULARITY = words(
    r"gain(?:ing|ed|s) (?:\w+ ){0,2}(?:attention|popularity|traction|interest|ground|recognition)|grow(?:ing|n) (?:in popularity|popularity|interest)|surg(?:e|ing) in popularity",
    r"increasingly (?:popular|turn\w*)|more and more (?:people|patients|doctors|research|clinics)|sought[- ]after|popular (?:choice|option|treatment)|trending|turn(?:ing)? to",
    r"many (?:practitioners|experts|doctors|people|patients) (?:are |now )*(?:believe|recommend|swear|report|incorporat|choos|turn)\w*|celebrit\w+|thousands of|used for (?:centuries|thousands)",
)
#: Research named without saying which.
VAGUE_RESEARCH = words(
    r"(?:research|studies|science|evidence|trials?|data|experts?|doctors|scientists|researchers|clinical (?:studies|research|trials|data)) "
    r"(?:\w+ )?(?:show|shows|showed|shown|suggest|suggests|suggested|prove|proves|proved|indicate|indicates|confirm|confirms|demonstrate|demonstrates|support|supports|agree|believe|say|recommend|found|reveal|reveals)",
    r"(?:clinically|scientifically|medically|doctor|research)[- ](?:proven|backed|tested|approved|recommended|validated)|science[- ]backed|backed by (?:science|research)",
    r"(?:earliest|early|recent|latest|emerging|new|modern|numerous|many|several|extensive|mounting|growing) (?:\w+ )?(?:research|studies|evidence|science|trials|findings|data)",
    r"(?:believed|thought|said|known|reported|understood|believable) (?:to|that|by)|has been (?:proven|shown) to|proven (?:to|effective|results|track)|well[- ]documented",
)
#: Fear, blame and hurry.
PRESSURE = words(
    r"before it(?:'s| is) too late|don't wait|do not wait until|don't delay|the longer you wait|act now|too late|running out of time|take more time to seek",
    r"suffer(?:ing|ers?)?(?: from)?|devastat\w+|terrifying|silent killer|doom\w*|victims?(?: of)?|death sentence|crippl\w+|nightmare|agony|disabled for life",
    r"(?:will|may|can|could|might) (?:die|be fatal)|your (?:own )?fault|toxic (?:burden|overload)",
)

# --- comparison, safety, frequency ----------------------------------------------------------------

#: A treatment put above another, or above "conventional" care.
COMPARATIVE = words(
    r"(?:much |far |even )?(?:safer|gentler|superior|kinder)",
    r"(?:fewer|lesser|less|lower|minimal|reduced|no) (?:\w+ ){0,2}?(?:side[- ]effects|complications|risks? (?:than|compared)|downtime|invasive|harsh|painful|toxic)",
    r"(?:more|better|faster|quicker|stronger|higher|longer[- ]lasting|shorter) (?:\w+ ){0,3}?than|more (?:effective|permanent|natural|powerful|potent|efficient|lasting)(?! (?:if|when))",
    r"works? as well as|as (?:effective|safe|strong|powerful) as|better (?:alternative|option|choice|solution|results?|outcomes?|repair|absorption)|outperform\w*|beats?(?= (?:surgery|drugs|medic|conventional|steroid)\w*)",
    r"(?:alternative|compared) to (?:\w+ )?(?:surgery|drugs?|medications?|medicines?|painkillers|conventional|traditional|standard|invasive|steroids?)\w*|instead of (?:surgery|drugs|medic\w+|pills)",
    r"unlike (?:\w+ ){0,3}?(?:surgery|drugs?|medications?|medicines?|painkillers|treatments?|therap(?:y|ies)|conventional|traditional|supplements?|pills?|tablets?)",
    r"(?:without|no need for|avoids?|delays?) (?:the )?(?:need for )?(?:invasive |major |risky )?(?:surgery|drugs|medications?|going under)",
)
#: Ordinary care run down.
CONVENTIONAL = words(
    r"conventional|traditional|mainstream|standard|orthodox|western|allopathic|pharmaceutical|prescription|modern"
)
RUN_DOWN = re.compile(
    r"\b(?:(?:conventional|traditional|mainstream|standard|orthodox|western|allopathic|pharmaceutical|usual|big pharma|prescription)\b"
    r"[^.;]{0,80}?\b(?:(?:do(?:es)? not|don't|doesn't|cannot|can't|fails? to|rarely|never|unable to) (?:\w+ )?"
    r"(?:repair|heal|address|fix|solve|restore|regenerate|reverse|get to|treat the (?:root|underlying|cause)|cure)"
    r"|(?:only|merely|just|simply) (?:mask|manage|treat|cover|suppress|offer|provide|relieve|address)\w*|mask(?:s|ing)?|harsh\w*|toxic"
    r"|(?:come|comes|full|loaded|riddled|fraught) (?:with|of) (?:\w+ ){0,3}(?:side[- ]effects|risks|complications|dangers)|outdated|ineffective|fall(?:s)? short|limited results|will tell you|ignores?|overlooks?|has no answer)"
    r"|(?:painkillers|pills|drugs|medications?|medicines?|steroids?|antibiotics|statins|chemotherapy|doctors|surgery|injections)\b[^.;]{0,40}?\b"
    r"(?:only|merely|just|simply)? ?(?:mask|cover up|paper over|suppress)(?:s|ing)? (?:the |your )?(?:symptoms?|pain|problem)"
    r"|(?:rather than|instead of|without)(?: (?:merely|simply|just|only))? mask(?:s|ing)? (?:the |your )?(?:symptoms?|pain))"
)
#: Natural told as safe (K07): a natural origin and safety in one sentence.
NATURAL = re.compile(
    r"\b(?:natural(?:ly)?|organic|plant-based|herbal|nature|bio-?identical|(?:your|the patient's|patient's|their|one's) own (?:body|cells|blood|tissue|fat|stem)\w*"
    r"|(?:the|your|human) body (?:\w+ )?(?:already |naturally )?(?:makes?|produces?|recogni[sz]es|be producing|contains)|body may already|autologous|chemical-free|drug-free|non-toxic)\b"
)
SAFE = re.compile(
    r"\b(?:safe(?:r|st|ly|ty)?|(?:no|few(?:er)?|less(?:er)?|without|minimal|zero|free of|lower|reduced|any) (?:\w+ ){0,2}?(?:side[- ]effects|risks?|harm|danger|reactions?|rejection|complications)"
    r"|(?:less|not|never) (?:\w+ )?(?:harsh|toxic|harmful)|gentle(?:r)?|harmless|risk-free|side[- ]effect[- ]free|well[- ]tolerated|non-toxic)(?!\w)"
)
#: Safety told plainly, for pages that sell.
SAFE_TOLD = words(r"(?:is|are|be|completely|very|perfectly|totally|and|all|a|can be taken) (?:\w+ )?safe(?:ly)?|harmless|gentle|well[- ]tolerated|non-toxic|free (?:of|from) (?:any )?(?:side|risk|harm)\w*")
CAUSE = re.compile(r"\b(?:because|due to|since|as (?:it|they|the|these)|so(?: it| they|,)|therefore|hence|which (?:means|makes)|thanks to|means|being|making|and (?:is|are|has|have)|is|are)\b")

VAGUE_FREQUENCY = words(
    r"very common(?:ly)?|extremely common|high(?:er)? risk|low risk|at risk|rarely|very rare|rare|frequently|in many cases|typical(?:ly)?|commonly|often|many|most"
)
NUMBER = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half|a third|a quarter) (?:in|out of|of)\b|\b(?:half|a third|a quarter) of\b")

# --- mechanism, jargon, outcome -------------------------------------------------------------------

MECHANISM = words(
    r"signal(?:s|ing|ling)?|messengers?|messages?|carry(?:ing)?|carries|instruct(?:s|ions?)|communicat\w+|stimulat\w+|activat\w+|trigger\w*|growth factors?|deliver(?:s|y|ing)?",
    r"releas(?:e|es|ing)|pathways?|cellular|cells|mitochondri\w+|atp|antioxidants?|oxidative|oxygenat\w+|oxygen|stem cells?|collagen|cytokines?|enzymes?|nutrients?|toxins?|free radicals|inflammatory|supportive of repair",
    r"differentiate|transform into|penetrat\w+|absor(?:b|bs|bed|ption)|particles|molecules|energy|vibration\w*|frequenc(?:y|ies)|microcirculation|blood flow|circulation|bloodstream",
)
OUTCOME = words(
    r"repair(?:s|ed|ing)?|regenerat\w+|heal(?:s|ing)?|restor\w+|function(?:s|ality)?|recover(?:y|s)?|relief|reduc\w+ (?:\w+ )?(?:inflammation|pain|swelling)|rebuild\w*|immune system|immunity|detox\w*|rejuvenat\w+|inflammation",
)
#: Words that sound like science and mean nothing a clinician measures.
PSEUDO = words(
    r"toxic (?:load|burden|overload|build-?up)|toxins?(?! (?:from|produced|made by|of) (?:bacteria|the bacteria|germs))|detox(?:es|ing|if\w+|ification)?|cleans(?:e|es|ing) (?:your|the) (?:body|liver|blood|colon|system|kidneys)",
    r"(?:boost|strengthen|supercharg|support)(?:s|ing|ed)? (?:your |the )?(?:immunity|immune (?:system|defen[cs]es|function|response))|immune[- ]boosting|alkali[sz]\w+|cellular (?:level|health|energy|healing|communication|repair|oxygenation)",
    r"energy (?:field|flow|balance|channels?)|life force|vital energy|quantum|bio-?energetic|vibrational|frequenc(?:y|ies) of|adrenal fatigue|leaky gut|heavy metal (?:detox|cleanse)|free radicals|oxidative stress|anti-?ag(?:e)?ing",
    r"cell(?:ular)? signal\w*|healing signals?|repair instructions|regenerative (?:potential|power|signals?)|purif\w+ (?:the |your )?blood|rebalanc\w+|inner (?:healing|balance)",
)
#: Clinical words most readers do not know; fine once the page explains them.
JARGON = words(
    r"intercellular|oedema|edema|albumin(?:uria)?|proteinuria|nephropathy|glomerul\w+|comorbid\w+|aetiology|etiology|idiopathic|prophyla\w+|contraindicat\w+|efficacy|hypertension|hyperglyc\w+|hypoglyc\w+"
    r"|myocardial|ischa?emi[ac]|stenosis|autologous|allogeneic|mesenchymal|cytokines?|fibrosis|angiogen\w+|neuropath(?:y|ic)|retinopathy|haemoglobin|hemoglobin|renal|hepatic|pulmonary|cardiac|analgesi[ac]s?|subcutaneous\w*|intravenous\w*"
)
EXPLAINED = re.compile(r"\(|\bcalled\b|\bknown as\b|\bmeans?\b|\bthis is\b|\bis (?:a|an|the|another|when)\b|\bor\b|\bthat is\b|\balso\b|\bdoctors call\b")

# --- prognosis and danger -------------------------------------------------------------------------

SEVERE = (
    r"(?:kidney|heart|liver|organ|respiratory) failure|failure of (?:the )?(?:kidneys?|heart|liver)|death|die|dies|blind(?:ness)?|amputation|disab\w+|paralys\w+|paralyz\w+"
    r"|dialysis|heart attack|stroke|get worse|worsen|permanent damage|cripple\w*|coma|cancer"
)
CERTAIN_OUTCOME = re.compile(
    r"\b(?:will (?:\w+ )?(?:get worse|worsen|die|progress|lead to|end in|result in|cause|lose|need dialysis|go blind|fail|be (?:disabled|paralysed|crippled))"
    r"|(?:leads? to|results? in|ends? in|means|guarantees|inevitably \w+) (?:\w+ ){0,3}?(?:" + SEVERE + r")|become disabled|inevitabl[ey])(?!\w)"
)
#: A condition on the outcome, or a softening, takes the certainty out of it.
SOFTENED = words(
    r"may|might|can|could|sometimes|often|usually|some people|in some|many people|if|unless|without (?:\w+ )?(?:treatment|care|insulin|help)|untreated|not treated|likely|risk|rarely|eventually|over time|probably|possible|not always|not everyone|most"
)

#: Emergency symptoms, one pattern per group (reader needs an action beside them).
RED_FLAGS: dict[str, re.Pattern[str]] = {
    "breathing": words(
        r"short(?:ness)? of breath|breathless\w*|(?:trouble|difficult\w*|problems?|hard|struggl\w+)(?: (?:in|with|to))? breath\w*|breathing (?:difficult\w*|problems?|trouble)|cannot breathe|can't breathe|gasping"
    ),
    "chest pain": words(r"chest pains?|pain in (?:your|the) chest|tight(?:ness in (?:your|the))? chest|crushing pain"),
    "no urine": words(
        r"(?:no|stop(?:s|ped)? (?:passing|making)|cannot pass|unable to pass|not passing) (?:any )?(?:urine|pee|wee|water)|unable to (?:urinate|pee)|not peeing|stops? peeing"
    ),
    "fits": words(r"(?:has|have|having|had) (?:a )?(?:fits?|seizures?|convulsions?)|passes? out|passing out|unconscious\w*|collapses?|unresponsive|loss of consciousness"),
    "stroke": words(
        r"face (?:droops?|drooping|dropping)|slurred speech|sudden (?:\w+ )?(?:weakness|numbness|confusion|loss of (?:vision|speech|sight))|weakness on one side|one side of (?:your|the) (?:body|face)"
    ),
    "bleeding": words(r"(?:cough|vomit|throw|bring)(?:ing|s)? up blood|vomiting blood|heavy bleeding|bleeding that (?:won't|will not|does not) stop|severe bleeding|black,? tarry"),
    "allergy": words(r"anaphyla\w+|swelling of (?:the|your) (?:face|lips|tongue|throat)|swollen (?:lips|tongue|throat)|throat closing"),
    "self-harm": words(r"suicid\w+|kill(?:ing)? (?:yourself|themselves)|end(?:ing)? (?:your|their) (?:own )?life|self-harm\w*|harm(?:ing)? yourself"),
    "death": words(r"(?:may|might|could|can|will) die(?! of old)|(?:may|might|could|can|will|is|be|are) (?:be )?(?:fatal|deadly)"),
}
#: Something the reader is told to do about it.
ACTION = words(
    r"call (?:999|911|112|000|111|an ambulance|emergency|your|a|the|for)|(?:999|911|112)|emergency|urgent\w*|a&e|accident and emergency|right away|straight ?away|immediate(?:ly)?|as soon as (?:possible|you can)|at once",
    r"(?:get|seek|need|ask for|find) (?:\w+ )?(?:medical |urgent |emergency )?(?:help|attention|advice|care)|(?:see|call|tell|contact|talk (?:to|with)|speak (?:to|with)|ask|phone|ring|visit|go to|consult) "
    r"(?:your |a |the |an )?(?:\w+ )?(?:doctor|gp|nurse|midwife|pharmacist|care team|health ?care|clinic|hospital|provider|specialist|surgery|kidney team|team|dentist|optician|emergency|111)\w*",
    r"care that eases|choose|supportive care|samaritans|helpline|hospital",
)

# --- who speaks, who is spoken to -----------------------------------------------------------------

SECOND_PERSON = words(r"you|your|yours|yourself|you'll|you're|you've")
PRONOUN_START = re.compile(r"^\W*(?:[^,]{2,50}, )?(?:if |and |so |since |because |as |therefore |also |then )?(?:it|they|this|these|that|those|such|its|their)\b")
GENERIC_TREATMENT = words(
    r"(?:treatment|therap(?:y|ies)|procedure|injection|infusion|session|drip|program|programme|protocol|technique|approach|product|formula|supplement|method|technology|capsule|drop|remedy|regimen|cleanse|device|machine|intervention|modality|solution|serum)s?"
)
#: Parts of the body: a sentence whose subject is one of these tells how the body works.
BODY = words(
    r"(?:kidney|liver|heart|lung|nerve|vessel|muscle|bone|joint|brain|gut|skin|cell|organ|hormone|gland|lymph node|tendon|ligament|cartilage)s?|body|blood|immune system|stomach|pancreas|bladder|insulin|eyes?|ears?|spine"
)
AVAILABILITY = words(
    r"(?:is|are|be|been|being|not|readily|widely|now|currently|yet|become|available)(?: \w+)? (?:available|offered|in use|on offer|accessible)|available (?:treatment|therapy|now|at|in|for|to)|inject(?:ed|ions?|ing)|infus(?:ed|ions?|ing)|administer(?:ed|ing)?|"
    r"(?:newer|new|emerging) (?:therapy|treatment|option|approach)|takes? the form|withdrawn from|harvest(?:ed|ing)|intravenous\w*|clinics? (?:offer|provide)s?|is also known as"
)
REGULATOR = words(
    r"fda|mhra|ema|tga|health canada|medicines regulator|regulators?|food and drug administration|european medicines agency|medicines and healthcare products regulatory agency|not (?:\w+ )?(?:approved|licen[sc]ed|authori[sz]ed)|unlicen[sc]ed|unapproved|no approval|licen[sc]ed for"
)
HARM = words(
    r"side[- ]effects? (?:can|may|include|are|could|such|of|from|have|like)|(?:common|possible|serious|known|rare|other|main|some|these|the|all(?: the)?) side[- ]effects?|risks? (?:of|include|are|from|and)|harm(?:s|ful|ed)?|infections?|sepsis|bleeding|allergic|"
    r"complications? (?:can|may|include|of|from)|adverse (?:events?|effects?|reactions?)|unsafe|dangerous|toxicity|became (?:very )?ill|very ill|tumou?rs?|blood clots?|overdose|poison\w*|not (?:known|clear) (?:\w+ )*safe|safety (?:is|of|has|remains)|how safe|(?:liver|kidney|nerve|heart) damage|caused? (?:\w+ )?(?:damage|problems|death|illness)|(?:not|may not be) safe"
)
