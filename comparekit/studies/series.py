"""Two registers in series: do the meters differ, and does it matter?"""

from __future__ import annotations

import numpy as np

from comparekit.decisions.rules import tolerance_interval
from comparekit.decisions.verdict import decide
from comparekit.findings import Finding, disqualifies
from comparekit.protocol import SeriesProtocol
from comparekit.readings.intervals import PairedIntervals
from comparekit.readings.log import Event, InputFile
from comparekit.readings.meter import Meters
from comparekit.readings.moments import in_zone
from comparekit.readings.register import RegisterSeries
from comparekit.registers.clean import clean_register
from comparekit.registers.suggestions import written_factor
from comparekit.registers.transcription import suspect_readings
from comparekit.stats.deviation import fit_deviation
from comparekit.stats.interval import Interval
from comparekit.stats.prospect import detectable_deviation
from comparekit.studies.flow_points import FlowPoint
from comparekit.studies.flow_runs import points_interval, run_findings
from comparekit.studies.observed import Observed, written_by_people
from comparekit.studies.series_alignment import align
from comparekit.studies.series_budget import budget_rows
from comparekit.studies.series_error import about_error
from comparekit.studies.series_findings import flow_dependence, log_findings, window_findings
from comparekit.studies.series_meters import for_meters, meter_findings
from comparekit.studies.series_monitoring import Monitoring, basis_of, monitor
from comparekit.studies.series_permitted import permitted_difference
from comparekit.studies.series_prospect import more_needed
from comparekit.studies.series_result import (
    LongRunDeviation,
    SeriesResult,
    Window,
    WindowDeviation,
)
from comparekit.studies.series_summary import assumption_codes, block_rows, meter_summary

_DAY = np.timedelta64(86_400_000_000_000, "ns")


def compare_series(
    test: RegisterSeries,
    reference: RegisterSeries,
    protocol: SeriesProtocol,
    *,
    events: tuple[Event, ...] | None = None,
    findings: tuple[Finding, ...] = (),
    inputs: tuple[InputFile, ...] = (),
    assumptions: tuple[str, ...] = (),
    meters: Meters | None = None,
    judged_before: bool = False,
) -> SeriesResult:
    """Compare the registers of two meters that carried the same volume.

    Parameters
    ----------
    test, reference : RegisterSeries
        The meter in question and the one it is held against.
    protocol : SeriesProtocol
        The rules agreed before.
    events : tuple of Event, optional
        What the log says happened. None: the registers come from no log, so nothing is missing from it.
    findings, inputs, assumptions
        What reading the log already noticed, the files it came from, and what was taken for granted.
    meters : Meters, optional
        Plates, verifications and certificates of both meters.
    judged_before : bool
        A verdict on this comparison exists already, so this is one look among several.

    Returns
    -------
    SeriesResult
        Read `verdict` together with `different` and `detectable`: *agree* on a coarse register says
        little unless `detectable` is small. A series comparison is screening: it never says which
        of the two meters is right.

    Raises
    ------
    UnusableLog
        Fewer than two common boundaries.
    ValueError
        Units that the protocol's unit cannot hold; a class its limits do not know.
    """
    asked = protocol
    if meters is not None:
        protocol = for_meters(protocol, meters)
    notes = list(findings)
    cleaned = []
    for role, series in (("test", test), ("reference", reference)):
        register, found = clean_register(
            series, role=role, overload_flow=protocol.plan.overload_flow, events=events or ()
        )
        if register.unit != protocol.unit:
            raise ValueError(f"{role}: unit {series.unit!r} does not go with protocol {protocol.id}")
        cleaned.append(register)
        notes.extend(found)
    old, new = cleaned
    pair, found = align(old, new, protocol, meters)
    notes.extend(found)
    notes.extend(
        suspect_readings(
            old,
            new,
            pair,
            typical_flow=protocol.plan.typical_flow,
            overload_flow=protocol.plan.overload_flow,
            factors=(written_factor(test), written_factor(reference)),
        )
    )
    notes.extend(log_findings(events))
    written = max(old.stamp_s, new.stamp_s)  # two stamps to the minute hide up to a minute
    gaps = np.where(np.isnan(pair.gaps), protocol.plan.reading_gap_s, pair.gaps + written)

    long_run, sigma = _long_run(pair, protocol)
    monitoring = monitor(long_run.posterior, pair.blocks, protocol)
    basis = basis_of(pair.blocks, protocol, judged_before=judged_before)
    interval = long_run.interval(0.95) if basis == "fixed" else _watched(monitoring)
    notes.extend(window_findings(pair, protocol, sigma))
    on = in_zone(pair.times[-1], protocol.timezone).date()
    if meters is not None:
        notes.extend(meter_findings(meters, protocol, on, pair.flows[1:]))
    tolerance = tolerance_interval(protocol)
    barred = disqualifies(tuple(notes))
    error = about_error(pair, long_run, interval, protocol, meters, on, barred=barred)
    notes.extend(run_findings(error.points, pair, protocol))
    at_points = points_interval(error.points, tolerance)
    deciding = interval if at_points is None else at_points
    verdict = decide(deciding, tolerance, disqualified=barred)
    half_width, u = interval.half_width, long_run.standard_uncertainty
    detectable = None
    if half_width is not None and u is not None:
        detectable = detectable_deviation(half_width, u)
    observed = Observed(
        test=test,
        reference=reference,
        pair=pair,
        protocol=asked,
        events=events,
        findings=findings,
        meters=meters,
        judged_before=judged_before,
    )
    return SeriesResult(
        protocol=protocol,
        test=meter_summary(old, pair.test_steps),
        reference=meter_summary(new, pair.reference_steps),
        window=Window(
            start=pair.times[0],
            end=pair.times[-1],
            days=float((pair.times[-1] - pair.times[0]) / _DAY),
            blocks=pair.blocks,
        ),
        volume_test=round(float(pair.test[-1] - pair.test[0]), 9),
        volume_reference=round(float(pair.reference[-1] - pair.reference[0]), 9),
        unit=protocol.unit,
        window_deviation=_window_deviation(pair, gaps, protocol),
        deviation=long_run,
        monitoring=monitoring,
        detectable=detectable,
        permitted=permitted_difference(pair, interval, protocol, meters, error.points),
        different=_differ(interval, error.points),
        verdict=verdict,
        basis=basis,
        # More runs at a flow narrow its interval; how many would settle all of them nobody can promise.
        more_needed=None if error.points else more_needed(verdict, interval, long_run, pair, protocol),
        test_error=error.error,
        flow_dependence=flow_dependence(pair, long_run.estimate),
        blocks=block_rows(pair),
        budget=budget_rows(pair, gaps, long_run, protocol, error.reference),
        findings=tuple(notes),
        assumptions=(*assumptions, *assumption_codes(pair, protocol, meters)),
        inputs=inputs,
        points=error.points,
        conformity=error.conformity,
        meters=meters,
        observed=observed if written_by_people(test, reference, pair) else None,
    )


