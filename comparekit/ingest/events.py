"""What a log says happened: zero tests and exchanges of meters."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from comparekit.findings import Severity
from comparekit.ingest.columns import Column
from comparekit.ingest.numbers import NumberState
from comparekit.ingest.sheet import Sheet
from comparekit.ingest.times import ReadTimes
from comparekit.ingest.vocabulary import ROLES, event_of
from comparekit.readings.log import Event

_MOST_ROWS = 5  # named one by one


def event_rows(sheet: Sheet) -> NDArray[np.bool_]:
    """Rows of the table in which an event is written, shape (n,)."""
    mask = np.zeros(len(sheet.table), dtype=bool)
    for column, _ in _event_columns(sheet):
        mask |= sheet.words(column)[1] >= 0
    return mask


def read_events(
    sheet: Sheet, times: ReadTimes, role_of_row: Callable[[int], str | None]
) -> tuple[Event, ...]:
    """The events of a sheet, in the order of its rows.

    Parameters
    ----------
    sheet : Sheet
        Receives the finding ``events.unknown`` for each text that is not recognised, and one
        ``events.in_notes`` where a column of notes tells of events.
    times : ReadTimes
        Of its rows.
    role_of_row : callable
        Role (or meter) of a row given by its place, None where the row speaks of both.
    """
    _tell_of_notes(sheet)
    events = []
    for column, column_role in _event_columns(sheet):
        texts, index = sheet.words(column)
        meanings = [event_of(text) for text in texts]
        for text, meaning, place in zip(texts, meanings, _first_places(index, len(texts)), strict=True):
            if meaning is None:
                row = int(sheet.table.rows[place])
                sheet.find("events.unknown", Severity.NOTE, row=row, text=text)
        for place in np.flatnonzero(index >= 0).tolist():
            meaning = meanings[index[place]]
            if meaning is None:
                continue
            kind, named = meaning
            role = named or column_role or role_of_row(place)
            events.append(
                Event(
                    kind=kind,
                    time=times.utc[place],
                    row=int(sheet.table.rows[place]),
                    role=role,
                    final=_reading(sheet, "final_reading", role, place, kind),
                    initial=_reading(sheet, "initial_reading", role, place, kind),
                )
            )
    return tuple(sorted(events, key=lambda event: event.row or 0))


def _tell_of_notes(sheet: Sheet) -> None:
    """A zero test or an exchange written among the notes is not used, and nobody should have to wonder."""
    if "note" not in sheet.header:
        return
    column = sheet.header.columns["note"]
    texts, index = sheet.words(column)
    meant = [number for number, text in enumerate(texts) if event_of(text) is not None]
    places = np.flatnonzero(np.isin(index, meant)).tolist()
    if places:
        rows = [int(sheet.table.rows[place]) for place in places[:_MOST_ROWS]]
        sheet.find("events.in_notes", Severity.CAUTION, column=column.title, rows=rows, row=rows[0])


def _event_columns(sheet: Sheet) -> list[tuple[Column, str | None]]:
    named = [("event", None), *((f"{role}_event", role) for role in ROLES)]
    return [(sheet.header.columns[name], role) for name, role in named if name in sheet.header]


def _first_places(index: NDArray[np.int64], count: int) -> list[int]:
    places = np.zeros(count, dtype=np.int64)
    filled = np.flatnonzero(index >= 0)
    places[index[filled[::-1]]] = filled[::-1]
    first: list[int] = places.tolist()
    return first


def _reading(sheet: Sheet, field: str, role: str | None, place: int, kind: str) -> float | None:
    column = sheet.column(field, role if role in ROLES else "")
    if kind != "exchange" or column is None:
        return None
    numbers = sheet.numbers(column)
    return float(numbers.values[place]) if numbers.state[place] == NumberState.FINE else None
