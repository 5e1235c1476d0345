"""How a text sells: promises, fashion, unnamed research, pressure, comparison, safety."""

from __future__ import annotations

from education.checks.terms import words

#: Selling words no clinician would write; strong enough to speak for themselves.
STRONG_PROMO = words(
    r"""
    miracle | miraculous\w* | magic(?:al)? | wonder (?:drug|cure|treatment|supplement|herb)
    breakthroughs?(?! (?:pain|bleed|seizure|infection|case|therapy design|symptom|fit)\w*)
    revolution(?:ary|i[sz]\w+|i[sz]e) | game[- ]?chang\w+ | cutting[- ]edge
    state[- ]of[- ]the[- ]art | world[- ]class | ground-?breaking | next[- ]generation
    life[- ]changing | (?:fountain of|eternal) youth | say goodbye to | unlock(?:s|ing)?
    unleash\w* | supercharg\w+ | harness(?:es|ing)? (?:the|your)
    power of (?:nature|your|the body|stem|exosome|\w+ therapy)
    nature's (?:own )?(?:answer|cure|remedy|gift|\w+) | risk[- ]free | all[- ]natural
    100% natural | superfoods? | power-?house | fountain | secrets? (?:to|of) | astonishing
    remarkabl[ey] | incredibl[ey] | amazing\w* | extraordinary | unparalleled | unmatched
    unrivall?ed | second to none | pioneering | trailblaz\w+
    feel(?:ing)? (?:like new|years younger|young again|reborn)
    transform(?:s|ing|ed)? (?:your|lives) | turn back (?:the clock|time) | look and feel
    biohack\w* | super-?charge\w* | to the rescue
    """
)

#: Selling words that a sober page uses now and then.
MILD_PROMO = words(
    r"""
    promis(?:es|ing)(?! (?:to keep|yourself)) | shows? (?:\w+ )?promise | innovat\w+
    imagine(?! that you) | hopeful | new hope
    hope (?:to|for) (?:those|people|patients|suffer)\w* | offer(?:s|ing)? hope | ray of hope
    thing of the past | everyone is talking | encouraging | delighted | exciting | excitement
    much better future | better future | brighter future | bright future
    advantages (?:of|over) (?:this|the|our|taking|\w+ therapy)
    advanced (?:therapy|treatment|technology|regenerative|formula)
    regenerative (?:therapy|treatment|power|potential|medicine)
    discover(?: (?:how|the|why|our|a)) | rejuvenat\w+ | revitali[sz]\w+ | radian(?:t|ce)
    glow(?:ing)? | vitality | wellness | optimal health | holistic\w*
    natural(?:ly)? (?:heal\w*|way|solution|remedy|approach|alternative|therapy|treatment|
        boost\w*|detox\w*|process(?:es)?)
    non[- ]?invasive | minimally invasive | non[- ]surgical | drug[- ]free
    medication[- ]free | chemical[- ]free | painless | no downtime
    gentle(?:r|st)?(?= (?:on|therapy|treatment|solution|way|yet|but|alternative|
        and effective))
    root cause
    body's (?:own |natural )+(?:heal\w*|repair|defen[cs]e|detox\w*|ability|power|regenerat\w*)
    powerful | potent | tailored to your | personali[sz]ed (?:program|plan|protocol|therap)\w*
    leading(?: provider|-edge| clinic| experts?) | trusted by
    thousands of (?:happy |satisfied )?(?:patients|people|customers) | success stories
    testimonials? | our patients | satisfied | unique(?:ly)? | new era | new frontier
    forefront | future of (?:medicine|health\w*|treatment) | long-lasting
    lasting (?:relief|results) | faster recovery | quick recovery | reclaim
    nature (?:made|intended) | exact copy of | pure | new life | ancient wisdom
    get your life back | regain your | live life | no more
    """
)

#: The voice of a seller.
SALES = words(
    r"""
    our (?:clinic|treatment|therap(?:y|ies)|program(?:me)?s?|protocols?|formula|product|
        supplement|specialists|practitioners|experts|drips?|packages?)
    (?:book|schedule|request) (?:your|a|an) (?:\w+ )?(?:consultation|session|appointment|
        call) (?:today|now|with us)
    our (?:\w+ )?(?:drops|plan|pellets|herbs|capsules|oil|kit|serum|device|waves)
    free (?:\w+ )?(?:check|trial|session) | free consultation | consultation today
    call (?:us|now) (?:today|now|to) | contact us (?:today|now) | order (?:now|today|yours)
    shop now | buy now | special offer | discount | money[- ]back
    we (?:offer|provide|specialis?e|use|utili[sz]e|combine) | are you tired of
    tired of living | ready to
    """
)