def _differ(interval: Interval, points: tuple[FlowPoint, ...]) -> bool:
    """Whether the meters differ: on the whole, or on a bench at any flow that was set."""
    if not points:
        return interval.excludes(0.0)
    each = (Interval(low=point.deviation_low, high=point.deviation_high) for point in points)
    return any(ends.excludes(0.0) for ends in each)


def _long_run(pair: PairedIntervals, protocol: SeriesProtocol) -> tuple[LongRunDeviation, float | None]:
    posterior = fit_deviation(
        pair.test_volumes,
        pair.reference_volumes,
        test_step=pair.test_steps,
        reference_step=pair.reference_steps,
        test_variance=pair.test_variance,
        reference_variance=pair.reference_variance,
        prior_scale=protocol.prior_scale,
    )
    if not posterior.usable:
        return LongRunDeviation(estimate=None, standard_uncertainty=None, sigma=None), None
    if pair.blocks == 1:  # one block cannot show how steady the days are: only the hard bounds remain
        ratio = float(pair.test_volumes[0] / pair.reference_volumes[0] - 1)
        return LongRunDeviation(estimate=ratio, standard_uncertainty=None, sigma=None), None
    sigma = float(posterior.sigma_median)
    return LongRunDeviation(
        estimate=_known(posterior.estimate),
        standard_uncertainty=_known(posterior.standard_uncertainty),
        sigma=sigma,
        posterior=posterior,
    ), sigma


def _watched(monitoring: Monitoring | None) -> Interval:
    """The interval under daily looks; without ends where there is nothing to look at yet."""
    return Interval(low=None, high=None) if monitoring is None else monitoring.interval(0.95)


def _known(value: object) -> float | None:
    number = float(value)  # type: ignore[arg-type]
    return number if np.isfinite(number) else None


def _window_deviation(pair: PairedIntervals, gaps: np.ndarray, protocol: SeriesProtocol) -> WindowDeviation:
    test, reference = (round(float(r[-1] - r[0]), 9) for r in (pair.test, pair.reference))
    # Truncated or read to the nearest step: either way no further off than the coarser end reading.
    d_test = max(pair.test_steps[0], pair.test_steps[-1])
    d_ref = max(pair.reference_steps[0], pair.reference_steps[-1])
    if reference <= d_ref:
        return WindowDeviation(estimate=None, low=None, high=None)
    passed = protocol.plan.typical_flow * (gaps[0] + gaps[-1]) / 3600
    off_test = d_test + passed + pair.test_reach[0] + pair.test_reach[-1]
    off_ref = d_ref + pair.reference_reach[0] + pair.reference_reach[-1]
    return WindowDeviation(
        estimate=float(test / reference - 1),
        low=float(max(test - off_test, 0.0) / (reference + off_ref) - 1),
        high=float(max(test + off_test, 0.0) / (reference - off_ref) - 1) if reference > off_ref else None,
    )
