"""What would change a verdict, in words."""

from __future__ import annotations

from comparekit.i18n.catalog import speaker, text
from comparekit.studies.flip import FlipSearch
from comparekit.studies.misread import Misread
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.numbers import unit_sign
from comparekit.wording.times import day_label


def flip_title(language: str) -> str:
    """The question."""
    return text(language, "flip.title")


def flip_lines(search: FlipSearch, result: SeriesResult, language: str) -> tuple[str, ...]:
    """The answer: what is supposed, the smallest slip that changes the verdict, what else there is to say."""
    say = speaker(language, "flip")
    lines = [say("lead")]
    if search.verdict is None:
        lines.append(say("nothing", tried=search.tried))
    else:
        key = "changes_noticed" if search.verdict.noticed else "changes"
        lines += [say(key, **_values(search.verdict, result, language)), say("check")]
    if search.difference is not None:
        key = "differs" if search.difference.different else "differs_not"
        lines.append(say(key, **_values(search.difference, result, language)))
    if search.backward and search.verdict is None:
        lines.append(say("backward", backward=search.backward))
    return tuple(lines)


def _values(misread: Misread, result: SeriesResult, language: str) -> dict[str, str]:
    say = speaker(language, "flip")
    day = day_label(misread.time, result.protocol.timezone, language)
    meter = say(misread.role)
    return {
        "reading": say("reading_without_row", meter=meter, day=day)
        if misread.row is None
        else say("reading", meter=meter, day=day, row=misread.row),
        "found": f"{misread.found:.{misread.decimals}f}",
        "would": f"{misread.would:.{misread.decimals}f}",
        "unit": unit_sign(misread.unit, language),
        "verdict": text(language, f"verdict.word.{misread.verdict}"),
    }
