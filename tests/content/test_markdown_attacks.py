"""The renderer against whatever stands in a body: it ends, loses nothing, and lets no markup in."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from education.content.markdown import to_html

_SAFE = re.compile(
    r"</?(?:p|br|strong|em|ul|li|blockquote|hr|h[3-6]|table|thead|tbody|tr|th|td)(?: /)?>"
    r'|</(?:a|ol)>|<ol(?: start="\d+")?>|<a(?: href="[^"<>]*")?(?: rel="[a-z ]*")?>'
)
_ADDRESS = re.compile(r'href="(?:https?:|mailto:|tel:|[^":]*(?:[/?#]|"))', re.IGNORECASE)

BODIES = {
    "a single line of 1 MB": "kidney " * 150_000,
    "deep quotes": ">" * 5_000 + " kidney",
    "deep lists": "".join("  " * n + "- kidney\n" for n in range(300)),
    "lists in a line": "- " * 300 + "kidney",
    "quotes and lists": "> - 1. " * 100 + "kidney [[C-1]]",
    "open links": "[" * 20_000 + "kidney",
    "open emphasis": "*_" * 20_000 + "kidney",
    "a huge table": "| a | b |\n| --- | --- |\n" + "| kidney | pain |\n" * 3_000,
    "null bytes": "kid\x00ney kidney",
    "turned directions": "\u202ekidney\u202c \u2066kidney",
    "html": "<div onclick=run()>kidney</div><script>kidney</script><svg/onload=run()>",
}


def shown(text: str) -> str:
    return to_html(text, lambda number, place: f"<p>[C-{number}]</p>")


@pytest.mark.parametrize("case", BODIES)
def test_no_body_brings_the_renderer_down_and_no_word_is_lost(case: str) -> None:
    page = shown(BODIES[case])
    assert page.count("kidney") == BODIES[case].count("kidney")
    assert not re.findall(r"[<>]", _SAFE.sub("", page))


_MARKUP = """
    <p> </p> <script> </script> <img/src=x/onerror=run()> <svg/onload=run()> <a/href=javascript:x>
    [x](javascript:run()) [x](data:text/html,x) [x](https://x.org) ![x](x) <javascript:x>
    <https://x.org> [x]: javascript:x ** __ ` ``` ~~~ > | --- # - 1. \\ & &lt; &#60; &#x202e;
    [[C-1]] [[C- " ' style= onload= \u202e word
"""


@pytest.mark.parametrize(
    "address", ["%5Bx%5D:", "kidney:12", "javascript:run()", "JAVA&#9;script:x"]
)
def test_an_address_that_looks_like_another_scheme_leads_nowhere(address: str) -> None:
    assert "href" not in shown(f"[kidney](<{address}>)")


@pytest.mark.parametrize(
    "address", ["https://x.org/a:b", "MAILTO:a@x.org", "tel:112", "/a:b", "?a:b", "#a:b", "kidney"]
)
def test_an_address_of_a_named_scheme_or_of_this_site_stays(address: str) -> None:
    assert f'href="{address}"' in shown(f"[kidney]({address})")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*_MARKUP.split(), "\n", "\n\n", "    "]), max_size=30))
def test_no_markup_and_no_address_gets_through_that_is_not_named(pieces: list[str]) -> None:
    page = shown(" ".join(pieces))
    assert not re.findall(r"[<>]", _SAFE.sub("", page))
    assert len(_ADDRESS.findall(page)) == page.count('href="')
