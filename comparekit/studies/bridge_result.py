"""The bridge between two bills: its steps, and what the meter can have caused at most."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from comparekit.studies.bridge_evidence import MeterEvidence
from comparekit.studies.bridge_inputs import Uncertain

DAYS, METER, SEASON, CONTROL, TARIFF = "days", "meter", "season", "control", "tariff"
REMAINING, TOGETHER, OTHER = "remaining", "use_or_meter", "other"
_DUST = 1e-6  # of a day: binary dust


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the waterfall.

    Attributes
    ----------
    code : str
        ``days``: another number of days. ``meter``: the new meter in place of the old one. ``season``:
        season and weather. ``control``: what neighbours' use did beyond that. ``tariff``: position in the
        cycle of tiers, and prices that changed. ``remaining``: use that none of this explains.
        ``use_or_meter``: the same where nobody compared or verified the meter; the two cannot be told
        apart. ``other``: what of the amounts the price list does not explain.
    volume, money : Uncertain or None
        What the step adds [unit; currency], with its 95 % interval; None where it cannot be said.
    changes : tuple of date
        Of ``season`` and ``control``: days within the averaged time before the replacement on which use
        changed, which is in the step too.
    """

    code: str
    volume: Uncertain | None
    money: Uncertain | None
    changes: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMost:
    """The most the meter can have caused of the change, all from zero up.

    `volume`, `money`: in the direction of the change [unit; currency]; zero where the meter can only have
    worked against it. `against_volume`, `against_money`: the most it can have worked against it.
    `share` [1]: `money` (`volume` without money) of the whole change; None where nothing changed.
    """

    volume: float | None
    money: float | None
    against_volume: float | None
    against_money: float | None
    share: float | None

    @property
    def works_against(self) -> bool:
        """The meter's part goes against the change, for certain: without it, more would have changed."""
        toward, against = (
            (self.volume, self.against_volume) if self.money is None else (self.money, self.against_money)
        )
        return toward == 0 and bool(against)

    @property
    def largest_money(self) -> float | None:
        """The most in either direction [currency]."""
        if self.money is None or self.against_money is None:
            return None
        return max(self.money, self.against_money)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverTime:
    """What the suspect meter counted too much (below zero: too little) from `start` to `end`.

    By the days and the volume of the suspect's own bill, every day alike: use in other years and seasons,
    and the tiers of a whole year, are not in it. Of a verification too much by what was used, of a series
    comparison too much by the other meter.
    """

    start: date
    end: date
    volume: Uncertain | None
    money: Uncertain | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BillEnd:
    """One end of the bridge: its days, volume [unit] and money [currency].

    `average`: it is the average period of its side, and no bill that anybody was sent; `mean_days` is its
    mean length then, and the days are those of the bill next to the replacement.
    """

    start: date
    end: date
    volume: Uncertain | None
    money: Uncertain | None
    average: bool = False
    mean_days: float | None = None

    @property
    def days(self) -> float:
        """Its length, a mean one where it is an average [d]."""
        if self.mean_days is None:
            return (self.end - self.start).days
        whole = round(self.mean_days)
        return whole if abs(self.mean_days - whole) < _DUST else self.mean_days


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """From the old bill to the new one.

    Attributes
    ----------
    steps : tuple of Step
        In the order of the waterfall; their estimates add up to `change`.
    change : Step
        From the old bill to the new one, code ``change``.
    valued_on : str
        The bill on which the meter's step is valued, the one where it weighs more: ``old`` (the step comes
        after the days) or ``new`` (it comes last).
    pricing : str
        How volume became money; see `comparekit.studies.bridge_money.Priced`.
    steepest : float or None
        Price of the next unit over the average price of a bill, at most [1], by which the meter's bounds in
        money were widened; None where prices are known, or nothing is known of the meter.
    evidence : MeterEvidence or None
        None: nothing is known of the meter.
    at_most : AtMost or None
        None without evidence.
    over_time : OverTime or None
        Where evidence and a first day were given.
    """

    old: BillEnd
    new: BillEnd
    steps: tuple[Step, ...]
    change: Step
    valued_on: str
    pricing: str
    unit: str
    utility: str
    evidence: MeterEvidence | None
    season: Uncertain
    control: Uncertain
    at_most: AtMost | None = None
    over_time: OverTime | None = None
    currency: str = "CNY"
    steepest: float | None = None

    def with_changes(self, changes: tuple[date, ...]) -> Bridge:
        """The same with the days of earlier changes told at the step that holds them."""
        steps = (
            replace(step, changes=changes) if step.code in (SEASON, CONTROL) else step for step in self.steps
        )
        return replace(self, steps=tuple(steps))

    def step(self, code: str) -> Step | None:
        """The step of this code, None where there is none."""
        return next((step for step in self.steps if step.code == code), None)

    @property
    def falls(self) -> bool:
        """Whether the bill (without money: the volume) went down."""
        own = self.change.volume if self.change.money is None else self.change.money
        return own is not None and own.estimate < 0

    def to_dict(self) -> dict[str, object]:
        """Plain numbers, strings, lists and None."""
        from comparekit.studies.bridge_json import bridge_to_dict  # noqa: PLC0415 - it reads this class

        return bridge_to_dict(self)
