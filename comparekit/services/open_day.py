"""Play one run of the bench for visitors: everything a screen needs to show it, in one answer."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from comparekit.bench.open_day import OpenDayChoice
from comparekit.decisions.rules import tolerance_interval
from comparekit.decisions.verdict import Verdict, decide
from comparekit.figures.closing_in import TRUTH_DIGIT, closing_in_figures
from comparekit.figures.svg_ import svg_figure
from comparekit.i18n.catalog import speaker, text
from comparekit.ingest.protocol_file import load_protocol
from comparekit.protocol import SeriesProtocol
from comparekit.stats.interval import Interval
from comparekit.stats.looks import FIRST_LOOK
from comparekit.studies.open_day import FRAMES, OpenDayRun, run_open_day
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.numbers import percent, percent_range, step_decimals
from comparekit.wording.verdict import case_of, headline, word

_PROTOCOL = "water-series-7d"
_LITRES = 1000
_PHONE = 480.0  # px
_WORDS_AT = {False: 0.125, True: 0.2}  # share of the axis where the words of the truth fit, on a phone too


def open_day(choice: OpenDayChoice, language: str, *, width: float = 900.0) -> dict[str, Any]:
    """One run as plain data, the same for the same choice; the truth is in it, to be shown last.

    Parameters
    ----------
    choice : OpenDayChoice
        What a visitor chose.
    language : str
        "zh" or "en".
    width : float
        Of the pictures [px].

    Returns
    -------
    dict
        ``choice``; ``frames`` (a quarter of an hour each: what both registers add, in 0.1 L, on top of
        ``start``, and the flow [L/h]); ``read``, how many decimals are read; ``opening``, the picture before
        the first reading and what it says; ``days``, each with verdict, words, picture and the cells of its
        row; ``truth`` with its sentences and the picture that holds it.
    """
    run = run_open_day(choice, _protocol())
    opening = text(language, "bench_page.figure.opening")
    titles = [opening, *(_title(day, run, language) for day in range(1, choice.days + 1))]
    words_at = _WORDS_AT[width < _PHONE]
    figures = closing_in_figures(
        run.results, run.intervals, titles, language, truth=run.truth, words_at=words_at
    )
    pictures = [svg_figure(figure, width=width, name=f"day-{k}") for k, figure in enumerate(figures)]
    return {
        "choice": {name: getattr(choice, name) for name in ("old", "new", "home", "step", "days", "seed")},
        "frames": {
            "day": FRAMES,
            "start": {"old": int(run.old[0]), "new": int(run.new[0])},
            "old": np.diff(run.old).tolist(),
            "new": np.diff(run.new).tolist(),
            "flow": np.round(run.flow * _LITRES).astype(int).tolist(),
        },
        "read": step_decimals(choice.step),
        "opening": {"picture": pictures[0], "alt": opening},
        "days": [
            {
                "verdict": str(result.verdict),
                "word": word(result, language),
                "sentence": _sentence(day, result, language),
                "picture": pictures[day],
                "alt": titles[day],
                "cells": _cells(day, run, language),
            }
            for day, result in enumerate(run.results, start=1)
        ],
        "truth": _truth(run, language) | {"picture": pictures[-1], "alt": figures[-1].title},
    }


@lru_cache(1)
def _protocol() -> SeriesProtocol:
    return load_protocol(_PROTOCOL)


def _title(day: int, run: OpenDayRun, language: str) -> str:
    say = speaker(language, "bench_page.figure")
    interval, found = run.intervals[day - 1], run.results[day - 1].deviation.estimate
    if found is None or (interval.low is None and interval.high is None):
        return say("no_range", day=day)
    estimate = percent(found, interval.half_width, language)
    return say("range", day=day, estimate=estimate, span=_span(interval, language))


def _sentence(day: int, result: SeriesResult, language: str) -> str:
    """The verdict of a day; the bench has words of its own while there is none."""
    case = case_of(result)
    own = {"early": "early", "no_volume": "no_volume"}.get(case)
    if own is None:
        return headline(result, language)
    return text(language, f"bench_page.sentence.{own}", first=FIRST_LOOK)


def _cells(day: int, run: OpenDayRun, language: str) -> list[str]:
    result, (old, new) = run.results[day - 1], run.readings
    digits = step_decimals(run.choice.step)
    interval = run.intervals[day - 1]
    return [
        text(language, "bench_page.table.day_number", day=day),
        f"{old[day]:.{digits}f}",
        f"{new[day]:.{digits}f}",
        percent(result.deviation.estimate, interval.half_width, language),
        _span(interval, language),
        word(result, language),
    ]


def _truth(run: OpenDayRun, language: str) -> dict[str, Any]:
    say = speaker(language, "bench_page.truth")
    final, truth = run.intervals[-1], run.truth
    missed = [day for day, interval in enumerate(run.intervals, start=1) if interval.excludes(truth)]
    held = not final.excludes(truth)
    size = percent(abs(truth), TRUTH_DIGIT, language, signed=False)
    side = "same" if float(size.split()[0]) == 0 else "more" if truth > 0 else "less"
    sentences = [
        say("held" if held else "missed", day=run.choice.days, span=_span(final, language)),
        say("always") if not missed else say("not_always", days=say("and").join(map(str, missed))),
        _judged(run.results[-1], truth, language),
    ]
    return {
        "held": held,
        "title": say(side, percent=size),
        "sentences": sentences,
    }


def _judged(last: SeriesResult, truth: float, language: str) -> str:
    """Whether the verdict of the last day is what it should be."""
    say = speaker(language, "bench_page.truth")
    tolerance = tolerance_interval(last.protocol)
    right = decide(Interval(low=truth, high=truth), tolerance, disqualified=False)
    bound = f"{100 * last.protocol.tolerance.high:g}"
    place = say("within" if right is Verdict.AGREE else "beyond", tolerance=bound)
    if last.verdict == Verdict.INCONCLUSIVE:
        return say("open", place=place)
    return say("right" if last.verdict == right else "wrong", word=word(last, language), place=place)


def _span(interval: Interval, language: str) -> str:
    if interval.low is None and interval.high is None:
        return text(language, "bench_page.table.none")
    return percent_range(interval.low, interval.high, language)
