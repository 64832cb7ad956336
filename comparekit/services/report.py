"""Write the page to take away: from a result computed once more, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from comparekit.errors import CompareKitError
from comparekit.i18n.catalog import text
from comparekit.reporting.compose import compose_report
from comparekit.reporting.html import is_report, report_html
from comparekit.reporting.study_compose import compose_study
from comparekit.reporting.study_html import study_html
from comparekit.studies.kept_study import KeptStudy
from comparekit.studies.replacement_result import ReplacementResult
from comparekit.studies.series_result import SeriesResult

_HEAD = 1024  # bytes in which the mark of a report of ours stands
_FOR_ALL, _FOR_THE_OWNER = 0o644, 0o600


def report_page(
    result: SeriesResult,
    language: str,
    *,
    case_id: str = "",
    parties: Sequence[Mapping[str, Any]] = (),
    study: KeptStudy | None = None,
) -> str:
    """One comparison as a page that needs nothing but itself; arguments as for `compose_report`."""
    report = compose_report(result, language=language, case_id=case_id, parties=parties, study=study)
    return report_html(report)


def study_page(result: ReplacementResult, language: str) -> str:
    """One study before and after a replacement as such a page, opening in `language`."""
    return study_html(compose_study(result, language=language))


def write_report(page: str, file: Path, language: str, *, named: bool = False) -> None:
    """Write a page to `file`, in the place of an earlier report only.

    Parameters
    ----------
    page : str
        From `report_page` or `study_page`.
    file : Path
        It appears under its name only when complete.
    language : str
        In which to say why not.
    named : bool
        Whether people are named in it: then only its owner may read it.

    Raises
    ------
    CompareKitError
        ``output.not_written``: with the reason of the system, or because a file of that name is not a
        report of ours.
    """
    if os.path.lexists(file) and not _is_ours(file):
        reason = text(language, "errors.report.foreign")
        raise CompareKitError("output.not_written", file=str(file), reason=reason)
    try:
        handle, aside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name[:100]}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as opened:
                opened.write(page)
            Path(aside).chmod(_FOR_THE_OWNER if named else _FOR_ALL)
            Path(aside).replace(file)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CompareKitError("output.not_written", file=str(file), reason=error.strerror) from error


def _is_ours(file: Path) -> bool:
    """Whether a file is a report that this program wrote."""
    try:
        with open(file, "rb") as opened:
            return is_report(opened.read(_HEAD).decode("utf-8", "replace"))
    except OSError:
        return False
