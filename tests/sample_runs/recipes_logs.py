"""How the stories about logs were made: rollover, exchange, telemetry, gas, electricity, human faults.

`recipes.py` writes them, with the others.
"""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np

from comparekit.bench.household import FAMILY, GAS_HOME, POWER_HOME
from comparekit.bench.logs import write_visits
from comparekit.bench.meters import GAS_NEW, GAS_OLD, GOOD, NEW, POWER_NEW, POWER_OLD
from comparekit.bench.site import BenchRegister, run_site
from comparekit.bench.telemetry import Telemetry, telemeter

LITRES = BenchRegister(step=0.001)
ZERO_TEST = ("零流量检查", "关阀 15 分钟，两表均未走动")


def rollover() -> bytes:
    """The old register passes 9999.999 on the fourth day."""
    run = run_site(FAMILY, GOOD, NEW, np.random.default_rng(31), weeks=1, days=7)
    rows = write_visits(run, first_day=date(2025, 4, 7), test=LITRES, reference=LITRES, starts=(9998.35, 0.4))
    titles = [
        "抄表时间", "旧水表读数(m³)", "新水表读数(m³)", "旧表分度值", "新表分度值", "旧表量程",
        "事件", "备注",
    ]  # fmt: skip
    return table(
        titles,
        [
            [f"{moment:%Y-%m-%d %H:%M}", test, reference, "0.001", "0.001", "10000", *event(k)]
            for k, (moment, test, reference) in enumerate(rows)
        ],
    )


def exchange_in_the_middle() -> bytes:
    """The new meter is replaced on the third afternoon; its log says so."""
    run = run_site(FAMILY, GOOD, NEW, np.random.default_rng(32), weeks=1, days=9)
    rows = write_visits(run, first_day=date(2025, 6, 2), test=LITRES, reference=LITRES, starts=(733.2, 5.0))
    titles = [
        "抄表时间", "旧水表读数(m³)", "新水表读数(m³)", "旧表分度值", "新表分度值",
        "事件", "拆表底数", "新表起数", "备注",
    ]  # fmt: skip
    removed = 5.0 + float(run.reference[0, 2]) + 0.137
    lines = []
    for k, (moment, test, first) in enumerate(rows):
        reference = first if k <= 2 else f"{float(first) - removed + 0.012:.3f}"
        what, note = event(k)
        lines.append([f"{moment:%Y-%m-%d %H:%M}", test, reference, "0.001", "0.001", what, "", "", note])
        if k == 2:
            noon = moment.replace(hour=15, minute=30)
            reading = f"{removed:.3f}"
            lines.append(
                [f"{noon:%Y-%m-%d %H:%M}", "", "", "", "", "新表换表", reading, "0.012", "新表玻璃破裂，更换"]
            )
    return table(titles, lines)


def telemetry_clock_offset() -> bytes:
    """Half-hourly telemetry; the old meter's clock is 22 minutes ahead."""
    log = telemeter(
        FAMILY, GOOD, NEW, np.random.default_rng(33), days=10, interval_min=30, jitter_min=2, offset_min=22,
        drift_s_per_day=1.5, loss=0.01, test_register=LITRES, reference_register=LITRES,
        first_day=np.datetime64("2025-07-01"),
    )  # fmt: skip
    return long_table(log, ("W-1786", "W-0032"), "m3", "0.001", decimals=3)


def gas_with_temperatures() -> bytes:
    """The old gas meter hangs outside, six degrees colder than the new one in the kitchen."""
    rng = np.random.default_rng(34)
    run = run_site(GAS_HOME, GAS_OLD, GAS_NEW, rng, weeks=1, days=7)
    outside = 12 + rng.normal(0, 1.0, 8).round(1)
    inside = outside + 6 + rng.normal(0, 0.4, 8).round(1)
    # What the cold meter counts is smaller: its register shows the same gas at its own temperature.
    cold = (273.15 + outside) / (273.15 + inside)
    test = np.concatenate([[0.0], np.cumsum(np.diff(run.test[0]) * 0.5 * (cold[1:] + cold[:-1]))]) + 1540.6
    shown = (BenchRegister(step=0.001).show(test[None, :])[0], LITRES.show(run.reference, 8.2)[0])
    titles = [
        "抄表时间", "旧燃气表读数(m³)", "新燃气表读数(m³)", "旧表分度值", "新表分度值",
        "旧表温度(℃)", "新表温度(℃)", "事件", "备注",
    ]  # fmt: skip
    lines = []
    for k in range(8):
        moment = datetime(2025, 11, 10 + k, 18, 5 + 3 * k % 20)
        readings = [f"{values[k]:.3f}" for values in shown]
        warmth = [f"{outside[k]:.1f}", f"{inside[k]:.1f}"]
        lines.append([f"{moment:%Y-%m-%d %H:%M}", *readings, "0.001", "0.001", *warmth, *event(k)])
    return table(titles, lines)


