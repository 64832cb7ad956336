"""``comparekit case list``: cases, or those found by words."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from comparekit.cli.case_database import database_option, opened
from comparekit.i18n.catalog import speaker

_MOST = 100_000


def build(language: str) -> click.Command:
    """The command in `language`."""
    say = speaker(language, "cli.case.list")
    return click.Command(
        "list",
        callback=_list,
        help=say("about"),
        params=[
            click.Argument(["words"], nargs=-1, metavar="[WORDS]..."),
            click.Option(["--limit"], type=click.IntRange(1, _MOST), metavar="N", help=say("limit")),
            database_option(language),
        ],
    )


@click.pass_context
def _list(ctx: click.Context, words: tuple[str, ...], limit: int | None, database: str | None) -> None:
    from comparekit.services.case_list import MOST_LISTED, find_cases  # noqa: PLC0415 - loads SQLAlchemy
    from comparekit.services.roles import LOCAL  # noqa: PLC0415

    with opened(database) as store:
        found = find_cases(store, LOCAL, " ".join(words), limit=limit or MOST_LISTED)
    if ctx.obj["json"]:
        click.echo(json.dumps([asdict(case) for case in found.cases], ensure_ascii=False, indent=2))
        return
    from comparekit.reporting.case_text import list_text  # noqa: PLC0415

    click.echo(list_text(found.cases, found.found, ctx.obj["language"]))
