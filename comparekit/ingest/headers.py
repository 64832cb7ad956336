"""The titles of a table, understood: which column holds what, in which unit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from comparekit.ingest.columns import Column, column_of
from comparekit.ingest.fault_list import FaultList
from comparekit.ingest.tables import Table
from comparekit.ingest.vocabulary import is_field, utilities_in
from comparekit.units import find_unit, unit_names

_NO_HINT = ("temperature_c", "pressure_kpa", "flow", "note")
_UTILITY_OF_UNIT = {"kWh": "electricity", "MWh": "electricity", "Wh": "electricity", "t": "water"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Columns by field, and the utility the titles tell of (None when they tell nothing, or two)."""

    columns: Mapping[str, Column] = field(default_factory=dict)
    utility: str | None = None

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    @property
    def shape(self) -> str | None:
        """``wide``, ``long``, ``half`` (one role's reading only), ``both`` or None for no reading."""
        wide = [role for role in ("test", "reference") if f"{role}_reading" in self]
        if "reading" in self:
            return "both" if wide else "long"
        return (None, "half", "wide")[len(wide)]


def read_header(
    table: Table, mapping: Mapping[str, str], faults: FaultList, settled: Collection[str] = ()
) -> Header:
    """What the columns of `table` hold.

    Parameters
    ----------
    table : Table
        Its titles are looked at, not its cells.
    mapping : mapping of title to field
        Goes before what the titles say; a field named in it is taken from nowhere else. Its fields
        must exist (see `check_mapping`); titles that are not in this table are passed over.
    faults : FaultList
        Receives ``columns.duplicate`` and ``unit.unknown``.
    settled : collection of str
        Fields whose unit was set by hand: what their titles say of it need not be understood.
    """
    mapped = {title.strip(): name for title, name in mapping.items()}
    columns: dict[str, Column] = {}
    for index, title in enumerate(table.titles):
        column = column_of(index, title, mapped.get(title))
        if column is None or (column.field in mapped.values() and title not in mapped):
            continue
        if column.field in columns:
            faults.add(
                "columns.duplicate",
                row=table.header_row,
                column=title,
                found=f"{columns[column.field].title}, {title}",
                field=column.field,
            )
            continue
        unknown = column.unit is not None and find_unit(column.unit) is None
        if unknown and column.field not in settled:
            faults.add(
                "unit.unknown",
                row=table.header_row,
                column=title,
                found=column.unit,
                units=", ".join(unit_names()),
            )
        columns[column.field] = column
    return Header(columns=columns, utility=_utility(table.titles, columns))


def check_mapping(mapping: Mapping[str, str], titles: set[str], faults: FaultList) -> None:
    """Add a fault for each title of `mapping` that no file has and each field that does not exist."""
    for title, name in mapping.items():
        if title.strip() not in titles:
            faults.add("mapping.title", found=title, titles=", ".join(sorted(titles)))
        if not is_field(name):
            faults.add("mapping.field", column=title, found=name)


def unit_of(column: Column) -> str | None:
    """Canonical name of the unit in a column's title."""
    unit = find_unit(column.unit) if column.unit else None
    return unit.name if unit else None


def _utility(titles: tuple[str, ...], columns: Mapping[str, Column]) -> str | None:
    silent = {column.title for column in columns.values() if column.field.endswith(_NO_HINT)}
    told = {name for title in titles if title not in silent for name in utilities_in(title)}
    units = {unit_of(column) for column in columns.values()}
    told |= {_UTILITY_OF_UNIT[unit] for unit in units if unit in _UTILITY_OF_UNIT}
    return told.pop() if len(told) == 1 else None
