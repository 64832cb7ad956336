"""What is known of the two meters, from a TOML file: plates, verification, certificates."""

from __future__ import annotations

import hashlib
import math
import os
import unicodedata
from datetime import date, datetime

from comparekit.errors import FaultyMeters
from comparekit.ingest.plate_checks import refuse_contradictions, refuse_one_meter
from comparekit.ingest.plate_currents import Currents, currents_of
from comparekit.ingest.toml_file import file_of, text_of, value_of
from comparekit.ingest.toml_reader import TomlReader
from comparekit.readings.meter import CertificatePoint, Compensation, Meter, Meters

_FAMILY = "meters"
_ROLES = ("test", "reference")
_LARGEST_ERROR = 1.0  # -1: it stood still; beyond somebody has written percent
_LARGEST_UNCERTAINTY = 0.05
_NEAR = 0.02  # relative, between the currents of a plate and those told beside them
#: What certificates call their points, by zone.
_ZONES = {
    "lower": ("lower", "低区", "q1", "qmin", "imin"),
    "upper": ("upper", "高区", "q2", "qt", "q3", "q4", "0.2qmax", "qmax", "itr", "ib", "in", "imax"),
}
_MEDIA = ("natural", "manufactured", "lpg")
_TECHNOLOGIES = ("static", "induction")


def load_meters(path: str | os.PathLike[str]) -> Meters:
    """The meters of a file with the tables ``[test]`` and ``[reference]``.

    Raises
    ------
    FaultyMeters
        Not found, not readable, or with faults: every one with its line in ``row`` and the dotted key
        in ``column``.
    """
    return read_meters(meters_bytes(path), str(path))


