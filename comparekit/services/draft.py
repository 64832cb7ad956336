"""A draft of a comparison: what somebody handed in and typed so far."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from comparekit.errors import CompareKitError, Fault
from comparekit.ingest.protocol_file import list_protocols

MOST_ROWS = 400  # typed by hand
MOST_TEXT = 500_000  # characters pasted
_KEY = re.compile(r"[A-Za-z0-9_-]{12,40}")
_LONGEST = 200  # characters of a title, a name, a typed cell
Row = tuple[str, str, str]
#: Not told, both meters stood still, a meter moved.
ZERO_TESTS = ("", "passed", "failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody has entered under `key`.

    Attributes
    ----------
    title, protocol : str
        Name of the case, and id of a shipped protocol; empty: by the log.
    pasted : str
        Text as pasted.
    rows, unit : tuple of (time, test reading, reference reading), str
        As typed, blank rows included, and the unit of the readings.
    numbers : mapping of role to str
        Numbers of the meters whose readings are typed.
    zero_test : str
        What the check with the valve closed showed at the first typed row: one of `ZERO_TESTS`.
    source : str
        What the log was made of: "files", "pasted", "typed", or "" before anything was read.
    mapping, test_meter, accept
        Corrections by hand, as for `comparekit.services.case_look.Look`.
    units, steps, zones : mapping of meter to str
        The same of units, steps and time zones, as typed; see `comparekit.ingest.by_hand.ByHand`.
    price : str
        Yuan for one unit, as typed.
    plates : mapping of field to str
        Plates and certificates as typed; see `comparekit.services.draft_plates`.
    case_id : str
        The case that is to get another look; empty for a new one.
    names : mapping of part to file name
        Files held, by the parts of `comparekit.services.draft_keeping.PARTS`.
    refused : tuple of Fault
        Why a file that was just handed in is not held.
    """

    key: str
    title: str = ""
    protocol: str = ""
    pasted: str = ""
    rows: tuple[Row, ...] = ()
    unit: str = "m3"
    numbers: Mapping[str, str] = field(default_factory=dict)
    zero_test: str = ""
    source: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    test_meter: str = ""
    accept: tuple[str, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, str] = field(default_factory=dict)
    zones: Mapping[str, str] = field(default_factory=dict)
    price: str = ""
    plates: Mapping[str, str] = field(default_factory=dict)
    case_id: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    refused: tuple[Fault, ...] = ()

    @property
    def visits(self) -> int:
        """How many rows have anything typed into them."""
        return sum(any(cell.strip() for cell in row) for row in self.rows)

    @property
    def typed(self) -> bool:
        """Whether anything was typed into the rows."""
        return any(any(cell.strip() for cell in row) for row in self.rows)

    def to_data(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "key": self.key,  # where it is kept, keys can be held against others but not be read
            "title": self.title,
            "protocol": self.protocol,
            "pasted": self.pasted,
            "rows": [list(row) for row in self.rows],
            "unit": self.unit,
            "numbers": dict(self.numbers),
            "zero_test": self.zero_test,
            "source": self.source,
            "mapping": dict(self.mapping),
            "test_meter": self.test_meter,
            "accept": list(self.accept),
            "units": dict(self.units),
            "steps": dict(self.steps),
            "zones": dict(self.zones),
            "price": self.price,
            "plates": dict(self.plates),
            "case": self.case_id,
            "names": dict(self.names),
            "refused": [_fault_data(fault) for fault in self.refused],
        }

    @classmethod
    def from_data(cls, key: str, data: Mapping[str, Any]) -> Draft:
        """What `to_data` told, by this version or an older one."""
        return cls(
            key=key,
            title=data["title"],
            protocol=known_protocol(data["protocol"]),
            pasted=data["pasted"],
            rows=typed_rows(data["rows"]),
            unit=data["unit"],
            numbers=data.get("numbers", {}),
            zero_test=data.get("zero_test", ""),
            source=data["source"],
            mapping=data["mapping"],
            test_meter=data["test_meter"],
            accept=tuple(data["accept"]),
            units=data.get("units", {}),
            steps=data.get("steps", {}),
            zones=data.get("zones", {}),
            price=data.get("price", ""),
            plates=data.get("plates", {}),
            case_id=data["case"],
            names=data["names"],
            refused=tuple(Fault(**fault) for fault in data["refused"]),
        )


def new_key() -> str:
    """A key nobody can guess."""
    return secrets.token_urlsafe(16)


def is_key(text: str) -> bool:
    """Whether `text` can be the key of a draft."""
    return _KEY.fullmatch(text) is not None


def known_protocol(found: str) -> str:
    """`found` where it is the id of a shipped protocol, else empty: never the path of a file."""
    return found if found and found in {protocol.id for protocol in list_protocols()} else ""


def typed_rows(cells: Sequence[Sequence[object]]) -> tuple[Row, ...]:
    """Rows as typed, cut to what can be kept; blank ones at the end left out.

    Raises
    ------
    CompareKitError
        ``draft.too_many_rows``.
    """
    rows = [tuple(str(cell)[:_LONGEST] for cell in (*row, "", "", "")[:3]) for row in cells]
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS:
        raise CompareKitError("draft.too_many_rows", limit=MOST_ROWS)
    return tuple((row[0], row[1], row[2]) for row in rows)


def one_line(text: str) -> str:
    """A title, or a word of a form, as it can be kept."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_LONGEST]


def _fault_data(fault: Fault) -> dict[str, Any]:
    names = ("code", "file", "sheet", "row", "column", "found", "expected")
    context = {
        name: value
        for name, value in fault.context.items()
        if isinstance(value, str | int | float | bool | None)
    }
    return {**{name: getattr(fault, name) for name in names}, "context": context}
