"""Accepting suggested corrections by name: for the comparison, never in the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from comparekit.alignment.pair import pair_visits
from comparekit.alignment.stretch import same_meters
from comparekit.errors import CompareKitError, UnusableLog
from comparekit.findings import Finding, Severity
from comparekit.ingest.vocabulary import ROLES, field_of, role_of
from comparekit.protocol import SeriesProtocol
from comparekit.readings.log import Event, Log
from comparekit.readings.register import RegisterSeries
from comparekit.registers.clean import clean_register
from comparekit.registers.conditions import at_base_conditions
from comparekit.registers.suggestions import Change, Suggestion, Suspect, written_factor
from comparekit.registers.transcription import find_suspects
from comparekit.wording.times import moment

_CELL = re.compile(r"(\d+)\s*[:：]\s*(.+)")
_SECONDS_AN_HOUR = 3600


def suspects_of(
    test: RegisterSeries, reference: RegisterSeries, protocol: SeriesProtocol, events: tuple[Event, ...] = ()
) -> tuple[Suspect, ...]:
    """What the study finds mistyped, with the suggestions; nothing for registers that share no visits."""
    plan = protocol.plan
    old, new = (
        clean_register(series, role=role, overload_flow=plan.overload_flow, events=events)[0]
        for role, series in zip(ROLES, (test, reference), strict=True)
    )
    if protocol.base_conditions is not None:
        old, new, _ = at_base_conditions(old, new, protocol.base_conditions)
    try:
        pair, _ = pair_visits(old, new, visit_gap_s=plan.visit_gap_s)
        pair, _ = same_meters(pair, old, new)
    except UnusableLog:
        return ()
    return find_suspects(
        old,
        new,
        pair,
        typical_flow=plan.typical_flow,
        overload_flow=plan.overload_flow,
        factors=(written_factor(test), written_factor(reference)),
    )


def accept_suggestions(
    log: Log, names: Sequence[str], protocol: SeriesProtocol, *, keys: tuple[str, str] = ("test", "reference")
) -> Log:
    """The log with the named suggestions taken as written, each of them told in a finding.

    Parameters
    ----------
    log : Log
        As read; it stays as it is.
    names : sequence of str
        Ids as `comparekit check` shows them (``r5-test``), or a cell as ``5:旧表读数``.
    protocol : SeriesProtocol
        The rules by which readings are held to be odd.
    keys : (str, str)
        Keys in the log of the test and of the reference register.

    Returns
    -------
    Log
        With one ``transcription.accepted`` for each changed cell: a note with row, role, what was found
        and what is used.

    Raises
    ------
    CompareKitError
        ``suggestion.unknown``: no such suggestion; names those there are.
    """
    waiting = list(dict.fromkeys(names))
    known: dict[str, Suggestion] = {}
    touched: set[tuple[str, int | None]] = set()
    while waiting:
        test, reference = (log[key] for key in keys)
        suggestions = [s for x in suspects_of(test, reference, protocol, log.events) for s in x.suggestions]
        known |= {s.name: s for s in suggestions}
        # What was suggested before still stands where its cells have not been changed since: a slip that
        # was taken back may leave too little for its neighbour to be called a suspect again.
        standing = [*suggestions, *(s for s in known.values() if not touched & _cells(s))]
        chosen = [(name, one) for name in waiting if (one := _named(name, standing, log))]
        if not chosen:
            raise CompareKitError(
                "suggestion.unknown", found=", ".join(waiting), known=", ".join(known) or "–"
            )
        # One at a time: a second slip is often seen clearly only when the first is out of the way.
        name, suggestion = chosen[0]
        waiting.remove(name)
        touched |= _cells(suggestion)
        log = _applied(log, suggestion, dict(zip(ROLES, keys, strict=True)))
    return log


def _cells(suggestion: Suggestion) -> set[tuple[str, int | None]]:
    """Role and row of every cell it changes."""
    return {(change.role, change.row) for change in suggestion.changes}


def _named(name: str, suggestions: Sequence[Suggestion], log: Log) -> Suggestion | None:
    cell = _CELL.fullmatch(name.strip())
    if cell is None:
        return next((s for s in suggestions if s.name == name.strip()), None)
    row, title = int(cell[1]), cell[2].strip()
    field = log.columns.get(title) or field_of(title) or ""
    role = next((r for r in ROLES if field.startswith(r)), None) or role_of(title)
    timely = field in ("time", "date")
    for suggestion in suggestions:
        for change in suggestion.changes:
            fits = change.hours is not None if timely else change.value is not None
            if change.row == row and fits and (role is None or change.role == role):
                return suggestion
    return None


def _applied(log: Log, suggestion: Suggestion, keys: dict[str, str]) -> Log:
    series = dict(log.series)
    findings = list(log.findings)
    for change in suggestion.changes:
        register = series[keys[change.role]]
        if register.rows is None:
            continue
        places = np.flatnonzero(register.rows == change.row)
        for place in places.tolist():
            register, found, used = _changed(register, place, change, log.timezone)
            context = {
                "role": change.role,
                "meter_id": register.meter_id,
                "row": change.row,
                "found": found,
                "used": used,
                "id": suggestion.name,
            }
            findings.append(Finding("transcription.accepted", Severity.NOTE, context))
        series[keys[change.role]] = register
    return replace(log, series=series, findings=tuple(findings))


def _changed(
    register: RegisterSeries, place: int, change: Change, timezone: str
) -> tuple[RegisterSeries, str, str]:
    """The register with one cell changed, and that cell as text before and after."""
    if change.hours is not None:
        times = register.times.copy()
        found = moment(times[place], timezone)
        times[place] += np.timedelta64(round(change.hours * _SECONDS_AN_HOUR), "s")
        return replace(register, times=times), found, moment(times[place], timezone)
    assert change.value is not None  # a change is of a time or of a reading
    readings = register.readings.copy()
    before, readings[place] = readings[place], change.value
    return replace(register, readings=readings), f"{before:.12g}", f"{change.value:.12g}"
