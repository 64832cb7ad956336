"""Cases as text for a terminal: a list of them, one in full, what a check found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import reduce
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from comparekit.i18n.catalog import has_text, speaker, text
from comparekit.reporting.text_table import cell_width
from comparekit.wording.numbers import percent, percent_range

if TYPE_CHECKING:
    from comparekit.store.case_state import CaseState
    from comparekit.store.cases import CaseSummary
    from comparekit.store.chain import Event

_TOLD = ("title", "name", "id", "version", "statement")  # what the sentences of events may need
ZONE = "Asia/Shanghai"  # of cases whose protocol says no other


def list_text(cases: Sequence[CaseSummary], found: int, language: str) -> str:
    """One line a case: id, day it was opened, verdict, title."""
    say = speaker(language, "case")
    if not cases:
        return say("no_cases")
    rows = [[say(f"column.{name}") for name in ("id", "opened", "verdict", "title")]]
    for case in cases:
        verdict = verdict_word(case.verdict, language)
        if case.status == "closed":
            verdict = say("closed_verdict", verdict=verdict)
        rows.append([case.id, _day(case.opened_at, ZONE), verdict, plain(case.title)])
    more = [say("some", found=found, shown=len(cases))] if found > len(cases) else []
    return "\n".join([*_columns(rows), *more])


def case_text(state: CaseState, events: Iterable[Event], language: str, *, masked: bool) -> str:
    """A case in full: what it holds now, then what happened, when and by whom."""
    say = speaker(language, "case")
    zone = _zone(state)
    lines = [
        say("title", id=state.id, title=plain(state.title)),
        say(
            "opened",
            time=_moment(state.opened_at, zone),
            changed=_moment(state.changed_at, zone),
            status=say(f"status.{state.status}"),
        ),
        _verdict(state, language),
        *_study(state, language),
    ]
    for name, block in _blocks(state, language):
        if block:
            lines += ["", say(f"heading.{name}"), *(f"  {plain(line)}" for line in block)]
    lines += ["", say("heading.events"), *_events(events, language, zone), "", say("zone", zone=zone)]
    return "\n".join([*lines, say("masked")] if masked else lines)


def verdict_word(verdict: str, language: str) -> str:
    """The verdict in a word, also where there is none yet."""
    return text(language, f"verdict.word.{verdict}") if verdict else text(language, "case.none")


def study_word(verdict: str, language: str) -> str:
    """What a study before and after a replacement says of the meter."""
    return text(language, f"replacement_page.word.{verdict}")


def note_text(note: Mapping[str, Any], language: str) -> str:
    """A note as written, or what the program noted in the language asked for."""
    if note.get("code") == "same_log":
        return text(language, "case.same_log", cases=enumerated(map(str, note["cases"]), language))
    return str(note.get("text", ""))


def enumerated(words: Iterable[str], language: str) -> str:
    """Words one after the other, as the language separates them."""
    told = list(words)
    return reduce(lambda a, b: text(language, "case.also", first=a, second=b), told) if told else ""


def plain(typed: str) -> str:
    """What somebody typed, on one line and without characters that would steer a terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in typed).split())


def _verdict(state: CaseState, language: str) -> str:
    say = speaker(language, "case")
    if not state.results:
        return say("no_verdict")
    result = state.results[-1]["result"]
    fixed = result["basis"] == "fixed"
    interval = (result["deviation"] if fixed else result["monitoring"]) or {}
    low, high = interval.get("low"), interval.get("high")
    width = None if low is None or high is None else (high - low) / 2
    return say(
        "verdict",
        verdict=verdict_word(state.verdict, language),
        deviation=percent(result["deviation"]["estimate"], width, language),
        interval=percent_range(low, high, language),
        basis=say("basis.fixed" if fixed else "basis.monitoring"),
        start=_day(result["window"]["start"], _zone(state)),
        end=_day(result["window"]["end"], _zone(state)),
        protocol=result["protocol"]["id"],
    )


def _study(state: CaseState, language: str) -> list[str]:
    """The last study before and after a replacement, as it was kept."""
    if not state.studies:
        return []
    result = state.studies[-1]["result"]
    protocol = result["protocol"]["id"]
    rules = [protocol, result["tariff"]] if result.get("tariff") else [protocol]
    line = text(
        language,
        "case.study",
        replaced=state.studies[-1]["replaced"],
        verdict=study_word(result["verdict"], language),
        start=result["usage"]["start"][:10],
        end=result["usage"]["end"][:10],
        rules=enumerated(rules, language),
    )
    return [line]


