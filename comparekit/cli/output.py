"""Where a command's result goes: standard output, or a file written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click

from comparekit.errors import CompareKitError


def write(shown: str, out: Path | None) -> None:
    """Print `shown`, or write it to `out`.

    A file appears under its name only when complete: an interrupted run leaves the old one.

    Raises
    ------
    CompareKitError
        The file cannot be written.
    """
    if out is None:
        click.echo(shown)
        return
    try:
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(shown + "\n")
            Path(name).chmod(0o644)
            Path(name).replace(out)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CompareKitError("output.not_written", file=str(out), reason=error.strerror) from error
