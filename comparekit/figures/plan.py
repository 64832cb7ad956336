"""The curve of a plan: how likely a verdict stands after so many days."""

from __future__ import annotations

from comparekit.figures.data import Axis, FigureData, FigureTable, Line, Point, Role, Series, Tick
from comparekit.figures.scale import flow_ticks
from comparekit.i18n.catalog import speaker
from comparekit.stats.looks import FIRST_LOOK
from comparekit.studies.planning_result import CurvePoint, CurveSide, SeriesPlanResult
from comparekit.studies.planning_rules import FIRST_FIXED
from comparekit.wording.plan import hundred, width_cell

_TICKS = (0, 20, 40, 60, 80, 100)
_HEAD, _FOOT = 1.06, -0.04  # of the chance: room for marks on 0 and on 1
_MARGIN = 1.15  # times the first and the last day


def plan_figure(plan: SeriesPlanResult, language: str) -> FigureData:
    """Chance of a verdict along the days, by ratios, for one look and for daily looks.

    Parameters
    ----------
    plan : SeriesPlanResult
        Its curve is drawn as it is.
    language : str
        "zh" or "en".

    Returns
    -------
    FigureData
        Two series, and a line at the chance that was wanted; what can be seen by then is in the table.
    """
    say = speaker(language, "plan_page.figure")
    curve = plan.curve
    low, high = curve[0].days / _MARGIN, curve[-1].days * _MARGIN
    wanted = f"{100 * plan.power:g}"
    return FigureData(
        title=_title(plan, language),
        description=say("description"),
        x=Axis(title=say("x"), low=low, high=high, ticks=flow_ticks(low, high), log=True),
        y=Axis(
            title=say("y"),
            low=_FOOT,
            high=_HEAD,
            ticks=tuple(Tick(value=k / 100, text=str(k)) for k in _TICKS),
        ),
        series=tuple(
            Series(
                role=role,
                name=say(name),
                points=tuple(
                    _point(p, getattr(p, rule), say(name), language) for p in curve if p.days >= first
                ),
            )
            for role, rule, name, first in (
                (Role.RUNNING, "fixed", "once", FIRST_FIXED),
                (Role.DAY, "daily", "daily", FIRST_LOOK),
            )
        ),
        bands=(),
        lines=(Line(y=plan.power, label=say("wanted", power=wanted)),),
        table=FigureTable(
            caption=say("caption"),
            columns=tuple(say(f"column.{name}") for name in ("days", "once", "daily", "width", "detectable")),
            rows=tuple(
                (
                    str(p.days),
                    hundred(p.fixed.settled),
                    hundred(p.daily.settled),
                    width_cell(p.fixed.half_width, language),
                    width_cell(p.fixed.detectable, language),
                )
                for p in curve
            ),
        ),
        notes=(say("note", power=wanted),),
    )


def _point(point: CurvePoint, side: CurveSide, name: str, language: str) -> Point:
    value = hundred(side.settled)
    words = speaker(language, "plan_page.figure")("point", days=point.days, name=name, value=value)
    return Point(x=float(point.days), y=side.settled, span=None, value=value, text=words)


def _title(plan: SeriesPlanResult, language: str) -> str:
    say = speaker(language, "plan_page.figure.title")
    fixed, daily = plan.fixed.days, plan.daily.days
    if fixed is None:
        return say("never", days=plan.curve[-1].days)
    if daily is None:
        return say("once", days=fixed)
    return say("both", days=fixed, daily=daily)
