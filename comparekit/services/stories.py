"""The shipped stories: real or constructed cases that run from their log to their verdict."""

from __future__ import annotations

import shlex
from itertools import pairwise
from pathlib import Path

from comparekit.datafiles import data_folder
from comparekit.errors import CompareKitError
from comparekit.services.compare import compare_log
from comparekit.studies.series_result import SeriesResult

DEFAULT_STORY = "huangyan_7_days"


def story_names() -> tuple[str, ...]:
    """Names of the stories that ship, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in data_folder("sample_runs").glob("*/expected.json")))


def story_folder(name: str) -> Path:
    """Folder of a story.

    Raises
    ------
    CompareKitError
        No such story; the context names those there are.
    """
    if name not in story_names():
        raise CompareKitError("story.unknown", found=name, known=", ".join(story_names()))
    return data_folder("sample_runs") / name


def story_log(name: str) -> Path:
    """The log of a story."""
    (log,) = story_folder(name).glob("log.*")
    return log


def story_options(folder: Path) -> dict[str, str | Path | float]:
    """What the story's own command asks for beside its log: a protocol, the meters' plates, a price."""
    words = shlex.split((folder / "command.txt").read_text(encoding="utf-8"))
    options: dict[str, str | Path | float] = {}
    for option, value in pairwise(words):
        if option == "--protocol":
            options["protocol_id"] = value
        elif option == "--meters":
            options["meters_path"] = folder / value
        elif option == "--price":
            options["price"] = float(value)
    return options


def run_story(name: str = DEFAULT_STORY) -> SeriesResult:
    """Run a story from its log to its result."""
    return compare_log(story_log(name), **story_options(story_folder(name)))  # type: ignore[arg-type]
