"""What a result of a case was made of: its look, from the files and the protocol of that time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from comparekit.errors import CompareKitError
from comparekit.ingest.by_hand import ByHand
from comparekit.services.case_look import GivenFile, Look
from comparekit.store.case_state import CaseState, StoredFile, case_state
from comparekit.store.chain import events_of
from comparekit.store.evidence import file_content


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A look that was made, and the JSON of what it gave.

    `logs` are the stored files of the look's logs; `judged_before`: there was a verdict already.
    """

    look: Look
    logs: tuple[StoredFile, ...]
    judged_before: bool
    told: Mapping[str, Any]


def looked(connection: Connection, case_id: str, seq: int | None = None) -> Looked:
    """What event `seq` tells to have been looked at, else the last look of the case.

    CompareKitError: ``report.no_case_result``, ``store.file_missing``, ``store.file_changed``.
    """
    events = events_of(connection, case_id)
    state = case_state(case_id, events)
    entry = next((one for one in state.results if one["seq"] == seq), None)
    if entry is None:
        if not state.results:
            raise CompareKitError("report.no_case_result", case=case_id)
        entry = state.results[-1]
    # A later look may have gone by another protocol.
    then = case_state(case_id, (event for event in events if event.seq <= entry["seq"])).protocol
    asked = entry["asked"]
    logs = [held_file(connection, state, sha256, "log") for sha256 in asked["logs"]]
    plates = asked["meters"]
    look = Look(
        log=logs[0][1],
        reference=logs[1][1] if len(logs) > 1 else None,
        meters=None if plates is None else held_file(connection, state, plates, "meters")[1],
        protocol=(str(then["text"]), f"{then['id']}.toml"),
        mapping=asked["mapping"],
        test_meter=asked["test_meter"],
        accept=tuple(asked["accept"]),
        by_hand=ByHand.from_data(asked),
        price=asked.get("price"),
    )
    return Looked(
        look=look,
        logs=tuple(file for file, _ in logs),
        judged_before=bool(asked["judged_before"]),
        told=entry["result"],
    )


def held_file(
    connection: Connection, state: CaseState, sha256: str, role: str
) -> tuple[StoredFile, GivenFile]:
    """The file of that hash and role that a case holds, and its bytes.

    CompareKitError: ``store.file_missing``, ``store.file_changed``.
    """
    for file in reversed(state.files):
        if (file.sha256, file.role) == (sha256, role):
            return file, GivenFile(name=file.name, content=file_content(connection, sha256))
    raise CompareKitError("store.file_missing", sha256=sha256)
