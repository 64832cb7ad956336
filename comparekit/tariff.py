"""What a utility charges: dated editions, tiers by month or year, several components, peak and valley.

Values only; they are read from ``protocols/*-tariff-*.toml``. `comparekit.tariff_curve` computes with them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from comparekit.errors import CompareKitError
from comparekit.origin import Certainty, Origin

MONTH, YEAR = "month", "year"
CYCLES = (MONTH, YEAR)
PER_BILL, PER_MONTH = "bill", "month"
_DAYS_A_MONTH = 365.2425 / 12
_NUDGE = 1e-6  # of a rounding step: a decimal tie that binary has put a hair below is a tie


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One part of the price (基本水价, 污水处理费, ...).

    Attributes
    ----------
    title : mapping
        Its name by language.
    prices : tuple of float
        Price [currency/unit] in each tier; a single one holds in all. With `valley`: of the peak hours.
    valley : tuple of float or None
        Prices of the valley hours, as long as `prices`; None where the hour does not matter.
    origin : Origin
        Where the prices come from.
    """

    title: Mapping[str, str]
    prices: tuple[float, ...]
    origin: Origin
    valley: tuple[float, ...] | None = None

    def price(self, tier: int, peak_share: float | None) -> float:
        """Price [currency/unit] in a tier (from 0) where `peak_share` [1] of the use is in peak hours."""
        index = tier if len(self.prices) > 1 else 0
        if self.valley is None:
            return self.prices[index]
        if peak_share is None:
            raise ValueError("peak_share: needed where peak and valley hours have prices of their own")
        return peak_share * self.prices[index] + (1 - peak_share) * self.valley[index]


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """Limits that rise with the household: for each person above `people`, by `per_person` [unit/cycle]."""

    people: int
    per_person: tuple[float, ...]
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiers:
    """Tiers of use (阶梯) within a cycle.

    Attributes
    ----------
    limits : tuple of float
        Upper limit of each tier but the last [unit/cycle], rising.
    cycle : str
        ``month`` or ``year``: what the limits are counted over.
    starts : (int, int)
        Month and day a year begins at (阶梯起算日); of a month only the day counts.
    """

    limits: tuple[float, ...]
    cycle: str
    starts: tuple[int, int]
    origin: Origin
    household: Household | None = None

    def limits_for(self, people: int | None) -> tuple[float, ...]:
        """Limits [unit/cycle] for a household of so many; None: no more people than the rule begins at."""
        if people is None or self.household is None:
            return self.limits
        more = max(0, people - self.household.people)
        return tuple(a + more * b for a, b in zip(self.limits, self.household.per_person, strict=True))

    def cycle_of(self, day: date) -> tuple[date, date]:
        """First day of the cycle that `day` is in, and of the next one."""
        month, first = self.starts
        if self.cycle == YEAR:
            year = day.year - ((day.month, day.day) < (month, first))
            return date(year, month, first), date(year + 1, month, first)
        months = day.year * 12 + day.month - 1 - (day.day < first)
        return _month_start(months, first), _month_start(months + 1, first)


