"""Write a template to fill in."""

from __future__ import annotations

from pathlib import Path

from comparekit.errors import CompareKitError
from comparekit.ingest.meters_template import KIND as METERS
from comparekit.ingest.meters_template import meters_template
from comparekit.ingest.templates import template_bytes
from comparekit.ingest.usage_templates import KINDS as USAGE
from comparekit.ingest.usage_templates import usage_template


def write_sample(kind: str, out: Path, language: str) -> None:
    """Write the template `kind` to `out`, a table as CSV or XLSX by its ending; an old file stays as it is.

    Raises
    ------
    FileExistsError
        There is a file of this name, and readings may be in it.
    CompareKitError
        ``output.not_written``.
    """
    ending = out.suffix.lower()
    if kind == METERS:
        data = meters_template(language)
    else:
        data = (usage_template if kind in USAGE else template_bytes)(kind, ending, language)
    try:
        with open(out, "xb") as file:
            file.write(data)
    except FileExistsError:
        raise
    except OSError as error:
        raise CompareKitError("output.not_written", file=str(out), reason=error.strerror) from error
