"""What a person may have meant to write: the slips of the pen and of the keyboard, and how likely each is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

_MOST_DECIMALS = 6
_LARGEST_SHIFT = 6  # places a decimal point may have moved


class Slip(NamedTuple):
    """`text` is what may have been meant, `kind` the slip that made of it what was found.

    `chance` is the probability that this slip, among all, makes exactly what was found out of `text`
    [1]; only ratios of chances mean anything.
    """

    kind: str
    text: str
    chance: float


#: Shares of the kinds of slips. Judgement: one wrong digit is by far the most frequent slip when
#: registers are copied by hand; the rest differs too little for a published split to matter here.
_SHARES = {
    "digit": 0.5,
    "swapped_digits": 0.2,
    "decimal_point": 0.1,
    "dropped_digit": 0.1,
    "doubled_digit": 0.05,
    "columns_swapped": 0.05,
}


def share_of(kind: str) -> float:
    """How frequent a kind of slip is among all [1]."""
    return _SHARES[kind]


def written(value: float, step: float) -> str:
    """A reading as it stands in the log: to its step, with more decimals where the value has them."""
    for decimals in range(decimals_of(step), _MOST_DECIMALS + 1):
        text = f"{value:.{decimals}f}"
        if abs(float(text) - value) <= 1e-9 * max(abs(value), 1.0):
            break
    return text


def decimals_of(step: float) -> int:
    """Decimals of a reading to this step."""
    for decimals in range(_MOST_DECIMALS):
        count = step * 10.0**decimals
        if count >= 1 - 1e-9:
            return decimals
    return _MOST_DECIMALS


def slips(found: str, decimals: int) -> Iterator[Slip]:
    """Every text of at most `decimals` decimals that one slip turns into `found`."""
    places = [i for i, c in enumerate(found) if c != "."]
    one_digit = share_of("digit") / (9 * len(places))
    for i in places:
        for digit in "0123456789":
            text = found[:i] + digit + found[i + 1 :]
            # Nobody writes 04.909: that is a digit too many, another slip.
            padded = text.startswith("0") and text[1:2].isdigit() and not found.startswith("0")
            if digit != found[i] and not padded:
                yield Slip("digit", text, one_digit)
    swap = share_of("swapped_digits") / max(len(places) - 1, 1)
    for i, j in pairwise(places):
        if found[i] != found[j]:
            letters = list(found)
            letters[i], letters[j] = letters[j], letters[i]
            yield Slip("swapped_digits", "".join(letters), swap)
    yield from _moved_points(found, decimals)
    yield from _dropped(found, decimals)
    doubled = share_of("doubled_digit") / max(len(places), 1)
    for i, j in pairwise(places):
        if found[i] == found[j]:
            yield Slip("doubled_digit", found[:j] + found[j + 1 :], doubled)


def _moved_points(found: str, decimals: int) -> Iterator[Slip]:
    value = float(found)
    chance = share_of("decimal_point") / _LARGEST_SHIFT
    for places in range(1, _LARGEST_SHIFT + 1):
        for moved in (value * 10.0**places, value / 10.0**places):
            text = f"{moved:.{decimals}f}"
            # Only the point may have moved: all digits that were found are still there.
            if abs(float(text) - moved) <= 1e-9 * max(moved, 1.0):
                yield Slip("decimal_point", text, chance)


def _dropped(found: str, decimals: int) -> Iterator[Slip]:
    # Trailing zeros of the found text may be ours: 845.56 was read as 845.560 when a digit was lost.
    texts = {found}
    if "." in found:
        bare = found.rstrip("0")
        texts |= {found[: len(bare) + k] for k in range(len(found) - len(bare) + 1)}
    chance = share_of("dropped_digit") / max(len(found), 1)
    seen = set()
    for text in sorted(texts):
        for i in range(len(text) + 1):
            for digit in "0123456789":
                longer = text[:i] + digit + text[i:]
                _, _, part = longer.partition(".")
                if len(part) <= decimals and longer not in seen:
                    seen.add(longer)
                    yield Slip("dropped_digit", longer, chance)
