"""Changes made directly in the database, as an intruder or a broken disk would make them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from comparekit.store.database import Database
from comparekit.store.tables import CASES, EVENTS, FILES, HEAD, PAYLOADS, PEOPLE

EVIDENCE = (EVENTS, PAYLOADS, HEAD, FILES, CASES, PEOPLE)


@contextmanager
def past_the_store(database: Database) -> Iterator[Connection]:
    """A connection on which foreign keys hold nobody back; what is not committed is undone."""
    with database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        yield connection
        connection.rollback()


def change_something(connection: Connection, rng: random.Random) -> str:
    """Make one change that leaves the evidence other than it was; what was done, in words."""
    while True:
        way = rng.choice(WAYS)
        before = _everything(connection)
        connection.exec_driver_sql("SAVEPOINT attempt")
        try:
            done = way(connection, rng)
        except DBAPIError as refused:  # the database itself would not have it
            connection.exec_driver_sql("ROLLBACK TO SAVEPOINT attempt")
            done = f"refused: {refused.orig}"
        if _everything(connection) != before:
            return f"{way.__name__}: {done}"


def _everything(connection: Connection) -> list[list[tuple[Any, ...]]]:
    return [sorted(map(tuple, connection.execute(select(table))), key=repr) for table in EVIDENCE]


def _table(connection: Connection, rng: random.Random, least: int = 1) -> tuple[Table, list[dict[str, Any]]]:
    while True:
        table = rng.choice(EVIDENCE)
        rows = [dict(row._mapping) for row in connection.execute(select(table))]
        if len(rows) >= least:
            return table, rows


def _is(table: Table, row: dict[str, Any]) -> Any:
    key = next(iter(table.primary_key))
    return key == row[key.name]


def change_cell(connection: Connection, rng: random.Random) -> str:
    table, rows = _table(connection, rng)
    row, column = rng.choice(rows), rng.choice(list(table.c))
    value = other_value(row[column.name], column, rng)
    connection.execute(update(table).where(_is(table, row)).values({column.name: value}))
    return f"{table.name}.{column.name} {row[column.name]!r:.80} -> {value!r:.80}"


def other_value(value: Any, column: Column[Any], rng: random.Random) -> Any:
    """Some other value that fits the column."""
    if isinstance(value, bool):
        return not value
    if value is None:
        return rng.choice([1, 3]) if column.name == "corrects" else "2026-000001"
    if isinstance(value, int):
        return rng.choice([value + 1, value - 1, value * 2 + 7, -value - 1])
    if column.nullable and rng.random() < 0.3:
        return None
    if isinstance(value, bytes):
        at = rng.randrange(len(value)) if value else 0
        flipped = (
            value[:at] + bytes([value[at] ^ (1 << rng.randrange(8))]) + value[at + 1 :] if value else b"x"
        )
        return rng.choice([flipped, flipped, value[:at], value + b"\0", b""])
    at = rng.randrange(len(value)) if value else 0
    other = value[:at] + rng.choice("0a ：表") + value[at + 1 :]
    return rng.choice([other, other, other, value + " ", value[:at], value.swapcase()])


def delete_row(connection: Connection, rng: random.Random) -> str:
    table, rows = _table(connection, rng)
    row = rng.choice(rows)
    connection.execute(delete(table).where(_is(table, row)))
    return f"{table.name} {next(iter(row.values()))}"


def empty_table(connection: Connection, rng: random.Random) -> str:
    table, _ = _table(connection, rng)
    connection.execute(delete(table))
    return table.name


def insert_row(connection: Connection, rng: random.Random) -> str:
    table, rows = _table(connection, rng)
    row = dict(rng.choice(rows))
    key = next(iter(table.primary_key))
    row[key.name] = other_value(row[key.name], key, rng)
    if table is EVENTS and rng.random() < 0.5:
        row["seq"] = max(r["seq"] for r in rows) + 1
    connection.execute(insert(table).values(row))
    return f"{table.name} {row[key.name]}"


def swap_rows(connection: Connection, rng: random.Random) -> str:
    """Exchange what two rows hold, all but their keys or a single column."""
    table, rows = _table(connection, rng, least=2)
    first, second = rng.sample(rows, 2)
    key = next(iter(table.primary_key)).name
    others = [name for name in first if name != key]
    names = others if rng.random() < 0.5 else [rng.choice(others)]
    for row, new in ((first, second), (second, first)):
        connection.execute(update(table).where(_is(table, row)).values({name: new[name] for name in names}))
    return f"{table.name} {first[key]} <-> {second[key]}: {', '.join(names)}"


def swap_events(connection: Connection, rng: random.Random) -> str:
    """Exchange the places of two events, with what they say."""
    seqs = connection.execute(select(EVENTS.c.seq)).scalars().all()
    first, second = rng.sample(list(seqs), 2)
    for table in (EVENTS, PAYLOADS):
        for old, new in ((first, -1), (second, first), (-1, second)):
            connection.execute(update(table).where(table.c.seq == old).values(seq=new))
    return f"{first} <-> {second}"


def cut_end(connection: Connection, rng: random.Random) -> str:
    """Take away the last events; half the time the note of the end is mended to fit."""
    seqs = sorted(connection.execute(select(EVENTS.c.seq)).scalars())
    last = seqs[-1 - rng.randint(1, 5)]
    for table in (EVENTS, PAYLOADS):
        connection.execute(delete(table).where(table.c.seq > last))
    if mended := rng.random() < 0.5:
        end = connection.execute(select(EVENTS.c.hash).where(EVENTS.c.seq == last)).scalar_one()
        connection.execute(update(HEAD).values(seq=last, hash=end))
    return f"after {last}, mended {mended}"


def cut_middle(connection: Connection, rng: random.Random) -> str:
    seqs = sorted(connection.execute(select(EVENTS.c.seq)).scalars())
    first = rng.choice(seqs[:-1])
    gone = range(first, first + rng.randint(1, 4))
    for table in (EVENTS, PAYLOADS):
        connection.execute(delete(table).where(table.c.seq.in_(gone)))
    return str(gone)


def renumber(connection: Connection, rng: random.Random) -> str:
    """Shift the numbers of all events from one on, as if one had been taken out or put in."""
    seqs = sorted(connection.execute(select(EVENTS.c.seq)).scalars())
    first, by = rng.choice(seqs), rng.choice([-1, 1, 2])
    for table in (EVENTS, PAYLOADS):
        for sign, step in ((-1, 0), (-1, by)):
            # By way of negative numbers, so that none meets its neighbour.
            at_hand = table.c.seq >= first if step == 0 else table.c.seq < 0
            connection.execute(update(table).where(at_hand).values(seq=sign * table.c.seq + step))
    return f"from {first} by {by}"


def rename_case(connection: Connection, rng: random.Random) -> str:
    """Give one case's events to another, in the rows and in the list."""
    ids = list(connection.execute(select(CASES.c.id)).scalars())
    old, new = rng.choice(ids), rng.choice([*ids, "2031-000001"])
    connection.execute(update(EVENTS).where(EVENTS.c.case_id == old).values(case_id=new))
    connection.execute(update(CASES).where(CASES.c.id == old).values(id=new))
    return f"{old} -> {new}"


WAYS: tuple[Callable[[Connection, random.Random], str], ...] = (
    change_cell, change_cell, change_cell, change_cell, change_cell, change_cell,
    delete_row, delete_row, insert_row, insert_row, empty_table, swap_rows, swap_rows, swap_events,
    cut_end, cut_middle, renumber, rename_case,
)  # fmt: skip
