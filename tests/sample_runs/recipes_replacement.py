"""How the stories of replacements were made; `recipes.py` writes them, with the others.

Their `meters.toml` are written by hand.
"""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import numpy as np

from comparekit.bench.years import Leak, UseScenario, simulate_use
from comparekit.readings.moments import in_zone
from comparekit.readings.usage import UsageSeries

ZONE = "Asia/Shanghai"


def huangyan_bills() -> bytes:
    """Five bills between 300 and 400 yuan and one of 170, as published; the fen are invented."""
    rng = np.random.default_rng(20250415)
    amounts = [*np.round(rng.uniform(300, 400, 5), 2), 170.0]
    months = [date(2024 + (10 + k) // 12, (10 + k) % 12 + 1, 1) for k in range(7)]
    lines = [
        [str(start), str(end), f"{amount:.2f}"]
        for start, end, amount in zip(months[:-1], months[1:], amounts, strict=True)
    ]
    return _table(["账单起", "账单止", "水费(元)"], lines)


def gas_after_mass_replacement() -> bytes:
    """The removed meter read 7 % low, and from November on the household cooked and heated more."""
    scenario = UseScenario(
        before=427, after=153, mean=0.62, scatter=0.3, season=0.3, season_day=20,
        meter=1 / 0.93, moves=((61, 1.3),), first_day="2025-09-01",
    )  # fmt: skip
    usage = simulate_use(scenario, np.random.default_rng(151))
    days, volume = _days(usage), np.cumsum(usage.volume)
    lines, before = [], 0.0
    start = days[0]
    for day, total in zip(days, volume, strict=True):
        after = day + timedelta(days=1)
        if after.day == 1:
            shown = float(np.floor(total))
            lines.append([str(start), str(after), f"{shown - before:.0f}", f"{3.2 * (shown - before):.2f}"])
            start, before = after, shown
    return _table(["账单起", "账单止", "用气量(m³)", "燃气费(元)"], lines)


def leak_repaired_before() -> bytes:
    """A cistern leaked for months and was repaired two weeks before the meter was replaced."""
    leak = Leak(begins=-160, ends=-14, volume=0.3)
    scenario = UseScenario(before=160, after=45, scatter=0.3, leaks=(leak,), first_day="2025-04-01")
    return _daily(simulate_use(scenario, np.random.default_rng(52)), "用水量(m³)")


def new_tenant() -> bytes:
    """The flat is let five weeks after the replacement; the landlord wrote down the register every week."""
    scenario = UseScenario(before=154, after=98, mean=0.28, scatter=0.35, moves=((35, 1.9),))
    usage = simulate_use(scenario, np.random.default_rng(53))
    days = _days(usage)
    shown = np.floor(1000 * (318.2 + np.concatenate([[0.0], np.cumsum(usage.volume)])) + 1e-6) / 1000
    moments = [*days, days[-1] + timedelta(days=1)]
    lines = []
    for k in range(0, len(moments), 7):
        lines.append([f"{moments[k]} 07:{10 + 7 * k % 40:02d}", f"{shown[k]:.3f}"])
    return _table(["抄表时间", "水表读数(m³)"], lines)


def hot_summer() -> bytes:
    """The electricity meter was replaced in June, and July and August were hot."""
    rng = np.random.default_rng(154)
    scenario = UseScenario(before=415, after=107, mean=6.5, scatter=0.14, first_day="2025-06-16", unit="kWh")
    usage = simulate_use(scenario, rng)
    of_year = np.array([day.timetuple().tm_yday for day in _days(usage)])
    weather = np.zeros(of_year.size)
    for k in range(1, weather.size):
        weather[k] = 0.7 * weather[k - 1] + 2.2 * rng.standard_normal()
    hot = np.where(np.arange(of_year.size) >= scenario.before, 2.5, 0.0)
    temperature = np.round(18.0 + 11.0 * np.cos(2 * np.pi * (of_year - 205) / 365.25) + hot + weather, 1)
    heat, cold = np.maximum(temperature - 26, 0), np.maximum(18 - temperature, 0)
    volume = np.round(usage.volume * np.exp(0.11 * heat + 0.012 * cold), 2)
    lines = [
        [str(day), f"{used:.2f}", f"{warm:.1f}"]
        for day, used, warm in zip(_days(usage), volume, temperature, strict=True)
    ]
    return _table(["日期", "用电量(kWh)", "平均气温(℃)"], lines)


def daily_with_weather_and_neighbours() -> bytes:
    """An old meter 5 % fast is replaced on the very day on which a grown-up child moves out."""
    scenario = UseScenario(
        before=240, after=75, mean=0.62, scatter=0.22, correlation=0.2, season=0.08, per_degree=0.004,
        neighbours=3, meter=1 / 1.05, moves=((0, 0.75),), first_day="2025-09-10",
    )  # fmt: skip
    usage = simulate_use(scenario, np.random.default_rng(55))
    more = {"平均气温(℃)": usage.covariates["temperature_c"]}
    more |= {f"邻居{k}用水量(m³)": usage.covariates[f"control {k}"] for k in (1, 2, 3)}
    return _daily(usage, "用水量(m³)", more)


def _daily(usage: UsageSeries, title: str, more: dict[str, np.ndarray] | None = None) -> bytes:
    more = more or {}
    lines = [
        [str(day), f"{volume:.3f}", *(f"{values[k]:g}" for values in more.values())]
        for k, (day, volume) in enumerate(zip(_days(usage), usage.volume, strict=True))
    ]
    return _table(["日期", title, *more], lines)


def _days(usage: UsageSeries) -> list[date]:
    return [in_zone(moment, ZONE).date() for moment in usage.start]


def _table(titles: list[str], lines: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([titles, *lines])
    return out.getvalue().encode("utf-8-sig")


REPLACEMENT_RECIPES = {
    "huangyan_bills_and_series": huangyan_bills,
    **{
        recipe.__name__: recipe
        for recipe in (
            huangyan_bills,
            gas_after_mass_replacement,
            leak_repaired_before,
            new_tenant,
            hot_summer,
            daily_with_weather_and_neighbours,
        )
    },
}
