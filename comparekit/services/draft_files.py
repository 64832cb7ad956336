"""The files of a draft: held beside it under places of their own, gone with it, no evidence yet."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping

from sqlalchemy import Connection

from comparekit.services.case_look import GivenFile
from comparekit.store.drafts import drop_draft, load_draft, save_draft, touch_drafts


def keep_files(
    connection: Connection,
    names: Mapping[str, str],
    files: Mapping[str, GivenFile | None],
    *,
    place_of: Callable[[str], str],
    owner: str,
    case_id: str | None = None,
) -> dict[str, str]:
    """Hold files, or forget them; the names by part of all that are held then.

    Parameters
    ----------
    connection : Connection
        In which the draft itself is saved, too.
    names : mapping of part to file name
        Of the files held so far: they do not grow old before their draft.
    files : mapping of part to GivenFile
        To hold; None for one to forget.
    place_of : callable
        The place of a part among the drafts.
    owner, case_id
        As of the draft.
    """
    held = dict(names)
    for part, file in files.items():
        if file is None:
            drop_draft(connection, key=place_of(part), owner=owner)
            held.pop(part, None)
        else:
            data = {"name": file.base_name, "content": base64.b64encode(file.content).decode()}
            save_draft(connection, key=place_of(part), owner=owner, data=data, case_id=case_id)
            held[part] = file.base_name
    touch_drafts(connection, keys=[place_of(part) for part in held], owner=owner)
    return held


def held_file(connection: Connection, place: str, *, owner: str) -> GivenFile | None:
    """The file held at a place, None where there is none (any more)."""
    found = load_draft(connection, key=place, owner=owner)
    if found is None:
        return None
    return GivenFile(name=found.data["name"], content=base64.b64decode(found.data["content"]))
