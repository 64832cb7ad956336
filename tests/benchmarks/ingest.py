"""Speed of reading logs, as ratios against the loop a user would write, and what bombs cost.

Usage: python tests/benchmarks/ingest.py
Every measurement is a process of its own: processor seconds, and the most memory it held. The loop reads
no less than what is compared: `csv.reader`, `datetime.fromisoformat`, `float`; for workbooks `openpyxl`
read-only.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl

ROWS_OF_TEXT, ROWS_OF_WORKBOOK = 1_000_000, 100_000
START = datetime(2023, 1, 1)
TITLES = ["抄表时间", "旧表读数", "新表读数", "备注"]

MEASURED = """
import resource, sys, time
start, wall = time.process_time(), time.perf_counter()
{act}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(time.process_time() - start, time.perf_counter() - wall, peak)
"""
OWN = """
from comparekit.errors import FaultyLog
from comparekit.ingest.read import read_log
try:
    read_log(sys.argv[1])
except FaultyLog:
    pass
"""
LOOP = """
import csv
from datetime import datetime
with open(sys.argv[1], encoding="utf-8") as file:
    rows = csv.reader(file)
    next(rows)
    log = [(datetime.fromisoformat(row[0]), float(row[1]), float(row[2])) for row in rows]
"""
LOOP_OF_WORKBOOK = """
import openpyxl
rows = openpyxl.load_workbook(sys.argv[1], read_only=True).active.iter_rows(min_row=2, values_only=True)
log = [(row[0], row[1], row[2]) for row in rows]
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        text, book = text_log(Path(folder) / "log.csv"), workbook(Path(folder) / "log.xlsx")
        bomb, large = string_bomb(Path(folder) / "bomb.xlsx"), large_file(Path(folder) / "large.xlsx")
        print(
            "| what | processor | elapsed | memory | against | processor | ratio |\n"
            "|---|---|---|---|---|---|---|"
        )
        for what, path, loop, name in (
            (f"`read_log`, CSV of {ROWS_OF_TEXT} visits", text, LOOP, "`csv.reader` loop"),
            (
                f"`read_log`, XLSX of {ROWS_OF_WORKBOOK} x 4",
                book,
                LOOP_OF_WORKBOOK,
                "`openpyxl` read-only loop",
            ),
        ):
            own, other = measure(OWN, path), measure(loop, path)
            print(row(what, own), f"{name} | {other[0]:.2f} s | {own[0] / other[0]:.2f} |")
        for what, path in (
            (f"refused: {bomb.stat().st_size / 1e6:.1f} MB that unpack to 900 MB of shared strings", bomb),
            ("refused: a file of 2 GB", large),
        ):
            print(row(what, measure(OWN, path)), "– | – | – |")


def row(what: str, measured: tuple[float, float, float]) -> str:
    processor, elapsed, memory = measured
    return f"| {what} | {processor:.2f} s | {elapsed:.2f} s | {memory:.0f} MB |"


def measure(act: str, path: Path) -> tuple[float, float, float]:
    """Processor seconds, elapsed seconds, peak memory [MB]; the best of three processes."""
    runs = []
    for _ in range(3):
        command = [sys.executable, "-c", MEASURED.format(act=act), str(path)]
        shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        processor, elapsed, memory = map(float, shown.split())
        runs.append((processor, elapsed, memory))
    return min(runs)


def text_log(path: Path) -> Path:
    with open(path, "w", encoding="utf-8") as file:
        file.write(",".join(TITLES[:3]) + "\n")
        file.writelines(
            f"{START + timedelta(minutes=k):%Y-%m-%d %H:%M},{123 + k * 0.007:.3f},{5 + k * 0.007:.3f}\n"
            for k in range(ROWS_OF_TEXT)
        )
    return path


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("记录")
    sheet.append(TITLES)
    for k in range(ROWS_OF_WORKBOOK):
        when = START + timedelta(minutes=15 * k)
        sheet.append(
            [when, round(123.456 + k * 0.137, 3), round(5 + k * 0.137, 3), "夜间" if k % 2 else "正常"]
        )
    book.save(path)
    return path


def string_bomb(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(TITLES)
    book.save(path)
    with zipfile.ZipFile(path) as old:
        kept = {name: old.read(name) for name in old.namelist() if "sharedStrings" not in name}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in kept.items():
            archive.writestr(name, content)
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            part.write(b"<sst>")
            for _ in range(1000):
                part.write((b"<si><t>" + b"A" * 884 + b"</t></si>") * 1000)
            part.write(b"</sst>")
    return path


def large_file(path: Path) -> Path:
    with open(path, "wb") as file:
        file.truncate(2 * 1024**3)  # a hole: it takes no room on the disk
    return path


if __name__ == "__main__":
    main()
