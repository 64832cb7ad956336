"""Registers of a bench: runs at set flows, with errors that are known, and what plates say."""

from dataclasses import replace
from datetime import date

import numpy as np

from comparekit.ingest.protocol_file import load_protocol
from comparekit.readings.meter import CertificatePoint, Meter, Meters
from comparekit.readings.register import RegisterSeries
from comparekit.studies.series import compare_series

START = np.datetime64("2025-06-10T01:00:00")
WATER, POWER = (load_protocol(f"{utility}-bench-quick") for utility in ("water", "electricity"))

Run = tuple[float | None, float]  # flow [m3/h; A], volume [unit]
THREE = [(0.04, 0.01)] * 3 + [(0.75, 0.03)] * 3 + [(2.4, 0.1)] * 3


def registers(runs, test_error, reference_error=0.0, *, step=1e-6, scatter=0.0, unit="m3", **kwargs):
    """Both registers after each run; errors [1], one for all runs or by flow."""
    rng = np.random.default_rng(2)
    flows = np.array([np.nan, *(np.nan if flow is None else flow for flow, _ in runs)])
    volumes = np.array([volume for _, volume in runs])
    times = START + np.arange(flows.size) * np.timedelta64(20, "m")
    pair = []
    for error, first in ((test_error, 531.2), (reference_error, 12.3)):
        each = np.array([error.get(flow, 0.0) if isinstance(error, dict) else error for flow, _ in runs])
        passed = volumes * (1 + each) * (1 + scatter * rng.standard_normal(volumes.size))
        shown = first + np.concatenate([[0.0], np.cumsum(passed)])
        shown = np.floor(shown / step + 1e-6) * step
        pair.append(RegisterSeries(times, shown, step, unit, flow=flows, **kwargs))
    return pair


def plates(certificate=((0.025, 0.0), (0.04, 0.0), (0.75, 0.0), (2.5, 0.0)), *, expanded=0.003, test=None):
    """A Q3 2.5 R100 test meter in service, a new R160 reference meter certified three months before."""
    points = tuple(
        CertificatePoint(flow=f, error=e, expanded_uncertainty=expanded, date=date(2025, 3, 10))
        for f, e in certificate
    )
    old = Meter(accuracy_class="2", q3=2.5, ratio_r=100, in_service=True, verified_on=date(2022, 5, 1))
    new = Meter(
        accuracy_class="2",
        q3=2.5,
        ratio_r=160,
        in_service=False,
        verified_on=date(2025, 1, 10),
        certificate=points,
    )
    return Meters(test=replace(old, **(test or {})), reference=new)


def bench(runs=THREE, test_error=0.0, reference_error=0.0, *, meters=None, protocol=WATER, **kwargs):
    """The result of a bench comparison."""
    pair = registers(runs, test_error, reference_error, **kwargs)
    return compare_series(*pair, protocol, meters=plates() if meters is None else meters)


def codes(result):
    return [finding.code for finding in result.findings]
