"""``comparekit case remove``: one case, or those whose retention period is over."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from comparekit.cli.case_database import database_option, opened
from comparekit.i18n.catalog import speaker, text

if TYPE_CHECKING:
    from comparekit.store.database import Database

_MOST_YEARS = 200


def build(language: str) -> click.Command:
    """The command in `language`."""
    say = speaker(language, "cli.case.remove")
    return click.Command(
        "remove",
        callback=_remove,
        help=say("about"),
        params=[
            click.Argument(["case_id"], metavar="[ID]", required=False),
            click.Option(["--reason"], metavar="TEXT", default="", help=say("reason")),
            click.Option(
                ["--older-than"], type=click.IntRange(0, _MOST_YEARS), metavar="YEARS", help=say("older_than")
            ),
            click.Option(["--yes"], is_flag=True, help=say("yes")),
            database_option(language),
        ],
    )


@click.pass_context
def _remove(
    ctx: click.Context,
    case_id: str | None,
    reason: str,
    older_than: int | None,
    yes: bool,
    database: str | None,
) -> None:
    say = speaker(ctx.obj["language"], "cli.case.remove")
    if (case_id is None) == (older_than is None):
        raise click.ClickException(say("one_way"))
    if case_id is not None and not reason.strip():
        raise click.ClickException(say("no_reason"))
    with opened(database) as store:
        if case_id is not None:
            removed = _one(ctx, store, case_id, reason, yes=yes)
        else:
            assert older_than is not None
            removed = _due(ctx, store, older_than, reason, yes=yes)
    if ctx.obj["json"]:
        click.echo(json.dumps({"removed": list(removed)}, ensure_ascii=False))
    elif removed:
        click.echo(say("done", cases=_named(removed, ctx.obj["language"])))


def _one(ctx: click.Context, store: Database, case_id: str, reason: str, *, yes: bool) -> tuple[str, ...]:
    from comparekit.services.case_remove import remove  # noqa: PLC0415 - loads SQLAlchemy
    from comparekit.services.case_show import show_case  # noqa: PLC0415
    from comparekit.services.roles import LOCAL  # noqa: PLC0415

    show_case(store, LOCAL, case_id)  # nobody is asked about a case that there is not
    _ask(ctx, (case_id,), yes=yes)
    remove(store, LOCAL, case_id, reason)
    return (case_id,)


def _due(ctx: click.Context, store: Database, years: int, reason: str, *, yes: bool) -> tuple[str, ...]:
    from comparekit.reporting.case_text import list_text  # noqa: PLC0415
    from comparekit.services.case_remove import cases_due, remove_due  # noqa: PLC0415
    from comparekit.services.roles import LOCAL  # noqa: PLC0415

    language = ctx.obj["language"]
    due = cases_due(store, LOCAL, years)
    if not due:
        click.echo(text(language, "case.due.none", years=years), err=True)
        return ()
    click.echo(text(language, "case.due.some", years=years), err=True)
    click.echo(list_text(due, len(due), language), err=True)
    ids = tuple(case.id for case in due)
    _ask(ctx, ids, yes=yes)
    return remove_due(store, LOCAL, years, agreed=ids, reason=reason)


def _ask(ctx: click.Context, cases: tuple[str, ...], *, yes: bool) -> None:
    """Go on only where somebody agrees, beforehand with ``--yes`` or now at a terminal."""
    if yes:
        return
    say = speaker(ctx.obj["language"], "cli.case.remove")
    named = _named(cases, ctx.obj["language"])
    if not sys.stdin.isatty():
        raise click.ClickException(say("not_asked", cases=named))
    if not click.confirm(say("ask", cases=named), err=True):
        raise click.ClickException(say("refused"))


def _named(cases: tuple[str, ...], language: str) -> str:
    from comparekit.reporting.case_text import enumerated  # noqa: PLC0415

    return enumerated(cases, language)
