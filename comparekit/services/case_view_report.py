"""The report of a case for who looks at its pages: the page that ``comparekit report`` writes."""

from __future__ import annotations

from comparekit.services.report import report_page
from comparekit.services.report_case import result_of_case
from comparekit.services.roles import Actor
from comparekit.store.database import open_database


def report_there(address: str, actor: Actor, case_id: str, language: str) -> str:
    """The report with nobody named, from the store at `address`: in a child.

    Raises
    ------
    CompareKitError
        As `comparekit.services.report_case.result_of_case`.
    """
    database = open_database(address)
    try:
        case = result_of_case(database, actor, case_id)
    finally:
        database.close()
    return report_page(case.result, language, case_id=case.case_id, parties=case.parties, study=case.study)
