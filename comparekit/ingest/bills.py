"""Bills from a table: their days, amounts and volumes, corrections put where they belong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

import numpy as np

from comparekit.findings import Severity
from comparekit.ingest.bill_days import bill_days
from comparekit.ingest.usage_sheet import UsageSheet
from comparekit.readings.bills import Bill, Bills, bill_findings
from comparekit.stats.arrays import Array

VOLUMES = ("volume", "opening", "closing", "final", "initial")


class _Row(NamedTuple):
    """A bill and its place in the table."""

    place: int
    bill: Bill


def read_bills(sheet: UsageSheet) -> Bills:
    """The bills of a table, by their days.

    Faults go into ``sheet.faults``; while there are any, what is returned is not to be used. Findings:
    ``bills.inclusive_end``, ``bills.days_unknown``, ``bills.repeated``, ``bills.correction_apart``
    and those of `bill_findings`.
    """
    unit, factor, utility = sheet.unit(VOLUMES)
    amounts = sheet.numbers("amount")
    told = {name: sheet.numbers(name) * factor for name in VOLUMES}
    corrections = sheet.flags("correction") | (amounts < 0)
    nothing = np.logical_and.reduce([sheet.blank(n) for n in ("amount", "volume", "closing") if n in sheet])
    column = next(sheet.columns[n] for n in ("amount", "volume", "closing") if n in sheet)
    sheet.fault_cells("bill.nothing_charged", nothing, column, expected="amount_or_volume")
    sheet.fault_cells(
        "bill.volume_negative", (told["volume"] < 0) & ~corrections, column, expected="a_number"
    )
    start, end = bill_days(sheet, corrections)
    estimated = sheet.flags("estimated")
    covariates = sheet.covariates()
    if sheet.faults:
        return Bills(bills=())
    notes = sheet.cells("note") if "note" in sheet else [""] * len(sheet.table)
    days: list[date | None] = end.tolist()
    starts: list[date | None] = start.tolist()
    rows: list[_Row] = []
    mended: list[tuple[int, date | None, date, float, float]] = []
    for k in np.argsort(end, kind="stable").tolist():
        begin, until = starts[k], days[k]
        if until is None or (begin is None and not corrections[k]):
            sheet.find("bills.days_unknown", Severity.NOTE, row=int(sheet.rows[k]))
        elif corrections[k]:
            mended.append((k, begin, until, float(amounts[k]), float(told["volume"][k])))
        elif begin is not None:
            bill = Bill(
                start=begin,
                end=until,
                amount=_known(amounts, k),
                estimated=bool(estimated[k]),
                row=int(sheet.rows[k]),
                note=notes[k].strip(),
                volume=_known(told["volume"], k),
                opening=_known(told["opening"], k),
                closing=_known(told["closing"], k),
                final=_known(told["final"], k),
                initial=_known(told["initial"], k),
            )
            rows.append(_Row(k, bill))
    rows = _corrected(sheet, _distinct(sheet, sorted(rows, key=lambda r: r.bill.start)), mended)
    if not rows:
        sheet.faults.add("bill.none", row=sheet.table.header_row)
    bills = _opened([row.bill for row in rows])
    places = [row.place for row in rows]
    return Bills(
        bills=tuple(bills),
        unit=unit,
        utility=utility,
        timezone=sheet.timezone,
        covariates={name: values[places] for name, values in covariates.items()},
        findings=(*sheet.findings, *bill_findings(bills)),
        columns={column.title: column.field for column in sheet.columns.values()},
    )


def _known(values: Array, k: int) -> float | None:
    return None if np.isnan(values[k]) else float(values[k])


def _distinct(sheet: UsageSheet, rows: list[_Row]) -> list[_Row]:
    """The rows without those that say the same of the same days once more."""
    kept: dict[tuple[object, ...], _Row] = {}
    for row in rows:
        key = (row.bill.start, row.bill.end, row.bill.amount, row.bill.volume, row.bill.closing)
        if key in kept:
            sheet.find("bills.repeated", Severity.CAUTION, row=row.bill.row, first=kept[key].bill.row)
        kept.setdefault(key, row)
    return list(kept.values())


def _corrected(
    sheet: UsageSheet, rows: list[_Row], mended: list[tuple[int, date | None, date, float, float]]
) -> list[_Row]:
    """The bills with their corrections; one that fits no single bill is left apart and told."""
    for place, begin, until, amount, volume in mended:
        row = int(sheet.rows[place])
        fitting = [
            k
            for k, (_, bill) in enumerate(rows)
            if bill.start <= (begin or bill.start) and bill.start < until <= bill.end
        ]
        if not fitting:
            sheet.find("bills.correction_apart", Severity.CAUTION, row=row)
            continue
        k = fitting[0]
        bill = rows[k].bill
        more = 0.0 if np.isnan(amount) else amount
        changed = replace(
            bill,
            amount=None if bill.amount is None else round(bill.amount + more, 9),
            volume=bill.volume if bill.volume is None or np.isnan(volume) else round(bill.volume + volume, 9),
            corrected=round(bill.corrected + more, 9),
        )
        rows[k] = _Row(rows[k].place, changed)
    return rows


def _opened(bills: list[Bill]) -> list[Bill]:
    """Bills with a closing reading only open at that of the bill before them."""
    opened = bills[:1]
    for bill in bills[1:]:
        before = opened[-1]
        if bill.opening is None and bill.closing is not None and before.end == bill.start:
            bill = replace(bill, opening=before.closing)  # noqa: PLW2901
        opened.append(bill)
    return opened