def electricity_96_points() -> bytes:
    """Two electricity meters read every quarter of an hour by the collector, on the minute."""
    log = telemeter(
        POWER_HOME, POWER_OLD, POWER_NEW, np.random.default_rng(35), days=8, interval_min=15, jitter_min=0,
        offset_min=0, drift_s_per_day=0, loss=0.004, test_register=BenchRegister(step=0.01, modulus=1e6),
        reference_register=BenchRegister(step=0.01, modulus=1e6), phases_min=(0.0, 0.0),
        first_day=np.datetime64("2025-08-04"),
    )  # fmt: skip
    return long_table(log, ("E-501", "E-777"), "kWh", "0.01", decimals=2)


def stairwell_log() -> bytes:
    """Everything people do to a log, in one file as Excel saves it: GB18030, a title block, a footer."""
    run = run_site(FAMILY, GOOD, NEW, np.random.default_rng(36), weeks=1, days=7)
    rows = write_visits(run, first_day=date(2025, 4, 14), test=LITRES, reference=LITRES, starts=(1284.1, 3.0))
    full_width = str.maketrans("0123456789.", "０１２３４５６７８９．")
    styles = [
        "{:%Y/%m/%d %H:%M}", "{0.year}年{0.month}月{0.day}日 {0.hour}时{0.minute}分", "{:%Y.%m.%d %H:%M}",
        "{:%Y-%m-%d %H:%M:%S}", "{:%Y%m%d %H%M}",
    ]  # fmt: skip
    lines = []
    slips = {
        2: lambda test, reference: (test.translate(full_width), reference),
        3: lambda test, reference: (f"1,{test[1:]} m³", reference),  # a separator and a unit in the cell
        4: lambda test, reference: (test, swapped(reference)),  # two neighbours swapped while writing
    }
    for k, (moment, *readings) in enumerate(rows):
        written = slips[k](*readings) if k in slips else readings
        note = "" if k else "表井有积水"
        lines.append([styles[k % 5].format(moment), *written, "0.001", "0.001", note])
    lines[5], lines[6] = lines[6], lines[5]  # the next day's row above the day's own
    lines.insert(4, lines[3])  # copied twice
    block = [["××自来水公司 串接比对记录"], ["地址：××小区 3 幢 2 单元 501", "", "", "抄表员：××"], []]
    titles = [["抄表时间", "旧水表", "新水表", "旧水表", "新水表", "备注"]]
    titles.append(["", "读数(m³)", "读数(m³)", "分度值", "分度值", ""])
    footer = [[], ["合计", "", "", "", "", ""], ["备注：读数为黑字轮加红指针", "", "", "", "", ""]]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([*block, *titles, *lines, *footer])
    return out.getvalue().encode("gb18030")


def swapped(reading: str) -> str:
    """The first two decimals change places."""
    whole, decimals = reading.split(".")
    return f"{whole}.{decimals[1]}{decimals[0]}{decimals[2]}"


def event(row: int) -> tuple[str, str]:
    """The zero test stands in the first row."""
    return ZERO_TEST if row == 0 else ("", "")


def long_table(log: Telemetry, ids: tuple[str, str], unit: str, step: str, decimals: int) -> bytes:
    zone = ZoneInfo("Asia/Shanghai")
    lines = []
    for role, meter, series in (("test", ids[0], log.test), ("reference", ids[1], log.reference)):
        for moment, reading in zip(series.times, series.readings, strict=True):
            seconds = int(moment.astype("datetime64[s]").astype(int))
            local = datetime.fromtimestamp(seconds, UTC).astimezone(zone)
            when, shown = f"{local:%Y-%m-%d %H:%M:%S}", f"{reading:.{decimals}f}"
            lines.append([meter, role, when, shown, unit, step, ""])
    lines[0][-1] = "zero_test"
    return table(["meter_id", "role", "time", "reading", "unit", "resolution", "event"], lines, "utf-8")


def table(titles: list[str], lines: list[list[str]], encoding: str = "utf-8-sig") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([titles, *lines])
    return out.getvalue().encode(encoding)


LOG_RECIPES = {
    recipe.__name__: recipe
    for recipe in (
        rollover,
        exchange_in_the_middle,
        telemetry_clock_offset,
        gas_with_temperatures,
        electricity_96_points,
        stairwell_log,
    )
}
