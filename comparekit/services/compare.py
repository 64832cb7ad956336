"""Compare two registers: choose the protocol, read the log, ask the study."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from comparekit.errors import Fault, UnusableLog
from comparekit.ingest.by_hand import NOTHING, ByHand
from comparekit.ingest.meters_file import load_meters
from comparekit.ingest.protocol_file import load_protocol
from comparekit.ingest.read import read_log
from comparekit.protocol import SeriesProtocol
from comparekit.readings.log import InputFile, Log
from comparekit.readings.meter import Meter, Meters
from comparekit.readings.register import RegisterSeries
from comparekit.services.accept import accept_suggestions
from comparekit.services.known_plates import refuse_unknown_plates
from comparekit.studies import series
from comparekit.studies.series_result import SeriesResult
from comparekit.units import find_unit

_UTILITY_OF_UNIT = {"kWh": "electricity"}


def compare_series(
    test: RegisterSeries,
    reference: RegisterSeries,
    protocol: SeriesProtocol | None = None,
    meters: Meters | None = None,
) -> SeriesResult:
    """Compare two registers; without a protocol, by the one for their unit (m3 counts as water).

    `meters`: plates, verifications and certificates, from `comparekit.ingest.meters_file.load_meters`.

    See `comparekit.studies.series.compare_series` for what the result means.
    """
    assumptions: tuple[str, ...] = ()
    if protocol is None:
        protocol, assumptions = default_protocol(None, test.unit)
    if meters is not None:
        refuse_unknown_plates(meters, protocol.table)
        test, reference = _with_modulus(test, meters.test), _with_modulus(reference, meters.reference)
    return series.compare_series(test, reference, protocol, assumptions=assumptions, meters=meters)


def compare_log(
    path: str | Path,
    reference_path: str | Path | None = None,
    *,
    protocol_id: str | None = None,
    mapping: Mapping[str, str] | None = None,
    test_meter: str | None = None,
    accept: Sequence[str] = (),
    meters_path: str | Path | None = None,
    by_hand: ByHand = NOTHING,
    price: float | None = None,
) -> SeriesResult:
    """Compare the two meters of a log, or of a test log and a reference log.

    Parameters
    ----------
    path, reference_path : str or Path
        One file holding both meters, or the test meter's and the reference meter's.
    protocol_id : str, optional
        Id of a protocol, or path of a protocol file. None: chosen by utility.
    mapping : mapping, optional
        Column title -> field, for titles that are not recognised.
    test_meter : str, optional
        Which meter id is the test meter, where the log gives no roles.
    accept : sequence of str
        Names of suggestions of `comparekit check` to take as written; each is told in the findings.
    meters_path : str or Path, optional
        A file of plates, verifications and certificates.
    by_hand : ByHand, optional
        Units, steps and time zones that go before what the log says; each is told in the findings.
    price : float, optional
        Yuan for one unit of the protocol (m3, kWh): then the result says what its deviation means in money.

    Raises
    ------
    FaultyLog, UnusableLog, FaultyProtocol, FaultyMeters
        With every fault found.
    """
    protocol = None if protocol_id is None else load_protocol(protocol_id)
    meters = None if meters_path is None else load_meters(meters_path)
    zone = {} if protocol is None else {"timezone": protocol.timezone}
    log = read_log(path, reference_path, mapping=mapping, by_hand=by_hand, **zone)
    return compare_readings(log, protocol, test_meter=test_meter, accept=accept, meters=meters, price=price)


def compare_readings(
    log: Log,
    protocol: SeriesProtocol | None = None,
    *,
    test_meter: str | None = None,
    accept: Sequence[str] = (),
    meters: Meters | None = None,
    judged_before: bool = False,
    price: float | None = None,
) -> SeriesResult:
    """Compare the two meters of a log that has been read.

    `judged_before`: a verdict on this comparison exists already, so this is one look among several.
    ValueError: a `price` that is not a number above zero.
    """
    if price is not None and not 0 < price < math.inf:
        raise ValueError(f"price: yuan for one unit, above zero, not {price!r}")
    test, reference = roles_of(log, test_meter)
    assumptions: tuple[str, ...] = ()
    if protocol is None:
        protocol, assumptions = default_protocol(log.utility, test.unit)
    faults = [
        Fault(
            code="unit.not_of_protocol",
            file=log.inputs[0].file if log.inputs else None,
            found=meter.unit,
            expected=protocol.unit,
            context={"protocol": protocol.id},
        )
        for meter in (test, reference)
        if _base(meter.unit) != protocol.unit
    ]
    if faults:
        raise UnusableLog(faults)
    inputs = log.inputs
    if meters is not None:
        refuse_unknown_plates(meters, protocol.table)
        inputs = (*inputs, InputFile(file=meters.file, sha256=meters.sha256))
    if accept:
        first, second = (next(key for key in log if log[key] is one) for one in (test, reference))
        log = accept_suggestions(log, accept, protocol, keys=(first, second))
        test, reference = log[first], log[second]
    if meters is not None:
        test, reference = _with_modulus(test, meters.test), _with_modulus(reference, meters.reference)
    result = series.compare_series(
        test,
        reference,
        protocol,
        events=log.events,
        findings=log.findings,
        inputs=inputs,
        meters=meters,
        assumptions=assumptions,
        judged_before=judged_before,
    )
    return replace(result, price=price)


def default_protocol(utility: str | None, unit: str) -> tuple[SeriesProtocol, tuple[str, ...]]:
    """The seven-day series protocol for a utility, and what had to be assumed to choose it."""
    known = utility or _UTILITY_OF_UNIT.get(_base(unit))
    protocol = load_protocol(f"{known or 'water'}-series-7d")
    return protocol, ("utility_from_unit" if known else "utility_water",)


def roles_of(log: Log, test_meter: str | None = None) -> tuple[RegisterSeries, RegisterSeries]:
    """Test and reference register of a log.

    Raises
    ------
    UnusableLog
        Not two meters, no way to tell which is which, or a test meter that the log calls the reference.
    """
    if told_roles(log, test_meter):
        return log["test"], log["reference"]
    file = log.inputs[0].file if log.inputs else None
    found = ", ".join(log)
    if len(log) == 2 and test_meter in log:
        (other,) = (key for key in log if key != test_meter)
        return log[str(test_meter)], log[other]
    raise UnusableLog([Fault(code="roles.unknown", file=file, found=found, expected="roles")])


def told_roles(log: Log, test_meter: str | None = None) -> bool:
    """Whether the log itself tells the roles. UnusableLog: it calls `test_meter` the reference meter.

    A meter it does not know at all was named for another file of the same case.
    """
    if set(log) != {"test", "reference"}:
        return False
    own, other = (log[role].meter_id for role in ("test", "reference"))
    if test_meter is not None and test_meter in ("reference", other) and test_meter != own:
        file = log.inputs[0].file if log.inputs else None
        raise UnusableLog([Fault(code="roles.contradict", file=file, found=test_meter, expected=own)])
    return True


def _with_modulus(series: RegisterSeries, meter: Meter) -> RegisterSeries:
    """The register with the modulus of its plate, where the log itself tells none."""
    if meter.modulus is None or series.rollover is not None:
        return series
    return replace(series, rollover=meter.modulus)


def _base(unit: str) -> str:
    found = find_unit(unit)
    return unit if found is None else found.base
