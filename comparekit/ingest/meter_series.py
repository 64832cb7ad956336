"""The register of one meter, put together from the columns that speak of it."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from comparekit.findings import Severity
from comparekit.ingest.columns import Column
from comparekit.ingest.headers import unit_of
from comparekit.ingest.numbers import NumberState
from comparekit.ingest.sheet import Sheet
from comparekit.ingest.surroundings import surrounding
from comparekit.ingest.times import ReadTimes
from comparekit.readings.register import RegisterSeries
from comparekit.stats.arrays import Array
from comparekit.units import Unit, find_unit, unit_names

Places = NDArray[np.int64]
_UNIT_ABOVE = re.compile(r"(?:单位|units?)\s*[:：]\s*([^\s,，;；)）]+)", re.IGNORECASE)


def meter_series(
    sheet: Sheet,
    reading: Column,
    times: ReadTimes,
    places: Places,
    *,
    key: str,
    meter_id: str,
    role: str = "",
    visits: bool = False,
) -> Callable[[], RegisterSeries]:
    """Check what a sheet says of one meter; the function returned builds its register.

    Parameters
    ----------
    sheet : Sheet
        Receives the faults.
    reading : Column
        Its column of readings.
    times : ReadTimes
        Times of all rows.
    places : int array, shape (k,)
        Places in the columns of the rows that hold a reading of this meter.
    key : str
        Key of the meter in the log: role or number.
    meter_id : str
        Number or name of the meter.
    role : str
        Role whose columns of a wide log apply; empty in a long log.
    visits : bool
        One row is one visit.

    Returns
    -------
    callable
        To be called when the whole log has turned out to be without faults.
    """
    if len(places) < 2:
        sheet.faults.add("readings.too_few", column=reading.title, found=str(len(places)), meter_id=meter_id)
    unit = _unit(sheet, reading, places, role, key)
    resolution = _step(sheet, _steps(sheet, places, role, unit), unit, key)
    rollover = _rollover(sheet, places, role, unit)
    multiplier = _multiplier(sheet, places, role, unit, meter_id)
    temperature = surrounding(sheet, "temperature_c", role, places)
    pressure = surrounding(sheet, "pressure_kpa", role, places)
    flow = surrounding(sheet, "flow", "", places)
    numbers = sheet.numbers(reading)
    decimals = numbers.decimals[places]
    if sheet.table.stored is not None and decimals.size:
        # A workbook keeps no zeros behind the last digit: what one reading shows, all were read to.
        decimals = np.full_like(decimals, decimals.max())

    def build() -> RegisterSeries:
        return RegisterSeries(
            times.utc[places],
            numbers.values[places],
            resolution=resolution,
            unit=unit.name,
            meter_id=meter_id,
            rollover=rollover,
            rows=sheet.table.rows[places],
            decimals=decimals,
            date_only=times.date_only[places],
            visit=places if visits else None,
            temperature_c=temperature,
            pressure_kpa=pressure,
            flow=flow,
            multiplier=multiplier,
            stamp_s=_stamp(times, places),
        )

    return build


def _unit(sheet: Sheet, reading: Column, places: Places, role: str, key: str) -> Unit:
    """The one unit that title, unit column and cells agree on, or the one set by hand; else assumed."""
    by_hand = sheet.by_hand.unit(key)
    told = _units_told(sheet, reading, places, role, strict=by_hand is None)
    if by_hand is not None:
        if not told:
            sheet.find("by_hand.unit", Severity.NOTE, role=key, unit=by_hand.name)
        elif set(told) != {by_hand.name}:
            named = ", ".join(text for _, _, text in told.values())
            sheet.find("by_hand.unit_instead", Severity.CAUTION, role=key, unit=by_hand.name, told=named)
        return by_hand
    if not told:
        sheet.units_assumed.append(key)
    first, *others = told or ("kWh" if sheet.header.utility == "electricity" else "m3",)
    for name in others:
        where, title, text = told[name]
        sheet.faults.add("unit.mixed", row=where, column=title, found=text, unit=first)
    unit = find_unit(first)
    assert unit is not None  # every name came from find_unit
    return unit


def _units_told(
    sheet: Sheet, reading: Column, places: Places, role: str, *, strict: bool
) -> dict[str, tuple[int | None, str, str]]:
    """Units by name, with the row, the title and the text that tell them.

    `strict`: one that is none is a fault; else it is told as it is written.
    """
    told: dict[str, tuple[int | None, str, str]] = {}  # unit -> row, title, text
    if (title_unit := unit_of(reading)) is not None:
        told[title_unit] = (None, reading.title, title_unit)
    elif reading.unit is not None and strict:
        row = sheet.table.header_row
        _unknown_unit(sheet, row, reading, reading.unit)
    elif reading.unit is not None:
        told[reading.unit] = (None, reading.title, reading.unit)
    column = sheet.column("unit", role)
    if column is not None:
        texts, index = sheet.words(column)
        for text, place in _first_of_each(texts, index, places):
            unit, row = find_unit(text), int(sheet.table.rows[place])
            if unit is not None:
                told.setdefault(unit.name, (row, column.title, text))
            elif strict:
                _unknown_unit(sheet, row, column, text)
            else:
                told.setdefault(text, (row, column.title, text))
    numbers = sheet.numbers(reading)
    for name, place in _first_of_each(numbers.units, numbers.unit, places):
        cell = sheet.cells(reading)[place]
        told.setdefault(name, (int(sheet.table.rows[place]), reading.title, cell))
    for row, text in sheet.table.above:
        if (above := _UNIT_ABOVE.search(text)) and (unit := find_unit(above[1])):
            told.setdefault(unit.name, (row, reading.title, text))
    return told


def _unknown_unit(sheet: Sheet, row: int, column: Column, text: str) -> None:
    sheet.faults.add("unit.unknown", row=row, column=column.title, found=text, units=", ".join(unit_names()))


def _step(sheet: Sheet, told: Array | float | None, unit: Unit, key: str) -> Array | float | None:
    """The step set by hand, else as the file tells it; None: to be inferred."""
    step = sheet.by_hand.steps.get(key)
    if step is None:
        return told
    if told is None:
        sheet.find("by_hand.step", Severity.NOTE, role=key, step=float(step), unit=unit.name)
    elif set(np.atleast_1d(told).tolist()) != {step}:
        named = ", ".join(f"{value:g}" for value in sorted(set(np.atleast_1d(told).tolist())))
        sheet.find(
            "by_hand.step_instead", Severity.CAUTION, role=key, step=float(step), unit=unit.name, told=named
        )
    return float(step)


def _steps(sheet: Sheet, places: Places, role: str, unit: Unit) -> Array | float | None:
    column = sheet.column("resolution", role)
    if column is None:
        return None
    steps, filled = _above_zero(sheet, column, places, "resolution", unit)
    if not filled.any():
        return None
    if np.unique(steps[filled]).size == 1:
        return float(steps[filled][0])
    mask = np.zeros(len(sheet.table), dtype=bool)
    mask[places[~filled]] = True
    sheet.add_cells("resolution.missing", mask, column, expected="number_above_zero")
    return steps


def _rollover(sheet: Sheet, places: Places, role: str, unit: Unit) -> float | None:
    return _one_for_all(sheet, places, role, unit, "modulus")


def _multiplier(sheet: Sheet, places: Places, role: str, unit: Unit, meter_id: str) -> float:
    """Ratio of the meter's transformers, 1 where none is written; another one is told."""
    multiplier = _one_for_all(sheet, places, role, unit, "multiplier") or 1.0
    if multiplier != 1:
        shown = int(multiplier) if multiplier.is_integer() else multiplier
        sheet.find("multiplier.used", Severity.NOTE, meter_id=meter_id, multiplier=shown)
    constant = _one_for_all(sheet, places, role, unit, "pulse_constant")
    if constant is None:
        return multiplier
    # The register counts pulses: one unit is so many of them (kWh = pulses / constant).
    sheet.find("pulses.used", Severity.NOTE, meter_id=meter_id, constant=f"{constant:g}", unit=unit.name)
    return multiplier / constant


