"""What a rule makes of a meter found beyond its limits: frozen values, nothing formatted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from comparekit.settlement_rules import Payer, SettlementRule
from comparekit.studies.bridge_inputs import Uncertain

BEYOND, WITHIN, OPEN = "beyond", "within", "open"
REFUND, BACK_CHARGE = "refund", "back-charge"

FORMULA, BASIS, SPAN = "formula_not_seen", "basis_not_told", "span_not_told"
NO_DATE, NO_USE, NO_PRICE, OLD_TARIFF = "no_date", "no_use", "no_price", "tariff_too_young"
STANDS_STILL = "stands_still"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """Error of the meter at the household's use.

    Attributes
    ----------
    error : Uncertain or None
        Registered over true volume - 1 [1], with the verification's expanded uncertainty; None where the
        meter stood still at a flow: then nobody knows what it missed.
    limit : float
        Maximum permissible error both ways [1] in the upper zone, where most of a home's use runs.
    lower_limit : float or None
        That of the lower zone [1], where nobody knows in which zone the use ran; None where it is known.
    by_zone : pair of str or None
        What a certificate says (``beyond``, ``within``, ``open``) if its flows of unknown zone lie in the
        upper zone, and if in the lower one; None: the error is held against both limits.
    conforming : bool or None
        What the certificate states; it decides. None: told by neither, the interval against the limit
        decides, and one that holds the limit leaves it open.
    hypothetical : bool
        No verification yet: the error is that of a series comparison, the other meter taken as right.
    """

    error: Uncertain | None
    limit: float
    lower_limit: float | None = None
    by_zone: tuple[str, str] | None = None
    conforming: bool | None = None
    hypothetical: bool = False

    def __post_init__(self) -> None:
        if not self.limit > 0:
            raise ValueError(f"limit: above zero, not {self.limit}")
        if self.lower_limit is not None and not self.lower_limit > 0:
            raise ValueError(f"lower_limit: above zero, not {self.lower_limit}")
        if self.error is not None and not self.error.low > -1:
            raise ValueError(f"error: above -1, not {self.error.low}")

    @property
    def status(self) -> str:
        """``beyond``, ``within`` or ``open``; what depends on the zone of flow is open."""
        if self.conforming is not None:
            return WITHIN if self.conforming else BEYOND
        above, below = self.outcomes
        return above if above == below else OPEN

    @property
    def outcomes(self) -> tuple[str, str]:
        """By the limit of the upper zone, and by that of the lower one."""
        if self.by_zone is not None:
            return self.by_zone
        return self._against(self.limit), self._against(self.lower_limit or self.limit)

    @property
    def zone_open(self) -> bool:
        """Whether one zone's limit is broken or open and the other's is not, and nobody knows the zone."""
        above, below = self.outcomes
        return self.conforming is None and above != below

    def _against(self, limit: float) -> str:
        if self.error is None:
            return OPEN
        low, high = self.error.low, self.error.high
        if -limit <= low and high <= limit:
            return WITHIN
        return BEYOND if high < -limit or low > limit else OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What one rule makes of it.

    Attributes
    ----------
    direction : str or None
        ``refund`` (the meter counted too much) or ``back-charge``; None where nothing is due.
    start, end : date or None
        Days that are corrected.
    use : Uncertain or None
        What the meter registered in them [unit].
    volume, money : Uncertain or None
        The correction [unit; currency], above zero for a refund; None where it cannot be said.
    payer : Payer
        Of the verification, in the case at hand; `NOT_TOLD` also where the case is open.
    missing : tuple of str
        Why there is no volume or no amount: ``formula_not_seen``, ``basis_not_told``, ``span_not_told``
        (of the rule); ``no_date``, ``no_use``, ``no_price``, ``tariff_too_young`` (of what was given);
        ``stands_still``: of the meter.
    month_volume, month_money : Uncertain or None
        Plain arithmetic, no rule: what the error makes of 30 days of this use.
    """

    rule: SettlementRule
    verified: Verified
    status: str
    direction: str | None
    payer: Payer
    unit: str
    currency: str = "CNY"
    start: date | None = None
    end: date | None = None
    use: Uncertain | None = None
    volume: Uncertain | None = None
    money: Uncertain | None = None
    missing: tuple[str, ...] = ()
    month_volume: Uncertain | None = None
    month_money: Uncertain | None = None

    def to_dict(self) -> dict[str, object]:
        """Plain numbers, strings, lists and None."""
        from comparekit.studies.settlement_json import settlement_to_dict  # noqa: PLC0415 - it reads this

        return settlement_to_dict(self)
