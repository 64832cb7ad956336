"""How a log is named on the command line: its files, and how to understand them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comparekit.i18n.catalog import speaker

if TYPE_CHECKING:
    from comparekit.ingest.by_hand import ByHand


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
        click.Option(["--unit", "units"], metavar="METER=UNIT", multiple=True, help=say("unit")),
        click.Option(["--step", "steps"], metavar="METER=STEP", multiple=True, help=say("step")),
        click.Option(["--zone", "zones"], metavar="[METER=]ZONE", multiple=True, help=say("zone")),
    ]


def meters_option(language: str) -> click.Parameter:
    """The option of every command that compares: plates and certificates."""
    say = speaker(language, "cli.compare")
    return click.Option(
        ["--meters"], type=click.Path(path_type=Path), metavar="FILE.toml", help=say("meters")
    )


def price_option(language: str) -> click.Parameter:
    """The option of every command that says what a difference means in money."""
    say = speaker(language, "cli.compare")

    def price(_: click.Context, option: click.Parameter, given: str | None) -> float | None:
        if given is None:
            return None
        try:
            number = float(given)
        except ValueError:
            number = 0.0
        if not 0 < number < math.inf:
            raise click.BadParameter(say("no_price", found=given), param=option)
        return number

    return click.Option(["--price"], metavar="P", callback=price, help=say("price"))


def set_by_hand(units: Sequence[str], steps: Sequence[str], zones: Sequence[str]) -> ByHand:
    """What ``--unit``, ``--step`` and ``--zone`` set.

    Raises
    ------
    click.BadParameter
        An entry without a meter, a step that is no number.
    """
    from comparekit.ingest.by_hand import ALL, ByHand  # noqa: PLC0415 - loads numpy

    by_meter = column_mapping(steps, "--step") or {}
    numbers = {}
    for meter, text in by_meter.items():
        try:
            numbers[meter] = float(text)
        except ValueError as error:
            raise click.BadParameter(f"{meter}={text}", param_hint="--step") from error
    named = (zone.rpartition("=") for zone in zones)
    return ByHand(
        units=column_mapping(units, "--unit") or {},
        steps=numbers,
        zones={meter or ALL: zone for meter, _, zone in named},
    )


def column_mapping(entries: Sequence[str], option: str = "--map") -> dict[str, str] | None:
    """Column title -> field from the values of ``--map``, or of an option like it; None where there are none.

    Raises
    ------
    click.BadParameter
        An entry without a column, or without "=".
    """
    pairs = {}
    for entry in entries:
        column, equals, field = entry.rpartition("=")
        if not equals or not column:
            raise click.BadParameter(entry, param_hint=option)
        pairs[column] = field
    return pairs or None