#: A request to read a claim as news or as fashion.
POPULARITY = words(
    r"""
    gain(?:ing|ed|s) (?:\w+ ){0,2}(?:attention|popularity|traction|interest|ground|
        recognition)
    grow(?:ing|n) (?:in popularity|popularity|interest) | surg(?:e|ing) in popularity
    increasingly (?:popular|turn\w*)
    more and more (?:people|patients|doctors|research|clinics) | sought[- ]after
    popular (?:choice|option|treatment) | trending | turn(?:ing)? to
    many (?:practitioners|experts|doctors|people|patients) (?:are |now )*(?:believe|recommend|
        swear|report|incorporat|choos|turn)\w*
    celebrit\w+ | loved by | swears? by | trusted (?:by|for) | thousands of
    used for (?:centuries|thousands)
    """
)

#: Research named without saying which.
VAGUE_RESEARCH = words(
    r"""
    (?:research|studies|science|evidence|trials?|data|experts?|doctors|scientists|researchers|
        clinical (?:studies|research|trials|data)) (?:\w+ )?(?:show|shows|showed|shown|
        suggest|suggests|suggested|prove|proves|proved|indicate|indicates|confirm|confirms|
        demonstrate|demonstrates|support|supports|agree|believe|say|recommend|found|reveal|
        reveals)
    (?:clinically|scientifically|medically|doctor|research)[- ](?:proven|backed|tested|
        approved|recommended|validated)
    science[- ]backed | backed by (?:science|research)
    (?:earliest|early|recent|latest|emerging|new|modern|numerous|many|several|extensive|
        mounting|growing) (?:\w+ )?(?:research|studies|evidence|science|trials|findings|data)
    (?:believed|thought|said|known|reported|understood|believable) (?:to|that|by)
    has been (?:proven|shown) to | proven (?:to|effective|results|track) | well[- ]documented
    """
)

#: Fear, blame and hurry.
PRESSURE = words(
    r"""
    before it(?:'s| is) too late | don't wait | do not wait until | don't delay
    the longer you wait | the sooner you (?:act|start|book|begin) | act now | too late
    running out of time | take more time to seek | suffer(?:ing|ers?)?(?: from)? | devastat\w+
    terrifying | silent killer | doom\w* | victims?(?: of)? | death sentence | crippl\w+
    nightmare | agony | disabled for life | (?:will|may|can|could|might) (?:die|be fatal)
    your (?:own )?fault | toxic (?:burden|overload)
    """
)

#: A treatment put above another, or above "conventional" care.
COMPARATIVE = words(
    r"""
    (?:much |far |even )?(?:safer|gentler|superior|kinder)
    (?:fewer|lesser|less|lower|minimal|reduced|no) (?:\w+ ){0,2}?(?:side[- ]effects|
        complications|risks? (?:than|compared)|downtime|invasive|harsh|painful|toxic)
    (?:more|better|faster|quicker|stronger|longer[- ]lasting|
        shorter) (?:\w+ ){0,3}?than
    more (?:effective|permanent|natural|powerful|potent|efficient|lasting)(?! (?:if|when))
    works? as well as | as (?:effective|safe|strong|powerful) as
    better (?:alternative|option|choice|solution|results?|outcomes?|repair|absorption)
    a fraction of (?:the )?(?:cost|price|risk|surgery) | times (?:stronger|better|faster|more)
    outperform\w* | beats?(?= (?:surgery|drugs|medic|conventional|steroid)\w*)
    (?:alternative|compared) to (?:\w+ )?(?:surgery|drugs?|medications?|medicines?|
        painkillers|conventional|traditional|standard|invasive|steroids?)\w*
    instead of (?:surgery|drugs|medic\w+|pills)
    unlike (?:\w+ ){0,3}?(?:surgery|drugs?|medications?|medicines?|painkillers|treatments?|
        therap(?:y|ies)|conventional|traditional|supplements?|pills?|tablets?|fillers|injections?|
        antibiotics|steroids?|others?|creams?)
    (?:whereas|while|but) (?:our|ours)\b
    (?:without|no need for|avoids?|
        delays?) (?:the )?(?:need for )?(?:invasive |major |risky )?(?:surgery|drugs|
        medications?|going under)
    """
)

