"""What a plan found: frozen values, nothing formatted, nothing rounded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from comparekit.protocol import SeriesProtocol
from comparekit.studies.truth_rate import TruthRate


class CanShow(StrEnum):
    """What the planned week is good for.

    ``enough``: it settles the verdict with the wanted chance. ``short``: it can show something, but
    not that. ``blind``: the smallest difference it can show is larger than any two meters within their
    limits can have, so that not even a faulty meter would show.
    """

    ENOUGH = "enough"
    SHORT = "short"
    BLIND = "blind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """Days and volume after which the verdict is settled; both None for "never".

    `reason`: None, or "tolerance" (the deviation sits on the tolerance: no number of days tells), or
    "horizon" (not within the days looked at).
    """

    days: int | None
    volume: float | None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveSide:
    """One rule on one day.

    `settled`: chance that the verdict stands [1]; `half_width`: median half-width of the deciding 95 %
    interval [1]; `detectable`: smallest deviation, either way, that this interval leaves out zero for
    with the plan's power [1]. None: most weeks have no such end.
    """

    settled: float
    half_width: float | None
    detectable: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """One day of the curve, its volume [unit], and both rules."""

    days: int
    volume: float
    fixed: CurveSide
    daily: CurveSide


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedWeek:
    """What the protocol's planned days can show in this house, looked at once.

    `settled` is the chance of a verdict about the plan's deviation [1]; `truth` how often such a week
    tells the truth about equal, differing and complying pairs.
    """

    days: int
    volume: float
    settled: float
    half_width: float | None
    detectable: float | None
    truth: TruthRate


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One way to get there sooner, and the days it takes then.

    `kind`: "finer" (read one digit more: the red pointers), "longer" (go on as planned), "draw" (draw
    water on purpose, twice the daily use).
    """

    kind: str
    test_step: float
    reference_step: float
    daily_use: float
    fixed: Needed
    daily: Needed


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPlanResult:
    """Whether a comparison can show anything, and what it takes.

    Attributes
    ----------
    test_step, reference_step, daily_use : float
        Resolution of the readings and use of a day [unit].
    deviation : float
        The true deviation the plan is made for [1].
    power : float
        Wanted chance of a settled verdict [1].
    sigma : float
        Standard deviation from day to day taken for granted [1], beside what passes between readings.
    rule : str
        "fixed" or "daily": the rule that `best` is chosen by.
    fixed : Needed
        When the days are fixed beforehand and looked at once at the end.
    daily : Needed
        When people look every day from the third, by the interval for daily looks throughout, and stop
        once the verdict stands. To be as sure of one takes longer than by one look at the end.
    week : PlannedWeek
    measures : tuple of Measure
    best : str or None
        Kind of the measure that takes the fewest days; None when the planned days are enough, or when
        nothing helps.
    curve : tuple of CurvePoint
    weeks : int
        Weeks simulated at the start of the courses; from the fifteenth day on fewer. A chance near 0.8
        carries a standard uncertainty of about 0.013, 0.02 at thirty days.
    seed : int
    assumptions : tuple of str
        What was taken for granted because nobody said it, as catalog keys.
    """

    protocol: SeriesProtocol
    test_step: float
    reference_step: float
    daily_use: float
    deviation: float
    power: float
    sigma: float
    rule: str
    horizon: int
    can_show: CanShow
    fixed: Needed
    daily: Needed
    week: PlannedWeek
    measures: tuple[Measure, ...]
    best: str | None
    curve: tuple[CurvePoint, ...]
    weeks: int
    seed: int
    assumptions: tuple[str, ...] = ()

    def needed(self, rule: str | None = None) -> Needed:
        """Days and volume by a rule, by default the plan's own."""
        return self.fixed if (rule or self.rule) == "fixed" else self.daily

    def to_dict(self) -> dict[str, object]:
        """The JSON of `comparekit plan` (schema comparekit.plan/1) as plain data."""
        from comparekit.studies.planning_json import plan_to_dict  # noqa: PLC0415 - it reads this class

        return plan_to_dict(self)
