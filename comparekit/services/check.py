"""Check a log: read it, and say everything that is wrong or odd in it at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from comparekit.alignment.pair import pair_visits
from comparekit.errors import Fault, FaultyInput, FaultyProtocol, UnusableLog
from comparekit.findings import Finding, Severity
from comparekit.ingest.by_hand import NOTHING, ByHand
from comparekit.ingest.protocol_file import load_protocol
from comparekit.ingest.read import read_log
from comparekit.ingest.vocabulary import ROLES
from comparekit.protocol import SeriesProtocol
from comparekit.readings.log import Log
from comparekit.registers.clean import CleanRegister, clean_register
from comparekit.registers.gaps import gap_findings
from comparekit.registers.suggestions import Suggestion
from comparekit.services.accept import accept_suggestions, suspects_of
from comparekit.services.compare import default_protocol, told_roles
from comparekit.studies.series_findings import log_findings, unit_findings
from comparekit.units import find_unit

_NO_LIMIT = 1e12  # base unit/h: without a protocol every fall within the modulus counts as a rollover


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a finding stands. Parts that are not known are None."""

    file: str | None = None
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A finding, its place, and the corrections one may accept by name."""

    finding: Finding
    place: Place
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LogCheck:
    """What checking a log brought up.

    `log` is None when the file cannot be read: then `faults` say why. `registers` are those of the log,
    in order of time; `paired` tells whether two of them were held against each other.
    """

    faults: tuple[Fault, ...] = ()
    remarks: tuple[Remark, ...] = ()
    log: Log | None = None
    registers: tuple[CleanRegister, ...] = ()
    paired: bool = False
    roles_assumed: bool = False

    @property
    def readable(self) -> bool:
        """Whether the file is a log at all."""
        return self.log is not None

    @property
    def clean(self) -> bool:
        """Readable, without faults, and no finding beyond a note."""
        grave = any(r.finding.severity is not Severity.NOTE for r in self.remarks)
        return self.readable and not self.faults and not grave


def check_log(
    path: str | Path,
    reference_path: str | Path | None = None,
    *,
    protocol_id: str | None = None,
    mapping: Mapping[str, str] | None = None,
    test_meter: str | None = None,
    accept: Sequence[str] = (),
    by_hand: ByHand = NOTHING,
) -> LogCheck:
    """Read a log and look it through. One meter, or meters without roles, will do.

    Parameters
    ----------
    path, reference_path, protocol_id, mapping, test_meter, by_hand
        As in `comparekit.services.compare.compare_log`.
    accept : sequence of str
        Names of suggestions to take as written before looking.

    Raises
    ------
    FaultyProtocol
        The protocol cannot be used; every fault of the log is in the result instead.
    CompareKitError
        A suggestion to accept is not among those there are.
    """
    protocol = None if protocol_id is None else load_protocol(protocol_id)
    zone = {} if protocol is None else {"timezone": protocol.timezone}
    try:
        log = read_log(path, reference_path, mapping=mapping, by_hand=by_hand, **zone)
    except FaultyProtocol:
        raise
    except FaultyInput as error:
        return LogCheck(faults=error.faults)
    return check_readings(log, protocol, test_meter=test_meter, accept=accept)


def check_readings(
    log: Log,
    protocol: SeriesProtocol | None = None,
    *,
    test_meter: str | None = None,
    accept: Sequence[str] = (),
) -> LogCheck:
    """Look a log through that has been read."""
    keys, assumed = _keys(log, test_meter)
    protocol = protocol or _protocol_for(log)
    comparable = len(keys) == 2 and protocol is not None and _same_units(log, protocol)
    if accept:
        chosen = protocol if comparable else None
        if chosen is None:
            raise UnusableLog([Fault(code="roles.unknown", found=", ".join(log), expected="roles")])
        log = accept_suggestions(log, accept, chosen, keys=(keys[0], keys[1]))
    names = dict(zip(keys, ROLES, strict=False)) if len(keys) == 2 else {}
    remarks = [_remark(log, finding) for finding in log.findings]
    registers = []
    overload = protocol.plan.overload_flow if protocol is not None else _NO_LIMIT
    for key in keys:
        register, found = clean_register(
            log[key], role=names.get(key, key), overload_flow=overload, events=log.events
        )
        registers.append(register)
        # One row holds a visit of both meters: a day left out is told once.
        pauses = () if register.visit is not None and len(registers) > 1 else gap_findings(register)
        remarks += [_remark(log, finding) for finding in (*found, *pauses)]
    remarks += [_remark(log, finding) for finding in log_findings(log.events)]
    if comparable and protocol is not None:
        for suspect in suspects_of(log[keys[0]], log[keys[1]], protocol, log.events):
            remarks.append(replace(_remark(log, suspect.finding), suggestions=suspect.suggestions))
        remarks += [_remark(log, finding) for finding in _units_doubted(registers, protocol)]
    return LogCheck(
        remarks=tuple(sorted(remarks, key=lambda remark: remark.place.row or 0)),
        log=log,
        registers=tuple(registers),
        paired=comparable,
        roles_assumed=assumed,
    )


def _units_doubted(registers: list[CleanRegister], protocol: SeriesProtocol) -> list[Finding]:
    """Whether two registers look read in two units; nothing for registers that share no visits."""
    plan = protocol.plan
    try:
        pair, _ = pair_visits(*registers, visit_gap_s=plan.visit_gap_s, runs=plan.runs)
    except UnusableLog:
        return []
    return unit_findings(pair)


def _keys(log: Log, test_meter: str | None) -> tuple[tuple[str, ...], bool]:
    """Keys of the registers, the test meter's first, and whether that order is a guess."""
    if told_roles(log, test_meter):
        return ROLES, False
    keys = tuple(log)
    if test_meter in keys:
        return (str(test_meter), *(key for key in keys if key != test_meter)), False
    return keys, len(keys) == 2


def _protocol_for(log: Log) -> SeriesProtocol | None:
    units = {find_unit(series.unit) for series in log.values()}
    bases = {unit.base for unit in units if unit is not None}
    if len(bases) != 1:
        return None
    try:
        return default_protocol(log.utility, bases.pop())[0]
    except FaultyProtocol:
        return None


def _same_units(log: Log, protocol: SeriesProtocol) -> bool:
    units = [find_unit(series.unit) for series in log.values()]
    return all(unit is not None and unit.base == protocol.unit for unit in units)


def _remark(log: Log, finding: Finding) -> Remark:
    context = finding.context
    rows = context.get("rows")
    row = context.get("row", rows[0] if isinstance(rows, list | tuple) and rows else None)
    role = context.get("role")
    file = context.get("file")
    if file is None and log.inputs:
        second = role == ROLES[1] and len(log.inputs) == 2
        file = log.inputs[1 if second else 0].file
    column = context.get("column")
    if column is None and finding.code.startswith(("registers.", "transcription.")):
        timed = finding.code in ("transcription.half_day", "transcription.date", "registers.disordered")
        fields = ("time", "date") if timed else (f"{role}_reading", "reading")
        column = next((title for field in fields for title, f in log.columns.items() if f == field), None)
    return Remark(
        finding=finding,
        place=Place(
            file=None if file is None else str(file),
            row=row if isinstance(row, int) else None,
            column=None if column is None else str(column),
        ),
    )
