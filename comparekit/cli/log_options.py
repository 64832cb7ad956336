"""How a log is named on the command line: its files, and how to understand them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from comparekit.i18n.catalog import speaker


def log_options(language: str) -> list[click.Parameter]:
    """Arguments and options of every command that reads a log."""
    say = speaker(language, "cli.compare")
    return [
        click.Argument(["log"], type=click.Path(path_type=Path)),
        click.Argument(["log2"], type=click.Path(path_type=Path), required=False),
        click.Option(["--protocol"], metavar="ID", help=say("protocol")),
        click.Option(["--test", "test_meter"], metavar="METER", help=say("test")),
        click.Option(["--map", "mapping"], metavar="COLUMN=FIELD", multiple=True, help=say("map")),
        click.Option(["--accept"], metavar="NAME", multiple=True, help=say("accept")),
    ]


def meters_option(language: str) -> click.Parameter:
    """The option of every command that compares: plates and certificates."""
    say = speaker(language, "cli.compare")
    return click.Option(
        ["--meters"], type=click.Path(path_type=Path), metavar="FILE.toml", help=say("meters")
    )


def column_mapping(entries: Sequence[str]) -> dict[str, str] | None:
    """Column title -> field from the values of ``--map``; None where there are none.

    Raises
    ------
    click.BadParameter
        An entry without a column, or without "=".
    """
    pairs = {}
    for entry in entries:
        column, equals, field = entry.rpartition("=")
        if not equals or not column:
            raise click.BadParameter(entry, param_hint="--map")
        pairs[column] = field
    return pairs or None
