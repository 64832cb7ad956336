"""Write a case into an archive."""

from __future__ import annotations

import os

from comparekit.services.roles import Act, Actor, require
from comparekit.store.archive import write_archive
from comparekit.store.database import Database


def export_case(
    database: Database, actor: Actor, case_id: str, path: str | os.PathLike[str], *, masked: bool = False
) -> None:
    """Write a case with its files and events to `path`; masked, without what tells who the parties are.

    Raises
    ------
    CompareKitError
        ``case.unknown``, ``role.forbidden``, or the file cannot be written.
    """
    require(actor, Act.EXPORT)
    if not masked:
        require(actor, Act.UNMASK)
    with database.reading() as connection:
        write_archive(connection, case_id, path, mask=masked)
