"""Logs of two meters, from one file or two."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from comparekit.errors import Fault, FaultyLog
from comparekit.findings import Finding, Severity
from comparekit.ingest.by_hand import NOTHING, ByHand, check_meters, check_values, is_zone
from comparekit.ingest.fault_list import FaultList, faulty_log, raise_faults
from comparekit.ingest.headers import check_mapping
from comparekit.ingest.log_long import read_long
from comparekit.ingest.log_wide import read_wide
from comparekit.ingest.meter_part import Part
from comparekit.ingest.open_table import read_table
from comparekit.ingest.sheet import Sheet
from comparekit.ingest.tables import MOST_BYTES, Table
from comparekit.ingest.vocabulary import ROLES
from comparekit.readings.log import InputFile, Log
from comparekit.readings.register import RegisterSeries
from comparekit.units import find_unit

_FOUND_AT_MOST = 20
_UTILITY_OF_UNIT = {"kWh": "electricity", "MWh": "electricity", "Wh": "electricity", "t": "water"}


def read_log(
    path: str | os.PathLike[str],
    reference_path: str | os.PathLike[str] | None = None,
    *,
    timezone: str = "Asia/Shanghai",
    mapping: Mapping[str, str] | None = None,
    by_hand: ByHand = NOTHING,
) -> Log:
    """Read the log of two meters from files.

    Parameters
    ----------
    path : path
        A log of both meters; or, with `reference_path`, the log of the test meter alone.
    reference_path : path, optional
        The log of the reference meter.
    timezone : str
        Zone of times that carry no offset (IANA name).
    mapping : mapping of column title to field, optional
        For titles that are not recognised; goes before those that are.
    by_hand : ByHand, optional
        Units, steps and time zones of the meters that go before what the file says.

    Returns
    -------
    Log
        Registers by role, or by meter number where a long log gives no roles; readings in the order
        of the file.

    Raises
    ------
    FaultyLog
        With all faults of the file (of both files) at once.
    UnusableLog
        Readable, but a meter has fewer than two readings.
    ValueError
        Unknown `timezone`.

    Notes
    -----
    Nothing is repaired: a cell that cannot be read is a fault, what is readable but odd is in
    ``Log.findings``. Disorder, repeats and rollovers are left to later steps.
    """
    reference = None if reference_path is None else (file_bytes(reference_path), str(reference_path))
    return read_log_bytes(
        file_bytes(path), str(path), reference, timezone=timezone, mapping=mapping, by_hand=by_hand
    )


def read_log_bytes(
    data: bytes,
    name: str,
    reference: tuple[bytes, str] | None = None,
    *,
    timezone: str = "Asia/Shanghai",
    mapping: Mapping[str, str] | None = None,
    by_hand: ByHand = NOTHING,
) -> Log:
    """Read the log of two meters from the bytes of a file called `name`.

    Parameters
    ----------
    data : bytes
        The log of both meters, or of the test meter alone.
    name : str
        Its file name, for messages and ``Log.inputs``.
    reference : (bytes, str), optional
        Bytes and name of the reference meter's log, if it is a file of its own.
    timezone : str
        Zone of times that carry no offset (IANA name).
    mapping : mapping of column title to field, optional
        For titles that are not recognised.
    by_hand : ByHand, optional
        Units, steps and time zones of the meters that go before what the file says.

    Returns
    -------
    Log
        As `read_log`, with the same errors.
    """
    if not is_zone(timezone):
        raise ValueError(f"timezone: an IANA name such as Asia/Shanghai, not {timezone!r}")
    files = [(data, name)] if reference is None else [(data, name), reference]
    if reference is not None and data == reference[0]:
        raise FaultyLog([Fault(code="files.same", file=reference[1], found=name)])
    common = FaultList(name)
    check_values(by_hand, common)
    parts = _parts(files, dict(mapping or {}), timezone, by_hand, common)
    check_meters(by_hand, _keys(parts), common)
    raise_faults(common, *(part.sheet.faults for part in parts))
    return _log(parts, files, timezone)


def log_meters(
    data: bytes,
    name: str,
    reference: tuple[bytes, str] | None = None,
    *,
    mapping: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """Keys of the meters a log has, faulty as it may be; none where not even that can be told."""
    files = [(data, name)] if reference is None else [(data, name), reference]
    try:
        return _keys(_parts(files, dict(mapping or {}), "UTC", NOTHING, FaultList(name)))
    except FaultyLog:
        return ()


def _parts(
    files: list[tuple[bytes, str]],
    mapping: dict[str, str],
    timezone: str,
    by_hand: ByHand,
    faults: FaultList,
) -> list[Part]:
    tables = _tables(files, mapping)
    check_mapping(mapping, {title for table in tables for title in table.titles}, faults)
    raise_faults(faults)
    sheets = [Sheet(table, mapping, timezone, by_hand) for table in tables]
    roles = ROLES if len(files) > 1 else (None,)
    return [_part(sheet, role) for sheet, role in zip(sheets, roles, strict=True)]


def _keys(parts: list[Part]) -> tuple[str, ...]:
    return tuple(key for part in parts for key in part.series)


def _tables(files: list[tuple[bytes, str]], mapping: Mapping[str, str]) -> list[Table]:
    tables: list[Table] = []
    faults: list[Fault] = []
    for data, name in files:
        try:
            tables.append(read_table(data, name, mapping))
        except FaultyLog as error:
            faults.extend(error.faults)
    if faults:
        raise FaultyLog(faults)
    return tables


def _part(sheet: Sheet, role: str | None) -> Part:
    header = sheet.header
    _require_columns(sheet, role)
    if header.shape == "wide" and role is None:
        return read_wide(sheet)
    if header.shape == "long":
        return read_long(sheet, header.columns["reading"], role)
    if header.shape == "half" and role is not None and f"{role}_reading" in header:
        return read_long(sheet, header.columns[f"{role}_reading"], role)
    return Part(sheet=sheet, shape="long", series={})


def _require_columns(sheet: Sheet, role: str | None) -> None:
    """Add the fault of titles that make no log; the titles there are stand in `found`."""
    header, shape = sheet.header, sheet.header.shape
    missing = [] if any(sheet.column(name, role or "test") for name in ("time", "date")) else ["time"]
    code = "columns.missing"
    if shape == "both":
        code = "columns.both_shapes"
    elif shape is None:
        missing.append("reading")
    elif shape == "half":
        there = next(name for name in ROLES if f"{name}_reading" in header)
        if role is None:
            missing.append("reference_reading" if there == "test" else "test_reading")
        elif role != there:
            code = "role.contradicts"
    elif shape == "wide" and role is not None:
        code = "meters.too_many"
    elif shape == "long" and role is None and "meter_id" not in header and "role" not in header:
        missing.append("meter_id")
    if code == "columns.missing" and not missing:
        return
    if shape is None:
        sheet.faults.forget_code("row.too_many_cells")  # that row may be none of titles
    titles = [title or "–" for title in sheet.table.titles]
    found = ", ".join(titles[:_FOUND_AT_MOST]) + (", …" if len(titles) > _FOUND_AT_MOST else "")
    sheet.faults.add(
        code,
        row=sheet.table.header_row,
        found=found,
        expected="columns" if role is None else "columns_of_one",
        missing=tuple(missing),
        role=role or "",
        limit=1,
    )


def _log(parts: list[Part], files: list[tuple[bytes, str]], timezone: str) -> Log:
    series = {key: build() for part in parts for key, build in part.series.items()}
    ordered = {role: series[role] for role in ROLES if role in series} or series
    findings = [finding for part in parts for finding in part.sheet.findings]
    if len(parts) > 1 and len({one.meter_id for one in series.values()}) == 1:
        number = series["test"].meter_id
        findings.append(Finding("meters.same_id", Severity.CAUTION, {"meter_id": number}))
    return Log(
        series=ordered,
        findings=tuple(findings),
        events=tuple(event for part in parts for event in part.events),
        inputs=tuple(InputFile(file=name, sha256=hashlib.sha256(data).hexdigest()) for data, name in files),
        utility=_utility(parts, series),
        timezone=timezone,
        shape=parts[0].shape,
        columns={
            column.title: column.field for part in parts for column in part.sheet.header.columns.values()
        },
        unused=tuple(dict.fromkeys(title for part in parts for title in part.sheet.unused_titles())),
        units_assumed=tuple(key for part in parts for key in part.sheet.units_assumed),
    )


def _utility(parts: list[Part], series: Mapping[str, RegisterSeries]) -> str | None:
    """What titles tell of, else the units in the cells; None where they are silent or disagree."""
    bases = {unit.base for one in series.values() if (unit := find_unit(one.unit)) is not None}
    told = {part.sheet.header.utility for part in parts} - {None}
    if any(part.sheet.by_hand.units for part in parts):
        # A unit in a title that was overruled by hand tells nothing of the utility any more.
        told = {name for name in told if bases <= {"kWh" if name == "electricity" else "m3"}}
    if not told:
        told = {_UTILITY_OF_UNIT.get(one.unit) for one in series.values()}
    return told.pop() if len(told) == 1 else None


def file_bytes(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a log, no more of them than a log may have. FaultyLog: it cannot be read."""
    file = Path(path)
    try:
        if file.stat().st_size > MOST_BYTES:
            raise faulty_log("file.too_large", str(path), megabytes=MOST_BYTES // 1024**2)
        return file.read_bytes()
    except FileNotFoundError as error:
        raise faulty_log("file.not_found", str(path)) from error
    except OSError as error:
        code = "file.is_folder" if file.is_dir() else "file.not_readable"
        raise faulty_log(code, str(path)) from error
