"""The counts of a board, as they stand in its address: ``?water=23,0&electricity=14,0&gas=30,0``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, quote

from comparekit.stats.proportions import upper_bound

UTILITIES = ("water", "electricity", "gas")
#: Yancheng's laboratory, 67 meters that residents doubted: all conforming. The name goes with the counts:
#: a day's own results are never taken for it.
EXAMPLE = "?water=23,0&electricity=14,0&gas=30,0&example=yancheng"
_PAIR = re.compile(r"\s*(\d{1,6})\s*[,，]\s*(\d{1,6})\s*", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many were tested, and how many of them did not conform."""

    tested: int
    found: int

    @property
    def bound(self) -> float:
        """Exact one-sided 95 % upper bound of the share of bad ones [1]."""
        return upper_bound(self.found, self.tested)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountFault:
    """A part of the address that is no count: what was written, or the count that cannot be."""

    utility: str
    written: str
    count: Count | None = None


def counts_of(search: str | None) -> tuple[dict[str, Count], tuple[CountFault, ...]]:
    """Counts by utility, those of the address only, and all that is wrong with it."""
    asked = parse_qs((search or "").lstrip("?"), keep_blank_values=True)
    counts, faults = {}, []
    for utility in UTILITIES:
        written = asked.get(utility, [""])[-1]
        if not written.strip(" ,，"):
            continue
        found = _PAIR.fullmatch(written)
        if found is None:
            faults.append(CountFault(utility=utility, written=written[:20]))
            continue
        count = Count(tested=int(found[1]), found=int(found[2]))
        if count.found > count.tested:
            faults.append(CountFault(utility=utility, written=written, count=count))
        else:
            counts[utility] = count
    return counts, tuple(faults)


def is_example(search: str | None) -> bool:
    """Whether an address shows the example of Yancheng, with its counts as they were."""
    asked = parse_qs((search or "").lstrip("?"), keep_blank_values=True)
    return asked.get("example") == ["yancheng"] and counts_of(search) == counts_of(EXAMPLE)


def together(counts: Mapping[str, Count]) -> Count:
    """All utilities as one count."""
    return Count(
        tested=sum(count.tested for count in counts.values()), found=sum(c.found for c in counts.values())
    )


def search_of(written: Mapping[str, tuple[str, str]]) -> str:
    """The address of what was typed, by utility: tested and nonconforming; a field left empty counts as 0."""
    parts = [
        f"{utility}={quote(f'{tested.strip() or 0},{found.strip() or 0}', safe=',')}"
        for utility, (tested, found) in written.items()
        if tested.strip() or found.strip()
    ]
    return "?" + "&".join(parts) if parts else ""
