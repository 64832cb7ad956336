"""Cases as offices have them: a few parties, files, a result; one removed, one taken in from an archive."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sqlalchemy import Connection

from comparekit.store import case_state as kinds
from comparekit.store.archive import read_archive, write_archive
from comparekit.store.cases import add_file, open_case, record
from comparekit.store.database import Database
from comparekit.store.people import add_person, remove_person
from comparekit.store.removal import remove_case
from comparekit.store.restoring import restore_case

WHO = "李计量"
LOG = "抄表时间,旧表读数,新表读数\n2025-04-14 09:00,120.5,0.1\n2025-04-15 09:00,120.9,0.5\n".encode("gb18030")
_KEPT = "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


def photograph(number: int, size: int = 1000) -> bytes:
    """Bytes that look like nothing in particular, always the same for a number."""
    block = hashlib.sha256(b"photograph %d" % number).digest()
    return (block * (size // 32 + 1))[:size]


def party(number: int) -> dict[str, str]:
    return {
        "role": "resident",
        "name": f"王小明{number}",
        "address": f"台州市黄岩区东城街道{number}号",
        "phone": f"138{number:08d}",
    }


def result(number: int) -> dict[str, object]:
    return {
        "schema": "comparekit.series/1",
        "protocol": {"id": "water-series-7d", "version": "1", "utility": "water"},
        "test": {"meter_id": f"T{number:05d}"},
        "reference": {"meter_id": f"R{number:05d}"},
        "verdict": ("agree", "deviate", "inconclusive")[number % 3],
        "deviation": {"estimate": 0.1 / (number + 1), "low": None, "high": 1e-17},
    }


def fill_case(connection: Connection, number: int) -> str:
    """A case with an event of most kinds."""
    case_id = open_case(connection, who=WHO, title=f"王小明{number} 水表纠纷")

    def told(kind: str, data: dict[str, object], **more: object) -> int:
        return record(connection, case_id, who=WHO, kind=kind, data=data, **more).seq  # type: ignore[arg-type]

    told(kinds.PARTIES, {"parties": [party(number)]})
    add_file(connection, case_id, who=WHO, name="抄表.csv", role="log", content=LOG)
    add_file(
        connection, case_id, who=WHO, name=f"{number}.jpg", role="photograph", content=photograph(number)
    )
    told(kinds.SEALS, {"seals": [{"place": "表盖", "number": f"S{number}", "state": "intact"}]})
    told(kinds.PROTOCOL, {"id": "water-series-7d", "version": "1", "text": "…"})
    note = told(kinds.NOTE, {"text": "管道无旁路"})
    at = told(kinds.RESULT, {"result": result(number)})
    told(kinds.NOTE, {"text": "管道无旁路、无漏水"}, corrects=note)
    told(kinds.SIGNED, {"role": "official", "statement": "属实", "result_seq": at})
    if number % 2:
        told(kinds.CLOSED, {"reason": "双方认可"})
    return case_id


def fill_store(database: Database, folder: Path, cases: int = 4) -> list[str]:
    """Several cases, of which the second is removed; the first is there twice, once from its archive."""
    with database.writing() as connection:
        add_person(connection, who="local", name=WHO, role="administrator", password=_KEPT)
        add_person(connection, who=WHO, name="Zhang", role="technician", password=_KEPT)
        ids = [fill_case(connection, number) for number in range(cases)]
    with database.reading() as connection:
        write_archive(connection, ids[0], folder / "case.zip")
    with database.writing() as connection:
        remove_person(connection, who=WHO, name="Zhang")
        remove_case(connection, ids[1], who=WHO, rule="5 years", reason="over")
        ids.append(restore_case(connection, read_archive(folder / "case.zip"), who=WHO))
        record(connection, ids[2], who=WHO, kind=kinds.NOTE, data={"text": "last"})
    return ids
