"""How often a spreadsheet and the comparison tell the truth about weeks like this one: a small table."""

from __future__ import annotations

from functools import partial

from dash import html
from dash.development.base_component import Component

from comparekit.figures.scale import exact_percent
from comparekit.i18n.catalog import text
from comparekit.studies.series_result import SeriesResult
from comparekit.studies.truth_rate import APART
from comparekit.studies.why_bench import Held, WhyBench
from comparekit.wording.numbers import percent
from comparekit.wording.plan import hundred


def method_bench(bench: WhyBench | None, result: SeriesResult, language: str) -> Component:
    """Counts of simulated weeks; without them, why there are none."""
    say = partial(text, language)
    title = html.H2(say("why.bench.title"))
    if bench is None:
        sigma = percent(result.deviation.sigma, None, language, signed=False)
        return html.Section([title, html.P(say("why.bench.unsteady", sigma=sigma))], className="why-bench")
    equal, apart = bench.equal, bench.apart
    rows = (
        ("held_equal", _held(equal.t, language), _held(equal.ours, language)),
        ("held_apart", _held(apart.t, language), _held(apart.ours, language)),
        ("silent", hundred(equal.t.silent), hundred(equal.ours.silent)),
        ("accused", hundred(bench.accused_t), hundred(bench.accused_ours)),
        ("missed", hundred(apart.called_equal_tost), hundred(apart.called_equal_ours)),
    )
    values = {"apart": exact_percent(APART, signed=False), "looks": bench.looks}
    head = [html.Th(say(f"why.bench.{key}"), scope="col") for key in ("question", "spreadsheet", "ours")]
    return html.Section(
        [
            title,
            html.P(say("why.bench.lead", weeks=bench.weeks, seed=bench.seed), className="note"),
            html.Table(
                [
                    html.Thead(html.Tr(head)),
                    html.Tbody(
                        [
                            html.Tr(
                                [
                                    html.Th(say(f"why.bench.{key}", **values), scope="row"),
                                    html.Td(theirs),
                                    html.Td(ours),
                                ]
                            )
                            for key, theirs, ours in rows
                        ]
                    ),
                ],
                className="counts",
            ),
            html.P(
                say(
                    "why.bench.widths",
                    apart=values["apart"],
                    theirs=_width(apart.t, language),
                    ours=_width(apart.ours, language),
                ),
                className="why-widths",
            ),
            html.P(say("why.bench.note"), className="note"),
        ],
        className="why-bench",
    )


def _held(held: Held, language: str) -> str:
    return text(language, "why.bench.never") if held.share is None else hundred(held.share)


def _width(held: Held, language: str) -> str:
    if held.half_width is None:
        return text(language, "why.bench.never")
    return text(
        language, "why.bench.half", width=percent(held.half_width, held.half_width, language, signed=False)
    )
