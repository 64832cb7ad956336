"""A plan in sentences: is the week enough, and what would help?"""

from __future__ import annotations

from functools import reduce

from comparekit.decisions.rules import limits_of, permitted_bounds
from comparekit.i18n.catalog import text
from comparekit.studies.planning_result import CanShow, Measure, Needed, SeriesPlanResult
from comparekit.studies.truth_rate import TruthRate, VerdictShares
from comparekit.wording.numbers import people_volume, percent, percent_range, step_decimals, unit_sign

PAIRS = ("equal", "apart", "complying")
_NEARLY_ALWAYS = 0.99


def headline(plan: SeriesPlanResult, language: str) -> str:
    """The sentence that stands first: whether the planned days can show anything."""
    values = _values(plan, language)
    if plan.can_show is CanShow.ENOUGH:
        key = "sure" if plan.week.settled > _NEARLY_ALWAYS else "enough"
        return text(language, f"plan.headline.{key}", **values)
    needed = plan.needed()
    key = "needed" if needed.days is not None else str(needed.reason)
    outcome = text(language, f"plan.outcome.{key}", **values, **_days(needed, plan, language))
    blind = plan.can_show is CanShow.BLIND
    key = "nothing" if blind and plan.week.detectable is None else str(plan.can_show)
    return text(language, f"plan.headline.{key}", outcome=outcome, **values)


def assumed(plan: SeriesPlanResult, language: str) -> str:
    """What was taken for granted because nobody said it; empty when everything was given."""
    values = _values(plan, language)
    named = [text(language, f"plan.assumed.{code}", **values) for code in plan.assumptions]
    if not named:
        return ""
    joined = reduce(lambda first, second: text(language, "plan.and", first=first, second=second), named)
    return text(language, "plan.assumptions", named=joined)


def given(plan: SeriesPlanResult, language: str) -> str:
    """What the plan was made for."""
    return text(language, "plan.given", **_values(plan, language))


def rule_line(plan: SeriesPlanResult, rule: str, language: str) -> str:
    """Days and volume by one rule."""
    needed = plan.needed(rule)
    key = rule if needed.days is not None else f"{rule}_{needed.reason}"
    values = _values(plan, language) | _days(needed, plan, language)
    return text(language, f"plan.rule.{key}", **values)


def best_line(plan: SeriesPlanResult, language: str) -> str:
    """What helps most."""
    if plan.best is None:
        key = "not_needed" if plan.can_show is CanShow.ENOUGH else "none"
        return text(language, f"plan.best.{key}", **_values(plan, language))
    measure = next(m for m in plan.measures if m.kind == plan.best)
    needed = measure.fixed if plan.rule == "fixed" else measure.daily
    values = _values(plan, language) | _days(needed, plan, language)
    return text(language, f"plan.best.{plan.best}", **values | _steps(measure, plan, language))


def measure_name(measure: Measure, plan: SeriesPlanResult, language: str) -> str:
    """One of the three ways, with its numbers."""
    return text(language, f"plan.measure.{measure.kind}", **_steps(measure, plan, language))


def days_cell(needed: Needed, language: str) -> str:
    """Days for a table."""
    if needed.days is None:
        return text(language, "plan.never")
    return text(language, "plan.days", days=needed.days)


def truth_title(truth: TruthRate, language: str) -> str:
    """What the shares below are shares of."""
    return text(language, "plan.truth.title", weeks=truth.weeks, days=truth.setup.blocks)


def truth_line(truth: TruthRate, pair: str, language: str) -> str:
    """How often comparisons like this one say what, for one kind of pair."""
    shares: VerdictShares = getattr(truth, pair)
    return text(
        language,
        f"plan.truth.{pair}",
        apart=_exact(truth.apart_by, signed=True),
        agree=hundred(shares.agree),
        deviate=hundred(shares.deviate),
        inconclusive=hundred(shares.inconclusive),
    )


def truth_note(truth: TruthRate, language: str) -> str:
    """What the complying pairs are, and what their rate means."""
    return text(
        language,
        "plan.truth.note",
        share=_exact(truth.lower_zone_share),
        certainty=text(language, f"report.certainty.{truth.certainty}"),
    )


def day_to_day_note(plan: SeriesPlanResult, language: str) -> str:
    """The unsteadiness that was taken for granted."""
    sigma = _exact(plan.sigma)
    gap = f"{plan.protocol.plan.reading_gap_s:g}"
    return text(language, "plan.day_to_day", sigma=sigma, seconds=gap)


def hundred(share: float) -> str:
    """A share as so many of a hundred; what is nearly all or nothing is not called all or nothing."""
    if 0 < share < 0.005:
        return "<1"
    return ">99" if 0.995 < share < 1 else f"{100 * share:.0f}"


def width_cell(value: float | None, language: str) -> str:
    """A half-width or a detectable deviation for a table."""
    return percent(value, None if value is None else value / 2, language, signed=False)


def _values(plan: SeriesPlanResult, language: str) -> dict[str, object]:
    protocol, week = plan.protocol, plan.week
    unit = unit_sign(protocol.unit, language)
    size = _exact(abs(plan.deviation))
    side = text(language, f"verdict.side.{'more' if plan.deviation >= 0 else 'less'}")
    _, most = permitted_bounds(*limits_of(protocol)[:2])
    return {
        "planned": week.days,
        "settled": hundred(week.settled),
        "detectable": width_cell(week.detectable, language),
        "most": percent(most, 0.02, language, signed=False),
        "power": f"{100 * plan.power:g}",
        "horizon": plan.horizon,
        "pair": text(language, f"plan.pair.{'apart' if plan.deviation else 'equal'}", size=size, side=side),
        "tolerance": percent_range(protocol.tolerance.low, protocol.tolerance.high, language),
        "protocol": protocol.title[language],
        "test_step": _step(plan.test_step, unit),
        "reference_step": _step(plan.reference_step, unit),
        "daily_use": f"{plan.daily_use:g} {unit}",
        "deviation": _exact(plan.deviation, signed=True),
    }


def _days(needed: Needed, plan: SeriesPlanResult, language: str) -> dict[str, object]:
    if needed.days is None or needed.volume is None:
        return {}
    unit, utility = plan.protocol.unit, plan.protocol.utility
    return {
        "days": needed.days,
        "readings": needed.days + 1,
        "volume": people_volume(needed.volume, unit, utility, language),
    }


def _steps(measure: Measure, plan: SeriesPlanResult, language: str) -> dict[str, object]:
    unit = unit_sign(plan.protocol.unit, language)
    return {
        "test_step": _step(measure.test_step, unit),
        "reference_step": _step(measure.reference_step, unit),
        "daily_use": f"{measure.daily_use:g} {unit}",
    }


def _step(step: float, unit: str) -> str:
    return f"{step:.{step_decimals(float(f'{step:.6g}'))}f} {unit}"


def _exact(value: float, *, signed: bool = False) -> str:
    """A number somebody chose, as percent with the digits it was chosen with."""
    shown = f"{100 * value:+g}" if signed and value else f"{100 * value:g}"
    return f"{shown.replace('-', '−')} %"
