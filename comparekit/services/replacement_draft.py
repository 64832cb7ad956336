"""What somebody handed in and typed for a study before and after a replacement."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from comparekit.errors import CompareKitError, Fault
from comparekit.ingest.limits_file import UTILITIES
from comparekit.ingest.tariff_file import load_tariff, shipped_tariffs
from comparekit.services.draft import one_line
from comparekit.services.draft_plates import OWN_KEYS, PLATE, ZONES, is_plate_field, plates_of
from comparekit.services.usage_text import BillRow
from comparekit.studies.bridge_evidence import NEW, OLD

MOST_ROWS = 240  # bills typed by hand: twenty years of months
MOST_TEXT = 500_000  # characters pasted
MOST_TITLE = 80  # characters of the title of a new case
_LONGEST = 60  # characters of a typed cell
_MOST_PEOPLE = 30
UNITS = {"water": "m3", "gas": "m3", "electricity": "kWh"}
WORDS = ("utility", "replaced", "price", "tariff", "people", "peak_share", "suspect", "case_id")
#: Whose plate is asked for: the old meter is the test meter of a comparison.
ROLE_OF = {OLD: "test", NEW: "reference"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacementDraft:
    """What was entered under `key`.

    Attributes
    ----------
    source : str
        Where the use was last taken from: "files", "pasted", "typed", or "" before anything was read.
    rows, pasted : tuple of (from, to, amount, volume), str
        As typed, blank rows included, and as pasted.
    utility : str
        "water", "gas", "electricity"; empty: by the file.
    replaced, price, people, peak_share : str
        Date of the replacement, yuan for one unit, size of the household, percent of the use in peak
        hours: as typed.
    tariff : str
        Id of a shipped price list; empty: none.
    suspect : str
        "old" or "new": the meter somebody doubts.
    case_id : str
        The case whose comparison in series is used; empty: none.
    plates : mapping of field to str
        Plates and certificates as typed; see `comparekit.services.draft_plates`.
    names : mapping of part to file name
        Files held: "usage", "series", "meters".
    """

    key: str
    source: str = ""
    rows: tuple[BillRow, ...] = ()
    pasted: str = ""
    utility: str = ""
    replaced: str = ""
    price: str = ""
    tariff: str = ""
    people: str = ""
    peak_share: str = ""
    suspect: str = OLD
    case_id: str = ""
    plates: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def typed(self) -> bool:
        """Whether anything was typed into the rows."""
        return any(any(cell.strip() for cell in row) for row in self.rows)

    @property
    def unit(self) -> str:
        """Unit of the volumes typed."""
        return UNITS.get(self.utility, "m3")

    @property
    def price_told(self) -> float | str | None:
        """Yuan for one unit, or a price list; None without either. A price list goes first."""
        return self.tariff or _number(self.price)

    @property
    def people_told(self) -> int | None:
        """Size of the household."""
        found = _number(self.people)
        return int(found) if found is not None and found == int(found) and found <= _MOST_PEOPLE else None

    @property
    def by_hour(self) -> bool:
        """Whether the chosen price list has prices by the hour: then the share of the peak is needed."""
        return bool(self.tariff) and load_tariff(self.tariff).by_hour

    @property
    def peak_told(self) -> float | None:
        """Share of the use in peak hours [1]; None where it is not needed, or not told."""
        found = _number(self.peak_share.rstrip("%％ "), from_zero=True) if self.by_hour else None
        # Below one percent somebody means a fraction.
        return found / 100 if found is not None and (found == 0 or 1 <= found <= 100) else None

    @property
    def plate_utility(self) -> str:
        """Whose plates are asked for, before any bill was read: water where nothing tells."""
        return self.utility or (load_tariff(self.tariff).utility if self.tariff else "water")

    @property
    def suspects_plate(self) -> Mapping[str, str]:
        """What was typed of the plate of the meter somebody doubts; nothing where a file is there.

        Where the kind of meter is known, without what only plates of other kinds have.
        """
        if "meters" in self.names:
            return {}
        start = f"plates.{ROLE_OF[self.suspect]}."
        typed = {name: value for name, value in self.plates.items() if name.startswith(start)}
        if not (self.utility or self.tariff):
            return typed
        foreign = {f"{start}{key}" for key in OWN_KEYS} - {
            f"{start}{key}" for key in PLATE[self.plate_utility]
        }
        zones = ZONES.get(self.plate_utility, ())
        return {
            name: value
            for name, value in typed.items()
            if name not in foreign and (not name.endswith(".zone") or value in zones)
        }

    def faults(self) -> dict[str, Fault]:
        """What is wrong or missing in the fields, by their names."""
        wrong: dict[str, Fault] = {}
        if not self.replaced:
            wrong["replaced"] = Fault(code="study.date_missing")
        elif _day(self.replaced) is None:
            wrong["replaced"] = Fault(code="study.date", found=self.replaced)
        if self.price and _number(self.price) is None:
            wrong["price"] = Fault(code="study.price", found=self.price)
        if self.people and self.people_told is None:
            wrong["people"] = Fault(code="study.people", found=self.people, context={"most": _MOST_PEOPLE})
        in_file = not self.peak_share and self.source == "files"  # which may tell it; else it is asked for
        if self.by_hour and self.peak_told is None and not in_file:
            missing = "" if self.peak_share else "_missing"
            wrong["peak_share"] = Fault(code=f"study.peak_share{missing}", found=self.peak_share)
        wrong.update(plates_of(self.suspects_plate).faults)
        return wrong

    def to_data(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "source": self.source,
            "rows": [list(row) for row in self.rows],
            "pasted": self.pasted,
            **{name: getattr(self, name) for name in WORDS},
            "plates": dict(self.plates),
            "names": dict(self.names),
        }

    @classmethod
    def from_data(cls, key: str, data: Mapping[str, Any]) -> ReplacementDraft:
        """What `to_data` told."""
        return cls(
            key=key,
            source=data["source"],
            rows=bill_rows(data["rows"]),
            pasted=data["pasted"],
            names=data["names"],
            plates=data.get("plates", {}),
            **known_words(data),
        )


def known_words(words: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a form, cut to what can be kept; a choice that there is not becomes none."""
    told = {name: " ".join(str(words[name]).split())[:_LONGEST] for name in WORDS if name in words}
    known = {
        "utility": (*UTILITIES, ""),
        "tariff": (*shipped_tariffs(), ""),
        "suspect": (OLD, NEW),
    }
    for name, values in known.items():
        if name in told and told[name] not in values:
            told[name] = OLD if name == "suspect" else ""
    return told


def known_plates(words: Mapping[str, str]) -> dict[str, str] | None:
    """What a form tells of plates, blank fields left out; None where it does not ask for them."""
    told = {name: one_line(value) for name, value in words.items() if is_plate_field(name)}
    return {name: value for name, value in told.items() if value} if told else None


def bill_rows(cells: Sequence[Sequence[object]]) -> tuple[BillRow, ...]:
    """Rows as typed, cut to what can be kept; blank ones at the end left out.

    Raises
    ------
    CompareKitError
        ``draft.too_many_rows``.
    """
    rows = [tuple(str(cell)[:_LONGEST] for cell in (*row, "", "", "", "")[:4]) for row in cells]
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS:
        raise CompareKitError("draft.too_many_rows", limit=MOST_ROWS)
    return tuple((row[0], row[1], row[2], row[3]) for row in rows)


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _number(typed: str, *, from_zero: bool = False) -> float | None:
    """A number above zero, or from zero on, its point as people type it; None for anything else."""
    try:
        value = float(unicodedata.normalize("NFKC", typed).strip().replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) and (value > 0 or (from_zero and value == 0)) else None
