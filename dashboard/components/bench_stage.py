"""Where a run is shown: registers, flow, verdict of the day, the figure, and the truth at the end.

Everything that changes is filled in by `bench.js` from one answer of the server.
"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from comparekit.decisions.verdict import Verdict
from comparekit.i18n.catalog import speaker
from dashboard.components.attributes import aria, data

#: Seconds a simulated day takes.
SPEEDS = {"slow": 7.0, "middle": 3.5, "fast": 0.9}
_COLUMNS = ("day", "old", "new", "estimate", "range", "verdict")


def bench_stage(language: str) -> Component:
    """The empty stage; the style sheet keeps it out of sight until the taps are open."""
    say = speaker(language, "bench_page.run")
    return html.Section(
        [
            html.H2(say("title"), className="hidden"),
            html.Div(
                [
                    html.Div([_clock(), _register("old"), _register("new"), _unread(language)]),
                    _verdict(),
                ],
                className="bench-left",
            ),
            html.Div(html.Div(className="bench-figure"), className="bench-right"),
            _controls(language),
            _truth(language),
            _settings(language),
            _table(language),
        ],
        className="bench-run",
        **aria(label=say("title")),
    )


def _clock() -> Component:
    return html.Div(
        [
            html.P(className="bench-clock"),
            html.Div(
                [
                    html.Span(className="bench-stream", **aria(hidden="true")),
                    html.Span(className="bench-flow"),
                ],
                className="bench-water",
            ),
        ],
        className="bench-now",
    )


def _register(name: str) -> Component:
    return html.Div(
        [
            html.P(
                [
                    html.Span(className=f"bench-swatch bench-swatch-{name}", **aria(hidden="true")),
                    html.Span(className="bench-name"),
                ]
            ),
            html.Div(className="bench-wheels", **aria(hidden="true")),
        ],
        className="bench-register",
        **data(register=name),
    )


def _unread(language: str) -> Component:
    return html.P(speaker(language, "bench_page.run")("unread"), className="note bench-unread", hidden=True)


def _verdict() -> Component:
    """All three icons are there from the beginning: during a run nothing is fetched."""
    icons = [
        html.Img(src=f"/assets/{verdict}.svg", alt="", className="verdict-icon", **data(icon=verdict))
        for verdict in Verdict
    ]
    return html.Div(
        [
            html.P([*icons, html.Span()], className="verdict-word"),
            html.P(className="bench-sentence"),
        ],
        className="bench-verdict",
        role="status",
    )


def _controls(language: str) -> Component:
    """What is pressed while water runs, and after; a phone keeps it in sight."""
    say = speaker(language, "bench_page.run")
    return html.Div(
        [
            html.Button(
                say("reveal"), className="bench-open bench-reveal", hidden=True, **data(act="reveal")
            ),
            html.Button(
                say("pause"),
                className="bench-plain bench-pause",
                **data(act="pause", pause=say("pause"), on=say("go_on")),
            ),
            html.Button(say("next_day"), className="bench-plain bench-while", **data(act="next")),
            html.Button(say("to_end"), className="bench-plain bench-while", **data(act="end")),
            html.Button(say("again"), className="bench-plain bench-after", **data(act="again")),
        ],
        className="bench-controls",
        role="group",
        **aria(label=say("controls")),
    )


def _settings(language: str) -> Component:
    """What is seldom pressed: the way back to the choices, and the speed."""
    say = speaker(language, "bench_page.run")
    speeds = [
        html.Button(
            say(name),
            className="bench-plain bench-speed",
            **aria(pressed="true" if name == "middle" else "false"),
            **data(act="speed", seconds=f"{seconds:g}"),
        )
        for name, seconds in SPEEDS.items()
    ]
    return html.Div(
        [
            html.Button(say("choose"), className="bench-plain", **data(act="choose")),
            html.Div(
                [html.Span(say("speed"), className="bench-note"), *speeds],
                className="bench-speeds bench-while",
                role="group",
                **aria(label=say("speed")),
            ),
        ],
        className="bench-settings",
    )


def _truth(language: str) -> Component:
    return html.Div(
        [
            html.H2(className="bench-truth-title", tabIndex="-1"),
            html.Ul(className="bench-truth-sentences"),
            html.P(speaker(language, "bench_page.truth")("how"), className="note"),
        ],
        className="bench-truth",
        hidden=True,
    )


def _table(language: str) -> Component:
    say = speaker(language, "bench_page.table")
    return html.Details(
        [
            html.Summary(say("caption")),
            html.Table(
                [
                    html.Caption(say("caption"), className="hidden"),
                    html.Thead(html.Tr([html.Th(say(name), scope="col") for name in _COLUMNS])),
                    html.Tbody(),
                ],
                className="bench-table",
                **data(labels="|".join(say(name) for name in _COLUMNS)),
            ),
        ],
        className="bench-days",
    )
