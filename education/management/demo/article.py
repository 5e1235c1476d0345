"""A marketing article of our own making, for the importer to take apart.

It overclaims on purpose: promises, a comparison with nothing behind it, "natural, so safe", no
harm, no source. Nobody should believe it, and the checks say why.
"""

from __future__ import annotations

TITLE = "Exosome drips: wake up your kidneys"
CODE = "E11.21"
TEXT = """\
Exosome drips: wake up your kidneys

Tired kidneys? Our exosome drip sends millions of tiny helpers to the very spot that needs them. \
After one visit, your kidneys will start to rebuild themselves from the inside!
We are proud to be among the first to bring this breakthrough to people living with diabetic \
nephropathy.

Why diabetes wears kidneys out

High sugar scratches the fine sieve inside each kidney, and the sieve starts to leak.
- Leaky sieve: Protein slips into your pee, and nobody tells you until it is late.
- Heavy legs: Water stays in the body, so shoes feel tight by the evening.
- Short breath: Water can also settle in the lungs, and climbing stairs gets hard.

What our drip does for you

- Calms the fire
Exosomes switch off the inflammation that ruins kidneys and bring your filter numbers back up.
- No knife, no risk
There is no surgery, so it is far safer than the operations other doctors offer.
- Gentle by nature
Because your own body makes exosomes, the drip has no side effects, unlike harsh tablets.
- Results that last
While dialysis only buys time, exosomes stop kidney disease for good.

It helps your feet as well

Many of our guests come with diabetic neuropathy, and the tingling in their feet fades in days. \
Studies around the world agree that nerves love exosomes.
Some experts say that more research is needed.

Book your drip today

Places go fast. Why wait for your kidneys to fail?
"""
