"""Logs made wrong on purpose: nothing may crash, and a wrong digit that matters must be named.

Usage: python tests/validation/mutants.py [--mutants 100000] [--slips 40000] [--clean 4000] [--seed 5]
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

import numpy as np

from comparekit.datafiles import data_folder
from comparekit.errors import FaultyLog, FaultyProtocol, UnusableLog
from comparekit.ingest.read import read_log_bytes
from comparekit.services.check import check_readings
from comparekit.services.compare import compare_readings

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from validation.slips import CELLS, bench_rows, false_findings, run_slips, table

Rows = list[list[str]]
_ALLOWED = (FaultyLog, UnusableLog, FaultyProtocol)
_JUNK = (
    "",
    "x",
    "-1",
    "1e309",
    "nan",
    "2025-02-30 09:00",
    "１２．３",
    "9" * 40,
    "\x00",
    '"',
    "=1+1",
    "一二",
    "0",
)


def mutants(
    rng: np.random.Generator, count: int, logs: Sequence[str] | None = None
) -> Iterator[tuple[str, bytes]]:
    """Kind and bytes of `count` logs gone wrong, made of `logs` where given."""
    kinds: dict[str, Callable[[Rows, np.random.Generator], None]] = {
        "cut": _cut,
        "doubled": _doubled,
        "shuffled": lambda rows, rng: _put(rows, [rows[i + 1] for i in rng.permutation(len(rows) - 1)]),
        "digit": _digit,
        "point": lambda rows, rng: _edit(rows, rng, lambda cell: cell.replace(".", "", 1)),
        "columns": _columns,
        "junk": lambda rows, rng: _edit(rows, rng, lambda _: str(rng.choice(_JUNK))),
        "empty": lambda rows, rng: _edit(rows, rng, lambda _: ""),
        "titles": lambda rows, rng: rows[0] and rows[0].pop(int(rng.integers(len(rows[0])))) and None,
        "large": lambda rows, rng: _edit(
            rows, rng, lambda cell: f"{cell}e" if rng.random() < 0.1 else "9" + cell * 3
        ),
    }
    names = [*kinds, "encoding", "bytes", "cut bytes", "noise"]
    logs = _sources() if logs is None else logs
    for _ in range(count):
        text, kind = logs[int(rng.integers(len(logs)))], names[int(rng.integers(len(names)))]
        data = text.encode("utf-8")
        if kind in kinds:
            rows = list(csv.reader(io.StringIO(text)))
            for _ in range(int(rng.integers(1, 4))):
                kinds[kind](rows, rng)
            out = io.StringIO(newline="")
            csv.writer(out, delimiter=str(rng.choice([",", ";", "\t"]))).writerows(rows)
            data = out.getvalue().encode("utf-8")
        elif kind == "encoding":
            there = str(rng.choice(["gb18030", "utf-16", "utf-16-le", "big5", "cp932", "utf-7"]))
            data = text.encode(there, errors="replace")
        elif kind == "bytes":
            changed = bytearray(data)
            for place in rng.integers(len(changed), size=int(rng.integers(1, 12))):
                changed[place] = int(rng.integers(256))
            data = bytes(changed)
        elif kind == "cut bytes":
            start, stop = sorted(rng.integers(len(data), size=2).tolist())
            data = data[start:stop] if rng.random() < 0.5 else data[:start] + data[stop:]
        else:
            data = rng.bytes(int(rng.integers(400)))
        yield kind, data


def outcome(data: bytes) -> str:
    """What compare and check make of a file: a word, never another exception than those allowed."""
    try:
        log = read_log_bytes(data, "mutant.csv")
    except _ALLOWED as error:
        return type(error).__name__
    told = check_readings(log)
    for remark in told.remarks:
        assert remark.finding.code
    try:
        return str(compare_readings(log).verdict)
    except _ALLOWED as error:
        return type(error).__name__


def run_mutants(count: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Outcomes counted, and the tracebacks of what must not happen (with the bytes)."""
    counted: Counter[str] = Counter()
    crashes = []
    for kind, data in mutants(np.random.default_rng(seed), count):
        try:
            counted[outcome(data)] += 1
        except Exception:
            counted["CRASH"] += 1
            crashes.append(f"{kind}: {data!r}\n{traceback.format_exc()}")
    return counted, crashes


