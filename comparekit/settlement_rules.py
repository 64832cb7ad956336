"""What is paid back or charged when a meter is found beyond its limits: rules as values.

They are read from ``protocols/*-settlement.toml``, where every rule carries its clause, edition and
certainty, and says what of it is not known. `comparekit.studies.settlement` computes with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from comparekit.origin import Certainty, Origin

NATIONAL = "national"


class Basis(StrEnum):
    """What the corrected volume is reckoned from.

    ``zero error``: as if the meter had been exact, volume / (1 + error). ``excess over limit``: as if it
    had stood at its limit. ``not told``: the rule, as far as known, does not say.
    """

    ZERO_ERROR = "zero error"
    EXCESS = "excess over limit"
    NOT_TOLD = "not told"


class Span(StrEnum):
    """For how long it is corrected.

    ``since last check``: a share of the time since the last verification, or the installation.
    ``months``: so many months up to the end. ``not told``.
    """

    SINCE_LAST_CHECK = "since last check"
    MONTHS = "months"
    NOT_TOLD = "not told"


class Payer(StrEnum):
    """Who pays the verification."""

    SUPPLIER = "supplier"
    USER = "user"
    NOT_TOLD = "not told"


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionPeriod:
    """Days that are corrected: `share` [1] of the time since the last check, or `months`."""

    span: Span
    origin: Origin
    share: float | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TestCosts:
    """Who pays the verification when the meter is beyond its limits, and when it is within them."""

    __test__ = False  # not a test class, whatever pytest thinks of its name

    beyond: Payer
    within: Payer
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementRule:
    """One rule. It speaks of errors beyond the limits only.

    Attributes
    ----------
    place : str
        ``national`` or a place by its id (``anhui``, ``shanghai``); `place_name` by language.
    title : mapping
        The text it stands in, by language; `clause` as cited, empty where it is not known.
    basis, period, costs
        What it says; `period.origin` and `costs.origin` say where from.
    origin : Origin
        Of the rule. `reason`: what it says, in a sentence.
    text_read : bool
        Whether the text itself was read, not only what others quote from it.
    formula_seen : bool
        False: a text that is known to hold a formula nobody here has seen; nothing is computed by it.
    refund_told : bool
        Whether it says, as far as known, that what was charged wrongly is put right at all.
    unknown : mapping
        What is not known of it, by language; empty where nothing is open.
    valid_from, valid_to : date or None
        First and last day in force; None: not known.
    """

    id: str
    utility: str
    place: str
    place_name: Mapping[str, str]
    title: Mapping[str, str]
    clause: Mapping[str, str]
    basis: Basis
    period: CorrectionPeriod
    costs: TestCosts
    origin: Origin
    text_read: bool
    formula_seen: bool
    refund_told: bool
    unknown: Mapping[str, str]
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def as_law(self) -> bool:
        """Whether it may be shown without a reservation: confirmed, and its own text was read."""
        return self.text_read and self.origin.certainty is Certainty.CONFIRMED

    @property
    def computable(self) -> bool:
        """Whether an amount follows from it: formula, basis and period are known."""
        return self.formula_seen and self.basis != Basis.NOT_TOLD and self.period.span != Span.NOT_TOLD

    def in_force(self, day: date) -> bool:
        """Whether it was in force on a day, as far as known."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Arbitration:
    """Days [d] in which a second verification may be asked for, and who settles a dispute at all."""

    appeal_days: float
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementTable:
    """All rules known for one utility."""

    id: str
    version: str
    utility: str
    title: Mapping[str, str]
    note: Mapping[str, str]
    arbitration: Arbitration
    rules: tuple[SettlementRule, ...]

    def rules_for(self, place: str | None, day: date) -> tuple[SettlementRule, ...]:
        """Rules in force on a day, those of the place before the national ones.

        `place` None: of no place in particular, so national ones only.
        """
        held = [rule for rule in self.rules if rule.in_force(day)]
        own = [rule for rule in held if rule.place == place and place != NATIONAL]
        return tuple(own + [rule for rule in held if rule.place == NATIONAL])

    @property
    def places(self) -> Mapping[str, Mapping[str, str]]:
        """Names of the places that have rules of their own, by id and language."""
        return {rule.place: rule.place_name for rule in self.rules if rule.place != NATIONAL}
