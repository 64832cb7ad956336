"""Bills from a table: their days, amounts and volumes, corrections put where they belong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from comparekit.findings import Severity
from comparekit.ingest.bill_corrections import corrected
from comparekit.ingest.bill_days import Days, bill_days
from comparekit.ingest.bill_remarks import estimates_remarked, tell_exchanges_remarked
from comparekit.ingest.bill_rows import Row, undisputed
from comparekit.ingest.usage_sheet import UsageSheet
from comparekit.readings.bills import Bill, Bills, bill_findings
from comparekit.stats.arrays import Array

VOLUMES = ("volume", "opening", "closing", "final", "initial")


def read_bills(sheet: UsageSheet) -> Bills:
    """The bills of a table, by their days.

    Faults go into ``sheet.faults``; while there are any, what is returned is not to be used. Findings:
    ``bills.inclusive_end``, ``bills.days_unknown``, ``bills.repeated``, ``bills.same_days``, those of
    remarks, of `corrected` and those of `bill_findings`.
    """
    unit, factor, utility = sheet.unit(VOLUMES)
    amounts = sheet.numbers("amount")
    told = {name: sheet.numbers(name) * factor for name in VOLUMES}
    idle = (told["final"] == 0) & ((told["initial"] == 0) | np.isnan(told["initial"]))
    told["final"][idle] = told["initial"][idle] = np.nan  # zeros stand for no exchange
    said = sheet.corrections()
    corrections = np.array([bool(word) for word in said], dtype=bool) | (amounts < 0)
    nothing = np.logical_and.reduce([sheet.blank(n) for n in ("amount", "volume", "closing") if n in sheet])
    column = next(sheet.columns[n] for n in ("amount", "volume", "closing") if n in sheet)
    sheet.fault_cells("bill.nothing_charged", nothing, column, expected="amount_or_volume")
    if "volume" in sheet:
        below = (told["volume"] < 0) & ~corrections
        sheet.fault_cells("bill.volume_negative", below, sheet.columns["volume"], expected="a_number")
    start, end = bill_days(sheet, corrections)
    estimated = estimates_remarked(sheet, sheet.flags("estimated"))
    tell_exchanges_remarked(sheet, told["final"])
    covariates = sheet.covariates()
    if sheet.faults:
        return Bills(bills=())
    notes = sheet.cells("note") if "note" in sheet else [""] * len(sheet.table)
    days: list[date | None] = end.tolist()
    starts: list[date | None] = start.tolist()
    rows: list[Row] = []
    mended: list[Row] = []
    for k in np.argsort(end, kind="stable").tolist():
        begin, until = starts[k], days[k]
        if until is None or begin is None:
            code = "bills.correction_apart" if corrections[k] else "bills.days_unknown"
            sheet.find(code, Severity.CAUTION if corrections[k] else Severity.NOTE, row=int(sheet.rows[k]))
            continue
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
        (mended if corrections[k] else rows).append(Row((k,), bill, said[k]))
    backwards = np.median(np.diff(end.astype(np.int64))) < 0 if end.size > 1 else False
    mended.sort(key=lambda row: row.places[0], reverse=bool(backwards))  # the order they were made in
    rows = undisputed(sheet, corrected(sheet, sorted(rows, key=lambda r: r.bill.start), mended))
    if not rows:
        sheet.faults.add("bill.none", row=sheet.table.header_row)
    bills = _opened([row.bill for row in rows])
    return Bills(
        bills=tuple(bills),
        unit=unit,
        utility=utility,
        timezone=sheet.timezone,
        covariates={name: _means(values, rows, start, end) for name, values in covariates.items()},
        findings=(*sheet.findings, *bill_findings(bills)),
        columns={column.title: column.field for column in sheet.columns.values()},
    )


def _known(values: Array, k: int) -> float | None:
    return None if np.isnan(values[k]) else float(values[k])


def _means(values: Array, rows: list[Row], start: Days, end: Days) -> Array:
    """A covariate by bill, shape (n,): the mean by days over the rows that were joined to one."""
    lengths = (end - start).astype(float)
    joined = [np.array(row.places) for row in rows]
    return np.array([np.average(values[k], weights=lengths[k]) for k in joined], dtype=float)


def _opened(bills: list[Bill]) -> list[Bill]:
    """Bills with a closing reading only open at that of the bill before them."""
    opened = bills[:1]
    for bill in bills[1:]:
        before = opened[-1]
        if bill.opening is None and bill.closing is not None and before.end == bill.start:
            bill = replace(bill, opening=before.closing)  # noqa: PLW2901
        opened.append(bill)
    return opened