def _blocks(state: CaseState, language: str) -> Iterator[tuple[str, list[str]]]:
    say = speaker(language, "case")
    yield (
        "parties",
        [
            _named(
                _party_role(party, language), _rest(party, language, ("name", "address", "phone")), language
            )
            for party in state.parties
        ],
    )
    yield (
        "meters",
        [
            _named(text(language, f"findings.role.{role}"), _rest(plate, language), language)
            for role in ("test", "reference")
            if (plate := state.meters.get(role))
        ],
    )
    yield "seals", [_rest(seal, language, ("place", "number", "state")) for seal in state.seals]
    yield "consents", [_rest(entry, language, ("by", "to", "on")) for entry in state.consents]
    yield (
        "files",
        [
            say("file", name=file.name, role=say(f"role.{file.role}"), size=file.size, sha256=file.sha256)
            for file in state.files
        ],
    )
    yield (
        "readings",
        [_rest(entry, language, ("time", "test", "reference", "note")) for entry in state.readings],
    )
    yield "notes", [note_text(note, language) for note in state.notes]
    yield "sign_offs", [_rest(entry, language, ("who", "role", "statement")) for entry in state.sign_offs]


def _rest(entry: Mapping[str, Any], language: str, keys: Sequence[str] | None = None) -> str:
    """The values of an entry that say anything, in the order of the keys, or all of them."""
    told = (str(entry[key]) for key in keys or entry if entry.get(key) not in (None, "", {}, []))
    return enumerated(told, language)


def _named(role: str, rest: str, language: str) -> str:
    return text(language, "case.named", role=role, rest=rest) if role else rest


def _party_role(party: Mapping[str, Any], language: str) -> str:
    role = str(party.get("role") or "")
    key = f"case.party_role.{role}"
    return text(language, key) if has_text(language, key) else role


def _events(events: Iterable[Event], language: str, zone: str) -> list[str]:
    say = speaker(language, "case")
    rows = [[say(f"column.{name}") for name in ("seq", "time", "who", "what")]]
    restored: list[Mapping[str, Any]] = []  # where the events to come were first written
    for event in events:
        said = plain(_said(event, language))
        if event.corrects is not None:
            said = say("corrects", said=said, seq=event.corrects)
        if restored:
            first = restored.pop(0)
            when, who = _moment(first["at"], zone), _who(first["who"], language)
            said = say("restored", said=said, time=when, who=who)
        elif event.kind == "case.restored" and event.data is not None:
            restored = list(event.data["events"])
        rows.append([str(event.seq), _moment(event.at, zone), _who(event.who, language), said])
    return _columns(rows)


def _said(event: Event, language: str) -> str:
    """What an event says, in a line."""
    data = event.data
    if data is None:
        return text(language, "case.gone")
    key = f"case.event.{event.kind}"
    if not has_text(language, key):
        return text(language, "case.event.other.kind", kind=event.kind)
    values = dict.fromkeys(_TOLD, "")
    values |= {name: str(value) for name, value in data.items() if isinstance(value, str | int)}
    if event.kind == "file.added":
        values["role"] = text(language, f"case.role.{data['role']}")
    if event.kind == "result.made":
        values["verdict"] = verdict_word(data["result"]["verdict"], language)
    if event.kind == "study.made":
        values["verdict"] = study_word(data["result"]["verdict"], language)
    if event.kind == "note.added":
        values["text"] = note_text(data, language)
    said = text(language, key, **values)
    reason = data.get("reason")
    return text(language, "case.reasoned", said=said, reason=reason) if reason else said


def _who(who: str, language: str) -> str:
    key = f"case.who.{who}"
    return text(language, key) if has_text(language, key) else plain(who)


def _zone(state: CaseState) -> str:
    result = state.results[-1]["result"] if state.results else {}
    return str(result.get("protocol", {}).get("timezone") or ZONE)


def _moment(at: str, zone: str) -> str:
    return datetime.fromisoformat(at).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def _day(at: str, zone: str) -> str:
    return _moment(at, zone)[:10]


def _columns(rows: list[list[str]]) -> list[str]:
    """Columns that begin below each other; Chinese characters take two places."""
    widths = [max(cell_width(row[k]) for row in rows) for k in range(len(rows[0]))]
    return [
        "  ".join(
            cell + " " * (width - cell_width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]