@cache
def _sources() -> tuple[str, ...]:
    texts = []
    for path in sorted(data_folder("sample_runs").glob("*/log.csv")):
        raw = path.read_bytes()
        texts.append(raw.decode("gb18030" if b"\xbe\xc9" in raw else "utf-8-sig"))
    for seed, (household, meter, days, step) in enumerate(CELLS[::3]):
        rng = np.random.default_rng(seed)
        rows = bench_rows(household, meter, days, step, rng)
        out = io.StringIO(newline="")
        csv.writer(out).writerows(
            [["抄表时间", "旧表读数", "新表读数"], *([f"{t:%Y-%m-%d %H:%M}", a, b] for t, a, b in rows)]
        )
        texts.append(out.getvalue())
    return tuple(texts)


def _cut(rows: Rows, rng: np.random.Generator) -> None:
    del rows[int(rng.integers(1, len(rows))) :]
    if len(rows) == 1:
        rows.append([""] * len(rows[0]))


def _doubled(rows: Rows, rng: np.random.Generator) -> None:
    place = int(rng.integers(len(rows)))
    rows.insert(int(rng.integers(len(rows))), list(rows[place]))


def _put(rows: Rows, body: Rows) -> None:
    rows[1:] = body


def _edit(rows: Rows, rng: np.random.Generator, change: Callable[[str], str]) -> None:
    row = rows[int(rng.integers(len(rows)))]
    if row:
        column = int(rng.integers(min(len(row), 3)))
        row[column] = change(row[column])


def _digit(rows: Rows, rng: np.random.Generator) -> None:
    def change(cell: str) -> str:
        places = [i for i, c in enumerate(cell) if c.isdigit()]
        if not places:
            return cell
        i = int(rng.choice(places))
        return cell[:i] + str(rng.integers(10)) + cell[i + 1 :]

    _edit(rows, rng, change)


def _columns(rows: Rows, rng: np.random.Generator) -> None:
    first = int(rng.integers(len(rows)))
    for row in rows[first : first + 1] if rng.random() < 0.5 else rows[first:]:
        if len(row) > 2:
            row[1], row[2] = row[2], row[1]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=100_000)
    parser.add_argument("--slips", type=int, default=40_000)
    parser.add_argument("--clean", type=int, default=4_000)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    jobs = options.jobs
    seeds = np.random.SeedSequence(options.seed).generate_state(3 * jobs).tolist()
    with ProcessPoolExecutor(jobs) as pool:
        slips = [pool.submit(run_slips, options.slips // jobs, s) for s in seeds[:jobs]]
        clean = [pool.submit(false_findings, options.clean // jobs, s) for s in seeds[jobs : 2 * jobs]]
        wrong = [pool.submit(run_mutants, options.mutants // jobs, s) for s in seeds[2 * jobs :]]
        cases = [case for future in slips for case in future.result()]
        print(table(cases), flush=True)
        hits = [future.result() for future in clean]
        total = jobs * (options.clean // jobs)
        codes = sum((c for _, c in hits), Counter[str]())
        print(f"\nclean logs with a finding: {sum(h for h, _ in hits)} of {total}; {dict(codes)}", flush=True)
        results = [future.result() for future in wrong]
    crashes = [crash for _, found in results for crash in found]
    print(f"\nmutants: {sum((c for c, _ in results), Counter())}")
    print("\n".join(crashes[:5]))
    matter = [c for c in cases if c.matters]
    enough = not matter or np.mean([c.named for c in matter]) >= 0.99
    return 0 if enough and not crashes and sum(h for h, _ in hits) <= 0.01 * max(total, 1) else 1


if __name__ == "__main__":
    sys.exit(main())
