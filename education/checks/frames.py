"""Frames: the words around a claim that make it something other than a claim.

"We do not know if it helps" holds "helps" and claims nothing. A frame covers its own clause; a
*but* or an *although* ends it. The same goes for a quotation, a myth named as a myth, a seller's
words told as a seller's words, and a denial.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .terms import pattern, words

#: Where one assertion ends and the next may say something else.
_CLAUSE_END = pattern(
    r"""
    [;]|\s-\s|\s?—\s?|,? but (?!not)|, (?:yet|however|although|though|even though|whereas|
    while|and yet|so|and it|and they|and this)\b|(?<=\w) (?:although|though|
    however) |(?<=\w): (?=\w+ \w+ \w+)
    """
)
_LEADING_CONCESSION = re.compile(
    r"^(?:although|though|while|even though|despite|whilst|even if)\b[^,]*,"
)

_EPISTEMIC = words(
    r"""
    (?:do|does|did)(?: not|
        n't) (?:yet |really |fully |currently |always |necessarily )?(?:know(?! that| it[.,]|
        \sit$)|prove|show|mean|tell|say|guarantee|agree|understand)
    no ?(?:one|body) (?:yet |really |fully )?(?:knows|is sure|
        can (?:say|tell|be sure)|can (?:promise|guarantee) (?:you )?that|
        should (?:say|claim|be told|promise) (?:you )?that|
        has (?:yet )?(?:shown|proved|proven|tested|found|compared))
    nobody (?:yet )?(?:knows|has)
    not (?:yet |fully |really |entirely |currently |well |completely |been )*(?:known|clear|
        certain|sure|proven|proved|shown|established|understood|tested|studied|confirmed|
        demonstrated|proof|enough|supported)
    (?:has|have|had|is|are|was|were)(?: not|
        n't| never| yet to)(?: yet| ever)? (?:been |be )?(?:\w+ly |well )?(?:proven|proved|
        shown|tested|studied|established|confirmed|demonstrated|evaluated|known|clear|certain)
    no (?:guarantee|proof|way to (?:know|tell)) | unclear | unknown | uncertain\w* | unproven
    untested | unsupported | inconclusive | not a proven | no proven
    (?:no|little|not enough|not much|insufficient|limited|weak|poor|low[- ]quality|lack of|
        scant|conflicting|mixed|no good|no strong|very little|isn't enough|not any|
        any) (?:[\w-]+ ){0,4}?(?:evidence|proof|data|trials?|tests?|studies|study|
        research)\b(?! of (?:harm|side))
    (?:cannot|can not|can't|could not|couldn't) (?:yet )?(?:tell|say|know|be sure|claim|show|
        prove|guarantee|promise)
    too (?:few|small|early|soon|little) | (?:only|just) in (?:mice|animals|rats|the lab)
    (?:is|are|being|still|been|was|were|now|to) (?:\w+ ){0,2}?(?:test(?:ed|ing)|stud(?:ied|y|
        ying)|investigat(?:ed|ing)|research(?:ed|ing)|looking (?:at|into)|explor(?:ed|ing)|
        trying to find)\b
    (?:find out|learn|see|know|decide|ask|asking|test|tests|testing|tested|studying|wonder|
        question|questions about|unsure|doubt|say|tell us|show) (?:\w+ ){0,3}?(?:if|whether)\b
    whether\b | remains? (?:un\w+|to be|a question)
    yet to be (?:proven|proved|shown|established|tested|known)
    (?:more|further|better|larger) (?:\w+ )?(?:research|studies|evidence|trials?|
        work)\b(?: \w+){0,6}? (?:needed|required|necessary|should)
    need(?:s|ed)? (?:more|better|larger|further) (?:\w+ )?(?:research|studies|evidence|
        trials?)
    evidence (?:\w+ ){0,6}?(?:is|are|was|remains) (?:still |very )?(?:mixed|limited|weak|poor|
        scarce|thin|patchy|conflicting|uncertain)
    (?:little|nothing|no reason|not much) to (?:suggest|show|think|believe|support|say)
    nothing (?:yet )?(?:shows|proves|suggests) | doubt(?:s|ed|ful)? (?:that|if|whether)
    (?:wrong|untrue|misleading|false|unfair|dangerous) to (?:say|think|claim|believe|suggest)
    beware | be (?:wary|careful|cautious|suspicious) | (?:warning|tell-tale) signs?
    red flags? | watch out | do not (?:trust|believe|fall|rely) | too good to be true
    avoid (?:any|clinics|products|anyone|websites|claims)
    not (?:approved|licen[sc]ed|authori[sz]ed|cleared|recommended|advised|intended|meant|
        a substitute|a cure|a treatment|a replacement)
    (?:research|research-only|scientific|untested|early) (?:idea|question) | experimental
    (?:aim|goal|purpose) (?:of [\w ]{1,40})?(?:is|was) to
    no (?:better|more effective|different) than (?:a )?(?:placebo|dummy|sham)
    """
)
#: A verdict that stands after the claim: "That exosomes heal kidneys is unproven."
_VERDICT = pattern(
    r"""
    \b(?:is|are|has|have|remains?|was|were)(?: still| not| never|
    n't)? ?(?:yet )?(?:been )?(?:lacking|missing|absent|nonsense|unproven|
    unknown|unclear|uncertain|not known|not clear|
    (?<=not )(?:proven|known|shown|clear)|false|wrong|untrue|a myth|not true|misleading|
    exaggerated)\b|\bin (?:theory|name) only\b|\bwithout (?:good |any |strong )?(?:evidence|
    proof)\b
    """
)
_ATTRIBUTED = words(
    r"""
    myths? | misconceptions? | hype | contrary to | false(?:ly)? | mislead\w*
    claims? (?:that|to|like|such as|about|of|these) | claimed to | so-called
    (?:some|many|most|certain|these) (?:\w+ )?(?:clinics?|compan(?:y|ies)|websites?|sellers?|
        shops?|adverts?|ads|providers?|spas)
    (?:clinics?|compan(?:y|ies)|websites?|sellers?|adverts?|ads|promoters?|proponents?|
        supporters?|advocates?|marketers?|manufacturers?|makers?) (?:\w+ )?(?:say|says|claim|
        claims|promise|promises|advertise|believe|state|tell|market|sell|promote)
    (?:marketed|sold|promoted|advertised|touted|hyped|pitched) (?:\w+ )?(?:as|for|to|with|by|
        that)
    you (?:may|might|will)(?: have)? (?:see|seen|hear|heard|read|come across)
    (?:some )?people (?:also )?(?:say|think|believe|use|take|try|may use|may take|may try|
        have used|have tried)
    people with \w+(?: \w+)? (?:use|try|take)
    (?:firms?|sites?|shops?|companies|sellers|clinics|websites|products|adverts?) (?:that|which|
        who)? ?(?:claim|say|promise|saying|claiming|promising|selling)\w*
    (?:warn|ban|fin|stopp|prosecut)(?:s|ed|ned|ing)? (?:\w+ ){0,4}?(?:firms?|compan(?:y|ies)|
        clinics?|sellers?|adverts?|websites?|shops?)
    (?:anyone|someone|person|clinic|company|site|seller|product) (?:who|that|which) (?:says|
        claims|promises|tells|offers|sells)
    """
)
_STAGED = words(
    r"""
    (?:in|on|from|with|of|using) (?:\w+ ){0,3}?(?:animals?|mice|mouse|rats?|dogs?|pigs?|sheep|
        rabbits?|monkeys?|rodents?|hamsters?|test tubes?|a dish|the lab(?:oratory)?|labs?|
        lab(?:oratory)? (?:cells|dishes|tests|studies))
    (?:animal|mouse|rat|lab(?:oratory)?|cell|preclinical|test[- ]tube) (?:tests?|studies|
        study|work|models?|research|experiments?|trials?)
    in vitro | in cells grown
    (?:small|tiny|pilot|first|early) (?:\w+ )?(?:study|trial|test)s? (?:of|in|with|gave)
    (?:study|trial|test)s? (?:of|in|with) (?:only |just |about )?\d+ (?:people|patients|
        adults|men|women|children|volunteers)
    (?:scientists|researchers) (?:think|hope|wonder)
    """
)
_NEGATION = pattern(
    r"""
    (?:\b(?:not|never|cannot|nor|neither|nothing|no longer|fails? to|failed to|unable to|
    unlikely to|rather than|instead of|no|stop|avoid|without)|n't)(?!\s+(?:only|just|merely|
    simply)\b)(?:(?:\s+[\w'-]+){0,3}| have to be an?| expect(?: [\w'-]+){1,4} to)\s*$
    """
)
_FALSE_NEGATION = re.compile(r"(?:without|stop|avoid)\s+(?:[\w'-]+\s+){1,3}")
_QUOTED = re.compile(r"\"[^\"]{2,200}\"")
_FIRST_PERSON = re.compile(r"\b(?:i|i'm|i've|my|me|we|our)\b")
_FRAMED_HEADING = words(
    r"""
    myths? | unproven | claims? to | warning signs? | red flags? | scams? | beware | avoid
    not (?:known|proven|help|work) | hype | false | fiction | fake\w* | debunk\w* | nonsense
    """
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence in which a frame holds."""

    start: int
    end: int


