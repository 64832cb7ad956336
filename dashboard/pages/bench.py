"""The bench of an open day: visitors choose two virtual meters, open the taps and see the truth found."""

from __future__ import annotations

from functools import partial
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from comparekit.i18n.catalog import speaker, text
from comparekit.services.remembered import Remembered
from dashboard import ids
from dashboard.components.attributes import data
from dashboard.components.bench_address import choice_of, search_of
from dashboard.components.bench_choices import bench_choices
from dashboard.components.bench_stage import bench_stage
from dashboard.pages.page import Page
from dashboard.place import Place, place_of
from dashboard.settings import DashboardServices, Settings

HOME = "bench"
_RUNS = 48  # remembered, some hundred kilobytes each
_WIDTHS = (360.0, 900.0)  # px the pictures are drawn for: a phone, a screen


def page(place: Place, services: DashboardServices) -> Page | None:
    """At ``/zh/bench``; the choices follow as ``?old=fast&new=good&home=family&step=0.001&days=7&seed=7``."""
    if place.parts != (HOME,) or services.open_day is None:
        return None
    language = place.language
    return Page(
        title=text(language, "bench_page.page.title"),
        lead=text(language, "bench_page.page.lead"),
        body=partial(view, language),
        key=place,
    )


def view(language: str) -> Component:
    """Choices and stage; which of them is seen depends on `data-phase`, which `bench.js` sets."""
    say = speaker(language, "bench_page.page")
    run = speaker(language, "bench_page.run")
    return html.Main(
        [
            html.Section(
                [html.H1(say("title")), html.P(say("lead"), className="lead")],
                className="opening bench-opening",
            ),
            bench_choices(language),
            bench_stage(language),
            html.P(
                dcc.Link(say("board"), href=Place(language, (HOME, "board")).path), className="bench-board"
            ),
            # Held by the page that is open, not by the browser: nothing is left behind.
            dcc.Store(id=ids.BENCH_ASK, storage_type="memory"),
            dcc.Store(id=ids.BENCH_RUN, storage_type="memory"),
        ],
        className="bench",
        **data(
            phase="choose",
            seed=ids.BENCH_SEED,
            ask=ids.BENCH_ASK,
            clock=run("clock", day="{day}", time="{time}"),
            over=run("ended", days="{days}"),
            flow=run("flow", flow="{flow}"),
            closed=run("closed"),
            old=run("old", condition="{condition}"),
            new=run("new", condition="{condition}"),
            preparing=say("preparing"),
            ready=say("ready"),
            faulty=say("faulty"),
            unreachable=say("unreachable"),
        ),
    )


def answer(
    ask: list[Any], services: DashboardServices, language: str, runs: Remembered | None = None
) -> dict[str, Any] | None:
    """The run that an address asks for on a screen of some width, and whether all of it could be read."""
    if services.open_day is None:
        return None
    search, narrow = ask
    choice, unread = choice_of(search)
    width = _WIDTHS[0] if narrow else _WIDTHS[1]
    play = partial(services.open_day, choice, language, width=width)
    run = play() if runs is None else runs.of((choice, language, width), play)
    return {**run, "search": search_of(choice), "faulty": bool(unread)}


def register(app: Dash, services: DashboardServices, settings: Settings) -> None:
    """The address is asked once, answered once, and then played without the server."""
    if services.open_day is None:
        return
    runs = Remembered(_RUNS)
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("bench", "ask"), Output(ids.BENCH_ASK, "data"), Input(ids.URL, "search")
    )

    @app.callback(
        Output(ids.BENCH_RUN, "data"),
        Input(ids.BENCH_ASK, "data"),
        State(ids.URL, "pathname"),
        prevent_initial_call=True,
    )
    def play(ask: list[Any], path: str | None) -> dict[str, Any] | None:
        return answer(ask, services, place_of(path, settings.language).language, runs)

    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("bench", "ready"), Input(ids.BENCH_RUN, "data")
    )
