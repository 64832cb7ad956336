"""A case as its events tell it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from comparekit.store.chain import Event

# Kinds of events of a case.
OPENED = "case.opened"  # {"title", "note"}
FILE_ADDED = "file.added"  # {"sha256", "size", "name", "role"}
PARTIES = "parties.set"  # {"parties": [{"role", "name", "address", "phone"}]}
METERS = "meters.set"  # {"test": {...}, "reference": {...}}
SEALS = "seals.set"  # {"seals": [{"place", "number", "state"}]}
CONSENT = "consent.given"  # {"by", "to", "on"}
PROTOCOL = "protocol.chosen"  # {"id", "version", "text"}
READING = "reading.taken"  # {"time", "test", "reference", "note"}
RESULT = "result.made"  # {"result": comparekit.series/1}
STUDY = "study.made"  # {"result": comparekit.replacement/1, "asked", "rules", "replaced", "result_seq"}
NOTE = "note.added"  # {"text"}
SIGNED = "signed.off"  # {"role", "statement", "result_seq"}
CLOSED = "case.closed"  # {"reason"}
REOPENED = "case.reopened"  # {"reason"}
RESTORED = "case.restored"  # {"from", "archive", "events": [{"seq", "at", "who", "before", "hash"}]}
REMOVED = "case.removed"  # {"case_id", "rule", "reason", "events", "files"}: counts; belongs to no case

FILE_ROLES = ("log", "meters", "protocol", "photograph", "certificate", "consent", "usage", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file of a case: what it is called there, what it is for, and its bytes by their hash."""

    sha256: str
    size: int
    name: str
    role: str
    seq: int


@dataclass(slots=True, kw_only=True)
class CaseState:
    """Everything a case holds now."""

    id: str
    opened_at: str = ""
    changed_at: str = ""
    last_seq: int = 0
    title: str = ""
    status: str = "open"
    utility: str = ""
    protocol: Mapping[str, Any] = field(default_factory=dict)
    parties: list[Mapping[str, Any]] = field(default_factory=list)
    meters: Mapping[str, Any] = field(default_factory=dict)
    seals: list[Mapping[str, Any]] = field(default_factory=list)
    consents: list[Mapping[str, Any]] = field(default_factory=list)
    files: list[StoredFile] = field(default_factory=list)
    readings: list[Mapping[str, Any]] = field(default_factory=list)
    results: list[Mapping[str, Any]] = field(default_factory=list)
    studies: list[Mapping[str, Any]] = field(default_factory=list)
    notes: list[Mapping[str, Any]] = field(default_factory=list)
    sign_offs: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """Verdict of the last result, empty before there is one."""
        return str(self.results[-1]["result"].get("verdict", "")) if self.results else ""

    def summary(self) -> dict[str, object]:
        """The row of the table of cases that follows from this state."""
        return {
            "id": self.id,
            "opened_at": self.opened_at,
            "changed_at": self.changed_at,
            "last_seq": self.last_seq,
            "title": _column(self.title, 200),
            "utility": _column(self.utility, 20),
            "protocol": _column(str(self.protocol.get("id", "")), 80),
            "verdict": _column(self.verdict, 20),
            "status": self.status,
            "search": search_text(" ".join(self._words())),
        }

    def _words(self) -> list[str]:
        """What a case is found by: id, title, parties, meter numbers, file names."""
        words = [self.id, self.title, *(file.name for file in self.files)]
        for party in self.parties:
            words += [str(party.get(key) or "") for key in ("name", "address", "phone")]
        described = [self.meters, *(entry["result"] for entry in self.results[-1:])]
        for meters in described:
            sides = (meters.get(role) or {} for role in ("test", "reference"))
            words += [str(side.get("meter_id") or "") for side in sides if isinstance(side, Mapping)]
        return list(dict.fromkeys(word for word in words if word))


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where a restored event was first written: by whom, when, and what has become of its neighbours."""

    at: str
    who: str
    moved: Mapping[int, int]  # seq there -> seq here


def case_state(case_id: str, events: Iterable[Event]) -> CaseState:
    """Fold the events of a case, in order, into what it holds now.

    A correction stands where the event it corrects stood. Restored events count as of the time and the
    person they were first written by.
    """
    told = list(events)
    state, origins = CaseState(id=case_id), _origins(told)
    for event in told:
        state.changed_at, state.last_seq = _written(event, origins)[0], event.seq
        if event.kind != RESTORED:
            state.opened_at = state.opened_at or state.changed_at
    for event in _standing(told):
        if event.data is not None:
            _take(state, event, event.data, origins)
    return state


def search_text(text: str) -> str:
    """The form in which words are stored for the search and looked for: no case, no full-width forms."""
    return unicodedata.normalize("NFKC", _column(text, None)).casefold()


def _column(text: str, length: int | None) -> str:
    """Text that every database takes: no zero byte, no half of a surrogate pair, not too long."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text.replace("\0", ""))[:length]


def _standing(told: Sequence[Event]) -> list[Event]:
    """Events that no later one corrects, each in the place of the first it goes back to."""
    corrected = {event.corrects for event in told if event.corrects is not None}
    place: dict[int, int] = {}
    for event in told:
        place[event.seq] = event.seq if event.corrects is None else place.get(event.corrects, event.seq)
    standing = (event for event in told if event.seq not in corrected)
    return sorted(standing, key=lambda event: place[event.seq])


def _origins(told: Sequence[Event]) -> dict[int, _Origin]:
    """For the seq of each restored event its origin; of one restored twice, that of the first writing."""
    origins: dict[int, _Origin] = {}
    for index, event in enumerate(told):
        if event.kind == RESTORED and event.data is not None:
            first = event.data["events"]
            pairs = list(zip(first, told[index + 1 :], strict=False))
            moved = {origin["seq"]: here.seq for origin, here in pairs}
            for origin, here in pairs:
                origins[here.seq] = _Origin(origin["at"], origin["who"], moved)
    return origins


def _written(event: Event, origins: Mapping[int, _Origin]) -> tuple[str, str]:
    origin = origins.get(event.seq)
    return (event.at, event.who) if origin is None else (origin.at, origin.who)


def _take(state: CaseState, event: Event, data: Mapping[str, Any], origins: Mapping[int, _Origin]) -> None:
    at, who = _written(event, origins)
    entry = {**data, "seq": event.seq, "at": at, "who": who}
    if event.seq in origins and "result_seq" in data:
        entry["result_seq"] = origins[event.seq].moved.get(data["result_seq"], data["result_seq"])
    lists = {
        CONSENT: state.consents,
        READING: state.readings,
        STUDY: state.studies,
        NOTE: state.notes,
        SIGNED: state.sign_offs,
    }
    if event.kind == OPENED:
        state.title = str(data.get("title", ""))
    elif event.kind == FILE_ADDED:
        state.files.append(
            StoredFile(
                sha256=data["sha256"], size=data["size"], name=data["name"], role=data["role"], seq=event.seq
            )
        )
    elif event.kind == PARTIES:
        state.parties = list(data["parties"])
    elif event.kind == METERS:
        state.meters = data
    elif event.kind == SEALS:
        state.seals = list(data["seals"])
    elif event.kind == PROTOCOL:
        state.protocol = data
    elif event.kind == RESULT:
        state.results.append(entry)
        state.utility = str(data["result"].get("protocol", {}).get("utility", ""))
    elif event.kind in lists:
        lists[event.kind].append(entry)
    elif event.kind == CLOSED:
        state.status = "closed"
    elif event.kind == REOPENED:
        state.status = "open"
