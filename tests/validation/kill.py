"""Processes killed (SIGKILL) at random moments of upload, analysis and backup: what was accepted is there.

Usage: python tests/validation/kill.py [--rounds 200] [--database sqlite|postgresql] [--seed 1]

Every round starts three processes that upload cases with a file, analyse them and make backups, each
telling what it begins and what was accepted; all are killed at random moments. Then: every accepted file is
there byte for byte, no case and no analysis is half there, every backup that has its name is whole, the
chain is intact, and the store can be written again. Every twentieth round begins with a store that nobody
has made yet.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import Connection, select

from comparekit.store import case_state as kinds
from comparekit.store.backup import write_backup
from comparekit.store.cases import add_file, load_case, open_case, record
from comparekit.store.chain import events_of
from comparekit.store.check import check_store, holds
from comparekit.store.database import open_database
from comparekit.store.evidence import file_content
from comparekit.store.tables import CASES
from store.cluster import Cluster
from store.forked import Forked, Tell, fork
from store.samples import party, photograph, result

ROUNDS_OF_A_STORE = 20
LONGEST = 0.6  # seconds until the last process is killed
SIZE = 60_000  # bytes of an uploaded file
UPLOAD = [kinds.OPENED, kinds.PARTIES, kinds.FILE_ADDED]
ANALYSIS = [kinds.PROTOCOL, kinds.RESULT]
Addresses = Callable[[], str]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as name, addresses(options.database, Path(name)) as new:
        counted = run_rounds(options.rounds, new, Path(name), options.seed)
    print(f"{options.database}: {options.rounds} rounds, {time.monotonic() - start:.0f} s, nothing lost")
    for key, number in sorted(counted.items()):
        print(f"  {key}: {number}")


@contextmanager
def addresses(database: str, folder: Path) -> Iterator[Addresses]:
    """Gives a function that gives addresses of stores nobody has made yet."""
    numbers = count(1)
    if database == "sqlite":
        yield lambda: str(folder / f"store{next(numbers)}.sqlite3")
        return
    with Cluster() as cluster, ExitStack() as made:
        yield lambda: made.enter_context(cluster.database(f"kill{next(numbers)}"))


def run_rounds(rounds: int, new: Addresses, folder: Path, seed: int) -> Counter[str]:
    """Run the rounds; AssertionError at the first thing that is not as it must be.

    Returns
    -------
    Counter
        Processes killed, in the middle of what, and how much was accepted.
    """
    rng, counted = random.Random(seed), Counter[str]()
    url, accepted = "", list[list[str]]()
    for number in range(rounds):
        if number % ROUNDS_OF_A_STORE == 0:
            url, accepted = new(), []
        works = [upload_and_analyse(url, number * 2), upload_and_analyse(url, number * 2 + 1)]
        works.append(back_up(url, folder / "backup.sqlite3"))
        told = _kill_all([fork(work) for work in works], rng)
        for lines in told:
            words = [line.split() for line in lines]
            accepted += [line for line in words if line[0] != "begin"]
            counted.update(f"accepted: {line[0]}" for line in words if line[0] != "begin")
            last = words[-1] if words else ["begin", "start"]
            middle = last[1] if last[0] == "begin" else "between"
            counted[f"killed in: {middle}"] += 1
        verify(url, accepted, folder / "backup.sqlite3")
    return counted


def upload_and_analyse(url: str, who: int) -> Callable[[Tell], None]:
    """Upload a case with its file in one transaction, analyse it in another, again and again."""

    def work(tell: Tell) -> None:
        tell("begin opening")
        database = open_database(url)
        for number in count(who * 1000):
            content = photograph(number, SIZE)
            tell("begin upload")
            with database.writing() as connection:
                case_id = open_case(connection, who="x", title=str(number))
                record(connection, case_id, who="x", kind=kinds.PARTIES, data={"parties": [party(number)]})
                event = add_file(connection, case_id, who="x", name="f", role="other", content=content)
            tell(f"upload {case_id} {event.seq} {event.hash} {number}")
            tell("begin analysis")
            with database.writing() as connection:
                chosen = {"id": "water-series-7d", "version": "1", "text": "x" * 5000}
                record(connection, case_id, who="x", kind=kinds.PROTOCOL, data=chosen)
                event = record(
                    connection, case_id, who="x", kind=kinds.RESULT, data={"result": result(number)}
                )
            tell(f"analysis {case_id} {event.seq} {event.hash}")

    return work


def back_up(url: str, path: Path) -> Callable[[Tell], None]:
    """Make one backup after the other, each in the place of the one before."""

    def work(tell: Tell) -> None:
        tell("begin opening")
        database = open_database(url)
        while True:
            tell("begin backup")
            made = write_backup(database, path)
            tell(f"backup - {made.seq} {made.hash}")

    return work


def verify(url: str, accepted: Sequence[Sequence[str]], backup: Path) -> None:
    """Assert that the store is whole and holds all that was accepted, and that it can go on."""
    database = open_database(url)
    with database.reading() as connection:
        assert check_store(connection) == (), check_store(connection)
        for act, case_id, seq, hash_, *number in accepted:
            assert holds(connection, int(seq), hash_), (act, case_id, seq)
            if act == "upload":
                (file,) = load_case(connection, case_id).files
                assert file_content(connection, file.sha256) == photograph(int(number[0]), SIZE)
        _assert_whole_cases(connection)
    if backup.exists():
        copy = open_database(backup)
        with copy.reading() as connection:
            assert check_store(connection) == ()
            _assert_whole_cases(connection)
        copy.close()
        backup.unlink()
    with database.writing() as connection:
        case_id = open_case(connection, who="x", title="goes on")
        record(connection, case_id, who="x", kind=kinds.PARTIES, data={"parties": []})
        add_file(connection, case_id, who="x", name="f", role="other", content=b"")
    database.close()


def _assert_whole_cases(connection: Connection) -> None:
    for case_id in connection.execute(select(CASES.c.id)).scalars().all():
        told = [event.kind for event in events_of(connection, case_id)]
        assert told in (UPLOAD, UPLOAD + ANALYSIS), (case_id, told)


def _kill_all(running: list[Forked], rng: random.Random) -> list[list[str]]:
    """Kill each process at a moment of its own; what they had told."""
    start = time.monotonic()
    moments = sorted((rng.uniform(0, LONGEST), number) for number in range(len(running)))
    for moment, number in moments:
        time.sleep(max(0.0, start + moment - time.monotonic()))
        running[number].kill()
    told = [process.lines() for process in running]
    assert all(process.status == -9 for process in running), "a process ended by itself"
    return told


if __name__ == "__main__":
    main()
