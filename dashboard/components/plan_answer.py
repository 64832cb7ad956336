"""What a plan answers: enough or not, what helps most, the curve, how reliable it is."""

from __future__ import annotations

from functools import partial

from dash import html
from dash.development.base_component import Component

from comparekit.figures.plan import plan_figure
from comparekit.i18n.catalog import text
from comparekit.studies.planning_result import CanShow, Measure, SeriesPlanResult
from comparekit.wording import plan as words
from comparekit.wording.numbers import percent_range
from dashboard.components.lines import unbroken
from dashboard.components.picture import picture_section
from dashboard.components.plan_form import RULES, Question

_VERDICT = {CanShow.ENOUGH: "agree", CanShow.SHORT: "inconclusive", CanShow.BLIND: "deviate"}
_ICON = {CanShow.ENOUGH: "go_on", CanShow.SHORT: "no_use", CanShow.BLIND: "stop"}


def plan_answer(plan: SeriesPlanResult, question: Question, language: str) -> list[Component]:
    """The plan in words, its three ways, its curve."""
    say = partial(text, language)
    tolerance = plan.protocol.tolerance
    bounds = percent_range(tolerance.low, tolerance.high, language)
    truth = plan.week.truth
    lines = [words.assumed(plan, language), words.given(plan, language)]
    return [
        html.Section(
            [
                html.P(
                    [
                        html.Img(src=f"/assets/{_ICON[plan.can_show]}.svg", alt="", className="advice-icon"),
                        html.Strong(unbroken(words.headline(plan, language))),
                    ],
                    className="plan-headline",
                ),
                *(html.P(unbroken(words.rule_line(plan, rule, language))) for rule in ("fixed", "daily")),
                html.P(unbroken(say("plan_page.tolerance", bounds=bounds)), className="note"),
                *(html.P(unbroken(line), className="note") for line in lines if line),
            ],
            className=f"verdict verdict-{_VERDICT[plan.can_show]} plan-verdict",
        ),
        html.Section(
            [
                html.H2(say("plan_page.ways")),
                html.P(unbroken(words.best_line(plan, language))),
                html.Ul([_way(m, plan, language) for m in plan.measures], className="plan-ways"),
            ]
        ),
        picture_section(plan_figure(plan, language), "plan"),
        html.Section(
            [
                html.H2(say("plan_page.reliable")),
                html.P(words.truth_title(truth, language)),
                html.Ul([html.Li(unbroken(words.truth_line(truth, pair, language))) for pair in words.PAIRS]),
                html.P(unbroken(words.truth_note(truth, language)), className="note"),
                html.P(unbroken(words.day_to_day_note(plan, language)), className="note"),
                html.P(
                    [say("plan_page.also"), html.Code(_command(plan, question))],
                    className="note",
                ),
            ],
            className="plan-truth",
        ),
    ]


def plan_faults(question: Question, known: bool, language: str) -> list[Component]:
    """Everything that is wrong with what was typed, all at once."""
    say = partial(text, language)
    faults = [] if known else [say("plan_page.unknown_protocol", found=question.protocol)]
    typed = dict(zip(question.numbers(), question.typed, strict=True))
    faults += [
        say(
            "plan_page.fault",
            field=say(f"plan_page.{name}"),
            expected=say(f"plan_page.expected.{RULES[name].expected}"),
            found=typed[name].strip() or say("plan_page.empty"),
        )
        for name, value in question.numbers().items()
        if value is None
    ]
    return [
        html.Section(
            [
                html.P(html.Strong(say("plan_page.faults", count=len(faults)))),
                html.Ul([html.Li(fault) for fault in faults]),
            ],
            className="verdict verdict-deviate plan-faults",
            role="alert",
        )
    ]


def _way(measure: Measure, plan: SeriesPlanResult, language: str) -> Component:
    say = partial(text, language)
    best = measure.kind == plan.best
    return html.Li(
        [
            html.H3(
                [
                    words.measure_name(measure, plan, language),
                    *([html.Span(say("plan_page.best"), className="plan-best")] if best else []),
                ]
            ),
            html.Dl(
                [
                    html.Div(
                        [html.Dt(say(f"plan_page.settled_{key}")), html.Dd(words.days_cell(needed, language))]
                    )
                    for key, needed in (("once", measure.fixed), ("daily", measure.daily))
                ]
            ),
        ],
        className="plan-way plan-way-best" if best else "plan-way",
    )


def _command(plan: SeriesPlanResult, question: Question) -> str:
    return (
        f"comparekit plan --protocol {question.protocol} --test-step {plan.test_step:g} "
        f"--reference-step {plan.reference_step:g} --daily-use {plan.daily_use:g} "
        f"--deviation {plan.deviation:g} --power {plan.power:g}"
    )
