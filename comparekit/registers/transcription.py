"""Readings that a person probably mistyped, and what they probably were."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from comparekit.findings import Finding, Severity
from comparekit.readings.intervals import PairedIntervals
from comparekit.registers.clean import CleanRegister
from comparekit.registers.crossed import crossed_spans
from comparekit.registers.misdated import misdated_visits
from comparekit.registers.readings_meant import Written, readings_meant
from comparekit.registers.suggestions import Suspect, exchanged, misdated, mistyped
from comparekit.registers.suspects import Visits, most_odd
from comparekit.stats.arrays import Array
from comparekit.stats.deviation import fit_deviation

#: Chance that an honest log shows a visit as odd as those reported [1], by the model of `suspects`.
#: Chosen on the virtual bench, where it lets through less than one clean log in a hundred and names the
#: row of a wrong digit that matters in more than 99 of 100 (tests/validation/mutants.py).
_CHANCE = 0.015
_ENOUGH_BLOCKS = 5  # a median of fewer may itself be the slip
_STANDING = 2  # blocks in which one register stands while the other runs
_UNLIKE = 0.15  # [1]: about the largest difference two complying meters can show
_MOST_SUSPECTS = 5  # beyond that it is no longer slips: the log itself is doubtful
_UNKNOWN_GAP_S = 60.0  # where a row holds both readings
_MOST_CHANCE_OF_DRAW = 0.3


def suspect_readings(
    test: CleanRegister,
    reference: CleanRegister,
    pair: PairedIntervals,
    *,
    typical_flow: float,
    overload_flow: float,
    factors: tuple[float, float] = (1.0, 1.0),
) -> tuple[Finding, ...]:
    """Findings about readings and times that a person probably wrote down wrongly.

    Parameters
    ----------
    test, reference : CleanRegister
        In one base unit.
    pair : PairedIntervals
        The same registers at common visits.
    typical_flow, overload_flow : float
        Flow of a typical draw, and the largest possible one [base unit/h].
    factors : (float, float)
        Base units in one unit as written, of both registers (`written_factor`), for suggestions in the
        digits that were written.

    Returns
    -------
    tuple of Finding
        transcription.digit, .swapped_digits, .decimal_point, .dropped_digit, .doubled_digit,
        .columns_swapped, .meters_swapped, .half_day, .date, .unexplained. A *caution*, or
        *disqualifying* where leaving the reading out (or taking it as suggested) moves the estimate by
        more than the half-width of the interval it then has: a verdict must not hang on a slip. Inside
        the log an error cancels between two blocks, so that it is mostly a caution; the first and the
        last reading carry the whole estimate.

    Notes
    -----
    A suggestion is the likeliest slip that makes the visit ordinary, never proof. When both registers
    could be the wrong one, the row is right and the role a guess: look at the photographs. An error no
    larger than a draw of a minute, or than rounding, cannot be told from an honest reading.
    """
    found = find_suspects(
        test, reference, pair, typical_flow=typical_flow, overload_flow=overload_flow, factors=factors
    )
    return tuple(suspect.finding for suspect in found)


def _unlike(pair: PairedIntervals) -> bool:
    """Whether the registers differ day after day, by far more than meters that both run.

    The search below takes the two to run nearly alike; where they do not, every reading would stand
    out, and a true difference must not be explained away as a mistake of whoever read the meters.
    """
    test, reference = pair.test_volumes, pair.reference_volumes
    moving = (test > 0) | (reference > 0)
    step = float(max(pair.test_steps.max(), pair.reference_steps.max()))
    if moving.sum() < _ENOUGH_BLOCKS or np.median(reference[moving]) < 5 * step:
        return False
    stands = (test == 0) != (reference == 0)
    ratio = np.median(test[moving] / np.maximum(reference[moving], step))
    return bool(stands.sum() >= _STANDING or abs(ratio - 1) > _UNLIKE)


def find_suspects(
    test: CleanRegister,
    reference: CleanRegister,
    pair: PairedIntervals,
    *,
    typical_flow: float,
    overload_flow: float,
    factors: tuple[float, float] = (1.0, 1.0),
) -> tuple[Suspect, ...]:
    """As `suspect_readings`, with the suggestions as numbers."""
    if pair.test_variance.any() or pair.reference_variance.any():
        return ()  # boundaries interpolated from telemetry: no person wrote them down
    if _unlike(pair):
        return ()  # a meter that stands or differs a lot is no slip of the pen
    spans = crossed_spans(pair, overload_flow=overload_flow)
    visits = _visits(pair, typical_flow, max(test.stamp_s, reference.stamp_s))
    suspects: list[Suspect] = []
    if spans:
        sound = _exchanged_back(visits, pair, spans)
        severity = _severity(visits, sound)
        suspects = [exchanged(test, reference, pair, span, severity, factors) for span in spans]
        visits = sound
    index = np.arange(visits.count)
    shown = np.stack([pair.test_shown, pair.reference_shown])
    for first, last in spans:
        shown[:, first : last + 1] = shown[::-1, first : last + 1]
    for case in misdated_visits(test, reference):
        suspects.append(misdated(test, reference, case))
        # Its readings stand where they do not belong in time: that says nothing about their digits.
        times = pair.times[index]
        places = np.flatnonzero(np.isin(times, (test.times[case[0]], reference.times[case[1]])))
        for place in places[:1].tolist():
            if visits.count > 2:
                visits, index = visits.without(place), np.delete(index, place)
                shown = np.delete(shown, place, axis=1)
    # First all culprits, then each of them against what is sound: one slip blurs the next.
    sound, left = visits, np.arange(visits.count)
    culprits: list[int] = []
    for _ in range(_MOST_SUSPECTS):
        odd = most_odd(sound, chance=_CHANCE)
        if odd is None:
            break
        culprits.append(int(left[odd[0]]))
        sound, left = sound.without(odd[0]), np.delete(left, odd[0])
    for culprit in culprits:
        kept = np.sort(np.append(left, culprit))
        place = int(np.searchsorted(kept, culprit))
        here = visits.only(kept)
        notes = (
            _as_written(here.test, shown[0, kept], here.test_steps, place, factors[0]),
            _as_written(here.reference, shown[1, kept], here.reference_steps, place, factors[1]),
        )
        meant = readings_meant(here, place, notes)
        severity = _severity(here, sound)
        suspects.append(mistyped(test, reference, pair, int(index[culprit]), meant, severity))
    return tuple(sorted(suspects, key=_row))


def _visits(pair: PairedIntervals, typical_flow: float, stamp_s: float) -> Visits:
    gaps = np.where(np.isnan(pair.gaps), _UNKNOWN_GAP_S, pair.gaps + stamp_s)
    hours = float((pair.times[-1] - pair.times[0]) / np.timedelta64(3_600_000_000_000, "ns"))
    # The median block, not the total: one wrong end reading would make any flow seem usual.
    volumes = np.minimum(np.abs(pair.test_volumes), np.abs(pair.reference_volumes))
    mean_flow = float(np.median(volumes)) * pair.blocks / max(hours, 1e-9)
    return Visits(
        test=pair.test,
        reference=pair.reference,
        test_steps=pair.test_steps,
        reference_steps=pair.reference_steps,
        gap_volumes=typical_flow * gaps / 3600,
        draw_chance=min(mean_flow / typical_flow, _MOST_CHANCE_OF_DRAW),
    )


def _exchanged_back(visits: Visits, pair: PairedIntervals, spans: list[tuple[int, int]]) -> Visits:
    test, reference = pair.test_shown.copy(), pair.reference_shown.copy()
    steps = [visits.test_steps.copy(), visits.reference_steps.copy()]
    for first, last in spans:
        here = slice(first, last + 1)
        test[here], reference[here] = pair.reference_shown[here], pair.test_shown[here]
        steps[0][here], steps[1][here] = visits.reference_steps[here], visits.test_steps[here]
    return replace(visits, test=test, reference=reference, test_steps=steps[0], reference_steps=steps[1])


def _severity(as_written: Visits, sound: Visits) -> Severity:
    """Whether the estimate hangs on what may be a slip."""
    (before, _), (after, half_width) = _estimate(as_written), _estimate(sound)
    steady = abs(before - after) <= half_width  # false as well where one of them is unknown
    return Severity.CAUTION if steady else Severity.DISQUALIFYING


def _estimate(visits: Visits) -> tuple[float, float]:
    fit = fit_deviation(
        np.diff(visits.test),
        np.diff(visits.reference),
        test_step=visits.test_steps,
        reference_step=visits.reference_steps,
    )
    # A register with a gross slip in it overflows the tails; what comes out is not finite, and so told.
    with np.errstate(over="ignore", invalid="ignore"):
        low, high = fit.interval()
    return float(fit.estimate), float(high - low) / 2


def _as_written(register: Array, shown: Array, steps: Array, visit: int, factor: float) -> Written:
    """A reading in its own unit; its neighbour tells what lies between the unit and the register."""
    near = visit - 1 if visit else 1
    others = np.delete(np.arange(register.size), visit)
    moved = shown[others[-1]] - shown[others[0]]
    # Base conditions stretch a gas register a little; where a rollover falls, nothing can be said.
    stretch = (register[others[-1]] - register[others[0]]) / moved if moved > 0 else 1.0
    stretch = stretch if 0.5 < stretch < 2 else 1.0
    return Written(
        value=float(shown[visit]) / factor,
        step=float(np.median(steps)) / factor,
        scale=factor * float(stretch),
        offset=float(register[near] - stretch * shown[near]),
    )


def _row(suspect: Suspect) -> int:
    row = suspect.finding.context.get("row")
    return row if isinstance(row, int) else -1
