"""A plan as plain data: the schema comparekit.plan/1."""

from __future__ import annotations

from comparekit.studies.planning_result import CurveSide, Measure, Needed, PlannedWeek, SeriesPlanResult
from comparekit.studies.truth_rate import TruthRate, VerdictShares
from comparekit.version import VERSION

SCHEMA = "comparekit.plan/1"


def plan_to_dict(plan: SeriesPlanResult) -> dict[str, object]:
    """Plain numbers, strings, lists and None; the keys are those of the JSON Schema that ships."""
    protocol = plan.protocol
    return {
        "schema": SCHEMA,
        "protocol": {
            "id": protocol.id,
            "version": protocol.version,
            "utility": protocol.utility,
            "timezone": protocol.timezone,
        },
        "unit": protocol.unit,
        "test_step": plan.test_step,
        "reference_step": plan.reference_step,
        "daily_use": plan.daily_use,
        "deviation": plan.deviation,
        "tolerance": {"low": protocol.tolerance.low, "high": protocol.tolerance.high},
        "power": plan.power,
        "day_to_day": plan.sigma,
        "rule": plan.rule,
        "horizon": plan.horizon,
        "can_show": str(plan.can_show),
        "enough": plan.can_show == "enough",
        "fixed": _needed(plan.fixed),
        "daily": _needed(plan.daily),
        "week": _week(plan.week),
        "measures": [_measure(m) for m in plan.measures],
        "best": plan.best,
        "curve": [
            {
                "days": point.days,
                "volume": point.volume,
                "fixed": _side(point.fixed),
                "daily": _side(point.daily),
            }
            for point in plan.curve
        ],
        "simulation": {"weeks": plan.weeks, "seed": plan.seed},
        "assumptions": list(plan.assumptions),
        "software": {"name": "comparekit", "version": VERSION},
    }


def truth_to_dict(truth: TruthRate) -> dict[str, object]:
    """How often the set-up tells the truth, as plain data."""
    return {
        "equal": _shares(truth.equal),
        "apart": _shares(truth.apart),
        "apart_by": truth.apart_by,
        "complying": _shares(truth.complying),
        "lower_zone_share": truth.lower_zone_share,
        "certainty": str(truth.certainty),
        "rule": truth.setup.rule,
        "weeks": truth.weeks,
        "seed": truth.seed,
    }


def _week(week: PlannedWeek) -> dict[str, object]:
    return {
        "days": week.days,
        "volume": week.volume,
        "settled": week.settled,
        "half_width": week.half_width,
        "detectable": week.detectable,
        "truth": truth_to_dict(week.truth),
    }


def _needed(needed: Needed) -> dict[str, object]:
    return {"days": needed.days, "volume": needed.volume, "reason": needed.reason}


def _measure(measure: Measure) -> dict[str, object]:
    return {
        "kind": measure.kind,
        "test_step": measure.test_step,
        "reference_step": measure.reference_step,
        "daily_use": measure.daily_use,
        "fixed": _needed(measure.fixed),
        "daily": _needed(measure.daily),
    }


def _side(side: CurveSide) -> dict[str, object]:
    return {"settled": side.settled, "half_width": side.half_width, "detectable": side.detectable}


def _shares(shares: VerdictShares) -> dict[str, object]:
    return {"agree": shares.agree, "deviate": shares.deviate, "inconclusive": shares.inconclusive}
