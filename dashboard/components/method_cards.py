"""What a spreadsheet says about these days, method by method, and one sentence what is wrong with it."""

from __future__ import annotations

from functools import partial

from dash import html
from dash.development.base_component import Component

from comparekit.figures.scale import exact_percent
from comparekit.i18n.catalog import text
from comparekit.studies.series_result import SeriesResult
from comparekit.studies.why import ALPHA, OtherMethods
from comparekit.studies.why_bench import WhyBench
from comparekit.wording.numbers import percent, percent_range
from comparekit.wording.plan import hundred
from comparekit.wording.verdict import could_show, word
from dashboard.components.lines import unbroken

_SMALLEST_P = 0.0001  # below it a spreadsheet's digits say nothing more


def method_cards(
    methods: OtherMethods, bench: WhyBench | None, result: SeriesResult, language: str
) -> Component:
    """A card a method: its name, what it says, what is wrong; the comparison's own card last."""
    say = partial(text, language)
    cards = [
        _card(name, said, say(f"why.wrong.{wrong}", **values), language)
        for name, said, wrong, values in (
            ("t", _t(methods, language), "t_silent" if methods.no_answer else "t", {}),
            ("tost", *_tost(methods, language)),
            ("agreement", *_agreement(methods, language)),
            ("daily", *_daily(methods, bench, result, language)),
        )
    ]
    own = html.Li(
        [
            html.H3(say("why.method.ours")),
            html.P(
                [
                    html.Strong(word(result, language)),
                    " ",
                    unbroken(
                        say(
                            "why.says.ours",
                            fixed=percent_range(methods.fixed.low, methods.fixed.high, language),
                            watched=percent_range(methods.watched.low, methods.watched.high, language),
                        )
                    ),
                    " ",
                    unbroken(could_show(result, language)),
                ]
            ),
            html.P(
                [html.Strong(say("why.ours.label")), " ", say("why.ours.sentence")], className="why-wrong"
            ),
        ],
        className=f"method method-own verdict-{result.verdict}",
    )
    return html.Section(html.Ul([*cards, own], className="methods"))


def _card(name: str, said: str, wrong: str, language: str) -> Component:
    say = partial(text, language)
    return html.Li(
        [
            html.H3(say(f"why.method.{name}")),
            html.P([html.Strong(say("why.says.label")), " ", unbroken(said)]),
            html.P([html.Strong(say("why.wrong.label")), " ", unbroken(wrong)], className="why-wrong"),
        ],
        className="method",
    )


def _t(methods: OtherMethods, language: str) -> str:
    found = methods.t
    if methods.no_answer:
        key = "t_silent" if abs(float(found.mean)) < 1e-12 else "t_silent_same"
        return text(language, f"why.says.{key}")
    low, high = float(found.low), float(found.high)
    return text(
        language,
        f"why.says.{'t_different' if float(found.p) < ALPHA else 't_not'}",
        t=f"{float(found.t):.2f}".replace("-", "−"),
        p=_p(float(found.p)),
        mean=percent(float(found.mean), 0.5 * (high - low), language),
        span=percent_range(low, high, language),
    )


def _tost(methods: OtherMethods, language: str) -> tuple[str, str, dict[str, object]]:
    p = float(methods.equivalence.p)
    tolerance = methods.tolerance
    bounds = text(
        language,
        "verdict.number.range",
        low=exact_percent(tolerance.low),
        high=exact_percent(tolerance.high),
    )
    if methods.no_answer:
        key = "tost_certain" if p == 0 else "tost_surely_not"
        wrong = "tost_certain"
    else:
        key, wrong = ("tost_inside" if p < ALPHA else "tost_not"), "tost"
    return text(language, f"why.says.{key}", p=_p(p), tolerance=bounds), wrong, {"days": methods.days}


def _agreement(methods: OtherMethods, language: str) -> tuple[str, str, dict[str, object]]:
    found = methods.agreement
    if methods.no_answer:
        bias = exact_percent(round(found.bias, 6) + 0.0)
        return text(language, "why.says.agreement_point", bias=bias), "agreement_point", {}
    half = 0.5 * (found.high - found.low)
    said = text(
        language,
        "why.says.agreement",
        low=percent(found.low, half, language),
        high=percent(found.high, half, language),
        low_span=percent_range(found.low_interval.low, found.low_interval.high, language),
        high_span=percent_range(found.high_interval.low, found.high_interval.high, language),
    )
    return said, "agreement", {}


def _daily(
    methods: OtherMethods, bench: WhyBench | None, result: SeriesResult, language: str
) -> tuple[str, str, dict[str, object]]:
    key = "daily_not" if methods.accused_on is None else "daily_accused"
    said = text(language, f"why.says.{key}", day=methods.accused_on, days=methods.days)
    last = not methods.no_answer and float(methods.t.p) < ALPHA
    if methods.accused_on is not None and not last and not result.different:
        return said, "daily_wrongly", {}
    if bench is None or bench.accused_t <= ALPHA:
        return said, "daily_plain", {}
    wrong = (
        "daily_not" if methods.accused_on is None else "daily_rightly" if result.different else "daily_plain"
    )
    return said, wrong, {"looks": bench.looks, "accused": hundred(bench.accused_t)}


def _p(p: float) -> str:
    if p < _SMALLEST_P:
        return "0" if p == 0 else f"{_SMALLEST_P:.4f}"
    return f"{p:.2g}" if p < 0.1 else f"{p:.2f}"
