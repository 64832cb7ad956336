"""``comparekit compare``: a log in, a verdict out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comparekit.cli.log_options import column_mapping, log_options, meters_option, price_option, set_by_hand
from comparekit.cli.main import DEVIATES, DONE, INCONCLUSIVE
from comparekit.cli.output import write
from comparekit.i18n.catalog import speaker

if TYPE_CHECKING:
    from comparekit.studies.series_result import SeriesResult

EXIT_CODES = {"agree": DONE, "deviate": DEVIATES, "inconclusive": INCONCLUSIVE}


def build(language: str) -> click.Command:
    """The command in `language`."""
    say = speaker(language, "cli.compare")
    return click.Command(
        "compare",
        callback=_compare,
        help=say("about"),
        epilog=say("exits"),
        params=[
            *log_options(language),
            meters_option(language),
            price_option(language),
            click.Option(["--figures"], type=click.Path(path_type=Path), metavar="DIR", help=say("figures")),
            click.Option(["--out"], type=click.Path(path_type=Path), metavar="FILE", help=say("out")),
        ],
    )


@click.pass_context
def _compare(
    ctx: click.Context,
    log: Path,
    log2: Path | None,
    protocol: str | None,
    test_meter: str | None,
    mapping: tuple[str, ...],
    accept: tuple[str, ...],
    units: tuple[str, ...],
    steps: tuple[str, ...],
    zones: tuple[str, ...],
    meters: Path | None,
    price: float | None,
    figures: Path | None,
    out: Path | None,
) -> int:
    from comparekit.services.compare import compare_log  # noqa: PLC0415 - loads numpy and scipy

    result = compare_log(
        log,
        log2,
        protocol_id=protocol,
        mapping=column_mapping(mapping),
        test_meter=test_meter,
        accept=accept,
        by_hand=set_by_hand(units, steps, zones),
        meters_path=meters,
        price=price,
    )
    if ctx.obj["json"]:
        shown = json.dumps(result.to_dict(), ensure_ascii=False, indent=2, allow_nan=False)
    else:
        from comparekit.reporting.series_text import series_text  # noqa: PLC0415
        from comparekit.studies.flip import flip_of  # noqa: PLC0415
        from comparekit.studies.truth_rate import truth_rate_of  # noqa: PLC0415

        shown = series_text(result, ctx.obj["language"], truth_rate_of(result), flip_of(result))
    if figures is not None:
        _write_figures(result, figures, ctx.obj["language"])
    write(shown, out)
    return EXIT_CODES[result.verdict]


def _write_figures(result: SeriesResult, folder: Path, language: str) -> None:
    from comparekit.services.figures import write_figures  # noqa: PLC0415

    written, removed = write_figures(result, folder, language)
    say = speaker(language, "cli.compare")
    for file in written:
        click.echo(say("figure_written", file=file), err=True)
    for file in removed:
        click.echo(say("figure_removed", file=file), err=True)
