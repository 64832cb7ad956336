"""``comparekit case show``: everything a case holds."""

from __future__ import annotations

import json

import click

from comparekit.cli.case_database import database_option, opened
from comparekit.i18n.catalog import speaker, text


def build(language: str) -> click.Command:
    """The command in `language`."""
    return click.Command(
        "show",
        callback=_show,
        help=speaker(language, "cli.case.show")("about"),
        params=[
            click.Argument(["case_id"], metavar="ID"),
            click.Option(["--unmasked"], is_flag=True, help=text(language, "cli.case.unmasked")),
            database_option(language),
        ],
    )


@click.pass_context
def _show(ctx: click.Context, case_id: str, unmasked: bool, database: str | None) -> None:
    from comparekit.services.case_show import show_case  # noqa: PLC0415 - loads SQLAlchemy
    from comparekit.services.roles import LOCAL  # noqa: PLC0415

    with opened(database) as store:
        shown = show_case(store, LOCAL, case_id, masked=not unmasked)
    if ctx.obj["json"]:
        click.echo(json.dumps(shown.to_dict(), ensure_ascii=False, indent=2, allow_nan=False))
        return
    from comparekit.reporting.case_text import case_text  # noqa: PLC0415

    click.echo(case_text(shown.state, shown.events, ctx.obj["language"], masked=shown.masked))
