"""What passes through both meters of a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from comparekit.bench.household import Draws, Household, draw_water
from comparekit.bench.installed import SPARE, Registering, register_draws

if TYPE_CHECKING:
    from comparekit.bench.scenario import Scenario


def pass_through(
    scenario: Scenario, rng: np.random.Generator, *, weeks: int
) -> tuple[Registering, Registering]:
    """Let `weeks` independent weeks, all on the dates of the log, pass through test and reference meter."""
    length = scenario.days + 2 * SPARE
    draws = draw_water(scenario.household, rng, weeks=weeks, days=length)
    if scenario.backflow is not None:
        turned = Household(name="backflow", uses=(scenario.backflow,))
        draws = _joined(draws, draw_water(turned, rng, weeks=weeks, days=length))
    test, reference = (
        register_draws(
            one,
            draws,
            rng,
            utility=scenario.utility,
            first_day=scenario.first_day,
            weeks=weeks,
            length=length,
        )
        for one in (scenario.test, scenario.reference)
    )
    return test, reference


def _joined(draws: Draws, turned: Draws) -> Draws:
    """Draws, and those that run the other way as volumes below zero."""
    return Draws(
        week=np.concatenate([draws.week, turned.week]),
        start=np.concatenate([draws.start, turned.start]),
        duration=np.concatenate([draws.duration, turned.duration]),
        volume=np.concatenate([draws.volume, -turned.volume]),
        flow=np.concatenate([draws.flow, turned.flow]),
    )
