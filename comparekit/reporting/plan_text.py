"""A plan as plain text for a terminal: whether the week is enough comes first."""

from __future__ import annotations

from comparekit.i18n.catalog import speaker
from comparekit.reporting.text_table import text_table
from comparekit.studies.planning_result import CurvePoint, SeriesPlanResult
from comparekit.wording import plan as words
from comparekit.wording.numbers import people_volume
from comparekit.wording.verdict import screening_note

_SHOWN = (3, 5, 7, 10, 14, 21, 30, 61, 120)  # days of the curve that make a small table


def plan_text(plan: SeriesPlanResult, language: str) -> str:
    """Sentence, what was assumed, both rules, what helps, the curve, how often it tells the truth."""
    say = speaker(language, "plan")
    truth = plan.week.truth
    lines = [words.headline(plan, language)]
    lines += [line] if (line := words.assumed(plan, language)) else []
    lines += ["", words.given(plan, language)]
    lines += [words.rule_line(plan, rule, language) for rule in ("fixed", "daily")]
    lines += ["", words.best_line(plan, language), *text_table(_measures(plan, language))]
    lines += ["", say("curve"), *text_table(_curve(plan, language))]
    lines += ["", words.truth_title(truth, language)]
    lines += [f"  {words.truth_line(truth, pair, language)}" for pair in words.PAIRS]
    lines += [f"  {words.truth_note(truth, language)}"]
    lines += ["", words.day_to_day_note(plan, language), screening_note(language)]
    return "\n".join(lines)


def _measures(plan: SeriesPlanResult, language: str) -> list[list[str]]:
    say = speaker(language, "plan.column")
    rows = [
        [
            words.measure_name(measure, plan, language),
            words.days_cell(measure.fixed, language),
            words.days_cell(measure.daily, language),
        ]
        for measure in plan.measures
    ]
    return [[say("measure"), say("once"), say("daily")], *rows]


def _curve(plan: SeriesPlanResult, language: str) -> list[list[str]]:
    say = speaker(language, "plan.column")
    marked = {plan.week.days, plan.fixed.days, plan.daily.days, plan.curve[-1].days, *_SHOWN}
    head = ["days", "volume", "settled", "half_width", "detectable", "settled_daily"]
    rows = [_point(p, plan, language) for p in plan.curve if p.days in marked]
    return [[say(name) for name in head], *rows]


def _point(point: CurvePoint, plan: SeriesPlanResult, language: str) -> list[str]:
    protocol = plan.protocol
    return [
        str(point.days),
        people_volume(point.volume, protocol.unit, protocol.utility, language),
        words.hundred(point.fixed.settled),
        words.width_cell(point.fixed.half_width, language),
        words.width_cell(point.fixed.detectable, language),
        words.hundred(point.daily.settled),
    ]
