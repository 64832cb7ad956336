"""The same days through the usual spreadsheet methods, beside what the comparison says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparekit.protocol import Tolerance
from comparekit.stats.agreement import LimitsOfAgreement, limits_of_agreement
from comparekit.stats.arrays import Array
from comparekit.stats.differences import Equivalence, PairedT, equivalence, paired_t
from comparekit.stats.interval import Interval
from comparekit.stats.looks import FIRST_LOOK
from comparekit.studies.series_result import SeriesResult

ALPHA = 0.05  # below it a t-test accuses, and TOST calls equal
_FINEST = 1e-3  # of a step: below it a difference of readings is the residue of binary fractions


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherMethods:
    """What a spreadsheet makes of the daily differences; all deviations as shares of the mean day [1].

    Attributes
    ----------
    days : int
        Blocks, and so differences.
    t : PairedT
        Of the daily differences over the mean daily volume of the reference register.
    accused_on : int or None
        First day on which a t-test of the days so far says "different", looked at daily from the third;
        None for never.
    equivalence : Equivalence
        TOST against the tolerance of the comparison.
    agreement : LimitsOfAgreement
        Bland and Altman's limits.
    fixed, watched : Interval
        The comparison's own intervals of the long-run deviation, for one look and for daily looks.
    tolerance : Tolerance
    """

    days: int
    t: PairedT
    accused_on: int | None
    equivalence: Equivalence
    agreement: LimitsOfAgreement
    fixed: Interval
    watched: Interval
    tolerance: Tolerance

    @property
    def no_answer(self) -> bool:
        """Whether the t-test divides by zero: every day differs by the same, or by nothing."""
        return not bool(self.t.answers)


def has_other_methods(result: SeriesResult) -> bool:
    """Whether there is something to compare: days (no runs of a bench), three of them, and some use."""
    return (
        not result.protocol.plan.runs
        and len(result.blocks) >= FIRST_LOOK
        and sum(block.reference for block in result.blocks) > result.reference.resolution
    )


def other_methods(result: SeriesResult) -> OtherMethods:
    """The days of `result` through paired t, TOST and Bland-Altman.

    Parameters
    ----------
    result : SeriesResult
        One for which `has_other_methods` holds.

    Raises
    ------
    ValueError
        Runs of a bench, fewer than three blocks, or no use.
    """
    if not has_other_methods(result):
        raise ValueError("result: needs three days or more, and some use")
    differences = daily_shares(
        np.array([block.test for block in result.blocks]),
        np.array([block.reference for block in result.blocks]),
        min(result.test.resolution, result.reference.resolution),
    )
    tolerance = result.protocol.tolerance
    return OtherMethods(
        days=differences.size,
        t=paired_t(differences),
        accused_on=first_accusation(differences),
        equivalence=equivalence(differences, tolerance.low, tolerance.high),
        agreement=limits_of_agreement(differences),
        fixed=result.deviation.interval(0.95),
        watched=result.monitoring_interval(0.95),
        tolerance=tolerance,
    )


def daily_shares(test: Array, reference: Array, step: float) -> Array:
    """Daily differences, test minus reference, as shares of the mean daily reference volume [1].

    Parameters
    ----------
    test, reference : array, shape (..., n)
        Volumes of the days, in one unit; the mean of each reference row above zero.
    step : float
        Finer of the two steps of reading [unit]: what is far below it is no difference.
    """
    finest = _FINEST * step
    return np.asarray(np.round((test - reference) / finest) * finest / reference.mean(axis=-1, keepdims=True))


def first_accusation(differences: Array) -> int | None:
    """First day (3, 4, ...) on which a t-test of the differences so far says "different"; None: never."""
    for days in range(FIRST_LOOK, differences.size + 1):
        found = paired_t(differences[:days])
        if bool(found.answers) and float(found.p) < ALPHA:
            return days
    return None
