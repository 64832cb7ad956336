"""Corrections of bills: differences are added, bills written anew take the place of the first one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from comparekit.findings import Severity
from comparekit.ingest.bill_rows import Row, distinct, emptied, joined
from comparekit.ingest.correction_kind import FEN, correction_kind, worth
from comparekit.ingest.usage_sheet import UsageSheet
from comparekit.ingest.usage_titles import DIFFERENCE, WHOLE
from comparekit.readings.bills import Bill


@dataclass(slots=True)
class _Standing:
    """A bill as it stands after the corrections so far; `unknown` where nobody can tell."""

    places: tuple[int, ...]
    bill: Bill
    unknown: bool = False
    cancelled_by: int | None = None  # row
    touched: bool = False

    @property
    def cancelled(self) -> bool:
        return self.cancelled_by is not None

    def covers(self, other: Bill) -> bool:
        return self.bill.start <= other.start and other.end <= self.bill.end

    def same_days(self, other: Bill) -> bool:
        return (self.bill.start, self.bill.end) == (other.start, other.end)


def corrected(sheet: UsageSheet, rows: Sequence[Row], corrections: Sequence[Row]) -> list[Row]:
    """The bills with their corrections, by their days.

    Parameters
    ----------
    sheet : UsageSheet
        Receives the findings: ``bills.corrected`` (a difference, added), ``bills.replaced`` (a bill written
        anew), both as ``bills.taken_as_…`` where only sizes tell which; ``bills.correction_unclear``
        (neither row is used), ``bills.correction_apart``, ``bills.correction_alone``,
        ``bills.correction_joined``, ``bills.correction_repeated``, ``bills.cancelled``,
        ``bills.cancelled_alone``, ``bills.volume_uncorrected``, ``bills.not_restated``,
        ``bills.below_zero``.
    rows, corrections : sequence of Row
        Bills, and corrections in the order in which they were made.
    """
    ledger = _Ledger(sheet, rows)
    made = [row for row in _once(sheet, corrections) if not ledger.takes_back(row)]
    ledger.forget_repeats()
    for row in made:
        ledger.take(row)
    return ledger.rows()


def _once(sheet: UsageSheet, corrections: Sequence[Row]) -> list[Row]:
    """The corrections without those whose every cell repeats another one."""
    kept: dict[tuple[str, ...], Row] = {}
    for row in corrections:
        cells = tuple(column[row.places[0]].strip() for column in sheet.table.columns)
        if cells in kept:
            first = kept[cells].bill.row
            sheet.find("bills.correction_repeated", Severity.CAUTION, row=row.bill.row, first=first)
        kept.setdefault(cells, row)
    return list(kept.values())


class _Ledger:
    """The bills of a table while corrections are entered."""

    def __init__(self, sheet: UsageSheet, rows: Sequence[Row]) -> None:
        self.sheet = sheet
        self.standing = [_Standing(row.places, row.bill) for row in rows]

    def rows(self) -> list[Row]:
        """The bills as they stand; what is not known of one, or below zero, is left out of it."""
        kept = []
        for one in sorted(self.standing, key=lambda s: s.bill.start):
            bill = one.bill
            if one.cancelled:
                again = [s for s in self.standing if s is not one and not s.cancelled and s.same_days(bill)]
                if again:
                    anew = again[0].bill.row
                    self._tell("bills.cancelled", Severity.NOTE, bill, row=one.cancelled_by, by=anew)
                    continue
                self._tell("bills.cancelled_alone", Severity.CAUTION, bill, row=one.cancelled_by)
            elif min(bill.amount or 0.0, bill.volume or 0.0) < 0:
                self._tell("bills.below_zero", Severity.CAUTION, bill)
                one.unknown = True
            kept.append(Row(one.places, emptied(bill) if one.unknown or one.cancelled else bill))
        return kept

    def takes_back(self, row: Row) -> bool:
        """Whether a correction takes back a whole bill, which is cancelled then."""
        credit = row.bill
        for one in self.standing if _is_credit(credit) and row.said != WHOLE else ():
            pairs = [(one.bill.amount, credit.amount), (one.bill.volume, credit.volume)]
            known = [a + b for a, b in pairs if a is not None and b is not None]
            if one.same_days(credit) and not one.cancelled and known and max(map(abs, known)) < FEN:
                one.cancelled_by = credit.row
                return True
        return False

    def forget_repeats(self) -> None:
        """Bills that stand in the table twice count once."""
        open_ = [Row(s.places, s.bill) for s in self.standing if not s.cancelled]
        kept = {row.places for row in distinct(self.sheet, open_)}
        self.standing = [s for s in self.standing if s.cancelled or s.places in kept]

    def take(self, row: Row) -> None:
        """Enter one correction."""
        bill, credit = row.bill, _is_credit(row.bill)
        open_ = [s for s in self.standing if not s.cancelled]
        touched = [s for s in open_ if s.bill.start < bill.end and bill.start < s.bill.end]
        same = [s for s in touched if s.same_days(bill)]
        others = [s for s in open_ if s not in touched]
        if same:
            self._apply(row, same[-1], others)
        elif not touched:
            self._alone(row, open_, credit)
        elif len(touched) == 1 and touched[0].covers(bill):
            self._part(row, touched[0], credit)
        else:
            self._several(row, touched, others, credit)

    def _alone(self, row: Row, others: Sequence[_Standing], credit: bool) -> None:
        """A correction for whose days there is no bill: the bill written anew alone, or of no use."""
        cancelled = any(s.cancelled and s.same_days(row.bill) for s in self.standing)
        kind = WHOLE if cancelled else correction_kind(row.bill, row.said, None, _bills(others))[0]
        if credit or (kind != WHOLE):
            self.sheet.find("bills.correction_apart", Severity.CAUTION, row=row.bill.row)
            return
        if not cancelled:
            self.sheet.find("bills.correction_alone", Severity.CAUTION, row=row.bill.row)
        self.standing.append(_Standing(row.places, row.bill, touched=True))

    def _part(self, row: Row, one: _Standing, credit: bool) -> None:
        """A correction for some days of a bill: it can be added, never take its place."""
        if credit or row.said == DIFFERENCE:
            self._add(row, one, sure=True)
        else:
            self._unclear(row, one)

    def _several(self, row: Row, touched: list[_Standing], others: list[_Standing], credit: bool) -> None:
        """A correction over several bills: only their sum is known, so they become one."""
        touched = sorted(touched, key=lambda s: s.bill.start)
        ends = touched[0].bill.start, max(s.bill.end for s in touched)
        even = all(a.bill.end == b.bill.start for a, b in pairwise(touched))
        exact = ends == (row.bill.start, row.bill.end)
        inside = ends[0] <= row.bill.start and row.bill.end <= ends[1]
        if not even or not inside or not (exact or credit or row.said == DIFFERENCE):
            self.sheet.find("bills.correction_apart", Severity.CAUTION, row=row.bill.row)
            return
        rows = [s.bill.row for s in touched]
        self.sheet.find("bills.correction_joined", Severity.CAUTION, row=row.bill.row, rows=rows)
        whole = _Standing(
            tuple(place for s in touched for place in s.places),
            joined([s.bill for s in touched]),
            unknown=any(s.unknown for s in touched),
        )
        self.standing = [*(s for s in self.standing if s not in touched), whole]
        self._apply(row, whole, others)

    def _apply(self, row: Row, one: _Standing, others: Sequence[_Standing]) -> None:
        kind, sure = correction_kind(row.bill, row.said, one.bill, _bills(others))
        if kind == WHOLE:
            self._replace(row, one, sure)
        elif kind == DIFFERENCE and not one.unknown:
            self._add(row, one, sure)
        else:
            self._unclear(row, one)

    def _add(self, row: Row, one: _Standing, sure: bool) -> None:
        first, more = one.bill, row.bill
        if one.unknown:
            self._unclear(row, one)
            return
        amount, volume = _sum(first.amount, more.amount), _sum(first.volume, more.volume)
        changed = {"corrected": more.amount or 0.0, "volume_corrected": more.volume or 0.0}
        sums = {name: round(getattr(first, name) + by, 9) for name, by in changed.items()}
        one.bill = replace(first, amount=amount, volume=volume, **sums)
        one.touched = True
        code, severity = ("bills.corrected", Severity.NOTE)
        if not sure:
            code, severity = ("bills.taken_as_difference", Severity.CAUTION)
        self._tell_both(code, severity, row, first)
        if more.amount and not more.volume and first.volume is not None:
            context = {"row": row.bill.row, "first": first.row, "volume": f"{first.volume:g}"}
            self.sheet.find("bills.volume_uncorrected", Severity.CAUTION, **context)

    def _replace(self, row: Row, one: _Standing, sure: bool) -> None:
        first, anew = one.bill, row.bill
        told = [
            (a, b) for a, b in ((anew.amount, first.amount), (anew.volume, first.volume)) if a is not None
        ]
        rest = first if told and all(a == b for a, b in told) else emptied(first)  # what is not written anew
        known = anew.amount is not None and first.amount is not None
        changed = (anew.amount or 0.0) - (first.amount or 0.0) if known else 0.0
        one.bill = replace(
            anew,
            start=first.start,
            end=first.end,
            row=first.row,
            note=first.note,
            amount=rest.amount if anew.amount is None else anew.amount,
            volume=rest.volume if anew.volume is None else anew.volume,
            opening=first.opening if anew.opening is None else anew.opening,
            closing=rest.closing if anew.closing is None else anew.closing,
            final=rest.final if anew.final is None else anew.final,
            initial=rest.initial if anew.initial is None else anew.initial,
            corrected=round(first.corrected + changed, 9),
        )
        one.unknown, one.touched = False, True
        code, severity = ("bills.replaced", Severity.NOTE)
        if not sure:
            code, severity = ("bills.taken_as_whole", Severity.CAUTION)
        self._tell_both(code, severity, row, first)
        for before, after in ((first.amount, one.bill.amount), (first.volume, one.bill.volume)):
            if before is not None and after is None:
                context = {"row": row.bill.row, "first": first.row}
                self.sheet.find("bills.not_restated", Severity.CAUTION, **context)

    def _unclear(self, row: Row, one: _Standing) -> None:
        self._tell_both("bills.correction_unclear", Severity.CAUTION, row, one.bill)
        one.unknown = True

    def _tell_both(self, code: str, severity: Severity, row: Row, first: Bill) -> None:
        """A finding that names both rows and what each asks for, in the measure both tell."""
        name = "volume" if None in (first.amount, row.bill.amount) else "amount"
        after, unit = worth(row.bill, name, self.sheet.base_unit)
        before, _ = worth(first, name, self.sheet.base_unit)
        context = {"row": row.bill.row, "after": after, "first": first.row, "before": before, "unit": unit}
        self.sheet.find(code, severity, **context)

    def _tell(self, code: str, severity: Severity, bill: Bill, **context: object) -> None:
        before, unit = worth(bill, "volume" if bill.amount is None else "amount", self.sheet.base_unit)
        self.sheet.find(code, severity, first=bill.row, before=before, unit=unit, **context)


def _is_credit(bill: Bill) -> bool:
    return min(bill.amount or 0.0, bill.volume or 0.0) < 0


def _bills(standing: Sequence[_Standing]) -> list[Bill]:
    """Those that no correction has touched."""
    return [s.bill for s in standing if not s.touched and not s.unknown]


def _sum(first: float | None, more: float | None) -> float | None:
    """Both together; what one of them does not tell changes nothing."""
    return first if first is None or more is None else round(first + more, 9)
