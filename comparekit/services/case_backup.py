"""The whole store into one file, and back into an empty store."""

from __future__ import annotations

import os

from comparekit.services.roles import Act, Actor, require
from comparekit.store.backup import Backup, restore_backup, write_backup
from comparekit.store.database import Database


def back_up_cases(
    database: Database, actor: Actor, path: str | os.PathLike[str], *, even_damaged: bool = False
) -> Backup:
    """Copy the store, also while others work with it; what the copy holds and where its chain ends.

    Raises
    ------
    CompareKitError
        ``store.backup_damaged`` (unless `even_damaged`), ``store.not_written``, ``store.failed``,
        ``role.forbidden``.
    """
    require(actor, Act.BACKUP)
    return write_backup(database, path, even_damaged=even_damaged)


def restore_cases(database: Database, actor: Actor, path: str | os.PathLike[str]) -> Backup:
    """Fill an empty store from a backup; what it holds and where its chain ends.

    Raises
    ------
    CompareKitError
        ``store.not_empty``, ``store.no_backup``, ``store.backup_damaged``, ``store.newer``,
        ``store.foreign``, ``store.failed``; ``role.forbidden``.
    """
    require(actor, Act.BACKUP)
    return restore_backup(path, database)
