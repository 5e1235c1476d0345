"""Lists of sources as programs write them, in each format; the same three publications."""

from __future__ import annotations

import json

NBIB = """\
PMID- 31000001
OWN - NLM
DP  - 2020 Mar 15
TI  - Walking after meals and blood sugar in adults with diabetes: a randomised
      controlled trial.
PG  - 123-31
LID - 10.1000/Walk.1 [doi]
AB  - A short summary - with a dash.
AU  - Müller JA
AU  - Jones C
CN  - Walking Study Group
PT  - Journal Article
PT  - Randomized Controlled Trial
TA  - J Test Med
VI  - 12
IP  - 3

PMID- 31000002
TI  - A treatment for kidney damage in diabetic mice.
DP  - 2018
AU  - Lee K
PT  - Journal Article
PT  - Retracted Publication
RIN - Test J. 2021;1:1
AID - 10.1000/mice.2 [doi]
MH  - Animals
MH  - *Mice
TA  - Cells Test

PMID- 31000003
TI  - Care of the kidneys in diabetes: a clinical guideline.
DP  - 2022
CN  - Example Society
PT  - Practice Guideline
TA  - Guidel Test
"""
RIS = """\
TY  - JOUR
TI  - Walking after meals and blood sugar in adults with diabetes: a randomised controlled trial
AU  - Müller, Jana A.
AU  - Jones, Chris
JO  - Journal of Test Medicine
J2  - J Test Med
PY  - 2020/03/15/
VL  - 12
IS  - 3
SP  - 123
EP  - 131
DO  - https://doi.org/10.1000/WALK.1
N2  - A long summary
that goes on without a tag.
ER  -

TY  - ELEC
TI  - Your kidneys and you
AU  - Example Health Service
UR  - https://health.example.org/kidneys
Y2  - 2024/05/01/
ER  -
"""
BIB = r"""
% a comment
@string{jtm = "J Test Med"}
@article{muller2020,
  author = {M{\"u}ller, Jana A. and Chris Jones and {Walking Study Group}},
  title = {{Walking} after meals \& blood sugar: a randomised controlled trial},
  journal = jtm,
  year = 2020, volume = {12}, number = "3",
  pages = {123--131},
  doi = {10.1000/walk.1},
}
@online{kidneys, title = "Your kidneys and you", url = {https://health.example.org/kidneys},
  urldate = {2024-05-01}, author = {{Example Health Service}}}
"""
CSL = json.dumps(
    [
        {
            "id": "x",
            "type": "article-journal",
            "title": "Walking after meals {and} blood “sugar”",
            "author": [
                {"family": "Müller", "given": "Jana A."},
                {"family": "Gogh", "given": "V.", "non-dropping-particle": "van"},
                {"literal": "Walking Study Group"},
            ],
            "container-title": "Journal of Test Medicine",
            "container-title-short": "J Test Med",
            "issued": {"date-parts": [[2020, 3, 15]]},
            "volume": "12",
            "issue": 3,
            "page": "123-131",
            "DOI": "10.1000/walk.1",
            "PMID": "31000001",
        },
        {
            "id": "y",
            "type": "webpage",
            "title": "Your kidneys and you",
            "URL": "https://health.example.org/kidneys",
            "accessed": {"date-parts": [[2024, 5, 1]]},
        },
    ],
    ensure_ascii=False,
)


def many_nbib(n: int) -> bytes:
    """A PubMed file of so many records, each with an abstract."""
    summary = "Plain words about a trial. " * 40
    records = (
        f"PMID- {40_000_000 + i}\nTI  - A trial of walking, number {i}.\nDP  - 2020\n"
        f"AB  - {summary}\nAU  - Smith JA\nTA  - J Test\nLID - 10.1000/many.{i} [doi]\n\n"
        for i in range(n)
    )
    return "".join(records).encode()
