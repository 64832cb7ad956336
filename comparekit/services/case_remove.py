"""Remove cases: one by hand, or those whose retention period is over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime

from comparekit.errors import CompareKitError
from comparekit.services.case_list import masked_titles
from comparekit.services.roles import Act, Actor, require
from comparekit.store.cases import CaseSummary
from comparekit.store.database import Database
from comparekit.store.removal import due_for_removal, remove_case, sweep

BY_HAND = "by hand"


def remove(database: Database, actor: Actor, case_id: str, reason: str) -> None:
    """Remove a case for good: what it said and its files; that it was there stays in the chain.

    Raises
    ------
    CompareKitError
        ``case.no_reason``, ``case.unknown``, ``role.forbidden``.
    """
    require(actor, Act.REMOVE)
    if not reason.strip():
        raise CompareKitError("case.no_reason", case=case_id)
    with database.writing() as connection:
        remove_case(connection, case_id, who=actor.name, rule=BY_HAND, reason=reason.strip())
    sweep(database)


def cases_due(
    database: Database, actor: Actor, years: int, *, on: date | None = None
) -> tuple[CaseSummary, ...]:
    """Closed cases that nothing was added to for so many years, oldest first, by today or by the day `on`.

    CompareKitError: ``role.forbidden``.
    """
    require(actor, Act.SHOW)
    with database.reading() as connection:
        return masked_titles(connection, due_for_removal(connection, keep_years=years, on=on or _today()))


def remove_due(
    database: Database,
    actor: Actor,
    years: int,
    *,
    agreed: Collection[str],
    reason: str = "",
    on: date | None = None,
) -> tuple[str, ...]:
    """Remove those of the cases `agreed` on that are still due; their ids.

    Raises
    ------
    CompareKitError
        ``role.forbidden``.
    """
    require(actor, Act.REMOVE)
    with database.writing() as connection:
        due = due_for_removal(connection, keep_years=years, on=on or _today())
        ids = tuple(case.id for case in due if case.id in agreed)
        for case_id in ids:
            remove_case(connection, case_id, who=actor.name, rule=rule_of(years), reason=reason.strip())
    sweep(database)
    return ids


def rule_of(years: int) -> str:
    """The retention rule as the chain tells it."""
    return f"closed {years} years"


def _today() -> date:
    return datetime.now(UTC).date()
