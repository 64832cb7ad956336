"""Ten thousand cases: how long lists, searches, an import and a check take, on both databases.

Usage: python tests/benchmarks/store.py [--cases 10000] [--database sqlite] [--database postgresql]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

sys.path.pop(0)  # our own folder: `store` is not this file
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import Connection

from comparekit.store import case_state as kinds
from comparekit.store.backup import write_backup
from comparekit.store.cases import add_file, count_cases, list_cases, load_case, open_case, record
from comparekit.store.check import check_store
from comparekit.store.database import Database, open_database
from store.samples import party, photograph, result
from validation.kill import addresses

EVENTS = 9  # of each case
FAMILY_NAMES, GIVEN_NAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗",
    "伟芳娜敏静强磊军洋勇艳杰娟涛明超秀霞平刚",
)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--database", action="append", choices=["sqlite", "postgresql"])
    options = parser.parse_args(arguments)
    print("| what | database | p50 | p95 |\n|---|---|---|---|")
    for kind in options.database or ["sqlite", "postgresql"]:
        with tempfile.TemporaryDirectory() as name, addresses(kind, Path(name)) as new:
            database = open_database(new())
            measure(database, kind, options.cases, Path(name))
            database.close()


def measure(database: Database, kind: str, cases: int, folder: Path) -> None:
    rng = np.random.default_rng(6)
    filled = fill(database, cases, rng)
    show(f"import of a case into the first thousand: {EVENTS} events, a file", kind, filled[:1000])
    show(f"import of a case into the last thousand of {cases}", kind, filled[-1000:])
    asked: dict[str, Callable[[Connection], object]] = {
        "list, first page": lambda c: (list_cases(c), count_cases(c)),
        "list, page in the middle": lambda c: (list_cases(c, offset=cases // 2), count_cases(c)),
        "search, Chinese name": lambda c: found(c, f"{name(rng)}"),
        "search, number of a meter": lambda c: found(c, f"T{rng.integers(cases):05d}"),
        "search, address and name": lambda c: found(c, f"东城街道{rng.integers(cases)}号 {FAMILY_NAMES[0]}"),
        "search, none found": lambda c: found(c, "没有这个人"),
        "load a case": lambda c: load_case(c, list_cases(c, limit=1)[0].id),
    }
    for what, act in asked.items():
        show(what, kind, [timed(database, act) for _ in range(200)])
    show(f"check of all {cases}", kind, [timed(database, clean)])
    start = time.perf_counter()
    made = write_backup(database, folder / "backup.sqlite3")
    show(f"backup with its check, {made.size / 1e6:.0f} MB", kind, [time.perf_counter() - start])


def fill(database: Database, cases: int, rng: np.random.Generator) -> list[float]:
    """Import cases as offices have them; the seconds each took [s]."""
    took = []
    for number in range(cases):
        start = time.perf_counter()
        with database.writing() as connection:
            case_id = open_case(connection, who="李计量", title=f"{name(rng)} 水表纠纷")
            someone = party(number) | {"name": name(rng)}
            steps = [
                (kinds.PARTIES, {"parties": [someone, party(number) | {"role": "office"}]}),
                (kinds.SEALS, {"seals": [{"place": "表盖", "number": f"S{number}", "state": "intact"}]}),
                (kinds.CONSENT, {"by": someone["name"], "to": "比对", "on": "2025-04-14"}),
                (kinds.PROTOCOL, {"id": "water-series-7d", "version": "1", "text": "x" * 3000}),
                (kinds.RESULT, {"result": result(number) | {"blocks": [{"v": 0.4, "y": 0.001}] * 30}}),
                (kinds.NOTE, {"text": "管道无旁路，阀门关闭时两表都不走。"}),
                (kinds.CLOSED, {"reason": "双方认可"}),
            ]
            content = photograph(number, 2000)
            add_file(connection, case_id, who="李计量", name="抄表.csv", role="log", content=content)
            for kind, data in steps:
                record(connection, case_id, who="李计量", kind=kind, data=data)
        took.append(time.perf_counter() - start)
    return took


def name(rng: np.random.Generator) -> str:
    """A Chinese name."""
    given = rng.choice(list(GIVEN_NAMES), size=2)
    return str(rng.choice(list(FAMILY_NAMES))) + "".join(given)


def found(connection: Connection, search: str) -> object:
    """A page of the cases found and how many there are, as a screen asks for them."""
    return list_cases(connection, search=search), count_cases(connection, search=search)


def clean(connection: Connection) -> None:
    assert check_store(connection) == ()


def timed(database: Database, act: Callable[[Connection], object]) -> float:
    start = time.perf_counter()
    with database.reading() as connection:
        act(connection)
    return time.perf_counter() - start


def show(what: str, kind: str, seconds: list[float]) -> None:
    low, high = (f"{1000 * np.percentile(seconds, level):.1f} ms" for level in (50, 95))
    print(f"| {what} | {kind} | {low} | {high if len(seconds) > 1 else '–'} |", flush=True)


if __name__ == "__main__":
    main()
