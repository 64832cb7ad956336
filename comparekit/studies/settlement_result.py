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


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """Error of the meter at the household's use.

    Attributes
    ----------
    error : Uncertain
        Registered over true volume - 1 [1], with the verification's expanded uncertainty.
    limit : float
        Maximum permissible error both ways [1], for the same use.
    conforming : bool or None
        What the certificate states; it decides. None: told by neither, the interval against the limit
        decides, and one that holds the limit leaves it open.
    hypothetical : bool
        No verification yet: the error is that of a series comparison, the other meter taken as right.
    """

    error: Uncertain
    limit: float
    conforming: bool | None = None
    hypothetical: bool = False

    def __post_init__(self) -> None:
        if not self.limit > 0:
            raise ValueError(f"limit: above zero, not {self.limit}")
        if not self.error.low > -1:
            raise ValueError(f"error: above -1, not {self.error.low}")

    @property
    def status(self) -> str:
        """``beyond``, ``within`` or ``open``."""
        if self.conforming is not None:
            return WITHIN if self.conforming else BEYOND
        low, high = self.error.low, self.error.high
        if -self.limit <= low and high <= self.limit:
            return WITHIN
        return BEYOND if high < -self.limit or low > self.limit else OPEN


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
        (of the rule); ``no_date``, ``no_use``, ``no_price``, ``tariff_too_young`` (of what was given).
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
