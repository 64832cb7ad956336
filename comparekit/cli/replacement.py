"""``comparekit replacement``: did use change with the meter, and how much of it can the meter be?"""

from __future__ import annotations

import json
import math
from pathlib import Path

import click

from comparekit.cli.log_options import column_mapping
from comparekit.cli.main import DEVIATES, DONE, INCONCLUSIVE
from comparekit.cli.output import write
from comparekit.cli.report import check_ending
from comparekit.i18n.catalog import speaker

#: Exit code by what can be said of the meter.
EXIT_CODES = {"no-concern": DONE, "deviate": DEVIATES, "inconclusive": INCONCLUSIVE}


def build(language: str) -> click.Command:
    """The command in `language`."""
    say = speaker(language, "cli.replacement")
    file = click.Path(path_type=Path)
    return click.Command(
        "replacement",
        callback=_replacement,
        help=say("about"),
        epilog=say("exits"),
        params=[
            click.Argument(["usage"], type=file),
            click.Option(["--date", "replaced"], required=True, metavar="DATE", help=say("date")),
            click.Option(["--protocol"], metavar="ID", help=say("protocol")),
            click.Option(["--price"], metavar="P|ID", callback=_price, help=say("price")),
            click.Option(["--people"], type=click.IntRange(1, 99), metavar="N", help=say("people")),
            click.Option(["--peak-share"], type=click.FloatRange(0, 1), metavar="S", help=say("peak_share")),
            click.Option(["--series"], type=file, multiple=True, metavar="LOG", help=say("series")),
            click.Option(["--series-meters"], type=file, metavar="FILE.toml", help=say("series_meters")),
            click.Option(["--meters"], type=file, metavar="FILE.toml", help=say("meters")),
            click.Option(
                ["--suspect"],
                type=click.Choice(["old", "new"]),
                default="old",
                show_default=True,
                help=say("suspect"),
            ),
            click.Option(["--place"], metavar="PLACE", help=say("place")),
            click.Option(
                ["--hours", "labels"], type=click.Choice(["beginning", "ending"]), help=say("hours")
            ),
            click.Option(["--map", "mapping"], metavar="COLUMN=FIELD", multiple=True, help=say("map")),
            click.Option(["--figures"], type=file, metavar="DIR", help=say("figures")),
            click.Option(["--html"], type=file, metavar="FILE.html", help=say("html")),
            click.Option(["--out"], type=file, metavar="FILE", help=say("out")),
        ],
    )


@click.pass_context
def _replacement(
    ctx: click.Context,
    usage: Path,
    replaced: str,
    protocol: str | None,
    price: float | str | None,
    people: int | None,
    peak_share: float | None,
    series: tuple[Path, ...],
    series_meters: Path | None,
    meters: Path | None,
    suspect: str,
    place: str | None,
    labels: str | None,
    mapping: tuple[str, ...],
    figures: Path | None,
    html: Path | None,
    out: Path | None,
) -> None:
    from comparekit.services.replacement import Asked, replacement_of_file  # noqa: PLC0415 - loads numpy

    language = ctx.obj["language"]
    if len(series) > 2:
        raise click.BadParameter(speaker(language, "cli.replacement")("two_logs"), param_hint="--series")
    if html is not None:
        check_ending(html, language)
    asked = Asked(
        replaced=replaced,
        protocol_id=protocol,
        price=price,
        people=people,
        peak_share=peak_share,
        series=series,
        series_meters=series_meters,
        meters=meters,
        suspect=suspect,
        place=place,
        mapping=column_mapping(mapping),
        labels=labels,
    )
    result = replacement_of_file(usage, asked)
    if ctx.obj["json"]:
        shown = json.dumps(result.to_dict(), ensure_ascii=False, indent=2, allow_nan=False)
    else:
        from comparekit.reporting.replacement_text import replacement_text  # noqa: PLC0415

        shown = replacement_text(result, language)
    if figures is not None:
        from comparekit.services.figures import write_replacement_figures  # noqa: PLC0415

        write_replacement_figures(result, figures, language)
    if html is not None:
        from comparekit.services.report import study_page, write_report  # noqa: PLC0415

        write_report(study_page(result, language), html, language)
    write(shown, out)
    ctx.exit(EXIT_CODES[str(result.verdict)])


def _price(_: click.Context, option: click.Parameter, told: str | None) -> float | str | None:
    """A number of yuan above zero, or the name of a tariff."""
    if told is None:
        return None
    try:
        number = float(told)
    except ValueError:
        return told
    if not 0 < number < math.inf:
        raise click.BadParameter(told, param=option)
    return number
