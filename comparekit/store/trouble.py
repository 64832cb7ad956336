"""What a check of the store can find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One thing that is not as it was written.

    `code` names the sentence under ``errors.trouble.``; `seq` and `case_id` say where, as far as that is
    known; `context` holds what the sentence needs besides.
    """

    code: str
    seq: int | None = None
    case_id: str | None = None
    context: Mapping[str, object] = field(default_factory=dict)


#: Every code there is.
TROUBLES = (
    "database_damaged",  # SQLite's own check complains
    "unreadable",  # the database cannot answer
    "trigger",  # somebody put one into the database
    "gap",  # an event is missing, or stands where none belongs
    "event_changed",  # the row no longer has its hash
    "link",  # it does not follow the event before it
    "head",  # the chain ends elsewhere than noted
    "payload_changed",
    "payload_missing",
    "payload_left",  # of a removed case
    "payload_stray",  # of an event that there is not
    "unfit",  # what events say does not fit their kind
    "correction",  # names no earlier event of the same case
    "removal",  # counts other events than there are, or events follow it
    "file_changed",
    "file_missing",
    "file_size",  # the bytes are right, the note of their number is not
    "file_stray",  # named by no event
    "line_changed",  # what lists show differs from what the events say
    "line_missing",
    "line_stray",
    "person_changed",
    "person_missing",
    "person_stray",
)
