"""What the buttons of a draft do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from comparekit.errors import CompareKitError, Fault
from comparekit.i18n.catalog import text
from comparekit.ingest.by_hand import ByHand
from comparekit.ingest.vocabulary import ROLES, is_field
from comparekit.services.case_look import GivenFile, Look
from comparekit.services.draft import MOST_TEXT, ZERO_TESTS, Draft, known_protocol, one_line, typed_rows
from comparekit.services.draft_desk import Desk
from comparekit.services.draft_keeping import look_of
from comparekit.services.draft_plates import is_plate_field
from comparekit.services.draft_text import pasted_log, typed_log
from comparekit.services.roles import Actor
from comparekit.units import find_unit
from dashboard.components.entry import UNITS
from dashboard.pages.new import HOME
from dashboard.place import Place
from dashboard.uploads import MOST_BYTES, Upload

_CELL = re.compile(r"rows\.(\d{1,4})\.(time|test|reference)")
_CHOSEN = re.compile(r"field\.(\d{1,2})\.(\d{1,3})")
_NUMBER = re.compile(r"number\.(test|reference)")
_BY_HAND = re.compile(r"(unit_of|step|zone)\.(.{0,100})", re.DOTALL)
_PLACES = ("time", "test", "reference")
_OTHER = dict(zip(ROLES, reversed(ROLES), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A form as it came, and the language it was filled in."""

    upload: Upload
    language: str


def entered(draft: Draft, words: Mapping[str, str]) -> Draft:
    """The draft with everything typed and chosen in the form.

    Raises
    ------
    CompareKitError
        ``draft.too_many_rows``, ``draft.too_long``.
    """
    draft = entered_words(draft, words)
    if "protocol" in words:
        draft = replace(draft, protocol=known_protocol(words["protocol"]))
    if "test_meter" in words:
        draft = replace(draft, test_meter=words["test_meter"])
    chosen = _mapping(words)
    return draft if chosen is None else replace(draft, mapping=chosen)


def entered_words(draft: Draft, words: Mapping[str, str]) -> Draft:
    """The draft with everything typed; errors as `entered`."""
    pasted = words.get("pasted", draft.pasted)
    if len(pasted) > MOST_TEXT:
        raise CompareKitError("draft.too_long", limit=MOST_TEXT)
    unit, zero_test = words.get("unit", draft.unit), words.get("zero_test", draft.zero_test)
    numbers = _numbers(words)
    by_hand = _by_hand(words)
    if by_hand is not None:
        draft = replace(draft, units=by_hand["unit_of"], steps=by_hand["step"], zones=by_hand["zone"])
    plates = {name: one_line(value) for name, value in words.items() if is_plate_field(name)}
    if plates:
        draft = replace(draft, plates={name: value for name, value in plates.items() if value})
    return replace(
        draft,
        title=one_line(words.get("title", draft.title)),
        price=one_line(words.get("price", draft.price)),
        pasted=pasted,
        unit=unit if unit in UNITS else draft.unit,
        numbers=draft.numbers if numbers is None else numbers,
        zero_test=zero_test if zero_test in ZERO_TESTS else draft.zero_test,
        rows=_rows(words, draft),
        case_id=draft.case_id or words.get("case", "")[:40],
    )


def act_on(desk: Desk, actor: Actor, draft: Draft, sent: Sent) -> Place:
    """Do what the pressed button says, and tell where to go on.

    Raises
    ------
    CompareKitError
        What the desk raises; the draft is then as it was entered, or not kept yet.
    """
    here = Place(sent.language, (HOME, draft.key))
    act, _, what = sent.upload.words.get("act", "").partition(":")
    draft = replace(draft, refused=())
    if act == "discard":
        desk.forget(actor, draft.key)
        return Place(sent.language)
    if act == "drop" and what in ("reference", "meters"):
        desk.keep(actor, draft, {what: None})
    elif act == "accept":
        accepted = replace(draft, accept=tuple(dict.fromkeys((*draft.accept, what))))
        desk.preview(actor, accepted)  # refuses what is no suggestion, before it is kept
        desk.keep(actor, accepted)
    elif act == "refuse":
        desk.keep(actor, replace(draft, accept=tuple(name for name in draft.accept if name != what)))
    elif act == "compare":
        desk.keep(actor, draft)
        return Place(sent.language, ("case", desk.compare(actor, draft)))
    elif act == "swap":
        desk.keep(actor, *_swapped(desk, actor, draft))
    elif act in ("save", "adjust") and not sent.upload.files and not sent.upload.too_large:
        desk.keep(actor, draft)
    else:
        _read(desk, actor, draft, act, sent)
    return here


