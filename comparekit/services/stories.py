"""The shipped stories: real or constructed cases that run from their record to their verdict.

A story's kind is the command that its ``command.txt`` runs: a comparison in series, or a study of use
before and after a replacement.
"""

from __future__ import annotations

import shlex
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from comparekit.datafiles import data_folder
from comparekit.errors import CompareKitError
from comparekit.services.compare import compare_log
from comparekit.studies.series_result import SeriesResult

if TYPE_CHECKING:
    from comparekit.services.replacement import Asked
    from comparekit.studies.replacement_result import ReplacementResult

DEFAULT_STORY = "huangyan_7_days"
SERIES, REPLACEMENT = "series", "replacement"
_KIND_OF_COMMAND = {"compare": SERIES, "replacement": REPLACEMENT}


def story_names(kind: str | None = SERIES) -> tuple[str, ...]:
    """Names of the stories of a kind that ship, in alphabetical order; None: of every kind."""
    names = sorted(path.parent.name for path in data_folder("sample_runs").glob("*/expected.json"))
    return tuple(name for name in names if kind in (None, _kind(name)))


def story_kind(name: str) -> str:
    """``series`` or ``replacement``.

    Raises
    ------
    CompareKitError
        No such story.
    """
    story_folder(name)
    return _kind(name)


def story_folder(name: str) -> Path:
    """Folder of a story.

    Raises
    ------
    CompareKitError
        No such story; the context names those there are.
    """
    if name not in story_names(None):
        raise CompareKitError("story.unknown", found=name, known=", ".join(story_names(None)))
    return data_folder("sample_runs") / name


def story_log(name: str) -> Path:
    """The log of a story, or its record of use."""
    folder = story_folder(name)
    (log,) = [*folder.glob("log.*"), *folder.glob("usage.*")]
    return log


def story_options(folder: Path) -> dict[str, str | Path | float]:
    """What the story's own command asks for beside its log: a protocol, the meters' plates, a price."""
    words = _command(folder)
    options: dict[str, str | Path | float] = {}
    for option, value in pairwise(words):
        if option == "--protocol":
            options["protocol_id"] = value
        elif option == "--meters":
            options["meters_path"] = folder / value
        elif option == "--price":
            options["price"] = float(value)
    return options


def story_asked(folder: Path) -> Asked:
    """What the command of a story of a replacement asks for beside its record of use."""
    from comparekit.services.replacement import Asked  # noqa: PLC0415 - a series story needs nothing of it

    plain = {"--date": "replaced", "--protocol": "protocol_id", "--suspect": "suspect", "--place": "place"}
    files = {"--meters": "meters", "--series-meters": "series_meters"}
    told: dict[str, object] = {}
    series: list[Path] = []
    for option, value in pairwise(_command(folder)):
        if option in plain:
            told[plain[option]] = value
        elif option in files:
            told[files[option]] = folder / value
        elif option == "--series":
            series.append(folder / value)
        elif option == "--price":
            told["price"] = float(value) if value[0].isdigit() else value
        elif option == "--people":
            told["people"] = int(value)
    return Asked(series=tuple(series), **told)  # type: ignore[arg-type]


def run_story(name: str = DEFAULT_STORY) -> SeriesResult:
    """Run a story of a comparison from its log to its result.

    Raises
    ------
    CompareKitError
        No such story, or one of another kind.
    """
    if name not in story_names():
        raise CompareKitError("story.unknown", found=name, known=", ".join(story_names()))
    return compare_log(story_log(name), **story_options(story_folder(name)))  # type: ignore[arg-type]


def run_replacement_story(name: str) -> ReplacementResult:
    """Run a story of a replacement from its record of use to its result.

    Raises
    ------
    CompareKitError
        No such story, or one of another kind.
    """
    from comparekit.services.replacement import replacement_of_file  # noqa: PLC0415

    if name not in story_names(REPLACEMENT):
        raise CompareKitError("story.unknown", found=name, known=", ".join(story_names(REPLACEMENT)))
    return replacement_of_file(story_log(name), story_asked(story_folder(name)))


@lru_cache(64)
def _kind(name: str) -> str:
    _, command, *_ = _command(data_folder("sample_runs") / name)
    return _KIND_OF_COMMAND[command]


def _command(folder: Path) -> list[str]:
    return shlex.split((folder / "command.txt").read_text(encoding="utf-8"))
