"""What a deviation means in money, in words."""

from __future__ import annotations

from comparekit.decisions.verdict import Verdict
from comparekit.i18n.catalog import speaker
from comparekit.studies.money import DAYS, Amount, Money, money_of
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.numbers import decimals_for, people_unit, people_volume

_CENT = 2  # decimals: nobody pays less


def money_fact(result: SeriesResult, language: str) -> tuple[str, str] | None:
    """Name and value of the key number; None where no price was given."""
    money = money_of(result)
    if money is None:
        return None
    return _basis(money, result, language), _told(money.month, result, language, "")


def money_lines(result: SeriesResult, language: str) -> tuple[str, ...]:
    """By the month, of each 100 yuan, and what is not in it; empty without a price."""
    say, money = speaker(language, "money"), money_of(result)
    if money is None:
        return ()
    month = _told(money.month, result, language, "")
    return (
        say("sentence", basis=_basis(money, result, language), month=month),
        say("hundred_sentence", hundred=_told(money.hundred, result, language, "hundred_")),
        say("month", days=DAYS),
    )


def _basis(money: Money, result: SeriesResult, language: str) -> str:
    say, utility = speaker(language, "money"), result.protocol.utility
    return say(
        "basis",
        unit=people_unit(money.unit, utility, language),
        price=f"{money.price:.10g}",
        daily=people_volume(money.daily, money.unit, utility, language),
    )


def _told(amount: Amount, result: SeriesResult, language: str, kind: str) -> str:
    """The amount with its range, to no more digits than half its length allows."""
    open_still = result.verdict == Verdict.INCONCLUSIVE
    say, half = speaker(language, "money"), amount.half_width
    if amount.estimate is None or amount.low is None or amount.high is None or not half:
        return say(f"{kind}unknown")
    digits = min(decimals_for(half), _CENT)
    estimate, low, high = (round(value, digits) for value in (amount.estimate, amount.low, amount.high))
    if low == high == 0:
        return say(f"{kind}same_to_the_cent")
    ends = f"{abs(low):.{digits}f}", f"{abs(high):.{digits}f}"
    if low >= 0:
        told = say("both_more", low=ends[0], high=ends[1])
    elif high <= 0:
        told = say("both_less", low=ends[1], high=ends[0])
    else:
        told = say("either", low=ends[0], high=ends[1])
    if low < 0 < high and open_still:
        key = "rough"
    else:
        key = "same" if estimate == 0 else "more" if estimate > 0 else "less"
    return say(f"{kind}{key}", amount=f"{abs(estimate):.{digits}f}", range=told)
