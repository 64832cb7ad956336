"""Wrong digits in logs of the virtual bench: which matter, and which are named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product

import numpy as np

from comparekit.alignment.pair import pair_visits
from comparekit.bench.household import FAMILY, LARGE, Household
from comparekit.bench.logs import write_visits
from comparekit.bench.meters import FAST, GOOD, NEW, WORN, BenchMeter
from comparekit.bench.site import BenchRegister, run_site
from comparekit.bench.slips import wrong_digit
from comparekit.ingest.protocol_file import load_protocol
from comparekit.protocol import SeriesProtocol
from comparekit.readings.register import RegisterSeries
from comparekit.registers.clean import clean_register
from comparekit.registers.suggestions import Suspect
from comparekit.services.accept import suspects_of
from comparekit.stats.deviation import fit_deviation

Texts = list[tuple[str, str]]
CELLS = tuple(product((FAMILY, LARGE), (GOOD, WORN, FAST), (7, 14), (0.001, 0.01)))
PROTOCOL = "water-series-7d"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One wrong digit: where, whether it moved the estimate beyond its half-width, what was said."""

    where: str
    step: float
    matters: bool
    named: bool
    right_role: bool
    right_value: bool


def bench_rows(
    household: Household, meter: BenchMeter, days: int, step: float, rng: np.random.Generator
) -> list[tuple]:
    """A log of the bench; both registers start anywhere."""
    passed = run_site(household, meter, NEW, rng, weeks=1, days=days)
    register = BenchRegister(step=step)
    starts = (float(rng.uniform(0, 3000)), float(rng.uniform(0, 60)))
    return write_visits(passed, first_day=date(2025, 5, 6), test=register, reference=register, starts=starts)


def run_slips(count: int, seed: int, per_log: int = 10) -> list[Case]:
    """`count` wrong digits, `per_log` in every clean log: any register, visit, place and digit."""
    rng = np.random.default_rng(seed)
    cases: list[Case] = []
    while len(cases) < count:
        household, meter, days, step = CELLS[int(rng.integers(len(CELLS)))]
        rows = bench_rows(household, meter, days, step, rng)
        times = [row[0] for row in rows]
        clean = [(a, b) for _, a, b in rows]
        truth = _estimate(times, clean, step)
        cases += [_slip(times, clean, step, truth, rng) for _ in range(per_log)]
    return cases


def _slip(
    times: list, clean: Texts, step: float, truth: tuple[float, float], rng: np.random.Generator
) -> Case:
    place, role = int(rng.integers(len(clean))), int(rng.integers(2))
    cell = clean[place][role]
    wrong = wrong_digit(cell, rng)
    typed = list(clean)
    typed[place] = (wrong, clean[place][1]) if role == 0 else (clean[place][0], wrong)
    moved = abs(_estimate(times, typed, step)[0] - truth[0])
    said = [s for s in suspects(times, typed, step) if s.finding.context["row"] == place + 2]
    name = ("test", "reference")[role]
    best = said[0].suggestions[0] if said and said[0].suggestions else None
    return Case(
        where="first" if place == 0 else "last" if place == len(clean) - 1 else "inner",
        step=step,
        matters=not moved <= truth[1],  # also where no ratio is left at all
        named=bool(said),
        right_role=bool(said) and said[0].finding.context["role"] == name,
        right_value=best is not None and [(c.role, c.value) for c in best.changes] == [(name, float(cell))],
    )


def false_findings(count: int, seed: int) -> tuple[int, Counter[str]]:
    """How many of `count` clean logs get a transcription finding, and which."""
    rng = np.random.default_rng(seed)
    hit, codes = 0, Counter[str]()
    for k in range(count):
        household, meter, days, step = CELLS[k % len(CELLS)]
        rows = bench_rows(household, meter, days, step, rng)
        found = suspects([row[0] for row in rows], [(a, b) for _, a, b in rows], step)
        hit += bool(found)
        codes.update(suspect.finding.code for suspect in found)
    return hit, codes


def registers(times: list, texts: Texts, step: float) -> list[RegisterSeries]:
    moments = np.array(times, dtype="datetime64[s]") - np.timedelta64(8, "h")
    rows = np.arange(2, 2 + len(texts))
    return [
        RegisterSeries(
            moments, [float(t[r]) for t in texts], resolution=step, rows=rows, visit=rows, meter_id=name
        )
        for r, name in enumerate(("old", "new"))
    ]


def suspects(times: list, texts: Texts, step: float) -> tuple[Suspect, ...]:
    """What the program finds mistyped in a log with one row a visit."""
    return suspects_of(*registers(times, texts, step), _protocol())


@cache
def _protocol() -> SeriesProtocol:
    return load_protocol(PROTOCOL)


def _estimate(times: list, texts: Texts, step: float) -> tuple[float, float]:
    """Deviation and half-width of its 95 % interval."""
    cleaned = [
        clean_register(one, role=role, overload_flow=3.125)[0]
        for role, one in zip(("test", "reference"), registers(times, texts, step), strict=True)
    ]
    pair, _ = pair_visits(*cleaned, visit_gap_s=600)
    fit = fit_deviation(pair.test_volumes, pair.reference_volumes, test_step=step, reference_step=step)
    with np.errstate(all="ignore"):
        low, high = fit.interval()
    return float(fit.estimate), float(high - low) / 2


def table(cases: Sequence[Case]) -> str:
    """Detection by class; the target is the line for all visits."""
    lines = [
        "| visit | step (m³) | wrong digits that matter | named | role right | value right |",
        "|---|---|---|---|---|---|",
    ]
    for where, step in product(("first", "last", "inner", "any"), (0.001, 0.01, None)):
        mine = [c for c in cases if c.matters and where in (c.where, "any") and step in (c.step, None)]
        if mine:
            shares = [np.mean([getattr(c, n) for c in mine]) for n in ("named", "right_role", "right_value")]
            shown = " | ".join(f"{100 * share:.2f} %" for share in shares)
            lines.append(f"| {where} | {step or 'both'} | {len(mine)} | {shown} |")
    return "\n".join(lines)
