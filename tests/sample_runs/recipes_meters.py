"""How the stories with plates and certificates were made; `recipes.py` writes their logs.

Their `meters.toml` are written by hand: plates and certificates are invented, the certificates in line
with the bench's reference meters.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np

from comparekit.bench.household import FAMILY, GAS_HOME
from comparekit.bench.logs import write_visits
from comparekit.bench.meters import GAS_NEW, GAS_OLD, GOOD, NEW, BenchMeter
from comparekit.bench.site import BenchRegister, run_site
from sample_runs.recipes_logs import LITRES, event, table

#: Valves leak, the diaphragm has shrunk: low everywhere, most of all at low flow.
GAS_LOW = replace(GAS_OLD, name="gas low", shift=-0.03)
#: Two of Guigang's 38 removed meters read high.
GAS_HIGH = replace(GAS_NEW, name="gas high", shift=0.045)
#: Two percent slow over the whole range: within the limits in service, on the edge of the tolerance.
SLOW = replace(GOOD, name="slow", shift=-0.0215)

POINTER = 0.0001  # m3


def guigang_gas_reads_low() -> bytes:
    """A removed gas meter put back in series with its successor: it reads low, as 29 of 38 did."""
    return _gas(GAS_LOW, seed=41, first_day=date(2025, 9, 8), starts=(2310.4, 41.7))


def guigang_gas_reads_high() -> bytes:
    """One of the two that read high."""
    return _gas(GAS_HIGH, seed=42, first_day=date(2025, 9, 8), starts=(1875.2, 38.1))


def expired_meter() -> bytes:
    """A good old meter whose verification has run out: the readings agree, the paper does not."""
    run = run_site(FAMILY, GOOD, NEW, np.random.default_rng(43), weeks=1, days=7)
    rows = write_visits(run, first_day=date(2025, 6, 9), test=LITRES, reference=LITRES, starts=(1020.3, 2.6))
    return _days(rows, "m³")


def certificate_on_the_bench() -> bytes:
    """Three flows, three runs each, valve closed in between; pointers read to 0.1 L."""
    rng = np.random.default_rng(44)
    register = BenchRegister(step=POINTER)
    passed, flows = [0.0], [0.04] * 3 + [0.75] * 3 + [2.3] * 3
    for volume in [0.012] * 3 + [0.03] * 3 + [0.1] * 3:
        passed.append(passed[-1] + volume * rng.uniform(1.0, 1.08))
    both = [_registered(meter, np.diff(passed), np.array(flows), rng) for meter in (SLOW, NEW)]
    begins = (731.2, 4.1)
    shown = [register.show(v[None, :], begin)[0] for v, begin in zip(both, begins, strict=True)]
    start = datetime(2025, 6, 10, 9, 0)
    lines = []
    for k in range(len(passed)):
        moment = start + timedelta(minutes=20 * k)
        flow = f"{flows[k - 1]:g}" if k else ""
        readings = [f"{values[k]:.4f}" for values in shown]
        lines.append([f"{moment:%Y-%m-%d %H:%M}", *readings, f"{POINTER}", f"{POINTER}", flow, *event(k)])
    titles = [
        "抄表时间", "旧水表读数(m³)", "新水表读数(m³)", "旧表分度值", "新表分度值", "流量点(m³/h)",
        "事件", "备注",
    ]  # fmt: skip
    return table(titles, lines)


def _registered(
    meter: BenchMeter, volumes: np.ndarray, flows: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """What a meter registers run by run; half its repeatability, for nobody turns the tap."""
    scatter = 1 + 0.5 * meter.repeatability * rng.standard_normal(volumes.size)
    return np.concatenate([[0.0], np.cumsum(volumes * (1 + meter.error(flows)) * scatter)])


def _gas(meter: BenchMeter, *, seed: int, first_day: date, starts: tuple[float, float]) -> bytes:
    run = run_site(GAS_HOME, meter, GAS_NEW, np.random.default_rng(seed), weeks=1, days=7)
    rows = write_visits(run, first_day=first_day, test=LITRES, reference=LITRES, starts=starts)
    return _days(rows, "m³", "燃气表")


def _days(rows: list[tuple], unit: str, kind: str = "水表") -> bytes:
    titles = [
        "抄表时间", f"旧{kind}读数({unit})", f"新{kind}读数({unit})", "旧表分度值", "新表分度值",
        "事件", "备注",
    ]  # fmt: skip
    return table(
        titles,
        [
            [f"{moment:%Y-%m-%d %H:%M}", test, reference, "0.001", "0.001", *event(k)]
            for k, (moment, test, reference) in enumerate(rows)
        ],
    )


METER_RECIPES = {
    recipe.__name__: recipe
    for recipe in (
        guigang_gas_reads_low,
        guigang_gas_reads_high,
        expired_meter,
        certificate_on_the_bench,
    )
}