def _month_start(months: int, day: int) -> date:
    return date(months // 12, months % 12 + 1, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedCharge:
    """An amount [currency] that does not depend on use, for each bill or each month of it.

    Months of a bill: its days by the mean month, rounded, at least one.
    """

    title: Mapping[str, str]
    amount: float
    per: str
    origin: Origin

    def charged(self, days: int) -> float:
        """What a bill over so many days holds of it [currency]."""
        return self.amount * (max(1, round(days / _DAYS_A_MONTH)) if self.per == PER_MONTH else 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The tariff from a day on.

    `valid_from` is None where nobody told: since ever, and only for the first edition. `peak_hours`: in
    words, for people; the program knows shares only.
    """

    valid_from: date | None
    components: tuple[Component, ...]
    origin: Origin
    tiers: Tiers | None = None
    fixed: tuple[FixedCharge, ...] = ()
    peak_hours: str = ""

    @property
    def by_hour(self) -> bool:
        """Whether peak and valley hours have prices of their own."""
        return any(component.valley is not None for component in self.components)

    def prices(self, peak_share: float | None) -> tuple[float, ...]:
        """Price of all components together [currency/unit] in each tier."""
        tiers = 1 + (len(self.tiers.limits) if self.tiers else 0)
        return tuple(math.fsum(c.price(k, peak_share) for c in self.components) for k in range(tiers))


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodPart:
    """Days of a bill under one edition and within one cycle of tiers.

    `cycle` is the first day of that cycle, None where the edition has no tiers. `share` [1] is the part of
    the period's days, and so of its use: within a bill, use is taken to be even.
    """

    start: date
    end: date
    edition: Edition
    cycle: date | None
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """A tariff in all its editions. Money is in `currency`, volumes in `unit`.

    Attributes
    ----------
    editions : tuple of Edition
        By `valid_from`; each holds until the next.
    rounding : float
        Amounts are rounded to multiples of this [currency], half up.
    example : bool
        True: made to show and test, no price list; every screen says so.
    """

    id: str
    version: str
    utility: str
    unit: str
    title: Mapping[str, str]
    editions: tuple[Edition, ...]
    rounding: float = 0.01
    currency: str = "CNY"
    example: bool = False
    sources: tuple[Mapping[str, str], ...] = ()
    kind: str = field(default="tariff")

    @property
    def by_hour(self) -> bool:
        """Whether any edition has peak and valley prices."""
        return any(edition.by_hour for edition in self.editions)

    def rounded(self, amount: float) -> float:
        """An amount [currency] as it stands on a bill."""
        steps = math.floor(abs(amount) / self.rounding + 0.5 + _NUDGE)
        return math.copysign(round(steps * self.rounding, 9), amount)

    def edition_on(self, day: date) -> Edition:
        """The edition in force on a day.

        Raises
        ------
        CompareKitError
            ``tariff.not_yet_valid``: the day is before the first edition.
        """
        held = [e for e in self.editions if e.valid_from is None or e.valid_from <= day]
        if not held:
            first = self.editions[0].valid_from
            raise CompareKitError("tariff.not_yet_valid", tariff=self.id, day=str(day), first=str(first))
        return held[-1]

    def parts(self, start: date, end: date) -> tuple[PeriodPart, ...]:
        """A period cut by days where an edition or a cycle of tiers begins inside it.

        Parameters
        ----------
        start, end : date
            Days of reading: the period begins on `start`, and the next one on `end`.

        Raises
        ------
        ValueError
            `end` is not after `start`.
        CompareKitError
            `tariff.not_yet_valid`.
        """
        if not start < end:
            raise ValueError(f"end: after start ({start}), not {end}")
        found, day, days = [], start, (end - start).days
        while day < end:
            edition = self.edition_on(day)
            cycle, following = edition.tiers.cycle_of(day) if edition.tiers else (None, end)
            changes = [e.valid_from for e in self.editions if e.valid_from and day < e.valid_from < end]
            until = min([end, following, *changes])
            share = (until - day).days / days
            found.append(PeriodPart(start=day, end=until, edition=edition, cycle=cycle, share=share))
            day = until
        return tuple(found)

    def starting(self, month: int, day: int) -> Tariff:
        """The same tariff with the years of its tiers beginning at another day (阶梯起算日)."""
        date(2001, month, day) + timedelta(0)  # a day every year has, or ValueError
        editions = [
            replace(e, tiers=replace(e.tiers, starts=(month, day)))
            if e.tiers is not None and e.tiers.cycle == YEAR
            else e
            for e in self.editions
        ]
        return replace(self, editions=tuple(editions))


def flat_tariff(price: float, *, utility: str, unit: str) -> Tariff:
    """The tariff of one price [CNY/unit], as somebody gives it with ``--price``."""
    if not (math.isfinite(price) and price > 0):
        raise ValueError(f"price: above zero, not {price!r}")
    origin = Origin(source="--price", certainty=Certainty.OWN)
    edition = Edition(
        valid_from=None, components=(Component(title={}, prices=(price,), origin=origin),), origin=origin
    )
    return Tariff(id=f"{price:g}", version="", utility=utility, unit=unit, title={}, editions=(edition,))