def _read(desk: Desk, actor: Actor, draft: Draft, act: str, sent: Sent) -> None:
    """Take what was handed in for the log, as far as it can be read at all."""
    desk.keep(actor, draft)  # what was typed is safe before anything is tried
    source = _source(draft, act, sent)
    new = _handed_in(draft, source, sent)
    faults = [
        Fault(code="draft.too_large", file=name or None, context={"megabytes": MOST_BYTES // 1024**2})
        for name in sent.upload.too_large
    ]
    if not new and not faults:
        faults.append(Fault(code="draft.nothing"))
    look = _tried(look_of(desk.database, actor, draft), new)
    titles: frozenset[str] = frozenset()
    if new and look is None and "reference" in new:
        faults.append(Fault(code="draft.no_log"))
    if new and look is not None:
        try:
            found = desk.preview_look(look)
        except CompareKitError as error:
            # One of them is the reason, and nobody knows which: none is kept.
            file = next(iter(new.values())).name
            faults.append(Fault(code=error.code, file=file, context=dict(error.context)))
            new = {}
        else:
            titles = frozenset(column.title for table in found.tables for column in table.columns)
            faults += [fault for fault in found.faults if fault.file in found.unreadable]
            new = {part: file for part, file in new.items() if file.name not in found.unreadable}
    kept: dict[str, GivenFile | None] = dict(new)
    if "log" in new:
        if "reference" not in new:
            kept["reference"] = None
        draft = _chosen_before(desk, actor, replace(draft, source=source, accept=()), titles)
    desk.keep(actor, replace(draft, refused=tuple(faults)), kept)


def _chosen_before(desk: Desk, actor: Actor, draft: Draft, titles: frozenset[str]) -> Draft:
    """The draft with its log understood like the case's last one, as far as that fits; else by itself."""
    asked = desk.chosen_before(actor, draft.case_id) if draft.case_id else {}
    mapping = {title: field for title, field in asked.get("mapping", {}).items() if title in titles}
    by_hand = ByHand.from_data(asked)
    return replace(
        draft,
        mapping=mapping,
        test_meter=asked.get("test_meter") or "",
        units=by_hand.units,
        steps={meter: f"{step:g}" for meter, step in by_hand.steps.items()},
        zones=by_hand.zones,
        price=f"{asked['price']:g}" if asked.get("price") else draft.price,
    )


def _swapped(desk: Desk, actor: Actor, draft: Draft) -> tuple[Draft, dict[str, GivenFile | None]]:
    """The draft with the old meter for the new one, and the new for the old, and its files."""
    look, found = look_of(desk.database, actor, draft), desk.preview(actor, draft)
    if look is None or found is None:
        return draft, {}
    files: dict[str, GivenFile | None] = {}
    mapping = dict(draft.mapping)
    if look.reference is not None:
        files = {"log": look.reference, "reference": look.log}
    else:
        columns = found.tables[0].columns if found.tables and found.tables[0].wide else ()
        mapping |= {one.title: one.field for one in columns if one.field is not None}
    units, steps, zones = (
        {_OTHER.get(meter, meter): value for meter, value in values.items()}
        for values in (draft.units, draft.steps, draft.zones)
    )
    mapping = {title: _of_other(field) for title, field in mapping.items()}
    return replace(draft, mapping=mapping, accept=(), units=units, steps=steps, zones=zones), files


def _of_other(field: str) -> str:
    role, _, rest = field.partition("_")
    return f"{_OTHER[role]}_{rest}" if role in _OTHER else field


def _source(draft: Draft, act: str, sent: Sent) -> str:
    """What is to be read: what the button says, else what there is."""
    told = act.removeprefix("read-")
    if told in ("files", "pasted", "typed") and not (sent.upload.files or sent.upload.too_large):
        return told
    if sent.upload.files or sent.upload.too_large:
        return "files"
    return "pasted" if draft.pasted.strip() else "typed"


def _handed_in(draft: Draft, source: str, sent: Sent) -> dict[str, GivenFile]:
    """The files by part; what was pasted or typed as the file it becomes."""
    if source == "files":
        return {
            part: file for part, file in sent.upload.files.items() if part in ("log", "reference", "meters")
        }
    name = text(sent.language, f"new_page.{source}.file")
    if source == "pasted" and draft.pasted.strip():
        return {"log": GivenFile(name=name, content=pasted_log(draft.pasted, sent.language))}
    if source == "typed" and draft.typed:
        content = typed_log(
            draft.rows, draft.unit, sent.language, numbers=draft.numbers, zero_test=draft.zero_test
        )
        return {"log": GivenFile(name=name, content=content)}
    return {}


def _tried(held: Look | None, new: Mapping[str, GivenFile]) -> Look | None:
    """The comparison as it would be with the new files; None while there is no log."""
    if "log" in new:
        before = None if held is None else held.meters
        return Look(
            log=new["log"],
            reference=new.get("reference"),
            meters=new.get("meters", before),
            protocol=None if held is None else held.protocol,
        )
    if held is None:
        return None
    return replace(
        held, reference=new.get("reference", held.reference), meters=new.get("meters", held.meters)
    )


def _rows(words: Mapping[str, str], draft: Draft) -> tuple[tuple[str, str, str], ...]:
    cells: dict[int, list[str]] = {}
    for name, value in words.items():
        found = _CELL.fullmatch(name)
        if found:
            row = cells.setdefault(int(found[1]), ["", "", ""])
            row[_PLACES.index(found[2])] = value
    if not cells:
        return draft.rows
    return typed_rows([cells.get(row, ["", "", ""]) for row in range(max(cells) + 1)])


def _numbers(words: Mapping[str, str]) -> dict[str, str] | None:
    """Numbers of the meters by role; None where the form does not ask for them."""
    told = {found[1]: one_line(value) for name, value in words.items() if (found := _NUMBER.fullmatch(name))}
    return {role: number for role, number in told.items() if number} if told else None


def _by_hand(words: Mapping[str, str]) -> dict[str, dict[str, str]] | None:
    """Units, steps and zones by meter, as typed; None where the form does not ask for them."""
    told: dict[str, dict[str, str]] = {"unit_of": {}, "step": {}, "zone": {}}
    asked = False
    for name, value in words.items():
        if found := _BY_HAND.fullmatch(name):
            asked = True
            typed = one_line(value)
            if typed and (found[1] != "unit_of" or find_unit(typed) is not None):
                told[found[1]][found[2]] = typed
    return told if asked else None


def _mapping(words: Mapping[str, str]) -> dict[str, str] | None:
    """Column titles and what they were said to hold; None where the form has no columns."""
    told: dict[str, str] = {}
    asked = False
    for name, field in words.items():
        if found := _CHOSEN.fullmatch(name):
            asked = True
            title = words.get(f"column.{found[1]}.{found[2]}", "")
            if is_field(field) and title:
                told[title] = field
    return told if asked else None
