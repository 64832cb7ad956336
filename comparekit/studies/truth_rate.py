"""How often this very set-up tells the truth: same days, steps and use, simulated on the spot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparekit.decisions.rules import limits_of
from comparekit.origin import Certainty
from comparekit.stats.arrays import Array
from comparekit.studies.planning_rules import FIRST_FIXED, FIXED, NO_RULE, verdicts
from comparekit.studies.planning_weeks import DAY_TO_DAY, Setup, simulate_weeks
from comparekit.studies.series_result import SeriesResult

#: Difference of the second pair [1]: beyond the tolerance of every shipped protocol, and what people
#: mean by "the meter runs fast".
APART = 0.05

SEED = 20_250_506
_WORK = 40_000  # blocks simulated for each pair
_MOST, _FEWEST = 2000, 150  # weeks


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictShares:
    """Shares of the simulated comparisons [1] that end in each verdict; they add to one."""

    agree: float
    deviate: float
    inconclusive: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthRate:
    """What comparisons set up like this one say when the truth is known.

    Attributes
    ----------
    equal : VerdictShares
        Two equal meters. `deviate` is the rate of false alarms.
    apart : VerdictShares
        The test meter reads high by `apart_by` [1]. `agree` is the rate of missed faults.
    complying : VerdictShares
        Pairs that both comply, their errors anywhere within their limits. A high `deviate` is no fault
        of the comparison: two complying meters may well differ by more than the tolerance. It says how
        little *deviate* proves about either meter.
    lower_zone_share : float
        Share of the volume taken to run in the lower zone [1].
    certainty : Certainty
        Of the limits the complying pairs were drawn within.
    weeks : int
        Comparisons simulated of each kind: a share carries a standard uncertainty of at most
        ``0.5 / sqrt(weeks)``.
    """

    setup: Setup
    equal: VerdictShares
    apart: VerdictShares
    complying: VerdictShares
    apart_by: float
    lower_zone_share: float
    certainty: Certainty
    weeks: int
    seed: int


def setup_of(result: SeriesResult) -> Setup:
    """The set-up of a finished comparison.

    Its own unsteadiness from day to day stands in (it holds the time between the readings already);
    findings, and what a log has wrong, do not.
    """
    blocks = result.window.blocks
    sigma = result.deviation.sigma
    if blocks < FIRST_FIXED:
        rule = NO_RULE
    elif result.basis == FIXED:
        rule = FIXED
    else:
        rule = NO_RULE if result.monitoring is None else result.monitoring.rule
    return Setup(
        protocol=result.protocol,
        blocks=blocks,
        volume=max(0.5 * (result.volume_test + result.volume_reference), 0.0) / blocks,
        test_step=result.test.resolution,
        reference_step=result.reference.resolution,
        sigma=DAY_TO_DAY if sigma is None else sigma,
        gap_s=result.protocol.plan.reading_gap_s if sigma is None else 0.0,
        rule=rule,
    )


def truth_rate_of(result: SeriesResult) -> TruthRate | None:
    """How often a comparison set up like this one tells the truth.

    None for a bench: it has no days to simulate, its runs are as they were set.
    """
    return None if result.protocol.plan.runs else truth_rate(setup_of(result))


def truth_rate(
    setup: Setup, *, seed: int = SEED, lower_zone_share: float | None = None, weeks: int | None = None
) -> TruthRate:
    """Simulate comparisons like this one of equal, differing and complying meters.

    Parameters
    ----------
    setup : Setup
        From `setup_of`, or of a plan.
    seed : int
        The same seed and set-up give the same shares.
    lower_zone_share : float
        Share of the volume in the lower zone of flow [1], for the complying pairs; None: the protocol's.
    weeks : int, optional
        Comparisons of each kind; by default as many as a second or so allows.

    Returns
    -------
    TruthRate
        The verdict is that of this one look by the rule in use. It misleads where the real days are
        unlike the simulated ones: a branch between the meters, clocks apart, a meter that sticks.

    Notes
    -----
    Complying pairs: each meter's error is drawn evenly from within its limits, once for each zone of
    flow and independently, and weighted with the shares of the volume; the test meter within the limits
    in service where the protocol takes it to be in service (measurement model, section 6). Real meters
    crowd nearer to zero than this, so the rate is on the high side. Below the smallest flow no limit
    holds at all, and the simulation has none of that.
    """
    count = min(max(_WORK // setup.blocks, _FEWEST), _MOST) if weeks is None else weeks
    rng = np.random.default_rng(seed)
    share = setup.protocol.flow_shares.lower if lower_zone_share is None else lower_zone_share
    pairs = (0.0, APART, _complying(setup, count, share, rng))
    equal, apart, complying = (_shares(setup, deviation, count, rng) for deviation in pairs)
    return TruthRate(
        setup=setup,
        equal=equal,
        apart=apart,
        complying=complying,
        apart_by=APART,
        lower_zone_share=share,
        certainty=limits_of(setup.protocol)[2],
        weeks=count,
        seed=seed,
    )


def _complying(setup: Setup, count: int, share: float, rng: np.random.Generator) -> Array:
    """Deviation of pairs whose errors lie anywhere within their limits [1], shape (count,)."""
    errors = np.zeros((2, count))
    for zone, part in (("lower", share), ("upper", 1 - share)):
        limits = np.array(limits_of(setup.protocol, zone)[:2])[:, None]
        errors += part * limits * rng.uniform(-1, 1, (2, count))
    return np.asarray((1 + errors[0]) / (1 + errors[1]) - 1)


def _shares(setup: Setup, deviation: Array | float, count: int, rng: np.random.Generator) -> VerdictShares:
    weeks = simulate_weeks(setup, deviation, rng, weeks=count, blocks=setup.blocks)
    said = verdicts(weeks.fit(setup.blocks, slice(None)), setup.protocol, setup.blocks, setup.rule)
    agree, deviate = float(said.agree.mean()), float(said.deviate.mean())
    return VerdictShares(agree=agree, deviate=deviate, inconclusive=1 - agree - deviate)
