"""The style of the page to take away: one sheet for phone, screen and paper."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from comparekit.figures.theme import FONTS, style_variables
from comparekit.reporting.document import Sheet

_SHEET = Path(__file__).with_name("page.css")


def page_style(editions: Sequence[Sheet], stacked: str) -> str:
    """All rules of a page.

    Parameters
    ----------
    editions : sequence of Sheet
        What stands on every sheet of paper comes from these.
    stacked : str
        Rules for the tables that a phone stacks.
    """
    shown = "".join(_switch(edition, editions) for edition in editions)
    paper = "".join(_paper(edition) for edition in editions)
    narrow = f"@media screen and (max-width:719px){{{stacked}}}"
    return "".join((style_variables(), _rules(), shown, narrow, paper))


def css_string(words: str) -> str:
    """`words` as a string of a style sheet that nothing in them can end."""
    return '"' + "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in words) + '"'


@cache
def _rules() -> str:
    """The style sheet without its comments and line breaks."""
    lines = (line.strip() for line in _SHEET.read_text(encoding="utf-8").splitlines())
    return "".join(line for line in lines if line and not line.startswith("/*"))


def _switch(edition: Sheet, editions: Sequence[Sheet]) -> str:
    """Chosen, an edition is the only one to be seen, and its name in the switch is marked."""
    chosen, own = f"#show-{edition.language}:checked", edition.language
    others = ",".join(f"{chosen}~main #{other.language}" for other in editions if other is not edition)
    return (
        f"{others}{{display:none}}"
        f"{chosen}~nav label[for=show-{own}]{{color:var(--ink);text-decoration:none;font-weight:700}}"
        f"#show-{own}:focus-visible~nav label[for=show-{own}]{{outline:3px solid var(--accent)}}"
    )


def _paper(edition: Sheet) -> str:
    """What stands at the head and the foot of every sheet; the first has its head in the page itself."""
    own = edition.language
    parts = edition.page_number.replace("{pages}", "{page}").split("{page}")
    counters = (" counter(page) ", " counter(pages) ")
    number = css_string(parts[0]) + "".join(
        counter + css_string(part) for counter, part in zip(counters, parts[1:], strict=False)
    )
    letters = f"font:9pt {FONTS};color:#333"
    return (
        f"@page {own}{{size:A4;margin:16mm 15mm 15mm;"
        f"@top-left{{content:{css_string(edition.page_head)};{letters}}}"
        f"@bottom-left{{content:{css_string(edition.page_foot)};{letters}}}"
        f"@bottom-right{{content:{number};{letters}}}}}"
        f"@page {own}:first{{margin-top:12mm;@top-left{{content:none}}}}"
        f"@media print{{#{own}{{page:{own}}}}}"
    )
