"""Bills of one household: what was paid for which days, as the bills say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import overload

from comparekit.findings import Finding, Severity
from comparekit.readings.log import InputFile
from comparekit.stats.arrays import Array

_UNEVEN = 1.5  # longest period over the shortest: two calendar months differ by 1.11


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """One bill.

    Attributes
    ----------
    start, end : date
        Days the register was read: the next period begins on `end`.
    amount : float or None
        What is to be paid [yuan], corrections included; None where only a volume is told.
    volume : float or None
        What was charged [unit of the bills].
    estimated : bool
        Nobody read the register (估抄).
    corrected : float
        What corrections of this period have changed the amount by [yuan]; it is in `amount`.
    volume_corrected : float
        What corrections have changed the volume by [unit]; it is in `volume`.
    opening, closing : float or None
        Readings at both ends [unit].
    final, initial : float or None
        Readings of the removed and the new meter where one was exchanged in this period [unit].
    row : int or None
        In the file, as Excel counts.
    """

    start: date
    end: date
    amount: float | None = None
    volume: float | None = None
    estimated: bool = False
    corrected: float = 0.0
    volume_corrected: float = 0.0
    opening: float | None = None
    closing: float | None = None
    final: float | None = None
    initial: float | None = None
    row: int | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if not self.start < self.end:
            raise ValueError(f"end: after start ({self.start}), not {self.end}")

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def registered(self) -> float | None:
        """Volume between the readings at both ends [unit], an exchange taken into account."""
        if self.opening is None or self.closing is None:
            return None
        if self.final is not None and self.initial is not None:
            old, new = self.final - self.opening, self.closing - self.initial
            return round(old + new, 9) if min(old, new) >= 0 else None
        volume = round(self.closing - self.opening, 9)
        return volume if volume >= 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bills(Sequence[Bill]):
    """Bills in order of their days.

    Attributes
    ----------
    bills : tuple of Bill
        By start, without repeats; corrections are in the bills they correct.
    unit : str
        Unit of the volumes (m3, kWh).
    utility : str or None
        Where titles or unit tell it.
    timezone : str
        Zone of the days.
    covariates : mapping of str to array, shape (n,)
        Further columns of numbers by name, one value a bill, NaN where empty.
    peak_share : float or None
        Share of the use in peak hours [1], by columns of their own.
    findings : tuple of Finding
        What was odd (codes ``bills.…``).
    """

    bills: tuple[Bill, ...]
    unit: str = "m3"
    utility: str | None = None
    timezone: str = "Asia/Shanghai"
    covariates: Mapping[str, Array] = field(default_factory=dict)
    peak_share: float | None = None
    findings: tuple[Finding, ...] = ()
    inputs: tuple[InputFile, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.bills)

    @overload
    def __getitem__(self, index: int) -> Bill: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Bill, ...]: ...
    def __getitem__(self, index: int | slice) -> Bill | tuple[Bill, ...]:
        return self.bills[index]

    def __iter__(self) -> Iterator[Bill]:
        return iter(self.bills)

    def around(self, day: date) -> int | None:
        """Place of the bill whose period holds `day` strictly inside; None where the day parts two bills."""
        return next((k for k, bill in enumerate(self.bills) if bill.start < day < bill.end), None)


def bill_findings(bills: Sequence[Bill]) -> tuple[Finding, ...]:
    """What is odd about bills in order of their days.

    Returns
    -------
    tuple of Finding
        ``bills.overlap``, ``bills.gap``, ``bills.uneven``, ``bills.estimated``,
        ``bills.exchange_inside``, ``bills.exchange_differs``, ``bills.register_falls``,
        ``bills.register_jump``, ``bills.volume_differs``.
    """
    found = [finding for pair in pairwise(bills) for finding in _between(*pair)]
    if bills:
        shortest, longest = (pick(bill.days for bill in bills) for pick in (min, max))
        if longest > _UNEVEN * shortest:
            uneven = {"shortest": shortest, "longest": longest}
            found.append(Finding("bills.uneven", Severity.NOTE, uneven))
    estimated = [bill.row for bill in bills if bill.estimated]
    if estimated:
        context = {"rows": estimated, "count": len(estimated)}
        found.append(Finding("bills.estimated", Severity.CAUTION, context))
    for bill in bills:
        found.extend(_within(bill))
    return tuple(found)


def _between(bill: Bill, following: Bill) -> Iterator[Finding]:
    days = (following.start - bill.end).days
    if days:
        code = "bills.gap" if days > 0 else "bills.overlap"
        context = {
            "row": following.row,
            "days": abs(days),
            "end": str(bill.end),
            "start": str(following.start),
        }
        yield Finding(code, Severity.CAUTION, context)
    elif None not in (bill.closing, following.opening) and bill.closing != following.opening:
        registers: dict[str, object] = {
            "row": following.row,
            "before": bill.closing,
            "after": following.opening,
        }
        yield Finding("bills.register_jump", Severity.CAUTION, registers)


def _within(bill: Bill) -> Iterator[Finding]:
    if bill.final is not None and bill.initial is not None:
        context: dict[str, object] = {"row": bill.row, "final": bill.final, "initial": bill.initial}
        yield Finding("bills.exchange_inside", Severity.NOTE, context)
        if bill.registered is None and None not in (bill.opening, bill.closing):
            yield Finding("bills.exchange_differs", Severity.CAUTION, {"row": bill.row})
    elif bill.opening is not None and bill.closing is not None and bill.closing < bill.opening:
        context = {"row": bill.row, "before": bill.opening, "after": bill.closing}
        yield Finding("bills.register_falls", Severity.CAUTION, context)
    registered = bill.registered
    # A bill is compared as it was written: a correction need not be in the readings.
    told = () if bill.volume is None else (bill.volume, bill.volume - bill.volume_corrected)
    if registered is not None and told and min(abs(registered - volume) for volume in told) >= 1:
        context = {"row": bill.row, "volume": f"{told[0]:g}", "registered": f"{registered:g}"}
        yield Finding("bills.volume_differs", Severity.CAUTION, context)
