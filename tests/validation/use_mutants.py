"""Files of use made wrong on purpose: nothing may crash, and what is read must add up to what is in the file.

Usage: python tests/validation/use_mutants.py [--mutants 10000] [--seed 5]
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from comparekit.errors import CompareKitError
from comparekit.ingest.read_usage import read_usage_bytes
from comparekit.ingest.signed_numbers import read_signed
from comparekit.readings.bills import Bills
from comparekit.readings.usage import UsageSeries
from comparekit.services.replacement import compare_replacement
from comparekit.wording.findings import finding_text

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from validation.mutants import mutants

#: What may be said of a bill whose amount is not used, and of a row that is none.
_OUT = {
    "bills.days_unknown", "bills.repeated", "bills.correction_apart", "bills.correction_repeated",
    "bills.correction_unclear", "bills.same_days", "bills.cancelled", "bills.cancelled_alone",
    "bills.below_zero", "bills.not_restated", "table.footer", "usage.subtotals", "bills.left_out",
}  # fmt: skip
_ADDED = {"bills.corrected", "bills.taken_as_difference"}
_ANEW = {"bills.replaced", "bills.taken_as_whole"}
#: What may be said of a period of readings that is not used.
_UNREAD = (
    "usage.exchange", "registers.backward", "registers.contradictory", "registers.repeated",
)  # fmt: skip


def use_files(rng: np.random.Generator) -> tuple[str, ...]:
    """One file of each kind, with an exchange and corrections."""
    months = [date(2024 + k // 12, k % 12 + 1, 1) for k in range(15)]
    volumes = rng.integers(10, 60, 14)
    register = np.concatenate([[100], 100 + np.cumsum(volumes)])
    pairs = list(zip(months[:-1], months[1:], volumes.tolist(), strict=True))
    k = int(rng.integers(2, 12))
    start, end, first = pairs[k]
    said = str(rng.choice(["是", "差额", "更正后全额"]))
    more = (
        -round(float(rng.uniform(1, 20)), 2) if rng.random() < 0.5 else round(float(rng.uniform(1, 200)), 2)
    )
    bills = [
        ["账单起", "账单止", "金额(元)", "用量(m³)", "上期读数", "本期读数", "更正", "拆表底数", "新表起数"],
        *[
            [str(a), str(b), f"{3.2 * v:.2f}", str(v), str(r), str(r + v), "", "", ""]
            for (a, b, v), r in zip(pairs, register.tolist(), strict=False)
        ],
        [str(start), str(end), f"{more:.2f}", "", "", "", said, "", ""],
        [str(start), str(end), f"{-3.2 * first:.2f}", str(-first), "", "", "冲红", "", ""],
    ]
    by_month = [["账期", "水费"], *[[f"{a:%Y%m}", f"{3.2 * v:.2f}元"] for a, _, v in pairs], ["合计", "1"]]
    by_day = [["抄表日期", "电费", "峰电量", "谷电量"], *[[str(b), f"{v}", f"{v}", "7"] for _, b, v in pairs]]
    shown = [*register[:8].tolist(), *(register[8:] - register[8] + 30).tolist()]
    readings = [
        ["日期", "读数(m³)", "拆表底数", "新表起数"],
        *([str(m), str(r), "", ""] for m, r in zip(months, shown, strict=True)),
    ]
    readings[9][2:] = [str(register[8] - 3), "27"] if rng.random() < 0.5 else ["", ""]
    days = [["日期", "用水量(L)", "平均气温"]]
    days += [
        [str(date(2025, 1, 1) + timedelta(d)), f"{rng.uniform(100, 900):.0f}", f"{rng.normal(10, 5):.1f}"]
        for d in range(80)
    ]
    hours = [["时间", "用电量(kWh)"]]
    hours += [
        [f"{datetime(2025, 1, 1) + timedelta(hours=h):%Y-%m-%d %H:%M}", f"{rng.uniform(0, 2):.2f}"]
        for h in range(96)
    ]
    return tuple(_text(rows) for rows in (bills, by_month, by_day, readings, days, hours))


def use_mutants(rng: np.random.Generator, count: int) -> Iterator[tuple[str, bytes]]:
    """Kind and bytes of files gone wrong, a few of each set of files."""
    for _ in range(-(-count // 12)):
        yield from mutants(rng, 12, use_files(rng))


def check(data: bytes, *, study: bool = True) -> str:
    """What becomes of a file: a word. AssertionError where it does not add up."""
    try:
        read = read_usage_bytes(data, "mutant.csv")
    except CompareKitError as error:
        return type(error).__name__
    for finding in read.findings:
        assert finding_text(finding, "zh") and finding_text(finding, "en")
    if isinstance(read, Bills):
        _bills_add_up(data, read)
    else:
        _use_adds_up(data, read)
    if study:
        try:
            compare_replacement(read, _middle(read))
        except CompareKitError as error:
            return type(error).__name__
    return read.kind if isinstance(read, UsageSeries) else "bills"


def _bills_add_up(data: bytes, bills: Bills) -> None:
    """Every row is a bill, a correction entered into one, or named as left out; amounts are what they say."""
    amounts = _cells(data, bills, "amount")
    totals: dict[int, float | None] = dict(amounts)
    named: dict[int, set[str]] = {}
    for finding in bills.findings:
        _replay(finding.code, finding.context, amounts, totals, named)
    lost = set(amounts) - set(named) - {bill.row for bill in bills}
    assert not lost, lost
    for bill in bills if amounts else ():
        total = totals.get(bill.row)
        if bill.amount is None:
            assert total is None or named.get(bill.row, set()) & _OUT, (bill.row, total)
        else:
            assert total is not None and abs(total - bill.amount) < 0.006, (bill.row, total, bill.amount)


def _replay(
    code: str,
    told: Mapping[str, Any],
    amounts: Mapping[int, float],
    totals: dict[int, float | None],
    named: dict[int, set[str]],
) -> None:
    """Do to the amounts of bills what a finding says was done, and remember the rows it names."""
    row, first = told.get("row"), told.get("first")
    more, before = amounts.get(row), totals.get(first)
    if code in _ADDED:
        totals[first] = before if before is None or more is None else before + more
    elif code in _ANEW:
        totals[first] = before if more is None else more  # or left out, as another finding says
    elif code == "bills.correction_joined":
        parts = [totals.get(place) for place in told["rows"]]
        totals[told["rows"][0]] = None if None in parts else sum(parts)
    if code in _ADDED | _ANEW | _OUT | {"bills.correction_joined"}:
        firsts = [] if code in ("bills.repeated", "bills.correction_repeated") else [first]
        for place in (row, *told.get("rows", ()), *firsts):
            if place is not None:
                named.setdefault(place, set()).add(code)


def _use_adds_up(data: bytes, usage: UsageSeries) -> None:
    codes = {finding.code for finding in usage.findings}
    known = np.isfinite(usage.volume)
    if usage.kind != "readings":
        cells = _cells(data, usage, "volume")
        if cells and not codes & {"usage.parts_added", "table.footer", "usage.subtotals"}:
            factors = (1.0, 0.001, 1000.0)
            total = sum(cells.values())
            assert any(
                abs(usage.volume[known].sum() - f * total) < 1e-6 * max(1, abs(total)) for f in factors
            )
        assert known.all() or "usage.missing" in codes
        return
    assert (usage.volume[known] >= 0).all()
    assert known.all() or any(code.startswith(_UNREAD) for code in codes)
    cells = _cells(data, usage, "reading")
    if (
        known.all()
        and not any(code.startswith((*_UNREAD, "registers.rollover", "table.footer")) for code in codes)
        and cells
    ):
        span = max(cells.values()) - min(cells.values())
        assert abs(usage.volume.sum() - span) < 1e-6 * max(1.0, span), (usage.volume.sum(), span)


def _cells(data: bytes, read: Bills | UsageSeries, field: str) -> dict[int, float]:
    """Numbers of the column of a field by row; empty where the file is no plain CSV in UTF-8."""
    title = next((t for t, name in read.columns.items() if name == field), None)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return {}
    delimiter = max(",;\t", key=text.split("\n")[0].count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    head = next((k for k, row in enumerate(rows) if title in [c.strip() for c in row]), None)
    if title is None or head is None:
        return {}
    column = [cell.strip() for cell in rows[head]].index(title)
    values = read_signed([row[column] if column < len(row) else "" for row in rows[head + 1 :]]).values
    return {
        head + 2 + k: float(v) for k, v in enumerate(values) if np.isfinite(v) and any(rows[head + 1 + k])
    }


def _middle(read: Bills | UsageSeries) -> np.datetime64:
    if isinstance(read, Bills):
        return np.datetime64(read[len(read) // 2].start, "D")
    return read.start[len(read) // 2]


def _text(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue()


def run_use_mutants(count: int, seed: int, *, study: bool = True) -> tuple[Counter[str], list[str]]:
    """Outcomes counted, and the tracebacks of what must not happen (with the bytes)."""
    counted: Counter[str] = Counter()
    wrong = []
    for kind, data in use_mutants(np.random.default_rng(seed), count):
        try:
            counted[check(data, study=study)] += 1
        except Exception:
            counted["WRONG"] += 1
            wrong.append(f"{kind}: {data!r}\n{traceback.format_exc()}")
    return counted, wrong


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args(arguments)
    counted, wrong = run_use_mutants(options.mutants, options.seed)
    print(counted)
    print("\n".join(wrong[:5]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
