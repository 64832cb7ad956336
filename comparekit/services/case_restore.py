"""Take a case out of an archive into the store."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

from comparekit.services.roles import Act, Actor, require
from comparekit.store.archive import read_archive
from comparekit.store.database import Database
from comparekit.store.restoring import restore_case

_OF_A_WORKBOOK = "[Content_Types].xml"  # every Office file has it, no archive of ours


def is_archive(path: str | os.PathLike[str]) -> bool:
    """Whether a file is meant as an archive of a case and not as a log; a workbook is a ZIP file too."""
    try:
        with Path(path).open("rb") as file:
            if file.read(4) not in (b"PK\x03\x04", b"PK\x05\x06"):
                return False
            with zipfile.ZipFile(file) as archive:
                return _OF_A_WORKBOOK not in archive.namelist()
    except OSError:
        return False
    except zipfile.BadZipFile:  # cut short: its name must say what it was
        return Path(path).suffix.lower() == ".zip"


def restore(database: Database, actor: Actor, path: str | os.PathLike[str]) -> str:
    """Take the case of an archive into the store; its id there, a new one where that id was used before.

    Raises
    ------
    CompareKitError
        The archive cannot be read, was changed or is masked; ``role.forbidden``.
    """
    require(actor, Act.IMPORT)
    archive = read_archive(Path(path))
    with database.writing() as connection:
        return restore_case(connection, archive, who=actor.name)
