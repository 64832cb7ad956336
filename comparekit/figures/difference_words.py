"""Words of the difference figure: of days, or of runs where a block is a run of a bench."""

from __future__ import annotations

from collections.abc import Callable

from comparekit.i18n.catalog import has_text, text
from comparekit.studies.series_result import SeriesResult


def difference_words(result: SeriesResult, language: str) -> Callable[..., str]:
    """A short `text` for the figure's keys; a key without words for runs keeps those for days."""
    runs = result.protocol.plan.runs

    def say(key: str, /, **values: object) -> str:
        own = f"figures.difference_runs.{key}"
        return text(
            language, own if runs and has_text(language, own) else f"figures.difference.{key}", **values
        )

    return say
