"""What is odd about a series comparison as a whole."""

from __future__ import annotations

import numpy as np

from comparekit.findings import Finding, Severity
from comparekit.protocol import SeriesProtocol
from comparekit.readings.intervals import PairedIntervals
from comparekit.readings.log import Event
from comparekit.studies.missed_days import missed_days

UNSTEADY_ABOVE = 0.015  # [1]: days that differ more than meters normally do (measurement model)
_STANDING_BLOCKS = 2
_NEAR_A_POWER = 0.15  # relative: no meter in use is off by a power of ten and so little more
_ENOUGH_STEPS = 20  # of a register: below that rounding alone can look like a power of ten
_STEPS_PER_BLOCK = 2  # below that neighbouring rounding errors are no longer independent


def log_findings(events: tuple[Event, ...] | None) -> list[Finding]:
    """Findings about what the log says happened, or fails to say."""
    if events is None:
        return []
    kinds = {event.kind for event in events}
    findings = []
    for event in events:
        if event.kind == "zero_test_failed":
            findings.append(Finding("protocol.zero_test_failed", Severity.DISQUALIFYING, {"row": event.row}))
    if not kinds & {"zero_test", "zero_test_failed"}:
        findings.append(Finding("protocol.zero_test_missing", Severity.CAUTION))
    return findings


def window_findings(pair: PairedIntervals, protocol: SeriesProtocol, sigma: float | None) -> list[Finding]:
    """Findings about the volumes: too few, too coarse, standing, unsteady."""
    findings = []
    test, reference = pair.test_volumes, pair.reference_volumes
    for role, moved, other, rows in (
        ("test", test, reference, pair.test_rows),
        ("reference", reference, test, pair.reference_rows),
    ):
        # A register stands where it shows no movement while the other moved by more than rounding.
        limit = 2 * (pair.test_steps[1:] + pair.reference_steps[1:])
        standing = (moved == 0) & (other > limit)
        if standing.sum() >= _STANDING_BLOCKS:
            where = [int(r) for r in rows[1:][standing] if r >= 0]
            details = {"role": role, "blocks": int(standing.sum()), "rows": where}
            code = "runs.standing" if protocol.plan.runs else "registers.standing"
            findings.append(Finding(code, Severity.CAUTION, details))
    step = float(max(pair.test_steps.max(), pair.reference_steps.max()))
    volume = float(min(pair.test[-1] - pair.test[0], pair.reference[-1] - pair.reference[0]))
    if np.median(np.minimum(test, reference)) < _STEPS_PER_BLOCK * step:
        details = {"step": step, "unit": protocol.unit, "volume": volume / pair.blocks}
        code = "runs.coarse" if protocol.plan.runs else "blocks.coarse"
        findings.append(Finding(code, Severity.NOTE, details))
    if float(reference.sum()) <= pair.reference_steps[-1]:
        details = {"volume": float(reference.sum()), "unit": protocol.unit, "step": step}
        findings.append(Finding("window.no_volume", Severity.CAUTION, details))
    findings += unit_findings(pair)
    if protocol.plan.runs:  # runs take minutes, and differ from flow to flow as they should
        if np.isnan(pair.flows[1:]).any():
            unnamed = int(np.isnan(pair.flows[1:]).sum())
            findings.append(Finding("runs.no_flow", Severity.CAUTION, {"runs": unnamed}))
        return findings
    days = float((pair.times[-1] - pair.times[0]) / np.timedelta64(1, "D"))
    if abs(days - pair.blocks) > max(0.15 * pair.blocks, 0.6) and pair.blocks > 1:
        details = {"blocks": pair.blocks, "days": f"{days:.1f}"}
        findings.append(Finding("window.uneven", Severity.CAUTION, details))
    findings += missed_days(pair, protocol.timezone)
    if pair.blocks == 1:
        findings.append(Finding("window.one_block", Severity.CAUTION))
    if sigma is not None and sigma > UNSTEADY_ABOVE:
        findings.append(Finding("window.unsteady", Severity.CAUTION, {"sigma": sigma}))
    return findings


def unit_findings(pair: PairedIntervals) -> list[Finding]:
    """Registers a power of ten apart were read in two units, or one of them without its decimal point."""
    moved = float(pair.test[-1] - pair.test[0]), float(pair.reference[-1] - pair.reference[0])
    steps = float(pair.test_steps.max()), float(pair.reference_steps.max())
    # Each against its own step: whole litres taken for cubic metres are coarse beside the other meter.
    if any(volume < _ENOUGH_STEPS * step for volume, step in zip(moved, steps, strict=True)):
        return []
    for power in (1, 2, 3, 4, -1, -2, -3, -4):
        if abs(moved[0] / moved[1] / 10.0**power - 1) < _NEAR_A_POWER:
            role = "test" if power > 0 else "reference"
            details = {"role": role, "times": 10 ** abs(power)}
            return [Finding("window.unit_suspected", Severity.DISQUALIFYING, details)]
    return []


def flow_dependence(pair: PairedIntervals, estimate: float | None) -> float | None:
    """Correlation of each block's relative unsteadiness with its volume [1].

    Near +1 or -1 the meters differ more on days of much (or little) use, which points at wear or at
    adjustment; with a handful of days it is a hint at most. None where there is nothing to correlate.
    """
    volume = pair.reference_volumes
    if estimate is None or pair.blocks < 4 or (volume <= 0).any():
        return None
    unsteady = pair.test_volumes / volume - 1 - estimate
    if np.ptp(unsteady) <= 1e-12 or np.ptp(volume) <= 1e-12:
        return None
    return float(np.corrcoef(unsteady, volume)[0, 1])
