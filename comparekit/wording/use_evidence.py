"""How much use changed, and how to take the evidence for it, in words."""

from __future__ import annotations

import math
import re

from comparekit.i18n.catalog import has_text, speaker, text
from comparekit.studies.replacement_result import AMOUNT, ReplacementResult
from comparekit.studies.use_blocks import UseBlocks
from comparekit.studies.use_change import CONTROLS, WEATHER, Evidence, season_unseen
from comparekit.wording.lists import listed
from comparekit.wording.numbers import decimals_for, percent
from comparekit.wording.use_within import blocks_of, rate_told, within_sentence

LESS, MORE, TIMES, SAME, UNCLEAR, TOO_LITTLE = "less", "more", "times", "same", "unclear", "too_little"
_TOO_LITTLE = "replacement.too_little", "replacement.not_in_use"
_UNIT = re.compile(r"\s*[(（\[][^()（）]*[)）\]]$")  # behind the title of a column
_TOGETHER = 3  # more intervals than this in a block: they were put together
_MOST_DIGITS, _LEAST_HALF = 4, 1e-5  # to which an end is told apart from no change
_TIMES_FROM = 2.0  # from here on people think in times, not in percent


def use_case(result: ReplacementResult) -> str:
    """Which sentence tells what became of use: one of the names above."""
    if not result.evidence:
        return TOO_LITTLE
    if result.changed is not True:
        return SAME if result.changed is False else UNCLEAR
    ratio = result.evidence[0].estimate
    return LESS if ratio < 1 else TIMES if ratio >= _TIMES_FROM else MORE


def use_sentence(result: ReplacementResult, language: str, audience: str = "resident") -> str:
    """Whether use changed and by how much, as the strongest level of evidence has it."""
    say, case = speaker(language, f"replacement.use.{audience}"), use_case(result)
    if case == TOO_LITTLE:
        why = next((f for f in result.findings if f.code in _TOO_LITTLE), None)
        if why is None:
            return say(case, before=0, after=0)
        return say(why.code.removeprefix("replacement."), **why.context)
    first = result.evidence[0]
    columns = columns_told(first, language)
    since = text(
        language,
        f"replacement.since.{first.level}",
        what=what_changed(result, language),
        columns=columns,
    )
    told = say(
        case,
        since=since,
        level=level_name(first, language),
        matters=f"{100 * result.protocol.change.matters:g} %",
        **size_told(first, language, as_times=case == TIMES),
    )
    if case != SAME or audience != "resident" or not _explained(result):
        return told
    explains = text(language, f"replacement.explains.{first.level}", columns=columns)
    before, after = (rate_told(rate, result, language) for rate in (result.rate_before, result.rate_after))
    explained = say("explained", before=before, after=after, columns=explains)
    return text(language, "replacement.two_sentences", first=told, second=explained)


def what_changed(result: ReplacementResult, language: str) -> str:
    """Daily use, or the daily bill where only amounts are known."""
    key = result.protocol.utility if result.measure == AMOUNT else "volume"
    return text(language, f"replacement.what.{key}")


def size_told(one: Evidence, language: str, *, as_times: bool = False) -> dict[str, str]:
    """Size of the change with both ends, in percent or in times; and the ratio itself, for officials.

    `low` is the end nearer to no change, where both lie on one side of it; else `low` is the most by which
    use may have fallen and `high` the most by which it may have risen.
    """
    low, high = _ends(one)
    half = (high - low) / 2
    digits = min(decimals_for(half) if half else 2, 3)
    ratio = {
        "ratio": f"{one.estimate:.{digits}f}",
        "ratio_low": _end_ratio(low, one, digits),
        "ratio_high": _end_ratio(high, one, digits),
    }
    if as_times:
        return {"size": ratio["ratio"], "low": ratio["ratio_low"], "high": ratio["ratio_high"], **ratio}
    sizes = [
        percent(abs(one.estimate - 1), half or None, language, signed=False),
        *(percent(abs(x - 1), _finer(x, one, half) or None, language, signed=False) for x in (low, high)),
    ]
    near, far = (sizes[2], sizes[1]) if high < 1 else (sizes[1], sizes[2])
    return {"size": sizes[0], "low": near, "high": far, **ratio}


def _end_ratio(end: float, one: Evidence, digits: int) -> str:
    """An end of a range of ratios, told apart from 1 where the range leaves it out."""
    if one.interval().excludes(1.0):
        while digits < _MOST_DIGITS and float(f"{end:.{digits}f}") == 1.0:
            digits += 1
    return f"{end:.{digits}f}"


def _finer(end: float, one: Evidence, half: float) -> float:
    """The half-width that decides an end's digits: smaller where the end would be told as no change."""
    if half and one.interval().excludes(1.0):
        while half > _LEAST_HALF and round(100 * abs(end - 1), decimals_for(100 * half)) == 0:
            half /= 10
    return half


