"""Plates and certificates as typed into a form, written as the file that says the same."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from comparekit.errors import Fault, FaultyMeters
from comparekit.ingest.meters_file import read_meters
from comparekit.ingest.vocabulary import ROLES

PLATES = "meters.toml"  # what the file is called
MOST_POINTS = 20  # of one certificate
#: Fields of a plate for every utility, then of a certificate as a whole and of one of its points.
PLATE: Mapping[str, tuple[str, ...]] = {
    "water": ("serial", "class", "q3", "ratio_r", "plate"),
    "gas": ("serial", "class", "plate", "q_min", "q_max", "medium", "compensation"),
    "electricity": ("serial", "class", "currents", "technology"),
}
OWN_KEYS = frozenset(key for keys in PLATE.values() for key in keys)
DATES = ("in_service", "verified_on", "valid_to")
CERTIFICATE = ("number", "date", "laboratory")
POINT = ("zone", "flow", "error", "expanded_uncertainty", "k")
#: What certificates call the flows of their points; those of electricity meters are told by their currents.
ZONES: Mapping[str, tuple[str, ...]] = {"water": ("Q1", "Q2", "Q3"), "gas": ("Qmin", "Qt", "Qmax")}
SIGN = "sign"  # of an error: number pads of telephones have no minus
_NUMBERS = ("q3", "ratio_r", "q_min", "q_max", "flow", "k")
_PERCENTS = ("error", "expanded_uncertainty")
_DAYS = ("verified_on", "valid_to", "date")
_KEYS = tuple(dict.fromkeys((*(key for keys in PLATE.values() for key in keys), *DATES)))
_NUMBER = re.compile(r"[-+]?\d{1,12}(?:\.\d{1,12})?")
_RATIO = re.compile(r"^[Rr]\s*[:=]?\s*")  # plates say R80
_FIELD = re.compile(
    rf"plates\.(?:{'|'.join(ROLES)})\.(?:{'|'.join(_KEYS)}"
    rf"|certificate\.(?:{'|'.join(CERTIFICATE)}|\d{{1,2}}\.(?:{'|'.join((*POINT, SIGN))})))"
)
_POINT = re.compile(r"(?P<role>\w+)\.certificate\.(?P<place>\d+)(?P<key>\.\w+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plates:
    """The file, None where nothing was typed or something is wrong; and what is wrong, by field."""

    content: bytes | None = None
    faults: Mapping[str, Fault] = field(default_factory=dict)


def is_plate_field(name: str) -> bool:
    """Whether a form may have a field of that name (``plates.test.q3``)."""
    return _FIELD.fullmatch(name) is not None


def plates_of(words: Mapping[str, str]) -> Plates:
    """The file of meters that says what was typed.

    Parameters
    ----------
    words : mapping of field to str
        ``plates.ROLE.KEY``, ``plates.ROLE.certificate.KEY`` and, for each point of a certificate, counted
        from 1, ``plates.ROLE.certificate.POINT.KEY``; errors and uncertainties in percent, a minus also
        as the `SIGN` of the point. Blank ones count as not there.

    Returns
    -------
    Plates
        Its content is what `comparekit.ingest.meters_file.read_meters` reads.
    """
    told = {name: value.strip() for name, value in words.items() if is_plate_field(name) and value.strip()}
    faults: dict[str, Fault] = {}
    lines: list[str] = []
    places: dict[
        tuple[str, str], str
    ] = {}  # role and number of a point in the file -> its number in the form
    for role in ROLES:
        lines += _meter(told, role, faults, places)
    if not lines:
        return Plates(faults=faults)
    content = ("\n".join(lines) + "\n").encode()
    try:
        read_meters(content, PLATES)
    except FaultyMeters as error:
        for fault in error.faults:
            name = field_of(fault.column or "", places)
            faults.setdefault(name, _at_field(fault, name, told.get(name, fault.found)))
    return Plates(content=None if faults else content, faults=faults)


def field_of(column: str, places: Mapping[tuple[str, str], str] | None = None) -> str:
    """The field of the form that the key `column` of the file came from."""
    found = _POINT.fullmatch(column)
    if found is None:
        return f"plates.{column}"
    place = (places or {}).get((found["role"], found["place"]), found["place"])
    return f"plates.{found['role']}.certificate.{place}{found['key'] or '.flow'}"


def _at_field(fault: Fault, name: str, typed: str | None) -> Fault:
    if fault.code == "meters.not_a_fraction":  # here percent are typed
        most = "100" if name.endswith(".error") else "5"
        return Fault(code="draft.percent", found=typed, context={"most": most})
    return replace(fault, file=None, row=None, column=None, found=typed)


def _meter(
    told: Mapping[str, str], role: str, faults: dict[str, Fault], places: dict[tuple[str, str], str]
) -> list[str]:
    start = f"plates.{role}."
    lines = _entries(told, start, _KEYS, faults)
    whole = _entries(told, f"{start}certificate.", CERTIFICATE, faults)
    points: list[list[str]] = []
    for number in range(1, MOST_POINTS + 1):
        at = f"{start}certificate.{number}."
        point = _entries(_signed(told, at), at, POINT, faults)
        if point:
            points.append(point)
            places[role, str(len(points))] = str(number)
    if whole and not points:
        # A certificate without a point would vanish without a word.
        faults[f"{start}certificate.1.flow"] = Fault(code="meters.missing_key")
    for point in points:
        lines += [f"[[{role}.certificate]]", *point, *whole]
    return [f"[{role}]", *lines] if lines else []


def _signed(told: Mapping[str, str], start: str) -> Mapping[str, str]:
    """The point with the sign before its error, unless one was typed there."""
    error = told.get(f"{start}error", "")
    if told.get(start + SIGN) != "-" or not error or error[0] in "-−+":
        return told
    return {**told, f"{start}error": f"-{error}"}


def _entries(
    told: Mapping[str, str], start: str, keys: tuple[str, ...], faults: dict[str, Fault]
) -> list[str]:
    lines = []
    for key in keys:
        typed = told.get(start + key)
        if typed is None:
            continue
        value = _value(key, typed)
        if value is None:
            faults[start + key] = Fault(code="meters.wrong_type", found=typed, expected="a_number")
        else:
            lines.append(f"{key} = {value}")
    return lines


def _value(key: str, typed: str) -> str | None:
    """A value as TOML writes it; None for a number that is none."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    if key in _NUMBERS or key in _PERCENTS:
        percent = key in _PERCENTS
        digits = plain.removesuffix("%").strip() if percent else plain
        digits = digits.replace("−", "-").replace(",", ".")
        if key == "ratio_r":
            digits = _RATIO.sub("", digits)
        if not _NUMBER.fullmatch(digits):
            return None
        number = Decimal(digits) / (100 if percent else 1)
        return format(number.normalize() + 0, "f")  # + 0: no minus before a zero
    if key == "in_service":
        return plain if plain in ("true", "false") else _text(plain)
    if key in _DAYS and _is_day(plain):
        return plain
    # Names of people and places stay as they were typed; what is on a plate is of one width.
    return _text(plain if key in _KEYS else typed)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _text(plain: str) -> str:
    """A basic string: what JSON escapes, TOML escapes alike, and the delete character as well."""
    return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")
