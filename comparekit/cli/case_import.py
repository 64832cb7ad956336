"""``comparekit case import``: a log, or an archive, into the store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comparekit.cli.case_database import database_option, opened
from comparekit.cli.compare import EXIT_CODES
from comparekit.cli.log_options import column_mapping, log_options, meters_option, price_option, set_by_hand
from comparekit.cli.main import DONE
from comparekit.errors import CompareKitError, FaultyLog
from comparekit.i18n.catalog import speaker, text

if TYPE_CHECKING:
    from comparekit.studies.series_result import SeriesResult

SCHEMA = "comparekit.case-import/1"


def build(language: str) -> click.Command:
    """The command in `language`."""
    say = speaker(language, "cli.case.import")
    return click.Command(
        "import",
        callback=_import,
        help=say("about"),
        epilog=say("exits"),
        params=[
            *log_options(language),
            meters_option(language),
            price_option(language),
            click.Option(["--title"], metavar="TEXT", help=say("title")),
            click.Option(["--case", "case_id"], metavar="ID", help=say("case")),
            database_option(language),
        ],
    )


@click.pass_context
def _import(
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
    title: str | None,
    case_id: str | None,
    database: str | None,
) -> int:
    say = speaker(ctx.obj["language"], "cli.case.import")
    from comparekit.services.case_restore import is_archive  # noqa: PLC0415 - loads SQLAlchemy

    if is_archive(log):
        said = (protocol, test_meter, mapping, accept, units, steps, zones, meters, price, title, case_id)
        if log2 or any(said):
            raise click.ClickException(say("archive_alone"))
        return _restore(ctx, log, database)
    if title is not None and case_id is not None:
        raise click.ClickException(say("title_of_new"))
    pairs, by_hand = column_mapping(mapping), set_by_hand(units, steps, zones)
    from comparekit.services.case_import import import_log  # noqa: PLC0415 - loads numpy and scipy
    from comparekit.services.case_same_log import other_cases  # noqa: PLC0415
    from comparekit.services.roles import LOCAL  # noqa: PLC0415

    with opened(database) as store, told_of_bills(log, ctx.obj["language"]):
        case_id, result = import_log(
            store,
            LOCAL,
            log,
            log2,
            protocol_id=protocol,
            meters_path=meters,
            title=title,
            mapping=pairs,
            test_meter=test_meter,
            accept=accept,
            by_hand=by_hand,
            price=price,
            case_id=case_id,
        )
        others = other_cases(store, LOCAL, case_id)
        _say(ctx, store.name, case_id, others, result)
    return EXIT_CODES[result.verdict]


@contextmanager
def told_of_bills(log: Path, language: str) -> Iterator[None]:
    """Where `log` cannot be read as one and reads as bills, say as well what bills are for."""
    try:
        yield
    except FaultyLog as error:
        from comparekit.ingest.read_usage import read_usage  # noqa: PLC0415 - only a failing run pays for it
        from comparekit.readings.bills import Bills  # noqa: PLC0415
        from comparekit.wording.errors import error_text  # noqa: PLC0415

        try:
            bills = isinstance(read_usage(log), Bills)
        except CompareKitError:
            bills = False
        if not bills:
            raise
        hint = text(language, "cli.case.import.bills", file=log)
        raise click.ClickException(f"{error_text(error, language)}\n{hint}") from error


def _say(ctx: click.Context, store: str, case_id: str, others: tuple[str, ...], result: SeriesResult) -> None:
    language = ctx.obj["language"]
    if ctx.obj["json"]:
        shown = {
            "schema": SCHEMA,
            "id": case_id,
            "verdict": str(result.verdict),
            "same_log": list(others),
            "result": result.to_dict(),
        }
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2, allow_nan=False))
        return
    from comparekit.reporting.case_text import enumerated  # noqa: PLC0415
    from comparekit.reporting.series_text import series_text  # noqa: PLC0415

    say = speaker(language, "cli.case.import")
    click.echo(series_text(result, language))
    click.echo("")
    click.echo(say("kept", case=case_id, database=store))
    if others:
        click.echo(text(language, "case.same_log", cases=enumerated(others, language)))


def _restore(ctx: click.Context, archive: Path, database: str | None) -> int:
    from comparekit.services.case_restore import restore  # noqa: PLC0415
    from comparekit.services.roles import LOCAL  # noqa: PLC0415

    with opened(database) as store:
        case_id = restore(store, LOCAL, archive)
        if ctx.obj["json"]:
            click.echo(json.dumps({"schema": SCHEMA, "id": case_id}))
        else:
            say = speaker(ctx.obj["language"], "cli.case.import")
            click.echo(say("restored", case=case_id, file=archive, database=store.name))
    return DONE
