"""The verdict as a sentence, and what follows from it."""

from __future__ import annotations

from comparekit.decisions.rules import tolerance_interval
from comparekit.decisions.verdict import Verdict
from comparekit.findings import Severity
from comparekit.i18n.catalog import has_text, text
from comparekit.stats.interval import Interval
from comparekit.studies.flow_runs import worst_point
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.findings import finding_text
from comparekit.wording.money import money_fact
from comparekit.wording.numbers import (
    people_unit,
    people_volume,
    percent,
    percent_range,
    step_decimals,
    unit_sign,
)

AUDIENCES = ("resident", "official")


def case_of(result: SeriesResult) -> str:  # noqa: PLR0911 - one return a case
    """Which of the sentences fits: verdict, whether the meters differ, and what stands in the way."""
    barred = any(f.severity is Severity.DISQUALIFYING for f in result.findings)
    if result.points and not barred:
        if result.verdict == Verdict.DEVIATE and result.permitted.exceeded:
            return "points_beyond"
        return f"points_{result.verdict}"
    if result.verdict == Verdict.AGREE:
        return "agree_different" if result.different else "agree_alike"
    if result.verdict == Verdict.DEVIATE:
        return "deviate_beyond" if result.permitted.exceeded else "deviate_permitted"
    if any(f.severity is Severity.DISQUALIFYING for f in result.findings):
        return "disqualified"
    if result.window_deviation.estimate is None:
        return "no_volume"
    interval = result.deciding_interval
    if interval.low is None and interval.high is None:
        return "early"
    if result.more_needed is None or result.more_needed.days is None:
        half, tolerance = interval.half_width, result.protocol.tolerance
        wide = half is None or half > tolerance.high - tolerance.low
        return "rough" if wide else "never"
    return "more_different" if result.different else "more"


def word(result: SeriesResult, language: str) -> str:
    """The verdict in a word."""
    return text(language, f"verdict.word.{result.verdict}")


def headline(result: SeriesResult, language: str, audience: str = "resident") -> str:
    """The verdict as the sentence that stands biggest on every page."""
    if audience not in AUDIENCES:
        raise ValueError(f"audience: one of {AUDIENCES}, not {audience!r}")
    return _said(result, language, f"{audience}.{case_of(result)}", **_values(result, language))


def next_step(result: SeriesResult, language: str) -> str:
    """What the resident is entitled to now."""
    step = _said(result, language, f"next.{case_of(result)}")
    for finding in result.findings:
        if finding.code == "meters.expired" and finding.context.get("role") == "test":
            valid_to = finding.context["valid_to"]
            step = text(language, "verdict.next.with_expired", step=step, valid_to=valid_to)
    return step


def advice(result: SeriesResult, language: str) -> str:
    """Stop or go on, for people who look day by day; empty at the planned end."""
    if result.basis == "fixed":
        return ""
    case = case_of(result)
    if case in ("disqualified", "no_volume", "rough") or case.startswith("points_"):
        return ""  # the next step says what to do
    if case.startswith("more"):
        key = "go_on"
    elif case == "early":
        return ""
    elif result.verdict == Verdict.INCONCLUSIVE:
        key = "no_use"
    else:
        key = f"stop_{result.verdict}"
    return _said(result, language, f"advice.{key}", **_values(result, language))


def basis_note(result: SeriesResult, language: str) -> str:
    """Which interval the verdict rests on, and why."""
    rule = "none" if result.monitoring is None else result.monitoring.rule.replace(" ", "_")
    key = "fixed" if result.basis == "fixed" else rule
    if result.points:
        key = "points"
    return _said(result, language, f"basis.{key}", **_values(result, language))


def could_show(result: SeriesResult, language: str) -> str:
    """What this comparison could have shown at best."""
    if result.detectable is None:
        return _said(result, language, "could_show.nothing")
    return _said(result, language, "could_show.smallest", **_values(result, language))


def screening_note(language: str) -> str:
    """That a series comparison is screening, said on every screen and in every report."""
    return text(language, "verdict.screening")


def figure_title(result: SeriesResult, language: str) -> str:
    """The finding of the difference figure."""
    return _said(result, language, f"figure.{case_of(result)}", **_values(result, language))


def assumption_text(code: str, result: SeriesResult, language: str) -> str:
    """What was taken for granted."""
    gap = f"{result.protocol.plan.reading_gap_s:.0f}"
    return _said(result, language, f"assumption.{code}", seconds=gap, **_values(result, language))