def rates_sentence(result: ReplacementResult, language: str) -> str:
    """Use a day on either side, nothing taken out; empty where one side has none."""
    rates = result.rate_before, result.rate_after
    if not all(map(math.isfinite, rates)):
        return ""
    told = [rate_told(rate, result, language) for rate in rates]
    return text(language, "replacement.rates.volume", before=told[0], after=told[1])


def level_name(one: Evidence, language: str) -> str:
    """What this kind of evidence is called."""
    return text(language, f"replacement.level.{one.level}.name", columns=columns_told(one, language))


def level_table(result: ReplacementResult, language: str) -> list[list[str]]:
    """A row for each level of evidence, titles first: name, periods on either side, change, range."""
    say = speaker(language, "replacement.level")
    rows = [[say(name) for name in ("name", "before", "after", "change", "range")]]
    for one in result.evidence:
        low, high = _ends(one)
        half = (high - low) / 2
        ends = [
            percent(one.estimate - 1, half, language),
            *(percent(x - 1, _finer(x, one, half), language) for x in (low, high)),
        ]
        rows.append(
            [
                level_name(one, language),
                str(one.before),
                str(one.after),
                ends[0],
                text(language, "verdict.number.range", low=ends[1], high=ends[2]),
            ]
        )
    return rows


def level_title(result: ReplacementResult, language: str) -> str:
    """What stands over the table: that days are put together, where they are."""
    first = result.evidence[0]
    by_week = len(result.usage) > _TOGETHER * (first.before + first.after)
    weeks = text(language, "replacement.level.weeks") if by_week else ""
    return text(language, "replacement.level.title", weeks=weeks)


def weighed(result: ReplacementResult, language: str) -> tuple[str, ...]:
    """One summary of all levels: what it rests on and why, whether the others agree, when each misleads."""
    if not result.evidence:
        return ()
    say, first, others = speaker(language, "replacement.weigh"), result.evidence[0], result.evidence[1:]
    why = text(language, f"replacement.level.{first.level}.why", columns=columns_told(first, language))
    lines = [say("rests" if others else "one", name=level_name(first, language), why=why)]
    agreeing = [one for one in others if _overlap(one, first)]
    against = [one for one in others if not _overlap(one, first)]
    if agreeing:
        lines.append(say("agree_some" if against else "agree", names=_names(agreeing, language)))
    if against:
        key = "disagree_explained" if first.level in (WEATHER, CONTROLS) else "disagree"
        lines.append(say(key, names=_names(against, language), columns=_taken_out(first, language)))
    blocks = blocks_of(result)
    lines += filter(None, (_season(result, blocks, language), within_sentence(result, blocks, language)))
    if first.after == 1:
        lines.append(say("one_after"))
    return (*lines, *(_assumes(one, language) for one in result.evidence))


def columns_told(one: Evidence, language: str) -> str:
    """The columns used, each once, in the words people have for them."""
    words = []
    for column in one.columns:
        key = f"replacement.column.{column}"
        word = text(language, key) if has_text(language, key) else _UNIT.sub("", column)
        if word not in words:
            words.append(word)
    return listed(words, language)


def _explained(result: ReplacementResult) -> bool:
    """Whether the plain rates differ by what matters, and weather or neighbours account for it."""
    plain = result.rate_after / result.rate_before if result.rate_before > 0 else math.nan
    beyond = abs(plain - 1) > result.protocol.change.matters
    return beyond and result.evidence[0].level in (WEATHER, CONTROLS)


def _taken_out(one: Evidence, language: str) -> str:
    """What this level takes out and the plainer ones do not; empty of those."""
    if one.level not in (WEATHER, CONTROLS):
        return ""
    return text(language, f"replacement.explains.{one.level}", columns=columns_told(one, language))


def _season(result: ReplacementResult, blocks: UseBlocks, language: str) -> str:
    say, seasons = speaker(language, "replacement.weigh"), {one.season for one in result.evidence}
    found = [f.context["days"] for f in result.findings if f.code == "replacement.season_unseen"]
    if found:
        swing = math.sqrt(2) * result.protocol.season.spread
        return say("season_prior", days=found[0], swing=f"{100 * swing:.0f} %")
    if "seen" not in seasons:
        return ""
    return say("season_not_before" if season_unseen(blocks) else "season_seen")


def _assumes(one: Evidence, language: str) -> str:
    say = speaker(language, f"replacement.level.{one.level}")
    columns = columns_told(one, language)
    assumes = say("assumes", columns=columns, count=len(one.columns))
    told = {"name": level_name(one, language), "assumes": assumes, "misleads": say("misleads")}
    return text(language, "replacement.weigh.assumes", **told)


def _names(levels: list[Evidence], language: str) -> str:
    return listed((level_name(one, language) for one in levels), language)


def _overlap(one: Evidence, other: Evidence) -> bool:
    (low, high), (least, most) = _ends(one), _ends(other)
    return low <= most and least <= high


def _ends(one: Evidence) -> tuple[float, float]:
    interval = one.interval()
    assert interval.low is not None  # a mixture of normals has both
    assert interval.high is not None
    return interval.low, interval.high
