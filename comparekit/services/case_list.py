"""List cases, or find them by words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from comparekit.services.case_show import mask_of
from comparekit.services.roles import Act, Actor, require
from comparekit.store.cases import CaseSummary, count_cases, list_cases
from comparekit.store.chain import events_of
from comparekit.store.database import Database

MOST_LISTED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList:
    """Some of the cases found, latest change first, and how many were found."""

    cases: tuple[CaseSummary, ...]
    found: int


def find_cases(
    database: Database,
    actor: Actor,
    words: str = "",
    *,
    limit: int = MOST_LISTED,
    offset: int = 0,
    masked: bool = True,
) -> CaseList:
    """Cases in whose title, parties, meter numbers or file names every one of the words occurs.

    Masked, what is said about parties does not show in the titles either. CompareKitError:
    ``role.forbidden``.
    """
    require(actor, Act.SHOW)
    if not masked:
        require(actor, Act.UNMASK)
    with database.reading() as connection:
        cases = list_cases(connection, search=words, limit=limit, offset=offset)
        found = count_cases(connection, search=words)
        if masked:
            cases = masked_titles(connection, cases)
    return CaseList(cases=cases, found=found)


def masked_titles(connection: Connection, cases: Iterable[CaseSummary]) -> tuple[CaseSummary, ...]:
    """The same lines without what tells who the parties of each case are."""
    return tuple(
        replace(case, title=mask_of(events_of(connection, case.id)).text(case.title)) for case in cases
    )