def meters_bytes(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a file of meters. FaultyMeters: it cannot be read."""
    return file_of(path, str(path), _FAMILY, FaultyMeters)


def read_meters(data: bytes, name: str) -> Meters:
    """The meters in the bytes of a file called `name`; errors as `load_meters`."""
    text = text_of(data, name, _FAMILY, FaultyMeters)
    test, reference, lines = value_of(text, name, _FAMILY, FaultyMeters, _both)
    sha256 = hashlib.sha256(data).hexdigest()
    return Meters(test=test, reference=reference, file=name, sha256=sha256, lines=lines)


def _both(toml: TomlReader) -> tuple[Meter, Meter, dict[str, int]]:
    """Both meters, and the line of every key."""
    test, reference = (_meter(toml, role) for role in _ROLES)
    if not any(toml.has(role) for role in _ROLES):
        toml.add("no_meter", (), expected="[test], [reference]")
    refuse_one_meter(toml, test, reference)
    lines = {
        ".".join(str(part + 1) if isinstance(part, int) else part for part in path): line
        for path, line in toml.lines.items()
    }
    return test, reference, lines


def _meter(toml: TomlReader, role: str) -> Meter:
    if not toml.table(role):
        return Meter()
    verified, valid = _day(toml, role, "verified_on"), _day(toml, role, "valid_to")
    if verified is not None and valid is not None and valid < verified:
        toml.add("out_of_range", (role, "valid_to"), found=str(valid), expected=f"≥ {verified}")
    compensation = toml.some_text(role, "compensation", among=tuple(Compensation))
    currents = _currents(toml, role)
    meter = Meter(
        accuracy_class=_word(toml, role, "class"),
        plate=toml.some_text(role, "plate"),
        old_class=toml.some_text(role, "old_class"),
        q3=toml.some_number(role, "q3", above=0),
        ratio_r=toml.some_number(role, "ratio_r", above=0),
        q1=toml.some_number(role, "q1", above=0),
        q2=toml.some_number(role, "q2", above=0),
        q_min=toml.some_number(role, "q_min", above=0),
        q_max=toml.some_number(role, "q_max", above=0),
        currents=None if currents is None else (currents.reference, currents.largest),
        i_min=_current(toml, role, "i_min", None if currents is None else currents.smallest),
        i_tr=_current(toml, role, "i_tr", None if currents is None else currents.transitional),
        dn=toml.some_number(role, "dn", above=0),
        in_service=toml.flag(role, "in_service", default=True) if toml.has(role, "in_service") else None,
        verified_on=verified,
        valid_to=valid,
        modulus=toml.some_number(role, "modulus", above=0),
        orientation=toml.some_text(role, "orientation", among=("H", "V")),
        compensation=Compensation(compensation) if compensation in tuple(Compensation) else None,
        medium=toml.some_text(role, "medium", among=_MEDIA),
        technology=toml.some_text(role, "technology", among=_TECHNOLOGIES),
        serial=_word(toml, role, "serial"),
        seal=_word(toml, role, "seal"),
        certificate=_certificate(toml, role),
    )
    refuse_contradictions(toml, role, meter)
    return meter


def _word(toml: TomlReader, *path: str | int) -> str | None:
    """A text that people like to write as a number: class 2, class 1.5, certificate 20250117."""
    value = toml.plain(*path)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return toml.some_text(*path)


def _currents(toml: TomlReader, role: str) -> Currents | None:
    """The currents of the plate; None where the key is absent."""
    value = toml.plain(role, "currents")
    if value is None:
        return None
    found = currents_of(value)
    if found is None:
        toml.add("wrong_type", (role, "currents"), found=str(value), expected="currents")
    return found


def _current(toml: TomlReader, role: str, key: str, plate: float | None) -> float | None:
    """A current told beside those of the plate [A], else the one among them."""
    told = toml.some_number(role, key, above=0)
    if told is not None and plate is not None and not math.isclose(told, plate, rel_tol=_NEAR):
        toml.add("contradicts", (role, key), found=f"{told:g}", expected=f"currents: {plate:g}")
    return plate if told is None else told


def _day(toml: TomlReader, *path: str | int) -> date | None:
    """A day, as TOML writes it or as text in that form; None where the key is absent."""
    value = toml.plain(*path)
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        toml.add("wrong_type", path, found=str(value), expected="a_day")
        return None


def _certificate(toml: TomlReader, role: str) -> tuple[CertificatePoint, ...]:
    """Points by rising flow; two at one flow are a fault, because nobody can say which holds."""
    points: list[CertificatePoint] = []
    for index in toml.tables(role, "certificate"):
        path = (role, "certificate", index)
        flow = _sound(toml, *path, "flow", above=0)
        error = _fraction(toml, *path, "error", most=_LARGEST_ERROR)
        expanded = _fraction(toml, *path, "expanded_uncertainty", most=_LARGEST_UNCERTAINTY, above=0)
        if flow is not None and any(math.isclose(flow, point.flow, rel_tol=1e-9) for point in points):
            toml.add("repeated_flow", (*path, "flow"), found=f"{flow:g}")
        point = CertificatePoint(
            flow=math.nan if flow is None else flow,
            error=error or 0.0,
            expanded_uncertainty=expanded or 0.0,
            k=toml.some_number(*path, "k", above=0) or 2.0,
            zone=_zone(toml, *path, "zone"),
            number=_word(toml, *path, "number") or "",
            date=_day(toml, *path, "date"),
            laboratory=toml.some_text(*path, "laboratory") or "",
        )
        points.append(point)
    return tuple(sorted(points, key=lambda point: point.flow))


def _zone(toml: TomlReader, *path: str | int) -> str | None:
    """The zone of a point, by the name that the certificate has for it; None where the key is absent."""
    told = toml.some_text(*path)
    if not told:
        return None
    plain = unicodedata.normalize("NFKC", told).replace(" ", "").casefold()
    for zone, names in _ZONES.items():
        if plain in names:
            return zone
    toml.add(
        "unknown_word",
        path,
        found=told,
        expected="lower, upper, Q1, Q2, Q3, Qmin, Qt, Qmax, Imin, Itr, Ib, Imax",
    )
    return None


def _fraction(toml: TomlReader, *path: str | int, most: float, above: float | None = None) -> float | None:
    """A fraction of at most `most` either way; beyond that somebody has written percent."""
    value = _sound(toml, *path, above=above)
    if value is not None and abs(value) > most:
        toml.add("not_a_fraction", path, found=f"{value:g}", expected="a_fraction")
    return value


def _sound(toml: TomlReader, *path: str | int, above: float | None = None) -> float | None:
    """A number that has to be there; None where it is at fault, so that nothing else is said of it."""
    known = len(toml.faults)
    value = toml.number(*path, above=above)
    return value if len(toml.faults) == known else None