RUN_DOWN = words(
    r"""
    (?:conventional|traditional|mainstream|standard|orthodox|western|modern|allopathic|usual|
        pharmaceutical|prescription)\b[^.;]{0,80}?\b(?:(?:do(?:es)? not|don't|doesn't|cannot|
        can't|fails? to|rarely|never|unable to) (?:\w+ )?(?:repair|heal|address|fix|solve|
        restore|regenerate|reverse|get to|treat the (?:root|underlying|cause)|cure)|(?:only|
        merely|just|simply) (?:mask|manage|treat|cover|suppress|offer|provide|relieve|
        address)\w*|mask(?:s|ing)?|harsh\w*|toxic|(?:come|comes|full|loaded|riddled|
        fraught) (?:with|of) (?:\w+ ){0,3}(?:side[- ]effects|risks|complications|dangers)|
        outdated|ineffective|fall(?:s)? short|limited results|will tell you|ignores?|
        overlooks?|has no answer|says that)
    (?:painkillers|pills|tablets|drugs|medications?|medicines?|steroids?|antibiotics|statins|
        chemotherapy|doctors|surgery|injections)\b[^.;]{0,40}?\b(?:mask|cover up|paper over|
        suppress)(?:s|ing)? (?:the |your )?(?:symptoms?|pain|problem)
    (?:rather than|instead of|without) (?:merely |simply |just |only )?mask(?:s|
        ing)? (?:the |your )?(?:symptoms?|pain)
    (?:doctors|cardiologists|surgeons|specialists|gps|hospitals|
        insurance companies) (?:\w+ )?(?:rarely mention|ignore|hide|dismiss|will never tell|
        won't tell|do not want|don't want|are slow to)
    no (?:money|profit) in | threatens? their income | (?:cannot|can't) be patented
    (?:drug companies|big pharma|the pharmaceutical industry|drug firms) (?:\w+ )?(?:need|want|
        hide|profit|do not|don't|fear|suppress|make more)
    (?:need|want|keep)(?:s|ing)? you (?:sick|ill|hooked)
    (?:mainstream|conventional|modern|western|orthodox) medicine (?:\w+ )?(?:overlook\w*|ignor\w+|
        fail\w*|dismiss\w*|has given up)
    your (?:own )?(?:doctor|gp|surgeon|dentist) (?:will|does|may) not (?:\w+ )?(?:tell|mention|
        know|want you)
    (?:doctors|cardiologists|surgeons|specialists|oncologists|dentists|gps) (?:rarely|never|
        won't|will not|don't|do not) (?:\w+ )?(?:tell|mention|offer|talk|want)(?! (?:if|until))
    """
)

#: The same from a seller, about ordinary care that is named in the sentence.
RUN_DOWN_BY_SELLER = words(
    r"""
    (?:alone )?(?:cannot|can't|do(?:es)? not|don't|doesn't|never|will not) (?:\w+ )?(?:repair|
        heal|fix|restore|rebuild|regenerate|reverse|solve|reach|cure|get to)
    (?:only|merely|just|simply) (?:hides?|covers?|masks?|treats?|eases?|manages?|delays?|
        suppress\w*)
    weakens? | upsets? | push(?:es)? | poison\w* | carr(?:y|ies) (?:a |the )?risks? | harsh
    """
)
#: Natural told as safe (K07): a natural origin and safety in one sentence.
NATURAL = words(
    r"""
    natural(?:ly)? | organic | plant-based | herbal | nature | bio-?identical
    (?:your|the patient's|patient's|their|one's) own (?:body|cells|blood|tissue|fat|stem)\w*
    (?:the|your|human) body (?:\w+ )?(?:already |naturally )?(?:makes?|produces?|
        recogni[sz]es|be producing|contains)
    body may already | autologous | chemical-free | drug-free | non-toxic
    """
)

SAFE = words(
    r"""
    safe(?:r|st|ly|ty)?
    (?:no|few(?:er)?|less(?:er)?|without|minimal|zero|free of|lower|reduced|
        any) (?:\w+ ){0,2}?(?:side[- ]effects|risks?|harm|danger|reactions?|rejection|
        complications)
    (?:less|not|never) (?:\w+ )?(?:harsh|toxic|harmful) | gentle(?:r)? | harmless | risk-free
    side[- ]effect[- ]free | well[- ]tolerated | non-toxic
    """
)

#: Safety told plainly, for pages that sell.
SAFE_TOLD = words(
    r"""
    (?:is|are|be|completely|very|perfectly|totally|and|all|a|
        can be taken) (?:\w+ )?safe(?:ly)?
    harmless | gentle | well[- ]tolerated | non-toxic | (?:use|take|used|taken) it safely
    do(?:es)? not carry the risks? | without the risks? | none of the risks?
    free (?:of|from) (?:any )?(?:side|risk|harm)\w*
    """
)

#: The words that make one thing the reason for the other.
CAUSE = words(
    r"""
    because | due to | since | as (?:it|they|the|these) | so(?: it| they|,) | therefore
    hence | which (?:means|makes) | thanks to | means | being | making
    """
)
