"""Take a log into the store: a new case from it, or another look in a case there is."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from comparekit.errors import CompareKitError
from comparekit.ingest.by_hand import NOTHING, ByHand
from comparekit.ingest.protocol_file import protocol_text
from comparekit.services.case_look import GivenFile, Look, compare_look, read_look
from comparekit.services.case_looked import held_file
from comparekit.services.case_same_log import cases_with_log
from comparekit.services.roles import Act, Actor, require
from comparekit.store.case_state import NOTE, PROTOCOL, RESULT, CaseState
from comparekit.store.cases import add_file, load_case, open_case, record
from comparekit.store.database import Database
from comparekit.studies.series_result import SeriesResult

SAME_LOG = "same_log"  # code of the note that names the cases which hold the log already


def import_log(
    database: Database,
    actor: Actor,
    path: str | os.PathLike[str],
    reference_path: str | os.PathLike[str] | None = None,
    *,
    protocol_id: str | None = None,
    meters_path: str | os.PathLike[str] | None = None,
    title: str | None = None,
    mapping: Mapping[str, str] | None = None,
    test_meter: str | None = None,
    accept: Sequence[str] = (),
    case_id: str | None = None,
    by_hand: ByHand = NOTHING,
    price: float | None = None,
) -> tuple[str, SeriesResult]:
    """Open a case from a log, or add a longer log to the case `case_id`.

    Parameters
    ----------
    database : Database
        The store.
    actor : Actor
        Who does it.
    path, reference_path, protocol_id, meters_path, mapping, test_meter, accept, by_hand, price
        As for `comparekit.services.compare.compare_log`.
    title : str, optional
        What the case is called; else as the log is.
    case_id : str, optional
        The case that gets another look. What is not given here is taken from it: the protocol as it was
        chosen, the meters' file, column titles, test meter, units, steps, zones and price of the look before.

    Returns
    -------
    (str, SeriesResult)
        Id of the case, and what it found. In a case that already had a verdict, its `basis` is
        "monitoring".

    Raises
    ------
    FaultyLog, UnusableLog, FaultyProtocol, FaultyMeters
        As when comparing; the store is then as before.
    CompareKitError
        ``case.unknown``, ``case.closed``, ``role.forbidden``.
    """
    look = read_look(
        path,
        reference_path,
        protocol_id=protocol_id,
        meters_path=meters_path,
        mapping=mapping,
        test_meter=test_meter,
        accept=accept,
        by_hand=by_hand,
        price=price,
    )
    return import_look(database, actor, look, title=title, case_id=case_id)


def import_look(
    database: Database, actor: Actor, look: Look, *, title: str | None = None, case_id: str | None = None
) -> tuple[str, SeriesResult]:
    """As `import_log`, from bytes.

    Raises
    ------
    ValueError
        A title for a case that has one.
    """
    require(actor, Act.IMPORT)
    require(actor, Act.DECIDE)
    if case_id is None:
        result = compare_look(look)  # before anything is locked or written
        with database.writing() as connection:
            earlier = cases_with_log(connection, [file.sha256 for file in look.logs])
            case_id = open_case(connection, who=actor.name, title=_one_line(title) or _stem(look.log))
            _keep(connection, load_case(connection, case_id), actor, look, result, judged_before=False)
            _note_same_log(connection, case_id, actor, earlier)
        return case_id, result
    if title is not None:
        raise ValueError("title: only for a new case")
    with database.reading() as connection:
        state = _open_case(connection, case_id)
        look = _completed(connection, state, look)
    judged_before = bool(state.verdict)
    result = compare_look(look, judged_before=judged_before)
    with database.writing() as connection:
        state = _open_case(connection, case_id)
        if bool(state.verdict) != judged_before:  # somebody else was quicker
            judged_before = not judged_before
            result = compare_look(look, judged_before=judged_before)
        held = {file.sha256 for file in state.files}
        earlier = cases_with_log(connection, [f.sha256 for f in look.logs if f.sha256 not in held])
        _keep(connection, state, actor, look, result, judged_before=judged_before)
        _note_same_log(connection, case_id, actor, earlier)
    return case_id, result


def _keep(
    connection: Connection,
    state: CaseState,
    actor: Actor,
    look: Look,
    result: SeriesResult,
    *,
    judged_before: bool,
) -> None:
    """Files, protocol and result as events; what the case holds already is not said again."""
    held = {(file.sha256, file.role) for file in state.files}
    given = [("log", file) for file in look.logs]
    given += [] if look.meters is None else [("meters", look.meters)]
    for role, file in given:
        if (file.sha256, role) not in held:
            add_file(
                connection, state.id, who=actor.name, name=file.base_name, role=role, content=file.content
            )
    words = look.protocol or protocol_text(result.protocol.id)
    chosen = {"id": result.protocol.id, "version": result.protocol.version, "text": words[0]}
    if any(state.protocol.get(key) != value for key, value in chosen.items()):
        record(connection, state.id, who=actor.name, kind=PROTOCOL, data=chosen)
    asked = {**look.asked(), "judged_before": judged_before}
    data = {"result": result.to_dict(), "asked": asked}
    record(connection, state.id, who=actor.name, kind=RESULT, data=data)


def _note_same_log(connection: Connection, case_id: str, actor: Actor, earlier: tuple[str, ...]) -> None:
    if earlier:
        # A code, not a sentence: it is said in the language of whoever reads the case.
        data = {"code": SAME_LOG, "cases": list(earlier), "text": ", ".join(earlier)}
        record(connection, case_id, who=actor.name, kind=NOTE, data=data)


def _open_case(connection: Connection, case_id: str) -> CaseState:
    state = load_case(connection, case_id)
    if state.status == "closed":
        raise CompareKitError("case.closed", case=case_id)
    return state


def _completed(connection: Connection, state: CaseState, look: Look) -> Look:
    """The look with what was not said taken from the case: a second look goes by the same rules."""
    before = state.results[-1].get("asked", {}) if state.results else {}
    plates = before.get("meters")  # not those of a study before and after a replacement
    protocol, meters = look.protocol, look.meters
    if protocol is None and state.protocol:
        protocol = (str(state.protocol["text"]), f"{state.protocol['id']}.toml")
    if meters is None and plates:
        meters = held_file(connection, state, plates, "meters")[1]
    return replace(
        look,
        protocol=protocol,
        meters=meters,
        mapping=look.mapping or before.get("mapping", {}),
        test_meter=look.test_meter or before.get("test_meter"),
        by_hand=look.by_hand or ByHand.from_data(before),
        price=before.get("price") if look.price is None else look.price,
    )


def _one_line(title: str | None) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in title or "").split())


def _stem(log: GivenFile) -> str:
    """The log's name without its ending, which is what people call it."""
    stem = log.base_name.rpartition(".")[0] or log.base_name
    return _one_line(stem)
