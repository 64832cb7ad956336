"""What is known of the two meters, from a TOML file: plates, verification, certificates."""

from __future__ import annotations

import hashlib
import math
import os
import re
from datetime import date, datetime
from pathlib import Path

from comparekit.errors import Fault, FaultyMeters
from comparekit.ingest.toml_reader import TomlReader
from comparekit.readings.meter import CertificatePoint, Compensation, Meter, Meters

_ROLES = ("test", "reference")
_LARGEST_ERROR = {"test": 1.0, "reference": 0.05}  # beyond that somebody has written percent
_LARGEST_UNCERTAINTY = 0.05
_CURRENTS = re.compile(r"\s*([\d.]+)\s*[(（-]\s*([\d.]+)\s*[)）]?\s*A?\s*", re.IGNORECASE)
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
    name = str(path)
    try:
        data = Path(path).read_bytes()
        text = data.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise FaultyMeters([Fault(code="meters.not_found", file=name)]) from error
    except (OSError, UnicodeDecodeError) as error:
        raise FaultyMeters([Fault(code="meters.not_readable", file=name)]) from error
    toml = TomlReader(text, name, "meters")
    if toml.faults:
        raise FaultyMeters(toml.faults)
    both = {role: _meter(toml, role) for role in _ROLES}
    if not any(toml.has(role) for role in _ROLES):
        toml.add("no_meter", (), expected="[test], [reference]")
    toml.refuse_unread()
    if toml.faults:
        raise FaultyMeters(sorted(toml.faults, key=lambda fault: fault.row or 0))
    return Meters(**both, file=name, sha256=hashlib.sha256(data).hexdigest())


def _meter(toml: TomlReader, role: str) -> Meter:
    if not toml.has(role):
        return Meter()
    toml.read.add((role,))
    verified, valid = _day(toml, role, "verified_on"), _day(toml, role, "valid_to")
    if verified is not None and valid is not None and valid < verified:
        toml.add("out_of_range", (role, "valid_to"), found=str(valid), expected=f"> {verified}")
    compensation = toml.some_text(role, "compensation", among=tuple(Compensation))
    return Meter(
        accuracy_class=_word(toml, role, "class"),
        plate=toml.some_text(role, "plate"),
        old_class=toml.some_text(role, "old_class"),
        q3=toml.some_number(role, "q3", above=0),
        ratio_r=toml.some_number(role, "ratio_r", above=0),
        q_min=toml.some_number(role, "q_min", above=0),
        q_max=toml.some_number(role, "q_max", above=0),
        currents=_currents(toml, role),
        dn=toml.some_number(role, "dn", above=0),
        in_service=toml.flag(role, "in_service", default=True) if toml.has(role, "in_service") else None,
        verified_on=verified,
        valid_to=valid,
        modulus=toml.some_number(role, "modulus", above=0),
        orientation=toml.some_text(role, "orientation", among=("H", "V")),
        compensation=Compensation(compensation) if compensation in tuple(Compensation) else None,
        medium=toml.some_text(role, "medium", among=_MEDIA),
        technology=toml.some_text(role, "technology", among=_TECHNOLOGIES),
        seal=toml.some_text(role, "seal"),
        certificate=_certificate(toml, role),
    )


def _word(toml: TomlReader, role: str, key: str) -> str | None:
    """A text that people like to write as a number: class 2, class 1.5."""
    value = toml.plain(role, key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:.1f}" if isinstance(value, float) else str(value)
    return toml.some_text(role, key)


def _currents(toml: TomlReader, role: str) -> tuple[float, float] | None:
    """Reference and largest current from a plate's "5(60) A"."""
    text = toml.some_text(role, "currents")
    if text is None:
        return None
    found = _CURRENTS.fullmatch(text)
    if found is None or not 0 < float(found[1]) < float(found[2]):
        toml.add("wrong_type", (role, "currents"), found=text, expected="currents")
        return None
    return float(found[1]), float(found[2])


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
    points: dict[float, CertificatePoint] = {}
    for index in toml.tables(role, "certificate"):
        path = (role, "certificate", index)
        flow = toml.number(*path, "flow", above=0)
        error = toml.number(*path, "error")
        expanded = toml.number(*path, "expanded_uncertainty", above=0)
        if abs(error) > _LARGEST_ERROR[role] and toml.has(*path, "error"):
            toml.add("not_a_fraction", (*path, "error"), found=f"{error:g}", expected="a_fraction")
        if expanded > _LARGEST_UNCERTAINTY and toml.has(*path, "expanded_uncertainty"):
            where = (*path, "expanded_uncertainty")
            toml.add("not_a_fraction", where, found=f"{expanded:g}", expected="a_fraction")
        if any(math.isclose(flow, known, rel_tol=1e-9) for known in points) and toml.has(*path, "flow"):
            toml.add("repeated_flow", (*path, "flow"), found=f"{flow:g}")
        points[flow] = CertificatePoint(
            flow=flow,
            error=error,
            expanded_uncertainty=expanded,
            k=toml.some_number(*path, "k", above=0) or 2.0,
            number=toml.some_text(*path, "number") or "",
            date=_day(toml, *path, "date"),
            laboratory=toml.some_text(*path, "laboratory") or "",
        )
    return tuple(points[flow] for flow in sorted(points))
