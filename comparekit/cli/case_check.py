"""``comparekit case check``: whether anything was changed."""

from __future__ import annotations

import json

import click

from comparekit.cli.case_database import database_option, opened
from comparekit.cli.main import DONE
from comparekit.i18n.catalog import speaker

FOUND = 1
SCHEMA = "comparekit.case-check/1"


def build(language: str) -> click.Command:
    """The command in `language`."""
    say = speaker(language, "cli.case.check")
    return click.Command(
        "check",
        callback=_check,
        help=say("about"),
        epilog=say("exits"),
        params=[click.Argument(["case_id"], metavar="[ID]", required=False), database_option(language)],
    )


@click.pass_context
def _check(ctx: click.Context, case_id: str | None, database: str | None) -> int:
    from comparekit.services.case_check import check_cases  # noqa: PLC0415 - loads SQLAlchemy
    from comparekit.services.roles import LOCAL  # noqa: PLC0415

    with opened(database) as store:
        troubles = check_cases(store, LOCAL, case_id)
    from comparekit.reporting.case_trouble import check_text, trouble_text  # noqa: PLC0415

    language = ctx.obj["language"]
    if ctx.obj["json"]:
        found = [
            {
                "code": trouble.code,
                "seq": trouble.seq,
                "case": trouble.case_id,
                "context": dict(trouble.context),
                "sentence": trouble_text(trouble, language),
            }
            for trouble in troubles
        ]
        shown = {"schema": SCHEMA, "id": case_id, "clean": not troubles, "troubles": found}
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2, default=str))
    else:
        click.echo(check_text(troubles, case_id, language))
    return FOUND if troubles else DONE
