"""Taking a case in again from its archive."""

from __future__ import annotations

from sqlalchemy import Connection, insert

from comparekit.errors import CompareKitError
from comparekit.store.archive import Archive
from comparekit.store.case_state import RESTORED, case_state
from comparekit.store.cases import is_used, new_id
from comparekit.store.chain import append
from comparekit.store.evidence import keep_file
from comparekit.store.tables import CASES


def restore_case(connection: Connection, archive: Archive, *, who: str) -> str:
    """Take in a case, with its events told again at the end of this chain, and its files.

    The first event, ``case.restored``, names the archive by its SHA-256 and says of each event when, by whom
    and under which hash it was first written; with the data and salt kept, the hash there can be computed
    again. The chain here says truly who took it in, and when.

    Parameters
    ----------
    connection : Connection
        From `Database.writing`.
    archive : Archive
        From `read_archive`.
    who : str
        Who takes it in.

    Returns
    -------
    str
        The id it has here: its own, or a new one where there is or was a case of that id.

    Raises
    ------
    CompareKitError
        ``archive.masked``: a masked archive is no evidence; ``case.bad_id``.
    """
    if archive.masked:
        raise CompareKitError("archive.masked", case=archive.case_id)
    case_id = new_id(connection, None if is_used(connection, archive.case_id) else archive.case_id)
    for content in archive.files.values():
        keep_file(connection, content)
    names = ("seq", "at", "who", "before", "hash")
    origins = [{name: getattr(event, name) for name in names} for event in archive.events]
    data = {"from": archive.case_id, "archive": archive.sha256, "events": origins}
    told = [append(connection, who=who, kind=RESTORED, data=data, case_id=case_id)]
    here: dict[int | None, int | None] = {None: None}
    for event, salt in zip(archive.events, archive.salts, strict=True):
        again = append(
            connection,
            who=who,
            kind=event.kind,
            data=event.data or {},
            case_id=case_id,
            corrects=here[event.corrects],
            salt=salt,
        )
        here[event.seq] = again.seq
        told.append(again)
    connection.execute(insert(CASES).values(case_state(case_id, told).summary()))
    return case_id
