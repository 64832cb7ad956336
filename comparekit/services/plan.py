"""Plan a comparison: choose the protocol, fill in what nobody said, ask the study."""

from __future__ import annotations

from comparekit.errors import CompareKitError
from comparekit.ingest.protocol_file import load_protocol
from comparekit.protocol import SeriesProtocol
from comparekit.studies import planning
from comparekit.studies.planning_result import SeriesPlanResult

DEFAULT_PROTOCOL = "water-series-7d"

#: Step of the reading and use of a day [unit of the utility] where nobody says: a household's, our own
#: choice. Three people use about 0.4 m3 of water; 20 m3 of gas and 240 kWh a month.
TYPICAL = {"water": (0.001, 0.4), "gas": (0.001, 0.7), "electricity": (0.01, 8.0)}


def plan_series(
    *,
    test_step: float | None = None,
    reference_step: float | None = None,
    daily_use: float | None = None,
    protocol: SeriesProtocol | None = None,
    deviation: float = 0.0,
    power: float = 0.8,
    sigma: float | None = None,
    rule: str = "fixed",
    horizon: int = 120,
) -> SeriesPlanResult:
    """Days and volume a series comparison needs; what is not given is assumed and said so.

    Without a protocol by `water-series-7d`; without steps and use a typical household's; a reference step
    alone left out is that of the test register. See `comparekit.studies.planning.plan_series` for the
    arguments and for what the result means.

    Raises
    ------
    CompareKitError
        ``plan.not_days``: a protocol of runs at set flows, which has no days to plan.
    """
    assumptions = []
    if protocol is None:
        protocol = load_protocol(DEFAULT_PROTOCOL)
        assumptions.append("protocol")
    if protocol.plan.runs:
        raise CompareKitError("plan.not_days", protocol=protocol.id, days=f"{protocol.utility}-series-7d")
    step, use = TYPICAL[protocol.utility]
    if test_step is None:
        test_step = step
        assumptions.append("test_step")
    if reference_step is None:
        reference_step = test_step
        assumptions.append("reference_step")
    if daily_use is None:
        daily_use = use
        assumptions.append("daily_use")
    return planning.plan_series(
        test_step=test_step,
        reference_step=reference_step,
        daily_use=daily_use,
        protocol=protocol,
        deviation=deviation,
        power=power,
        sigma=sigma,
        rule=rule,
        horizon=horizon,
        assumptions=tuple(assumptions),
    )
