"""Everything a case holds, with names and addresses masked unless they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from comparekit.errors import CompareKitError
from comparekit.services.roles import Act, Actor, require
from comparekit.store.case_state import (
    CONSENT,
    FILE_ADDED,
    PARTIES,
    PROTOCOL,
    RESTORED,
    RESULT,
    STUDY,
    CaseState,
    case_state,
)
from comparekit.store.chain import Event, events_of
from comparekit.store.database import Database
from comparekit.store.masking import Mask, masked_name

SCHEMA = "comparekit.case-shown/1"
_SPOKEN = ("inputs", "findings", "test", "reference")  # parts of a result with words of people in them


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCase:
    """A case as somebody may see it: what it holds now, and every event that led there."""

    state: CaseState
    events: tuple[Event, ...]
    masked: bool

    def to_dict(self) -> dict[str, object]:
        """Plain data, schema ``comparekit.case-shown/1``."""
        state = asdict(self.state)
        del state["last_seq"]
        events = [asdict(event) for event in self.events]
        return {
            "schema": SCHEMA,
            **state,
            "verdict": self.state.verdict or None,
            "masked": self.masked,
            "events": events,
        }


def show_case(database: Database, actor: Actor, case_id: str, *, masked: bool = True) -> ShownCase:
    """The case, as far as `actor` may see it.

    Raises
    ------
    CompareKitError
        ``case.unknown``, ``role.forbidden``.
    """
    require(actor, Act.SHOW)
    if not masked:
        require(actor, Act.UNMASK)
    with database.reading() as connection:
        events = events_of(connection, case_id)
    if not any(event.data is not None for event in events):
        raise CompareKitError("case.unknown", case=case_id)
    if masked:
        mask = mask_of(events)
        events = [replace(event, data=_masked(event, mask)) for event in events]
    return ShownCase(state=case_state(case_id, events), events=tuple(events), masked=masked)


def mask_of(events: Iterable[Event]) -> Mask:
    """What hides every party a case ever named, also one that was corrected since."""
    told = [event.data for event in events if event.data is not None and event.kind == PARTIES]
    return Mask(party for data in told for party in data["parties"])


def _masked(event: Event, mask: Mask) -> Mapping[str, Any] | None:
    """What an event says; hashes, numbers and codes stay, whatever a party is called."""
    data = event.data
    if data is None or event.kind in (PROTOCOL, RESTORED):
        return data
    if event.kind == FILE_ADDED:
        return {**data, "name": mask.text(data["name"])}
    if event.kind in (RESULT, STUDY):
        result = {key: mask.data(part) if key in _SPOKEN else part for key, part in data["result"].items()}
        return {**data, "result": result}
    hidden: dict[str, Any] = mask.data(data)
    if event.kind == CONSENT and "by" in hidden:
        hidden["by"] = masked_name(str(data["by"]))  # need not be one of the parties
    return hidden
