"""What was entered in a case of the complaint, for the first step of a meeting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comparekit.i18n.catalog import has_text, speaker, text
from comparekit.reporting.case_text import plain
from comparekit.reporting.document import Named
from comparekit.services.case_import import SAME_LOG
from comparekit.store.case_state import CaseState
from comparekit.wording.lists import listed
from dashboard.components.case_lines import day_of

_PARTIES, _NOTES = 2, 3  # as many as a projector has room for
_FIRST = ("name", "phone", "address")
_LONGEST = 90  # letters of a note


def complaint_of(state: CaseState, language: str) -> tuple[Named, ...]:
    """Who is concerned, and what was noted last; empty where nobody entered anything.

    Parameters
    ----------
    state : CaseState
        As it may be shown: names and addresses masked.
    language : str
        "zh" or "en".
    """
    say = speaker(language, "case_page.complaint")
    parties = [Named(name=_role(one, language), value=_party(one, language)) for one in state.parties]
    written = [note for note in state.notes if note.get("code") != SAME_LOG and note.get("text")]
    notes = [
        Named(name=say("note", day=day_of(str(note["at"]))), value=_short(plain(str(note["text"]))))
        for note in written[-_NOTES:]
    ]
    if not parties and not notes:
        return ()
    more = len(parties[_PARTIES:]) + len(written[:-_NOTES])
    rest = [Named(name=say("more"), value=say("more_value", more=more))] if more else []
    title = Named(name=say("case"), value=say("case_value", case=state.id, title=plain(state.title)))
    return (title, *parties[:_PARTIES], *notes, *rest)


def _role(party: Mapping[str, Any], language: str) -> str:
    role = str(party.get("role") or "other")
    key = f"case.party_role.{role}"
    return text(language, key) if has_text(language, key) else plain(role)


def _party(party: Mapping[str, Any], language: str) -> str:
    names = [*_FIRST, *(name for name in party if name not in (*_FIRST, "role"))]
    return listed((plain(str(party[name])) for name in names if party.get(name)), language)


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
