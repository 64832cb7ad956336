"""A study before and after a replacement in a case: its files, its rules and its result as events."""

from __future__ import annotations

from sqlalchemy import Connection

from comparekit.errors import CompareKitError
from comparekit.services.case_look import GivenFile
from comparekit.services.case_looked import held_file
from comparekit.services.case_note import refuse_closed
from comparekit.services.kept_rules import KeptRules, rules_of
from comparekit.services.replacement_given import Given
from comparekit.services.roles import Act, Actor, require
from comparekit.store.case_state import STUDY, CaseState, StoredFile
from comparekit.store.cases import add_file, load_case, open_case, record
from comparekit.store.chain import Event
from comparekit.store.database import Database
from comparekit.studies.replacement_result import ReplacementResult

_ROLES = {"usage": "usage", "meters": "meters", "series": "log"}  # what was asked -> role of the file


def keep_study(
    database: Database, actor: Actor, case_id: str, given: Given, result: ReplacementResult
) -> Event:
    """Keep a study with a case.

    Parameters
    ----------
    database : Database
        The store.
    actor : Actor
        Who does it.
    case_id : str
        Which case; a comparison that `given` rests on has to be its last one.
    given : Given
        What the study was made of.
    result : ReplacementResult
        What it found.

    Raises
    ------
    CompareKitError
        ``case.closed``, ``case.unknown``, ``report.no_case_result``, ``role.forbidden``.
    """
    require(actor, Act.IMPORT)
    require(actor, Act.DECIDE)
    with database.writing() as connection:
        return _keep(connection, actor, case_id, given, result)


def keep_study_apart(
    database: Database, actor: Actor, title: str, given: Given, result: ReplacementResult
) -> str:
    """Open a case for a study that rests on no case's comparison, and keep it there; id of the case.

    CompareKitError: ``role.forbidden``.
    """
    require(actor, Act.IMPORT)
    require(actor, Act.DECIDE)
    with database.writing() as connection:
        case_id = open_case(connection, who=actor.name, title=title)
        _keep(connection, actor, case_id, given, result)
    return case_id


def _keep(
    connection: Connection, actor: Actor, case_id: str, given: Given, result: ReplacementResult
) -> Event:
    files = [("usage", given.usage), ("meters", given.meters)]
    asked: dict[str, object] = {**given.asked(), "usage": given.usage.sha256}
    asked["meters"] = None if given.meters is None else given.meters.sha256
    rules = given.rules or rules_of(result, given.price)
    data: dict[str, object] = {"replaced": given.replaced, "asked": asked, "rules": rules.to_data()}
    if isinstance(given.series, GivenFile):
        files.append(("log", given.series))
        asked["series"] = given.series.sha256
    refuse_closed(connection, case_id)
    state = load_case(connection, case_id)
    if given.series is not None and not isinstance(given.series, GivenFile):
        if not state.results:
            raise CompareKitError("report.no_case_result", case=case_id)
        data["result_seq"] = state.results[-1]["seq"]
    held = {(file.sha256, file.role) for file in state.files}
    for role, file in files:
        if file is not None and (file.sha256, role) not in held:
            name = file.base_name
            add_file(connection, case_id, who=actor.name, name=name, role=role, content=file.content)
    data["result"] = result.to_dict()
    return record(connection, case_id, who=actor.name, kind=STUDY, data=data)


def study_files(state: CaseState) -> tuple[StoredFile, ...]:
    """The files of the last study of a case; a comparison of the case itself has its own."""
    asked = state.studies[-1]["asked"]
    wanted = [(asked.get(name), role) for name, role in _ROLES.items()]
    held = {(file.sha256, file.role): file for file in state.files}
    return tuple(held[one] for one in wanted if one in held)


def last_study(connection: Connection, state: CaseState) -> Given:
    """What the last study of a case was made of, but for a comparison of the case itself.

    Of one that was kept without its rules, those that ship are meant.

    CompareKitError: ``store.file_missing``, ``store.file_changed``.
    """
    entry = state.studies[-1]
    asked = entry["asked"]

    def held(name: str) -> GivenFile | None:
        sha256 = asked.get(name)
        return None if sha256 is None else held_file(connection, state, sha256, _ROLES[name])[1]

    usage = held("usage")
    assert usage is not None  # every study has one
    return Given(
        usage=usage,
        replaced=asked["replaced"],
        utility=asked["utility"],
        price=asked["price"],
        people=asked["people"],
        peak_share=asked["peak_share"],
        suspect=asked["suspect"],
        meters=held("meters"),
        series=held("series"),
        rules=KeptRules.from_data(entry["rules"]) if "rules" in entry else None,
    )
