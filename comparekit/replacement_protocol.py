"""The rules by which use before and after a replacement is compared, as a frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from comparekit.origin import Origin
from comparekit.protocol import Tolerance


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonPrior:
    """What is known of season before a household's own record shows it.

    Attributes
    ----------
    spread : float
        Standard deviation of each of the two coefficients of a yearly wave of the logarithm of use [1]: an
        amplitude A at an unknown time of year has A / sqrt(2).
    seen_days : float
        From a record this long on [d] the record itself shows its season.
    seen_spread : float
        The standard deviation then [1]: wide.
    """

    spread: float
    seen_days: float
    seen_spread: float
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRule:
    """What counts as a change of use, and as a change at the replacement.

    Attributes
    ----------
    matters : float
        A change wholly within this share either way [1] is called none.
    reach_days : int
        A change this near to the replacement counts as at it [d].
    probability : float
        What the probability of that must reach for it to be said [1]; the same is asked before a further
        change is told.
    """

    matters: float
    reach_days: int
    probability: float
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class SteepestPrice:
    """How much dearer than the average the last unit of a bill can be, where no price is known.

    Attributes
    ----------
    ratio : float
        Price of the highest tier over that of the lowest [1]: the price of the next unit over the average
        price of a bill is never more.
    assumption : bool
        No rule forbids a higher one.
    """

    ratio: float
    assumption: bool
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacementProtocol:
    """Protocol of a study of use before and after a replacement.

    `title`, `steps` and `sources` are texts by language. `tolerance` is that of the meter's share [1]: the
    tolerance of the series comparison of the same utility.
    """

    id: str
    version: str
    utility: str
    unit: str
    timezone: str
    title: Mapping[str, str]
    tolerance: Tolerance
    season: SeasonPrior
    change: ChangeRule
    steepest: SteepestPrice
    steps: tuple[Mapping[str, str], ...] = ()
    sources: tuple[Mapping[str, str], ...] = ()
    kind: str = "replacement"
