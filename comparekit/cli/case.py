"""``comparekit case``: the case store."""

from __future__ import annotations

from importlib import import_module

import click

from comparekit.cli.main import spoken
from comparekit.i18n.catalog import speaker, text

#: Subcommands and the modules that build them; a module is imported only when its command is asked for.
ACTS = {
    "import": "case_import",
    "list": "case_list",
    "show": "case_show",
    "note": "case_note",
    "close": "case_close",
    "check": "case_check",
    "export": "case_export",
    "backup": "case_backup",
    "restore": "case_restore",
    "remove": "case_remove",
}


class CaseCommands(click.Group):
    """Acts on cases by name, built in one language when asked for."""

    def __init__(self, language: str) -> None:
        self.language = language
        say = speaker(language, "cli.case")
        super().__init__(name="case", help=say("about"), epilog=say("exits"), no_args_is_help=True)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(ACTS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in ACTS:
            return None
        command = import_module(f"comparekit.cli.{ACTS[cmd_name]}").build(self.language)
        assert isinstance(command, click.Command)
        return spoken(command, self.language)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, text(self.language, f"cli.case.{name}.short")) for name in ACTS]
        with formatter.section(text(self.language, "cli.commands")):
            formatter.write_dl(rows)


def build(language: str) -> click.Command:
    """The command in `language`."""
    return CaseCommands(language)