def clauses(plain: str) -> list[Clause]:
    """Cut a plain sentence where a new assertion may begin."""
    cuts = [m.start() for m in _CLAUSE_END.finditer(plain)]
    if lead := _LEADING_CONCESSION.match(plain):
        cuts.append(lead.end())
    edges = [0, *sorted(set(cuts)), len(plain)]
    return [Clause(a, b) for a, b in zip(edges, edges[1:], strict=False) if b > a]


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames of one sentence; ask ``cover`` whether a place in it is under one."""

    plain: str
    clauses: tuple[Clause, ...]
    epistemic: tuple[int, ...]
    verdicts: tuple[int, ...]
    attributed: tuple[int, ...]
    staged: tuple[int, ...]
    quotes: tuple[tuple[int, int], ...]
    #: Frame given by a label ("Myth:") or by the lead-in or heading above the sentence.
    whole: bool = False

    @property
    def uncertain(self) -> bool:
        """Tell whether the sentence says anywhere that something is not known or not shown."""
        return bool(self.epistemic or self.verdicts)

    def clause_at(self, place: int) -> Clause:
        """Return the clause that holds a place."""
        return next((c for c in self.clauses if c.start <= place < c.end), self.clauses[-1])

    def cover(self, place: int, *, staged: bool = True) -> bool:
        """Tell whether the word at ``place`` is not asserted; ``staged`` accepts "in mice"."""
        if staged and self._holds(self.staged, place):
            return True
        return self.doubted(place) or self.denied(place)

    def doubted(self, place: int) -> bool:
        """Tell whether the word at ``place`` is quoted, told as others' words, or not known."""
        if self.whole or any(a < place < b for a, b in self.quotes):
            return True
        clause = self.clause_at(place)
        before, after = range(clause.start, place), range(place + 1, clause.end)
        return any(p in before for p in (*self.epistemic, *self.attributed)) or any(
            p in after for p in self.verdicts
        )

    def uncertain_at(self, place: int) -> bool:
        """Tell whether the clause of ``place`` says, before or after it, that all is not known."""
        return self._holds((*self.epistemic, *self.verdicts), place)

    def _holds(self, starts: tuple[int, ...], place: int) -> bool:
        clause = self.clause_at(place)
        return any(clause.start <= start < clause.end for start in starts)

    def denied(self, place: int) -> bool:
        """Tell whether a negation stands close before ``place`` in the same clause."""
        before = self.plain[self.clause_at(place).start : place]
        hit = _NEGATION.search(before)
        # "without surgery exosomes heal" denies the surgery, not the healing.
        return hit is not None and not _FALSE_NEGATION.fullmatch(hit[0])


def frames_of(plain: str, *, label: str = "", heading: str = "", led: bool = False) -> Frames:
    """Read the frames of a plain sentence; ``led`` says that a framing lead-in stands above it."""
    whole = led or bool(_FRAMED_HEADING.search(label)) or bool(_FRAMED_HEADING.search(heading))
    return Frames(
        plain,
        tuple(clauses(plain)) or (Clause(0, 1),),
        _starts(_EPISTEMIC, plain),
        _starts(_VERDICT, plain),
        _starts(_ATTRIBUTED, plain),
        _starts(_STAGED, plain),
        tuple(q.span() for q in _QUOTED.finditer(plain) if not _FIRST_PERSON.search(q[0])),
        whole,
    )


def _starts(pattern: re.Pattern[str], plain: str) -> tuple[int, ...]:
    return tuple(m.start() for m in pattern.finditer(plain))
