"""Write the figures of a comparison as pictures."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from comparekit.errors import CompareKitError
from comparekit.figures.replacement import timeline_figure
from comparekit.figures.series_figures import NAMES, AnyFigure, series_figures, svg_of
from comparekit.figures.svg_ import GENERATOR
from comparekit.figures.waterfall import waterfall_figure
from comparekit.i18n.catalog import text
from comparekit.studies.replacement_result import ReplacementResult
from comparekit.studies.series_result import SeriesResult

TIMELINE, WATERFALL = "timeline", "waterfall"
_HEAD = 2048  # characters in which the mark of a picture of ours stands
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write_figures(
    result: SeriesResult, folder: Path, language: str
) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Write one SVG for each figure that exists for `result` into `folder`, all or none.

    Pictures of an earlier run are replaced; one that this result does not have is taken away, so that
    the folder never shows two comparisons at once. A file of such a name that is not ours stays, and
    nothing is written.

    Parameters
    ----------
    result : SeriesResult
        One comparison.
    folder : Path
        Made when it is not there.
    language : str
        "zh" or "en".

    Returns
    -------
    tuple of Path, tuple of Path
        The files written, and those of an earlier run taken away.

    Raises
    ------
    CompareKitError
        ``output.not_written``: names every file in the way, or the reason of the system.
    """
    return _written(series_figures(result, language), NAMES, folder, language)


def write_replacement_figures(
    result: ReplacementResult, folder: Path, language: str
) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """The same for a study of a replacement: ``timeline.svg`` and ``waterfall.svg``, as far as there are any.

    Returns and raises as `write_figures`.
    """
    bridge = result.bridge
    built = {
        TIMELINE: timeline_figure(result, language),
        WATERFALL: None if bridge is None else waterfall_figure(bridge, language),
    }
    figures = {name: figure for name, figure in built.items() if figure is not None}
    return _written(figures, (TIMELINE, WATERFALL), folder, language)


def _written(
    figures: Mapping[str, AnyFigure], names: Sequence[str], folder: Path, language: str
) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """The figures as files, and those of `names` that were taken away."""
    pictures = {
        folder / f"{name}.svg": _DECLARATION + svg_of(figure, name=name) + "\n"
        for name, figure in figures.items()
    }
    ours = [folder / f"{name}.svg" for name in names]
    old = [file for file in ours if os.path.lexists(file)]
    foreign = [file for file in old if not _is_ours(file)]
    if foreign:
        names = ", ".join(str(file) for file in foreign)
        raise CompareKitError("output.not_written", file=names, reason=text(language, "figures.file.foreign"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_all(pictures, folder)
        outdated = tuple(file for file in old if file not in pictures)
        for file in outdated:
            file.unlink()
    except OSError as error:
        raise CompareKitError("output.not_written", file=str(folder), reason=error.strerror) from error
    return tuple(pictures), outdated


def _write_all(pictures: dict[Path, str], folder: Path) -> None:
    """Every picture is complete on disk before the first takes its name."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=".figures.") as aside:
        for file, picture in pictures.items():
            (Path(aside) / file.name).write_text(picture, encoding="utf-8", newline="\n")
        for file in pictures:
            (Path(aside) / file.name).replace(file)


def _is_ours(file: Path) -> bool:
    """Whether a file is a picture that this program wrote."""
    try:
        with open(file, encoding="utf-8") as opened:
            return f"<!-- {GENERATOR} -->" in opened.read(_HEAD)
    except (OSError, UnicodeDecodeError):
        return False
