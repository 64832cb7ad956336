"""What a result was computed from, and with what."""

from __future__ import annotations

from collections.abc import Iterable

from comparekit.i18n.catalog import speaker, text
from comparekit.readings.log import InputFile
from comparekit.reporting.document import FilesPart, Named
from comparekit.version import VERSION


def files_told(inputs: Iterable[InputFile], language: str) -> FilesPart:
    """File names without their folders, which are nobody's business, each with its SHA-256."""
    say = speaker(language, "report_page.files")
    files = tuple(
        Named(name=item.file.replace("\\", "/").rsplit("/", 1)[-1], value=item.sha256) for item in inputs
    )
    return FilesPart(
        title=text(language, "dashboard.sources.files"),
        note=say("note" if files else "none"),
        files=files,
        software=say("software" if files else "software_alone", version=VERSION),
    )
