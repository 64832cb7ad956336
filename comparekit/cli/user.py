"""``comparekit user``: people who may sign in."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import click

from comparekit.errors import CompareKitError
from comparekit.i18n.catalog import speaker, text

if TYPE_CHECKING:
    from comparekit.store.people import Person

_ROLES = (
    "technician",
    "official",
    "administrator",
)  # the store's; importing it costs time, so a test compares


def build(language: str) -> click.Command:
    """The command and its parts in `language`."""
    from comparekit.cli.main import spoken  # noqa: PLC0415 - it imports this module

    say = speaker(language, "cli.user")
    name = click.Argument(["name"], metavar="NAME")
    stdin = click.Option(["--password-stdin"], is_flag=True, help=say("password_stdin"))

    def part(verb: str, callback: object, *parameters: click.Parameter) -> click.Command:
        database = click.Option(
            ["--database"], metavar="URL", envvar="COMPAREKIT_DATABASE", help=say("database")
        )
        command = click.Command(
            verb,
            callback=callback,  # type: ignore[arg-type]
            help=say(f"{verb}.about"),
            short_help=say(f"{verb}.short"),
            epilog=say("exits"),
            params=[*parameters, database],
        )
        return spoken(command, language)

    def role(*, required: bool) -> click.Option:
        return click.Option(["--role"], type=click.Choice(_ROLES), required=required, help=say("role"))

    parts = (
        part("add", _add, name, role(required=True), stdin),
        part("list", _list),
        part("change", _change, name, role(required=False), stdin),
        part("remove", _remove, name),
    )
    return _Parts(language, parts)


class _Parts(click.Group):
    """The parts of the command, listed under a heading in its language."""

    def __init__(self, language: str, parts: tuple[click.Command, ...]) -> None:
        self.language = language
        say = speaker(language, "cli.user")
        super().__init__(
            name="user",
            help=say("about"),
            epilog=f"{say('roles')}\n\n{say('exits')}",
            commands=parts,
            no_args_is_help=True,
        )

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)  # in the order people need them

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(text(self.language, "cli.commands")):
            formatter.write_dl([(name, part.short_help or "") for name, part in self.commands.items()])


@click.pass_context
def _add(ctx: click.Context, name: str, role: str, password_stdin: bool, database: str | None) -> None:
    from comparekit.services.people import add_person  # noqa: PLC0415
    from comparekit.services.roles import LOCAL  # noqa: PLC0415
    from comparekit.store.database import open_database  # noqa: PLC0415
    from comparekit.store.person_names import person_name  # noqa: PLC0415

    name = person_name(name)  # before a password is asked for in vain
    password = _password(ctx, name, password_stdin)
    with closing(open_database(database)) as store:
        person = add_person(store, LOCAL, name=name, role=role, password=password)
    _tell(ctx, "done_added", person)


@click.pass_context
def _list(ctx: click.Context, database: str | None) -> None:
    from comparekit.services.people import list_people  # noqa: PLC0415
    from comparekit.services.roles import LOCAL  # noqa: PLC0415
    from comparekit.store.database import open_database  # noqa: PLC0415

    with closing(open_database(database)) as store:
        people = list_people(store, LOCAL)
    if ctx.obj["json"]:
        click.echo(json.dumps([_row(person) for person in people], ensure_ascii=False, indent=2))
    elif not people:
        click.echo(text(ctx.obj["language"], "cli.user.nobody"))
    else:
        for person in people:
            _say(ctx, "person" if person.active else "person_removed", person)


@click.pass_context
def _change(
    ctx: click.Context, name: str, role: str | None, password_stdin: bool, database: str | None
) -> None:
    from comparekit.services.people import change_person  # noqa: PLC0415
    from comparekit.services.roles import LOCAL  # noqa: PLC0415
    from comparekit.store.database import open_database  # noqa: PLC0415

    password = _password(ctx, name, password_stdin) if password_stdin or role is None else None
    with closing(open_database(database)) as store:
        person = change_person(store, LOCAL, name, role=role, password=password)
    _tell(ctx, "done_changed", person)


@click.pass_context
def _remove(ctx: click.Context, name: str, database: str | None) -> None:
    from comparekit.services.people import remove_person  # noqa: PLC0415
    from comparekit.services.roles import LOCAL  # noqa: PLC0415
    from comparekit.store.database import open_database  # noqa: PLC0415

    with closing(open_database(database)) as store:
        person = remove_person(store, LOCAL, name)
    _tell(ctx, "done_removed", person)


def _password(ctx: click.Context, name: str, from_stdin: bool) -> str:
    """The password: the first line of standard input, or typed twice unseen on a terminal."""
    if from_stdin or not sys.stdin.isatty():
        line = sys.stdin.buffer.readline(10_000).rstrip(b"\r\n")
        if not line:
            raise CompareKitError("password.none")
        try:
            return line.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise CompareKitError("password.unreadable") from error
    say = speaker(ctx.obj["language"], "cli.user")
    asked = (say("password_prompt", name=name), say("password_again"))
    typed, again = (str(click.prompt(words, hide_input=True, err=True)) for words in asked)
    if typed != again:
        raise CompareKitError("password.differ")
    return typed


def _tell(ctx: click.Context, key: str, person: Person) -> None:
    if ctx.obj["json"]:
        click.echo(json.dumps(_row(person), ensure_ascii=False, indent=2))
    else:
        _say(ctx, key, person)


def _say(ctx: click.Context, key: str, person: Person) -> None:
    language = ctx.obj["language"]
    role = text(language, f"cli.user.roles_named.{person.role}")
    click.echo(text(language, f"cli.user.{key}", name=person.name, role=role))


def _row(person: Person) -> dict[str, object]:
    return {"name": person.name, "role": person.role, "active": person.active}