def _one_for_all(sheet: Sheet, places: Places, role: str, unit: Unit, family: str) -> float | None:
    """The number above zero that a column holds for all readings of a meter, where it holds any."""
    column = sheet.column(family, role)
    if column is None:
        return None
    values, filled = _above_zero(sheet, column, places, family, unit)
    if not filled.any():
        return None
    first = values[filled][0]
    if (values[filled] != first).any():
        place = places[filled][values[filled] != first][0]
        sheet.faults.add(
            f"{family}.mixed",
            row=int(sheet.table.rows[place]),
            column=column.title,
            found=sheet.cells(column)[place],
            expected=sheet.cells(column)[places[filled][0]].strip(),
        )
    return float(first)


def _stamp(times: ReadTimes, places: Places) -> float | None:
    """The coarsest step that times of this meter were written to [s]."""
    stamps = times.stamp_s[places]
    return None if np.isnan(stamps).all() else float(f"{np.nanmax(stamps):.6g}")


def _above_zero(
    sheet: Sheet, column: Column, places: Places, family: str, unit: Unit
) -> tuple[Array, NDArray[np.bool_]]:
    """Numbers of a column in `unit`, and where there are any; zero and other quantities are faults."""
    numbers = sheet.numbers(column, family)
    mask = np.zeros(len(sheet.table), dtype=bool)
    mask[places] = True
    zero = mask & (numbers.state == NumberState.FINE) & (numbers.values <= 0)
    sheet.add_cells(f"{family}.not_above_zero", zero, column, expected="number_above_zero")
    filled = (numbers.state[places] == NumberState.FINE) & ~zero[places]
    values = numbers.values[places]
    title_unit = find_unit(unit_of(column) or unit.name) or unit
    for index in np.unique(numbers.unit[places]).tolist():
        written = title_unit if index < 0 else find_unit(numbers.units[index]) or title_unit
        if written.base != unit.base:
            sheet.faults.add("unit.mixed", column=column.title, found=written.name, unit=unit.name)
        elif written != unit:
            here = numbers.unit[places] == index
            values[here] = _converted(values[here], written.factor / unit.factor)
    return values, filled


def _converted(values: Array, factor: float) -> Array:
    """`values` times `factor` without the dust of binary fractions: 0.1 L is 0.0001 m3."""
    distinct, index = np.unique(values, return_inverse=True)
    exact: Array = np.array([float(f"{value * factor:.12g}") for value in distinct])[index]
    return exact


def _first_of_each(words: tuple[str, ...], index: NDArray[np.int64], places: Places) -> list[tuple[str, int]]:
    """Each word that occurs at `places`, with the first place it occurs at."""
    if not words:
        return []
    here = index[places]
    kinds, firsts = np.unique(here, return_index=True)
    found = [(int(first), words[kind]) for kind, first in zip(kinds, firsts, strict=True) if kind >= 0]
    return [(word, int(places[first])) for first, word in sorted(found)]
