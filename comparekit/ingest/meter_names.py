"""Which meter a row of a log speaks of: numbers of meters, and their roles."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparekit.findings import Severity
from comparekit.ingest.columns import Column
from comparekit.ingest.sheet import Sheet
from comparekit.ingest.vocabulary import role_of

_FORMULA = re.compile(r'="(?P<text>.*)"')
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+\d+")
_FOUND_AT_MOST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterNames:
    """The meters of a long log.

    `keys` are roles or, where none are given, meter numbers; `ids` the numbers. `index` says for each
    row, shape (n,), which meter it speaks of: -1 for none.
    """

    keys: tuple[str, ...]
    ids: tuple[str, ...]
    index: NDArray[np.int64]


def meter_names(sheet: Sheet, given_role: str | None, events: NDArray[np.bool_]) -> MeterNames:
    """The meters of a long log, from its columns of numbers and roles.

    Parameters
    ----------
    sheet : Sheet
        Receives the faults.
    given_role : str or None
        Role of the one meter a file was given for; None when the file holds both.
    events : bool array, shape (n,)
        Rows that tell of an event, which need name no meter.
    """
    n = len(sheet.table)
    id_column, role_column = sheet.column("meter_id"), sheet.column("role")
    ids, by_id = _ids(sheet, id_column) if id_column else ((), np.full(n, -1))
    roles, by_role = _roles(sheet, role_column) if role_column else ((), np.full(n, -1))
    if ids and not roles and all(role_of(name) for name in ids):
        roles = tuple(role_of(name) or name for name in ids)
        by_role, role_column = by_id, id_column
    if roles and ids and role_column is not id_column and role_column is not None:
        by_role = _roles_of_meters(sheet, role_column, (ids, by_id), (roles, by_role))
    column = role_column or id_column
    if column is None:
        return MeterNames(keys=(given_role or "",), ids=(given_role or "",), index=np.zeros(n, np.int64))
    keys, index = (roles, by_role) if roles else (ids, by_id)
    if given_role is None:
        code = "role.missing" if roles else "meter_id.missing"
        sheet.add_cells(code, (index < 0) & ~events, column, expected="role" if roles else "meter_id")
    limit = 1 if given_role else 2
    meters = ids or keys
    if len(meters) > limit:
        found = ", ".join(meters[:_FOUND_AT_MOST]) + (", …" if len(meters) > _FOUND_AT_MOST else "")
        source = id_column or column
        sheet.faults.add("meters.too_many", column=source.title, found=found, limit=limit)
    if given_role and roles and given_role not in roles:
        sheet.faults.add("role.contradicts", column=column.title, found=roles[0], role=given_role)
    if given_role:
        return MeterNames(
            keys=(given_role,), ids=(ids[0] if ids else given_role,), index=np.zeros(n, np.int64)
        )
    names = tuple(_id_of(key, place, ids, by_id, index) for place, key in enumerate(keys[:limit]))
    return MeterNames(keys=keys[:limit], ids=names, index=index)


def wide_meter_id(sheet: Sheet, role: str) -> str:
    """Number of the meter with a role in a wide log; the role where none is written."""
    column = sheet.header.columns.get(f"{role}_meter_id")
    if column is None:
        return role
    ids, index = _ids(sheet, column)
    if len(ids) > 1:
        mask = index > 0
        sheet.add_cells("meter_id.mixed", mask & (np.cumsum(mask) == 1), column, expected=ids[0])
    return ids[0] if ids else role


def _ids(sheet: Sheet, column: Column) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    ids, index = sheet.words(column, _number_of_meter)
    for name in ids:
        if _SCIENTIFIC.fullmatch(name):
            sheet.find("meter_id.scientific", Severity.CAUTION, meter_id=name, column=column.title)
    return ids, index


def _roles(sheet: Sheet, column: Column) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    texts, index = sheet.words(column)
    unknown = np.array([role_of(text) is None for text in texts] + [False])
    sheet.add_cells("role.unknown", unknown[index], column, expected="role")
    roles = tuple(dict.fromkeys(role for text in texts if (role := role_of(text))))
    place = [roles.index(role) if (role := role_of(text)) else -1 for text in texts]
    return roles, np.array([*place, -1], dtype=np.int64)[index]


def _roles_of_meters(
    sheet: Sheet,
    column: Column,
    meters: tuple[tuple[str, ...], NDArray[np.int64]],
    claims: tuple[tuple[str, ...], NDArray[np.int64]],
) -> NDArray[np.int64]:
    """Roles of all rows, where a meter's role may be written once; one meter, one role."""
    ids, by_id = meters
    roles, by_role = claims[0], claims[1].copy()
    owner: dict[int, str] = {}
    for meter, name in enumerate(ids[: _FOUND_AT_MOST + 1]):
        here = by_id == meter
        claimed = [int(role) for role in np.unique(by_role[here]) if role >= 0]
        if len(claimed) > 1:
            sheet.faults.add("meter_id.two_roles", column=column.title, found=name)
        for role in claimed[:1]:
            if role in owner:
                sheet.faults.add(
                    "role.two_meters",
                    column=column.title,
                    found=f"{owner[role]}, {name}",
                    role=roles[role],
                )
            owner.setdefault(role, name)
            by_role[here & (by_role < 0)] = role
    return by_role


def _id_of(
    key: str, place: int, ids: tuple[str, ...], by_id: NDArray[np.int64], index: NDArray[np.int64]
) -> str:
    here = by_id[(index == place) & (by_id >= 0)]
    return ids[int(here[0])] if ids and here.size else key


def _number_of_meter(cell: str) -> str:
    text = unicodedata.normalize("NFKC", cell).strip()
    formula = _FORMULA.fullmatch(text)  # how some systems keep Excel from cutting leading zeros
    return (formula["text"] if formula else text).strip().lstrip("'")
