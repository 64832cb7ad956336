"""Where a number comes from, and how sure we are of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Certainty(StrEnum):
    """How sure we are of a number that comes from law, a standard or practice.

    ``confirmed``: read in the source named. ``unconfirmed``: general knowledge, or sources that
    disagree; shown as such on every screen. ``own``: the protocol's own choice, with its reason.
    ``derived``: arithmetic from numbers that carry their own marks.
    """

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    OWN = "own"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a number comes from: `source` and `edition` as text, and how sure we are.

    `reason`, by language, says in a sentence why this number.
    """

    source: str
    certainty: Certainty
    edition: str = ""
    reason: Mapping[str, str] = field(default_factory=dict)


#: From the least sure on.
_STRENGTH = (Certainty.UNCONFIRMED, Certainty.OWN, Certainty.DERIVED, Certainty.CONFIRMED)


def weakest(*origins: Origin) -> Certainty:
    """How sure we are of what was made from numbers of these origins."""
    return min((origin.certainty for origin in origins), key=_STRENGTH.index)
