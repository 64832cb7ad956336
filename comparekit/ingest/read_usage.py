"""A file of one household's use: bills, periodic readings, days or hours, recognised by its titles."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from comparekit.ingest.bills import read_bills
from comparekit.ingest.daily_use import LABELS, read_daily_use
from comparekit.ingest.fault_list import raise_faults
from comparekit.ingest.open_table import read_table
from comparekit.ingest.read import file_bytes
from comparekit.ingest.usage_readings import read_readings
from comparekit.ingest.usage_sheet import UsageSheet
from comparekit.ingest.usage_titles import CHARGED, DAYS, PERIODS, USAGE_TITLES
from comparekit.readings.bills import Bills
from comparekit.readings.log import InputFile
from comparekit.readings.usage import UsageSeries

_DATED_BILLS = np.timedelta64(36, "h")


def read_usage(
    path: str | os.PathLike[str],
    *,
    timezone: str = "Asia/Shanghai",
    mapping: Mapping[str, str] | None = None,
    labels: str | None = None,
) -> Bills | UsageSeries:
    """Read the use of one household, whichever way the file tells it.

    Parameters
    ----------
    path : path
        CSV or XLSX. With an amount, two dates a row or a month: bills. With a date or time and a use: days
        or hours. With a date or time and a reading: a log of one meter.
    timezone : str
        Zone of the days, and of times without an offset (IANA name).
    mapping : mapping of column title to field, optional
        Fields as in `usage_headers.toml`; goes before what titles say.
    labels : str, optional
        For hours: ``beginning`` or ``ending``; see `read_daily_use`.

    Returns
    -------
    Bills or UsageSeries
        `comparekit.studies.billed_use` makes a series of bills. Every further column of numbers is a
        covariate under its own title.

    Raises
    ------
    FaultyLog, UnusableLog
        With all faults of the file at once.
    ValueError
        An unknown `timezone` or `labels`.
    """
    return read_usage_bytes(file_bytes(path), str(path), timezone=timezone, mapping=mapping, labels=labels)


def read_usage_bytes(
    data: bytes,
    name: str,
    *,
    timezone: str = "Asia/Shanghai",
    mapping: Mapping[str, str] | None = None,
    labels: str | None = None,
) -> Bills | UsageSeries:
    """As `read_usage`, from the bytes of a file called `name`."""
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"timezone: an IANA name such as Asia/Shanghai, not {timezone!r}") from error
    if labels is not None and labels not in LABELS:
        raise ValueError(f"labels: one of {LABELS}, not {labels!r}")
    mapping = dict(mapping or {})
    sheet = UsageSheet(read_table(data, name, mapping, USAGE_TITLES), mapping, timezone)
    inputs = (InputFile(file=name, sha256=hashlib.sha256(data).hexdigest()),)
    kind = _kind(sheet)
    if kind is None:
        titles = ", ".join(title or "–" for title in sheet.table.titles)
        sheet.faults.forget_code("row.too_many_cells")  # that row may be none of titles
        sheet.faults.add("usage.columns", row=sheet.table.header_row, found=titles, expected="usage_columns")
        raise_faults(sheet.faults)
    if kind == "readings":
        return replace(read_readings(sheet), inputs=inputs)
    read = read_bills(sheet) if kind == "bills" else read_daily_use(sheet, labels)
    raise_faults(sheet.faults)
    assert read is not None  # there were no faults
    return replace(read, inputs=inputs, peak_share=sheet.peak_share)


def _kind(sheet: UsageSheet) -> str | None:
    """``bills``, ``use`` or ``readings``; None where the titles tell of nothing."""
    charged = [name for name in CHARGED if name in sheet]
    periods = [name for name in PERIODS if name in sheet]
    dated = any(name in sheet for name in DAYS)
    if periods == ["month"] and dated and "opening" not in sheet:
        periods = []  # beside a date it says no more
    if not charged or not (periods or dated):
        return None
    if periods or "amount" in charged:
        return "bills"
    if "volume" not in charged:
        return "readings"
    if "date" not in sheet:
        return "use"
    days = np.unique(sheet.days("date"))
    sheet.faults.forget_code("time.missing")  # whoever reads the column tells its faults
    steps = np.diff(days[~np.isnat(days)])
    return (
        "bills"
        if steps.size and np.median(steps.astype(int)) > _DATED_BILLS / np.timedelta64(1, "D")
        else "use"
    )
