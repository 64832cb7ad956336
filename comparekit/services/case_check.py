"""Hold the store, or a case, against its chain of events."""

from __future__ import annotations

from comparekit.services.roles import Act, Actor, require
from comparekit.store.check import check_store
from comparekit.store.database import Database
from comparekit.store.trouble import Trouble


def check_cases(database: Database, actor: Actor, case_id: str | None = None) -> tuple[Trouble, ...]:
    """What is not as it was written, in one case or in the whole store; empty when all is well.

    Raises
    ------
    CompareKitError
        ``case.unknown``, ``role.forbidden``.
    """
    require(actor, Act.CHECK)
    with database.reading() as connection:
        return check_store(connection, case_id)
