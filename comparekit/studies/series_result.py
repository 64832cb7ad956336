"""What a series comparison found: frozen values, nothing formatted, nothing rounded."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from comparekit.decisions.conformity import Conformity
from comparekit.decisions.verdict import Verdict
from comparekit.findings import Finding
from comparekit.origin import Certainty
from comparekit.protocol import SeriesProtocol
from comparekit.readings.log import InputFile
from comparekit.readings.meter import Meters
from comparekit.stats.deviation import DeviationPosterior
from comparekit.stats.interval import Interval
from comparekit.studies.flow_points import FlowPoint
from comparekit.studies.meter_error import TestMeterError
from comparekit.studies.observed import Observed
from comparekit.studies.series_monitoring import Monitoring


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterSummary:
    """One meter as read. `resolution` in `unit`: the coarsest of the readings used."""

    meter_id: str
    resolution: float
    resolution_given: bool
    unit: str
    readings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What was compared: first and last common boundary (UTC), days between, blocks."""

    start: np.datetime64
    end: np.datetime64
    days: float
    blocks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block: boundaries (UTC), both volumes as read and their difference, test minus reference.

    `flow` is the one that was set [m3/h; A], None where none was. `rows` holds the rows of the readings
    at its two ends, test and reference, where known.
    """

    start: np.datetime64
    end: np.datetime64
    test: float
    reference: float
    difference: float
    rows: tuple[int | None, int | None, int | None, int | None] = (None, None, None, None)
    readings: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    flow: float | None = None

    @property
    def days(self) -> float:
        """From reading to reading [d]."""
        return float((self.end - self.start) / np.timedelta64(86_400_000_000_000, "ns"))

    @property
    def several_days(self) -> bool:
        """Whether the use of more than a day lies in it, so that no sentence may call it one day."""
        return self.days >= 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowDeviation:
    """What the two registers did in these days [1], with bounds that cannot be wrong by chance.

    Only rounding and timing make it uncertain. It says nothing about other days.
    """

    estimate: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LongRunDeviation:
    """Deviation of the meters at this household [1], of which the window is a sample.

    `standard_uncertainty` is half the length of the 68.27 % interval; `sigma` the posterior median of
    the day-to-day standard deviation [1]. None where the data say nothing.
    """

    estimate: float | None
    standard_uncertainty: float | None
    sigma: float | None
    posterior: DeviationPosterior | None = field(repr=False, default=None)

    def interval(self, confidence: float = 0.95) -> Interval:
        """Central interval [1]; an end that carries no information is None."""
        if self.posterior is None:
            return Interval(low=None, high=None, confidence=confidence)
        low, high = (float(end) for end in self.posterior.interval(confidence))
        return Interval(
            low=low if np.isfinite(low) else None,
            high=high if np.isfinite(high) else None,
            confidence=confidence,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PermittedDifference:
    """The largest deviation two meters within their limits can show [1].

    `basis` "both zones": from daily readings alone, with the lower-zone limits. `certainty` is the
    weakest of the numbers it was made from. Below the smallest flow no limit holds at all.
    """

    low: float
    high: float
    exceeded: bool
    basis: str
    certainty: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreNeeded:
    """What would settle the verdict with `probability` if the deviation stays as estimated.

    `days` and `volume` are None for "never": the deviation sits on the tolerance. `blocks` more are
    meant: days, or runs of a bench.
    """

    days: int | None
    volume: float | None
    unit: str
    probability: float
    blocks: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetRow:
    """One source of uncertainty: its value and standard uncertainty [1], and its share of the variance.

    `quantity`: "deviation" for the rows of the long-run deviation, whose shares add to one; "window
    deviation" for what bears on the days of the window only; "test error" for what comes on top when
    the deviation is to say something about the test meter alone.
    """

    source: str
    value: float
    standard_uncertainty: float
    share: float | None
    quantity: str = "deviation"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesResult:
    """Everything a series comparison knows. See the attributes' own classes for how to read them.

    Attributes
    ----------
    detectable : float or None
        Smallest deviation, either way, that this comparison would have called different with
        probability 0.8 [1].
    different : bool
        The deciding interval of the long-run deviation leaves out zero.
    verdict : Verdict
        Compares equal to "agree", "deviate" or "inconclusive".
    basis : str
        Which interval the verdict rests on: "fixed" or "monitoring".
    flow_dependence : float or None
        Correlation of the blocks' relative unsteadiness with their volume [1]: far from zero when
        the meters differ more on days of little (or much) use.
    points : tuple of FlowPoint
        The flows that were set, on a bench; empty otherwise.
    conformity : Conformity or None
        Of the test meter's error: the point that does worst on a bench; only indicative from a mixed
        week with a certificate; None without one.
    meters : Meters or None
        Plates, verifications and certificates, where they were given.
    price : float or None
        Yuan for one `unit`, where somebody gave a price.
    observed : Observed or None
        What all this was made of, where people read the registers; no part of the JSON.
    """

    protocol: SeriesProtocol
    test: MeterSummary
    reference: MeterSummary
    window: Window
    volume_test: float
    volume_reference: float
    unit: str
    window_deviation: WindowDeviation
    deviation: LongRunDeviation
    monitoring: Monitoring | None
    detectable: float | None
    permitted: PermittedDifference
    different: bool
    verdict: Verdict
    basis: str
    more_needed: MoreNeeded | None
    test_error: TestMeterError | None
    flow_dependence: float | None
    blocks: tuple[Block, ...]
    budget: tuple[BudgetRow, ...]
    findings: tuple[Finding, ...]
    assumptions: tuple[str, ...] = ()
    inputs: tuple[InputFile, ...] = ()
    points: tuple[FlowPoint, ...] = ()
    conformity: Conformity | None = None
    meters: Meters | None = None
    price: float | None = None
    observed: Observed | None = field(default=None, repr=False, compare=False)

    def monitoring_interval(self, confidence: float = 0.95) -> Interval:
        """Interval of the long-run deviation [1] that is honest under daily looks.

        Both ends are None before three blocks. ValueError: a confidence other than 0.90, 0.95, 0.99.
        """
        if self.monitoring is None:
            return Interval(low=None, high=None, confidence=confidence)
        return self.monitoring.interval(confidence)

    @property
    def deciding_interval(self) -> Interval:
        """The 95 % interval that `verdict` and `different` rest on, by `basis`."""
        return self.deviation.interval(0.95) if self.basis == "fixed" else self.monitoring_interval(0.95)

    def to_dict(self) -> dict[str, object]:
        """The JSON of `comparekit compare` (schema comparekit.series/1) as plain data."""
        from comparekit.studies.series_json import series_to_dict  # noqa: PLC0415 - it reads this class

        return series_to_dict(self)
