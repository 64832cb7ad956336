"""A log written in any accepted way reads back equal; a broken one raises nothing but its faults."""

import csv
import io
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparekit.errors import FaultyLog, UnusableLog
from comparekit.ingest.read import read_log_bytes
from comparekit.wording.faults import faults_text

ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16"]
TITLES = {
    "zh": ("抄表时间", "旧表读数", "新表读数", "备注"),
    "en": ("Time", "Test reading", "Reference reading", "Note"),
    "fields": ("time", "test_reading", "reference_reading", "note"),
}
LONG_TITLES = {"zh": ("表号", "抄表时间", "读数", "角色"), "en": ("Meter ID", "time", "Reading", "role")}
STYLES = [
    "{t:%Y-%m-%d %H:%M:%S}",
    "{t:%Y-%m-%dT%H:%M:%S}+08:00",
    "{t.year}/{t.month}/{t.day} {t.hour}:{t:%M:%S}",
    "{t.year}年{t.month}月{t.day}日 {t.hour}时{t.minute}分{t.second}秒",
    "{t:%Y%m%d %H%M%S}",
]
visits = st.lists(
    st.tuples(
        st.datetimes(datetime(1992, 1, 1), datetime(2100, 12, 30)),
        st.integers(0, 10**8),
        st.integers(0, 10**8),
    ),
    min_size=2,
    max_size=12,
)
forms = st.tuples(
    st.sampled_from(ENCODINGS),
    st.sampled_from(",;\t"),
    st.sampled_from(STYLES),
    st.integers(0, 4),
    st.sampled_from(["\n", "\r\n"]),
)


def written(rows, encoding, delimiter, newline):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return text.getvalue().encode(encoding)


def utc(times):
    zone = ZoneInfo("Asia/Shanghai")
    seconds = [int(t.replace(microsecond=0, fold=0, tzinfo=zone).timestamp()) for t in times]
    return np.array(seconds, dtype="datetime64[s]").tolist()


def digits(number, decimals):
    return f"{Decimal(number).scaleb(-decimals):.{decimals}f}"


@settings(deadline=None)
@given(visits, forms, st.sampled_from(sorted(TITLES)), st.text('表井水x, ;"', max_size=6))
def test_a_wide_log_reads_back_equal(visits, form, language, note):
    encoding, delimiter, style, decimals, newline = form
    rows = [(style.format(t=t), digits(a, decimals), digits(b, decimals), note) for t, a, b in visits]
    log = read_log_bytes(written([TITLES[language], *rows], encoding, delimiter, newline), "log.csv")
    for role, column in (("test", 1), ("reference", 2)):
        series = log[role]
        assert series.times.astype("datetime64[s]").tolist() == utc([v[0] for v in visits])
        assert series.readings.tolist() == [float(row[column]) for row in rows]
        assert series.decimals.tolist() == [decimals] * len(rows)
        assert series.rows.tolist() == list(range(2, len(rows) + 2))


@settings(deadline=None)
@given(visits, forms, st.sampled_from(sorted(LONG_TITLES)))
def test_a_long_log_reads_back_equal(visits, form, language):
    encoding, delimiter, style, decimals, newline = form
    rows = [
        (name, style.format(t=t), digits(value, decimals), role)
        for t, a, b in visits
        for name, value, role in (("0012", a, "旧表"), ("表二", b, "reference"))
    ]
    log = read_log_bytes(written([LONG_TITLES[language], *rows], encoding, delimiter, newline), "log.csv")
    assert (log["test"].meter_id, log["reference"].meter_id) == ("0012", "表二")
    assert log["test"].readings.tolist() == [float(row[2]) for row in rows[::2]]
    assert log["reference"].rows.tolist() == list(range(3, len(rows) + 2, 2))
    assert log["reference"].times.astype("datetime64[s]").tolist() == utc([v[0] for v in visits])


def survives(data):
    try:
        read_log_bytes(data, "log.csv")
    except (FaultyLog, UnusableLog) as error:
        told = [faults_text(error.faults, language) for language in ("zh", "en")]
        if not all(told):
            raise ValueError(f"a fault without a sentence: {error}") from error


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_bytes_at_random_raise_nothing_but_faults(data):
    survives(data)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_broken_logs_raise_nothing_but_faults(encoding):
    rng = np.random.default_rng(20250415)
    start = datetime(2025, 4, 15, 8, 30)
    wide = [
        TITLES["zh"],
        *((f"{start + timedelta(i):%Y/%m/%d %H:%M}", f"{i}.5", f"{i},000.5", "零流量检查") for i in range(8)),
    ]
    long = [("表号", "时间", "读数", "角色", "单位", "分度值", "事件", "拆表底数")]
    long += [
        ("A", "2025-04-15", "1", "旧表", "m3", "0.1", "换表", "x"),
        ("B", "2025-04-15", "1 L", "新表", "L", "", "", ""),
    ] * 3
    for rows in (wide, long):
        data = written(rows, encoding, ",", "\n")
        for _ in range(120):
            broken = np.frombuffer(data, dtype=np.uint8).copy()
            places = rng.integers(0, len(broken), rng.integers(1, 6))
            broken[places] = rng.choice(
                np.frombuffer(b'",;\n0-.:/ A\xb1\x00\xff', dtype=np.uint8), len(places)
            )
            survives(
                broken.tobytes()[: rng.integers(1, len(data) + 1)] if rng.random() < 0.3 else broken.tobytes()
            )


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.text(max_size=12), min_size=1, max_size=6),
    st.lists(st.lists(st.text(max_size=12), max_size=7), max_size=6),
)
def test_titles_and_cells_at_random_raise_nothing_but_faults(titles, rows):
    survives(written([["时间", "旧表", "新表", *titles], *rows], "utf-8", ",", "\n"))
