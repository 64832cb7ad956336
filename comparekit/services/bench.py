"""Write the log of a simulated comparison, and beside it what is true of it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from comparekit.bench.log_rows import LogRow
from comparekit.bench.logs import digits
from comparekit.bench.scenario import Played, Scenario, play
from comparekit.bench.scenario_truth import LongRun, long_run_truth
from comparekit.bench.slips import ROLES
from comparekit.errors import CompareKitError
from comparekit.i18n.catalog import speaker
from comparekit.version import VERSION

SCHEMA = "comparekit.bench/1"
TRUTH = "truth.json"
_LONG_RUN_SEED = 20_250_506  # the long run of a scenario is one number, whatever the log's own seed
_FEWEST_DIGITS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchFiles:
    """What was written: the logs, the truth, and the seed they were made with."""

    logs: tuple[Path, ...]
    truth: Path
    seed: int


def write_bench(
    scenario: Scenario, out: Path, language: str, *, seed: int | None = None, weeks: int | None = None
) -> BenchFiles:
    """Play a scenario and write its log (or `weeks` logs) and the truth into the folder `out`.

    Parameters
    ----------
    scenario : Scenario
        What to play.
    out : Path
        Folder; made where there is none.
    language : str
        Of the titles in the log.
    seed : int, optional
        None: the scenario's own. The first of many logs is the one that a single log would be.
    weeks : int, optional
        None: one log, ``log.csv``; a number: ``log-001.csv`` and so on.

    Raises
    ------
    FileExistsError
        One of the files is there already; nothing was written.
    CompareKitError
        ``output.not_written``; nothing is left behind.
    """
    seed = scenario.seed if seed is None else seed
    names = _names(weeks)
    taken = [name for name in (*names, TRUTH) if (out / name).exists()]
    if taken:
        raise FileExistsError(", ".join(str(out / name) for name in taken))
    long_run = long_run_truth(scenario, np.random.default_rng(_LONG_RUN_SEED))
    played = [
        play(scenario, np.random.default_rng([seed, k]), long_run=long_run) for k in range(1, len(names) + 1)
    ]
    contents = {name: log_bytes(one, language) for name, one in zip(names, played, strict=True)}
    document = truth_document(scenario, long_run, seed, played, contents)
    truth = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    _write_all(out, contents | {TRUTH: truth.encode("utf-8")})
    return BenchFiles(logs=tuple(out / name for name in names), truth=out / TRUTH, seed=seed)


def log_bytes(played: Played, language: str) -> bytes:
    """The log as a file: CSV, UTF-8 with the byte order mark that Excel wants, titles in `language`."""
    scenario = played.scenario
    say = speaker(language, "bench.columns")
    fields = _wide_fields(scenario) if scenario.layout == "wide" else _long_fields(scenario)
    by_utility = (*(f"{role}_reading" for role in ROLES), "reading", "event")
    titles = [say(f"{scenario.utility}.{field}" if field in by_utility else field) for field in fields]
    cells = _wide_cells if scenario.layout == "wide" else _long_cells
    zero_test = speaker(language, "bench.cell")("zero_test")
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(titles)
    for k, row in enumerate(played.rows):
        values = cells(scenario, row, language) | {"event": zero_test if k == 0 else ""}
        writer.writerow([values[field] for field in fields])
    return out.getvalue().encode("utf-8-sig")


def truth_document(
    scenario: Scenario,
    long_run: LongRun,
    seed: int,
    played: Sequence[Played],
    contents: dict[str, bytes],
) -> dict[str, object]:
    """What is true of the logs, as JSON of the schema ``comparekit.bench/1``."""
    installed = {role: getattr(scenario, role) for role in ROLES}
    return {
        "schema": SCHEMA,
        "scenario": {
            "id": scenario.id,
            "title": dict(scenario.title),
            "utility": scenario.utility,
            "unit": scenario.unit,
            "household": scenario.household.name,
            "days": scenario.days,
            "first_day": scenario.first_day.isoformat(),
            "layout": scenario.layout,
            **{
                role: {
                    "meter_id": one.meter_id,
                    "meter": one.meter.name,
                    "step": one.register.step,
                    "compensation": one.compensation,
                }
                for role, one in installed.items()
            },
        },
        "seed": seed,
        "deviation": long_run.deviation,
        "sigma": long_run.sigma,
        "volume_cv": long_run.volume_cv,
        "unregistered": dict(zip(ROLES, long_run.unregistered, strict=True)),
        "clocks": {role: asdict(one.clock) for role, one in installed.items()}
        if scenario.telemetry
        else None,
        "logs": [
            {
                "file": name,
                "sha256": hashlib.sha256(content).hexdigest(),
                "rows": len(one.rows),
                "window_deviation": one.truth.window_deviation,
                "volume": dict(zip(ROLES, one.truth.volumes, strict=True)),
                "faults": [asdict(fault) | {"rows": list(fault.rows)} for fault in one.truth.faults],
            }
            for (name, content), one in zip(contents.items(), played, strict=True)
        ],
        "software": {"name": "comparekit", "version": VERSION},
    }


def _names(weeks: int | None) -> tuple[str, ...]:
    if weeks is None:
        return ("log.csv",)
    width = max(_FEWEST_DIGITS, len(str(weeks)))
    return tuple(f"log-{k:0{width}d}.csv" for k in range(1, weeks + 1))


def _wide_fields(scenario: Scenario) -> list[str]:
    return [
        "time",
        *(f"{role}_reading" for role in ROLES),
        *(f"{role}_resolution" for role in ROLES if scenario.resolution),
        *(f"{role}_{name}" for name in _surroundings(scenario) for role in ROLES),
        "event",
    ]


def _long_fields(scenario: Scenario) -> list[str]:
    steps = ["resolution"] if scenario.resolution else []
    return ["meter_id", "role", "time", "reading", "unit", *steps, *_surroundings(scenario), "event"]


def _surroundings(scenario: Scenario) -> list[str]:
    if not scenario.conditions:
        return []
    return ["temperature_c", "pressure_kpa"] if scenario.utility == "gas" else ["temperature_c"]


def _wide_cells(scenario: Scenario, row: LogRow, language: str) -> dict[str, str]:
    cells = {"time": f"{row.time:%Y-%m-%d %H:%M}"}
    for place, role in enumerate(ROLES):
        cells[f"{role}_reading"] = row.shown[place] or ""
        cells[f"{role}_resolution"] = _step(scenario, role)
        cells[f"{role}_temperature_c"] = row.temperature[place]
        cells[f"{role}_pressure_kpa"] = row.pressure[place]
    return cells


def _long_cells(scenario: Scenario, row: LogRow, language: str) -> dict[str, str]:
    (role,) = row.roles
    place = ROLES.index(role)
    when = "%Y-%m-%d %H:%M:%S" if scenario.telemetry else "%Y-%m-%d %H:%M"
    return {
        "meter_id": getattr(scenario, role).meter_id,
        "role": speaker(language, "bench.cell")(role),
        "time": row.time.strftime(when),
        "reading": row.shown[place] or "",
        "unit": scenario.unit,
        "resolution": _step(scenario, role),
        "temperature_c": row.temperature[place],
        "pressure_kpa": row.pressure[place],
    }


def _step(scenario: Scenario, role: str) -> str:
    register = getattr(scenario, role).register
    return digits(register, np.array([register.step]))[0]


def _write_all(folder: Path, contents: dict[str, bytes]) -> None:
    """All files or none: each is written under another name first, the truth gets its own name last."""
    made: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        waiting: dict[str, Path] = {}
        for name, content in contents.items():
            handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
            waiting[name] = Path(temporary)
            made.append(waiting[name])
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            waiting[name].chmod(0o644)
        for name, path in waiting.items():
            path.rename(folder / name)
            made.append(folder / name)
    except BaseException as error:
        for path in made:
            path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise CompareKitError("output.not_written", file=str(folder), reason=error.strerror) from error
        raise
