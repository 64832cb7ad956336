"""The result of a study of use before and after a replacement."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparekit.decisions.meter_share import MeterShare
from comparekit.findings import Finding
from comparekit.readings.log import InputFile
from comparekit.readings.usage import UsageSeries
from comparekit.replacement_protocol import ReplacementProtocol
from comparekit.studies.bridge_evidence import MeterEvidence
from comparekit.studies.bridge_result import Bridge
from comparekit.studies.settlement_result import Settlement
from comparekit.studies.use_change import Evidence
from comparekit.studies.use_dates import UseDates
from comparekit.tariff import Tariff

VOLUME, AMOUNT = "volume", "amount"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReplacementResult:
    """What a record of use says about a replacement, and what it cannot say.

    Attributes
    ----------
    usage : UsageSeries
        The record.
    measure : str
        ``volume``, or ``amount`` where bills tell only amounts and no price list turns them back: then
        `usage` carries yuan in place of volumes.
    replaced : datetime64[ns]
        Moment of the replacement, UTC.
    rate_before, rate_after : float
        Use a day on either side [unit/d], nothing taken out; NaN where there is none.
    evidence : tuple of Evidence
        Levels of evidence, the strongest first; the summary rests on the first.
    changed : bool or None
        Whether use changed, whatever the reason: True where the interval of the first level leaves out 1,
        False where it lies wholly within the protocol's `matters` about 1, None otherwise.
    dates : UseDates or None
        When it changed.
    meter : MeterEvidence or None
        What a series comparison or a verification says of the suspect meter.
    bridge : Bridge or None
        From the old bill to the new one.
    settlements : tuple of Settlement
        What is due by which rule, or would be.
    verdict : MeterShare
        About the meter only; bills alone never reach one.
    """

    protocol: ReplacementProtocol
    usage: UsageSeries
    measure: str
    replaced: np.datetime64
    rate_before: float
    rate_after: float
    evidence: tuple[Evidence, ...]
    changed: bool | None
    dates: UseDates | None
    meter: MeterEvidence | None
    bridge: Bridge | None
    settlements: tuple[Settlement, ...]
    verdict: MeterShare
    findings: tuple[Finding, ...] = ()
    inputs: tuple[InputFile, ...] = ()
    assumptions: tuple[str, ...] = ()
    price: float | None = None
    tariff: Tariff | None = None

    def to_dict(self) -> dict[str, object]:
        """The JSON of the schema comparekit.replacement/1: plain numbers, strings, lists and None."""
        from comparekit.studies.replacement_json import replacement_to_dict  # noqa: PLC0415 - it reads this

        return replacement_to_dict(self)
