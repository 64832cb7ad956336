"""Cases as a list: verdict, title, number, day of the last change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from dash import dcc, html
from dash.development.base_component import Component

from comparekit.decisions.verdict import Verdict
from comparekit.i18n.catalog import speaker, text
from comparekit.store.cases import CaseSummary
from dashboard.place import Place

ZONE = "Asia/Shanghai"  # of the times in lists, as on the command line
_VERDICTS = frozenset(map(str, Verdict))


def case_lines(cases: Iterable[CaseSummary], language: str) -> Component:
    """The cases as cards, each a link."""
    return html.Ul([_card(case, language) for case in cases], className="cards cases")


def search_box(language: str, words: str = "") -> Component:
    """Finds cases by words; a plain form, so that it works like any other."""
    say = speaker(language, "case_page.list")
    return html.Form(
        [
            html.Label(say("search"), htmlFor="words", className="label"),
            html.Div(
                [
                    dcc.Input(id="words", name="words", type="search", value=words, autoComplete="off"),
                    html.Button(say("find"), type="submit", className="button plain"),
                ],
                className="search-line",
            ),
        ],
        action=f"/_find/{language}",
        method="get",
        className="search",
        role="search",
    )


def day_of(moment: str) -> str:
    """The day of a moment of the store (ISO 8601, UTC)."""
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(ZONE)).strftime("%Y-%m-%d")


def _card(case: CaseSummary, language: str) -> Component:
    say = speaker(language, "case_page.list")
    known = case.verdict in _VERDICTS
    word = text(language, f"verdict.word.{case.verdict}") if known else say("no_verdict")
    icon = [html.Img(src=f"/assets/{case.verdict}.svg", alt="", className="card-icon")] if known else []
    tone = case.verdict if known else "inconclusive"
    return html.Li(
        [
            html.P([*icon, html.Span(word)], className=f"card-word tone-{tone}"),
            html.H3(dcc.Link(case.title or case.id, href=Place(language, ("case", case.id)).path)),
            html.P(
                say(
                    "closed_line" if case.status == "closed" else "line",
                    case=case.id,
                    day=day_of(case.changed_at),
                ),
                className="note",
            ),
        ],
        className="card",
    )
