"""The flow that was set for a run, written beside the reading that ends it."""

import numpy as np
import pytest

from comparekit.alignment.pair import pair_visits
from comparekit.registers.clean import clean_register

TIMES = ("2025-06-10 09:00", "2025-06-10 09:20", "2025-06-10 09:40")


def wide(title, cells, extra=""):
    rows = [f"{t},1.0{k},2.0{k},{cell}" for k, (t, cell) in enumerate(zip(TIMES, cells, strict=True))]
    return f"时间,旧表,新表,{title}\n" + "\n".join(rows) + extra


def codes(log):
    return [finding.code for finding in log.findings]


@pytest.mark.parametrize(
    ("title", "cells", "flows"),
    [
        ("flow", ("", "0.04", "0.75"), (np.nan, 0.04, 0.75)),
        ("流量点(m³/h)", ("", "0.04", "0.75"), (np.nan, 0.04, 0.75)),
        ("流量点（㎥/h）", ("", "0.04", "0.75"), (np.nan, 0.04, 0.75)),
        ("试验流量(L/h)", ("", "40", "750"), (np.nan, 0.04, 0.75)),
        ("设定流量 L/min", ("", "1", "10"), (np.nan, 0.06, 0.6)),
        ("电流点(A)", ("", "0.25", "5"), (np.nan, 0.25, 5.0)),
        ("set current [A]", ("", "0.25", "5"), (np.nan, 0.25, 5.0)),
        ("流量点", ("", "40 L/h", "0.75 m³/h"), (np.nan, 0.04, 0.75)),
        ("流量点(m³/h)", ("", "40 L/h", "0.75"), (np.nan, 0.04, 0.75)),
    ],
)
def test_flows_come_in_cubic_metres_an_hour_or_amperes(read, title, cells, flows):
    log = read(wide(title, cells))
    np.testing.assert_allclose(log["test"].flow, flows)
    np.testing.assert_allclose(log["reference"].flow, flows)
    assert not {code for code in codes(log) if code.startswith("flow.")}


@pytest.mark.parametrize("title", ["流量点", "检定流量", "flow rate", "流量点(档)"])
def test_a_title_without_a_unit_that_is_known_is_not_guessed(read, title):
    log = read(wide(title, ("", "40", "750")))
    assert "flow.unit" in codes(log)
    assert np.isnan(log["test"].flow).all()


def test_a_cell_that_says_no_flow_is_left_out_with_its_row(read):
    log = read(wide("流量点(m³/h)", ("", "小流量", "0.75")))
    (found,) = [finding for finding in log.findings if finding.code == "flow.unread"]
    assert found.context["rows"] == [3] and found.context["count"] == 1
    np.testing.assert_allclose(log["test"].flow, (np.nan, np.nan, 0.75))


def test_a_log_without_the_column_has_no_flows(read):
    assert read(wide("备注", ("", "a", "b")))["test"].flow is None


def paired(log):
    both = [clean_register(log[role], role=role, overload_flow=3.0)[0] for role in ("test", "reference")]
    return pair_visits(*both, visit_gap_s=120, runs=True)[0]


def test_in_a_long_log_the_flow_may_stand_beside_either_meter(read):
    rows = []
    for k, time in enumerate(TIMES):
        flow = ("", "0.04", "0.75")[k]
        rows.append(f"A,旧表,{time},1.0{k},{flow if k == 1 else ''}")
        rows.append(f"B,新表,{time},2.0{k},{flow if k == 2 else ''}")
    pair = paired(read("表号,角色,时间,读数,流量点(m³/h)\n" + "\n".join(rows)))
    np.testing.assert_allclose(pair.flows, (np.nan, 0.04, 0.75))


@pytest.mark.parametrize("zero", ["0", "0.0", "-0.04"])
def test_no_flow_at_all_is_no_run(read, zero):
    """The row of a zero test says flow 0, because the valve is closed."""
    pair = paired(read(wide("flow", (zero, "0.04", "0.75"))))
    np.testing.assert_allclose(pair.flows, (np.nan, 0.04, 0.75))
