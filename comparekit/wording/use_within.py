"""The period with the replacement in it, split by days in words; and rates a day for people."""

from __future__ import annotations

import math

import numpy as np

from comparekit.i18n.catalog import text
from comparekit.stats.mid_period import lies_within
from comparekit.studies.replacement_result import AMOUNT, ReplacementResult
from comparekit.studies.use_blocks import UseBlocks, use_blocks
from comparekit.wording.numbers import people_unit
from comparekit.wording.uncertain import money_in


def within_sentence(result: ReplacementResult, blocks: UseBlocks, language: str) -> str:
    """What that period leaves for its days after, those before at the earlier average; empty without one."""
    within = np.flatnonzero(lies_within(blocks.after))
    if within.size != 1 or not result.rate_before > 0:
        return ""
    k = int(within[0])
    share, rate = float(blocks.after[k]), float(blocks.measured[k])
    total = round(float(blocks.days[k]))
    after = round(share * float(blocks.days[k]))
    left = rate - (1 - share) * result.rate_before
    if after in (0, total):
        return ""
    return text(
        language,
        "replacement.weigh.within" if left > 0 else "replacement.weigh.within_nothing",
        total=total,
        whole=rate_told(rate, result, language),
        days_before=total - after,
        before=rate_told(result.rate_before, result, language),
        days_after=after,
        after=rate_told(max(left, 0.0) / share, result, language),
        times=f"{left / share / result.rate_before:.2g}",
    )


def blocks_of(result: ReplacementResult) -> UseBlocks:
    """The blocks the study was made of."""
    return use_blocks(result.usage, result.replaced)


def rate_told(rate: float, result: ReplacementResult, language: str) -> str:
    """A rate to three significant digits: it carries no doubt of its own."""
    if result.measure == AMOUNT:
        return money_in("CNY", language).sized(rate)
    digits = 0 if rate <= 0 else max(0, 2 - math.floor(math.log10(rate)))
    return f"{rate:.{digits}f} {people_unit(result.usage.unit, result.protocol.utility, language)}"