def facts(result: SeriesResult, language: str) -> list[tuple[str, str]]:
    """The numbers above the fold, each with its label: three, and money third where there is a price."""
    values = _values(result, language)
    unusable = result.deviation.estimate is None or case_of(result) == "disqualified"
    known = "deviation_unknown" if unusable else "deviation_value"
    money = money_fact(result, language)
    return [
        (text(language, "verdict.fact.passed"), _said(result, language, "fact.passed_value", **values)),
        (text(language, "verdict.fact.deviation"), text(language, f"verdict.fact.{known}", **values)),
        *([] if money is None else [money]),
        (text(language, "verdict.fact.detectable"), str(values["detectable"])),
    ]


def _said(result: SeriesResult, language: str, key: str, **values: object) -> str:
    """A sentence; the one for runs of a bench where days would be the wrong word."""
    runs = f"verdict.runs.{key}"
    if result.protocol.plan.runs and has_text(language, runs):
        return text(language, runs, **values)
    return text(language, f"verdict.{key}", **values)


def _values(result: SeriesResult, language: str) -> dict[str, object]:
    unit, utility = result.unit, result.protocol.utility
    interval = result.deciding_interval
    estimate, u = result.deviation.estimate, result.deviation.standard_uncertainty
    per_hundred = 0.0 if estimate is None else abs(100 * estimate)
    apart = abs(result.volume_test - result.volume_reference)
    apart += result.test.resolution + result.reference.resolution
    tolerance = result.protocol.tolerance
    bound = tolerance.high if (estimate or 0.0) >= 0 else -tolerance.low
    more = result.more_needed
    side = "more" if (estimate or 0.0) >= 0 else "less"
    grave = [f for f in result.findings if f.severity is Severity.DISQUALIFYING]
    return {
        "days": f"{result.window.days:.0f}" if result.window.days >= 1 else f"{result.window.days:.1f}",
        "blocks": result.window.blocks,
        "planned": result.protocol.plan.blocks,
        "each": people_volume(result.volume_reference, unit, utility, language),
        "test_volume": _as_read(result.volume_test, result.test.resolution, result, language),
        "reference_volume": _as_read(result.volume_reference, result.reference.resolution, result, language),
        "apart": people_volume(apart, unit, utility, language, digits=1 if apart < 0.01 else 2),
        "people_unit": people_unit(unit, utility, language),
        "per_hundred": _per_hundred(per_hundred, None if u is None else 100 * u),
        "side": text(language, f"verdict.side.{side}"),
        "tolerance": f"{100 * bound:g}",
        "deviation": percent(estimate, interval.half_width or u, language),
        "interval": percent_range(interval.low, interval.high, language),
        "detectable": percent(
            result.detectable, result.detectable and result.detectable / 2, language, False
        ),
        "permitted": percent_range(result.permitted.low, result.permitted.high, language),
        "certainty": text(language, f"report.certainty.{result.permitted.certainty}"),
        "more_days": "" if more is None else more.days,
        "more_runs": "" if more is None else more.blocks,
        "more_volume": ""
        if more is None or more.volume is None
        else people_volume(more.volume, unit, utility, language),
        "reason": finding_text(grave[0], language) if grave else "",
        "protocol": result.protocol.title[language],
        **_point_values(result, language),
    }


def _point_values(result: SeriesResult, language: str) -> dict[str, object]:
    """What the sentences about flow points need: how many, and the one that decides."""
    tolerance = tolerance_interval(result.protocol)
    worst = worst_point(result.points, tolerance)
    if worst is None:
        return {}
    interval = Interval(low=worst.deviation_low, high=worst.deviation_high)
    side = "less" if (worst.deviation or 0.0) < 0 else "more"
    unit = unit_sign(result.protocol.table.flow_unit, language)
    return {
        "points": len(result.points),
        "flow": f"{worst.flow:.3g} {unit}",
        "point_side": text(language, f"verdict.side.{side}"),
        "point_size": percent(abs(worst.deviation or 0.0), interval.half_width, language, False),
        "point_deviation": percent(worst.deviation, interval.half_width, language),
        "point_interval": percent_range(interval.low, interval.high, language),
    }


def _as_read(volume: float, step: float, result: SeriesResult, language: str) -> str:
    """A volume to the step it was read in, in the unit people call it by."""
    unit = people_unit(result.unit, result.protocol.utility, language)
    return f"{volume:.{step_decimals(step)}f} {unit}"


def _per_hundred(value: float, uncertainty: float | None) -> str:
    if uncertainty is None or uncertainty >= 1:
        return f"{value:.0f}" if value >= 10 else f"{value:.1f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.1g}"
