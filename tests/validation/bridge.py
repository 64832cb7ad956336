"""What the intervals of the bridge hold: both ends of the meter's step, its upper bound, every other step.

Usage: python tests/validation/bridge.py [--households 1000] [--seed 8]

A household has a typical period, a season and a change of use of its own, and two meters: the old one off
by the cell's error, the new one by an error drawn within its maximum permissible errors. Bills, season and
evidence are told with errors; the walk at the true values is the truth. A week in series tells how far both
are apart. A verification tells the old meter's points with an error common to the bench, and nothing of the
new meter but its limit, while the household's shares of volume are anything (uniform on the simplex) and are
not told.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from comparekit.ingest.tariff_file import load_tariff
from comparekit.readings.meter import CertificatePoint
from comparekit.studies.bridge import bridge
from comparekit.studies.bridge_evidence import MeterEvidence, verification_evidence
from comparekit.studies.bridge_inputs import BridgeBill, Uncertain, exactly
from comparekit.studies.bridge_money import priced_bills
from comparekit.studies.bridge_other import other_within
from comparekit.studies.bridge_walk import walk

Z = 1.959963984540054
OLD_DAYS, NEW_DAYS = (date(2025, 3, 1), date(2025, 4, 1)), (date(2025, 4, 1), date(2025, 5, 1))
DEVIATIONS = (-0.08, 0.0, 0.03)
EVIDENCE = ("week", "coarse week", "verification")
SPREADS = {"week": 0.0035, "coarse week": 0.03}  # standard deviation of the deviation as told
TYPICAL = (0.0, 0.05)  # ... of the typical period, as a share of it
SEASON = (0.0, 0.075)  # ... of the logarithm of the season
PRICES = ("flat", "tiers")
POINTS = np.array([-0.06, -0.01, 0.02])  # about the meter's mean deviation
NEW_LIMIT = 0.05  # maximum permissible error of a new water meter of class 2 at low flows: the widest
BENCH = 0.005  # expanded uncertainty of the verification, k = 2
DRAWS = 1000
KUNMING = load_tariff("water-tariff-kunming")  # an example: tiers by the month


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeCell:
    """One cell: shares of households whose truth the interval held, in money."""

    evidence: str
    deviation: float
    typical: float
    season: float
    prices: str
    households: int
    meter: float
    bound: float  # the most the meter can have caused is no less than what it caused
    others: float  # the worst of the other steps
    width: float  # median half-width of the meter's step [yuan]


def bridge_cells(households: int, seed: int, **only: object) -> Iterator[BridgeCell]:
    """Every cell, or those with the values in `only`."""
    names = ("evidence", "deviation", "typical", "season", "prices")
    for k, values in enumerate(product(EVIDENCE, DEVIATIONS, TYPICAL, SEASON, PRICES)):
        told = dict(zip(names, values, strict=True))
        if all(told[name] == value for name, value in only.items()):
            yield _cell(households, np.random.default_rng([seed, k]), **told)


def _cell(households: int, rng: np.random.Generator, **told: object) -> BridgeCell:
    found = [_household(rng, **told) for _ in range(households)]
    meter, bound, others, widths = (list(column) for column in zip(*found, strict=True))
    steps = [code for code in others[0]]
    worst = min((float(np.mean([o[code] for o in others])) for code in steps), default=1.0)
    return BridgeCell(
        **told, households=households, meter=float(np.mean(meter)), bound=float(np.mean(bound)),
        others=worst, width=float(np.median(widths)),
    )  # fmt: skip


def _household(
    rng: np.random.Generator, *, evidence: str, deviation: float, typical: float, season: float, prices: str
) -> tuple[bool, bool, dict[str, bool], float]:
    usual = rng.uniform(8, 25)
    weather = np.exp(season * rng.standard_normal())
    true, fresh = float(deviation), rng.uniform(-NEW_LIMIT, NEW_LIMIT)
    if evidence == "verification":
        errors, shares = true + POINTS, rng.dirichlet(np.ones(3))
        true = float(shares @ errors)
        off = BENCH / 2 * rng.standard_normal()
        flows = (0.03, 0.12, 1.5)
        points = [
            CertificatePoint(flow=q, error=float(e + off), expanded_uncertainty=BENCH)
            for q, e in zip(flows, errors, strict=True)
        ]
        known = replace(verification_evidence(points), other=other_within(NEW_LIMIT))
    else:
        spread = SPREADS[evidence]
        seen = (1 + true) / (1 + fresh) - 1 + spread * rng.standard_normal()
        own = Uncertain(estimate=seen, low=seen - Z * spread, high=seen + Z * spread)
        known = MeterEvidence(suspect="old", deviation=own, basis="series")
    after = usual * 30 / 31 * (1 + fresh) / (1 + true) * weather * rng.choice([0.4, 0.8, 1.0, 1.2, 1.8])
    seen_usual = usual * (1 + typical * rng.standard_normal())
    half = Z * typical * seen_usual
    volume = Uncertain(estimate=seen_usual, low=seen_usual - half, high=seen_usual + half)
    factor = Uncertain(estimate=1.0, low=np.exp(-Z * season), high=np.exp(Z * season), ratio=True)
    pricing = {"price": 3.5} if prices == "flat" else {"tariff": KUNMING}
    old = BridgeBill(start=OLD_DAYS[0], end=OLD_DAYS[1], volume=volume)
    new = BridgeBill(start=NEW_DAYS[0], end=NEW_DAYS[1], volume=exactly(after))
    result = bridge(old, new, evidence=known, season=factor, draws=DRAWS, **pricing)
    values = {
        "old": usual,
        "new": after,
        "meter": (1 + fresh) / (1 + true),
        "season": weather,
        "control": 1.0,
    }
    truth = walk(
        {name: np.array([[value]]) for name, value in values.items()},
        priced_bills(old, new, **pricing),
        result.valued_on,
    )
    money = {stage.code: float(stage.money[0, 0]) for stage in truth.steps}
    held = {s.code: s.money.low - 1e-6 <= money[s.code] <= s.money.high + 1e-6 for s in result.steps}
    toward = -money["meter"] if result.falls else money["meter"]
    step = result.step("meter").money
    return held.pop("meter"), result.at_most.money >= toward - 1e-6, held, step.half_width


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--households", type=int, default=1000)
    arguments.add_argument("--seed", type=int, default=8)
    asked = arguments.parse_args()
    cells = list(bridge_cells(asked.households, asked.seed))
    print("| evidence | prices | meter: lowest, mean | at most: lowest, mean | others: lowest | half-width |")
    print("|---|---|---|---|---|---|")
    for evidence, prices in product(EVIDENCE, PRICES):
        own = [c for c in cells if (c.evidence, c.prices) == (evidence, prices)]
        meter, bound = [c.meter for c in own], [c.bound for c in own]
        print(
            f"| {evidence} | {prices} | {min(meter):.3f}, {np.mean(meter):.3f} | "
            f"{min(bound):.3f}, {np.mean(bound):.3f} | {min(c.others for c in own):.3f} | "
            f"±{np.median([c.width for c in own]):.2g} yuan |"
        )
    print(f"{len(cells)} cells of {asked.households} households, seed {asked.seed}")


if __name__ == "__main__":
    main()
