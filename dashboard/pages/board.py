"""The "you pick, we test" board: the day's counts in big type, and what they say."""

from __future__ import annotations

from functools import partial
from typing import Any

from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component

from comparekit.i18n.catalog import text
from dashboard import ids
from dashboard.components.attributes import aria
from dashboard.components.board_counts import EXAMPLE, UTILITIES, counts_of, is_example, search_of
from dashboard.components.board_view import board_form, board_heading, board_view
from dashboard.pages.page import Page
from dashboard.place import Place, place_of
from dashboard.settings import DashboardServices, Settings

_PARTS = ("bench", "board")


def page(place: Place, services: DashboardServices) -> Page | None:
    """At ``/zh/bench/board``; the counts follow as ``?water=23,0&electricity=14,0&gas=30,0``."""
    if place.parts != _PARTS or services.open_day is None:
        return None
    language = place.language
    return Page(
        title=text(language, "board.page.title"),
        lead=text(language, "board.page.lead"),
        body=partial(view, "", language),
    )


def view(search: str, language: str) -> Component:
    """The board of an address, and the form to fill it in."""
    counts, faults = counts_of(search)
    return html.Main(
        [
            html.Section(
                board_heading(language, example=is_example(search)),
                id=ids.BOARD_HEADING,
                className="opening board-opening",
            ),
            html.Section(
                board_view(counts, faults, language),
                id=ids.BOARD,
                className="board-shown",
                **aria(live="polite"),
            ),
            html.Section(
                html.Details(
                    [
                        html.Summary(text(language, "board.form.title")),
                        html.Div(board_form(counts, language), id=ids.BOARD_FORM, className="board-fields"),
                        html.Button(
                            text(language, "board.form.show"), id=ids.BOARD_SHOW, className="board-show"
                        ),
                    ],
                    open=not counts,
                    id=ids.BOARD_ENTRY,
                ),
            ),
            html.Ul(
                [
                    html.Li(
                        dcc.Link(text(language, "board.form.example"), href=_address(language) + EXAMPLE)
                    ),
                    html.Li(
                        dcc.Link(text(language, "board.way.bench"), href=Place(language, _PARTS[:1]).path)
                    ),
                ],
                className="board-ways",
            ),
        ],
        className="board",
    )


def register(app: Dash, services: DashboardServices, settings: Settings) -> None:
    """The form changes the address; the address is shown."""
    if services.open_day is None:
        return
    fields = [State(ident, "value") for pair in ids.BOARD_FIELDS.values() for ident in pair]

    @app.callback(
        Output(ids.URL, "search", allow_duplicate=True),
        Input(ids.BOARD_SHOW, "n_clicks"),
        *fields,
        prevent_initial_call=True,
    )
    def ask(clicks: int | None, *typed: Any) -> Any:
        words = ["" if value is None else str(value) for value in typed]
        pairs = zip(words[::2], words[1::2], strict=True)
        return search_of(dict(zip(UTILITIES, pairs, strict=True))) if clicks else no_update

    @app.callback(
        Output(ids.BOARD_HEADING, "children"),
        Output(ids.BOARD, "children"),
        Output(ids.BOARD_FORM, "children"),
        Output(ids.BOARD_ENTRY, "open"),
        Input(ids.URL, "search"),
        Input(ids.BOARD_SHOW, "id"),
        State(ids.URL, "pathname"),
    )
    def show(search: str | None, _page: str, path: str | None) -> tuple[Any, Any, Any, bool]:
        language = place_of(path, settings.language).language
        counts, faults = counts_of(search)
        form = board_form(counts, language) if counts and not faults else no_update  # typed words stay
        heading = board_heading(language, example=is_example(search))
        return heading, board_view(counts, faults, language), form, bool(faults) or not counts


def _address(language: str) -> str:
    return Place(language, _PARTS).path
