"""What is understood of somebody's files before they are compared: columns, meters, faults, suggestions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparekit.errors import Fault, FaultyInput
from comparekit.ingest.headers import read_header, unit_of
from comparekit.ingest.meters_file import read_meters
from comparekit.ingest.open_table import read_table
from comparekit.ingest.protocol_file import read_protocol
from comparekit.ingest.read import log_meters, read_log_bytes
from comparekit.ingest.tables import Table, column_letter
from comparekit.ingest.vocabulary import ROLES
from comparekit.protocol import SeriesProtocol
from comparekit.readings.log import Log
from comparekit.registers.suggestions import written_factor
from comparekit.services.case_look import GivenFile, Look, compare_look
from comparekit.services.check import LogCheck, Remark, check_readings

_ROWS_SHOWN = 5
_SHOWN_CHARACTERS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewColumn:
    """A column: title, the field it is taken for (None: not used), the unit its title names, first cells."""

    title: str
    field: str | None
    unit: str | None
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewTable:
    """A file as a table: its columns, the row of its titles, the rows of the first cells, rows in all.

    `unused` are titles of columns that hold something and were not understood, a letter where there is none.
    """

    name: str
    header_row: int
    columns: tuple[PreviewColumn, ...]
    rows: tuple[int, ...]
    count: int
    unused: tuple[str, ...] = ()

    @property
    def wide(self) -> bool:
        """Whether a row holds the readings of both meters."""
        fields = {column.field for column in self.columns}
        return {f"{role}_reading" for role in ROLES} <= fields


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewMeter:
    """A meter: key in the log, number, readings, first and last time (UTC), step [unit].

    `unit` is the one the readings are written in; `unit_assumed`: nobody tells it.
    """

    key: str
    role: str
    meter_id: str
    readings: int
    start: np.datetime64
    end: np.datetime64
    step: float
    step_given: bool
    unit: str
    unit_assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What was understood.

    Attributes
    ----------
    tables : tuple of PreviewTable
        Of each file that is a table at all.
    meters : tuple of PreviewMeter
        Those of the log, empty when it cannot be read.
    keys : tuple of str
        Keys of the meters in the log, also where it cannot be read, as far as they can be told.
    faults : tuple of Fault
        What has to be put right before anything can be compared.
    remarks : tuple of Remark
        What is odd, with the corrections one may accept.
    timezone : str
        Zone of the times.
    roles_assumed : bool
        Which meter is the old one is a guess.
    unreadable : tuple of str
        Files of which nothing can be read.
    utility : str
        "water", "gas" or "electricity": what the rules are for.
    """

    tables: tuple[PreviewTable, ...] = ()
    meters: tuple[PreviewMeter, ...] = ()
    faults: tuple[Fault, ...] = ()
    remarks: tuple[Remark, ...] = ()
    timezone: str = ""
    roles_assumed: bool = False
    unreadable: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    utility: str = "water"

    @property
    def comparable(self) -> bool:
        """Whether nothing stands in the way of comparing."""
        return bool(self.meters) and not self.faults


def preview_look(look: Look) -> Preview:
    """Read everything a comparison would be made of, and say what was understood. Writes nothing.

    Raises
    ------
    CompareKitError
        ``suggestion.unknown``: something accepted is not among the suggestions there are.
    """
    faults: list[Fault] = []
    tables, unreadable = _tables(look, faults)
    _check_plates(look, faults)
    if unreadable:
        return Preview(tables=tables, faults=tuple(faults), unreadable=unreadable)
    protocol = None if look.protocol is None else read_protocol(*look.protocol)
    zone = {} if protocol is None else {"timezone": protocol.timezone}
    reference = None if look.reference is None else (look.reference.content, look.reference.name)
    try:
        log = read_log_bytes(
            look.log.content, look.log.name, reference, mapping=look.mapping, by_hand=look.by_hand, **zone
        )
        found = check_readings(log, protocol, test_meter=look.test_meter, accept=look.accept)
    except FaultyInput as error:
        keys = log_meters(look.log.content, look.log.name, reference, mapping=look.mapping)
        told = (*faults, *error.faults)
        return Preview(tables=tables, faults=told, keys=keys, utility=_utility(protocol, None))
    if not faults:
        try:
            compare_look(look)
        except FaultyInput as error:
            faults += error.faults
    return Preview(
        tables=tables,
        meters=_meters(found, _keys(log, look.test_meter), log),
        keys=tuple(log),
        utility=_utility(protocol, log),
        faults=tuple(faults),
        remarks=found.remarks,
        timezone=log.timezone,
        roles_assumed=found.roles_assumed,
    )


def _tables(look: Look, faults: list[Fault]) -> tuple[tuple[PreviewTable, ...], tuple[str, ...]]:
    """The logs as tables; a file that is none adds its faults and is named."""
    tables, unreadable = [], []
    for file in look.logs:
        try:
            tables.append(_table(read_table(file.content, file.name, look.mapping), look))
        except FaultyInput as error:
            faults += error.faults
            unreadable.append(file.name)
    return tuple(tables), tuple(unreadable)


def _table(table: Table, look: Look) -> PreviewTable:
    known = {title: field for title, field in look.mapping.items() if title in table.titles}
    settled = [f"{meter}_reading" for meter in look.by_hand.units]
    header = read_header(table, known, table.faults, [*settled, "reading"] if settled else ())
    fields = {column.index: column for column in header.columns.values()}
    columns = []
    for index, title in enumerate(table.titles):
        column = fields.get(index)
        columns.append(
            PreviewColumn(
                title=title,
                field=None if column is None else column.field,
                unit=None if column is None else unit_of(column),
                cells=tuple(cell[:_SHOWN_CHARACTERS] for cell in table.columns[index][:_ROWS_SHOWN]),
            )
        )
    return PreviewTable(
        name=table.name,
        header_row=table.header_row,
        columns=tuple(columns),
        rows=tuple(table.rows[:_ROWS_SHOWN].tolist()),
        count=len(table),
        unused=tuple(
            one.title or column_letter(index)
            for index, one in enumerate(columns)
            if one.field is None and any(cell.strip() for cell in table.columns[index])
        ),
    )


def _utility(protocol: SeriesProtocol | None, log: Log | None) -> str:
    if protocol is not None:
        return protocol.utility
    electric = log is not None and any(one.unit.endswith("Wh") for one in log.values())
    return (log.utility if log is not None else None) or ("electricity" if electric else "water")


def _check_plates(look: Look, faults: list[Fault]) -> None:
    plates: GivenFile | None = look.meters
    if plates is not None:
        try:
            read_meters(plates.content, plates.name)
        except FaultyInput as error:
            faults += error.faults


def _keys(log: Log, test_meter: str | None) -> tuple[str, ...]:
    """Keys of the registers in the order of the check: the old meter's first where it is known."""
    if set(log) == set(ROLES):
        return ROLES
    return tuple(sorted(log, key=lambda key: key != test_meter)) if test_meter in log else tuple(log)


def _meters(found: LogCheck, keys: tuple[str, ...], log: Log) -> tuple[PreviewMeter, ...]:
    return tuple(
        PreviewMeter(
            key=key,
            role=register.role,
            meter_id=register.meter_id,
            readings=int(register.times.size),
            start=register.times[0],
            end=register.times[-1],
            step=float(f"{float(register.steps.min()) / written_factor(log[key]):.12g}"),
            step_given=register.resolution_given,
            unit=log[key].unit,
            unit_assumed=key in log.units_assumed,
        )
        for key, register in zip(keys, found.registers, strict=True)
    )
