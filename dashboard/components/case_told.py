"""Questions answered in sentences under a result: what it means in money, what would change it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from comparekit.i18n.catalog import text
from comparekit.studies.flip import flip_of
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.flip import flip_lines, flip_title
from comparekit.wording.money import money_lines
from dashboard.components.lines import unbroken


def money_section(result: SeriesResult, language: str) -> list[Component]:
    """What the difference means at the price that was given; nothing without one."""
    return _section(text(language, "money.title"), money_lines(result, language), "money")


def flip_section(result: SeriesResult, language: str) -> list[Component]:
    """The smallest misread digit that would change the verdict; nothing where the question has no answer."""
    search = flip_of(result)
    lines = () if search is None else flip_lines(search, result, language)
    return _section(flip_title(language), lines, "flip")


def _section(title: str, lines: tuple[str, ...], name: str) -> list[Component]:
    if not lines:
        return []
    told = [html.P(unbroken(line)) for line in lines]
    return [html.Section([html.H2(title), *told], className=f"told-in-words {name}")]
