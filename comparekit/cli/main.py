"""The command ``comparekit``: finds the language, the command, and the way to fail politely."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from comparekit.cli.click_words import context_class, show_refusal
from comparekit.errors import CompareKitError
from comparekit.i18n.catalog import LANGUAGES, default_language, speaker, text

#: Commands and the modules that build them; a module is imported only when its command is asked for.
COMMANDS = {
    "compare": "compare",
    "check": "check",
    "demo": "demo",
    "protocols": "protocols",
    "sample": "sample",
    "plan": "plan",
    "replacement": "replacement",
    "bench": "bench",
    "report": "report",
    "case": "case",
    "user": "user",
    "serve": "serve",
}

DONE, DEVIATES, FAILED, INCONCLUSIVE, INTERRUPTED = 0, 1, 2, 3, 130


class Commands(click.Group):
    """Commands by name, built in one language when asked for."""

    def __init__(self, language: str) -> None:
        self.language = language
        say = speaker(language, "cli")
        super().__init__(
            name="comparekit",
            help=say("about"),
            epilog=say("exits"),
            params=shared_options(language),
            context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
            no_args_is_help=True,
        )
        self.context_class = context_class(language)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"comparekit.cli.{COMMANDS[cmd_name]}").build(self.language)
        assert isinstance(command, click.Command)
        return spoken(command, self.language)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # One line a command from the catalog: building every command would import every command.
        rows = [(name, text(self.language, f"cli.{name}.short")) for name in COMMANDS]
        with formatter.section(text(self.language, "cli.commands")):
            formatter.write_dl(rows)


def spoken(command: click.Command, language: str) -> click.Command:
    """The command with what every one understands, and its help in `language`."""
    command.params.extend(shared_options(language))
    command.context_class = context_class(language)
    return command


def shared_options(language: str) -> list[click.Parameter]:
    """What every command understands; read before parsing, so here only documented and accepted."""
    say = speaker(language, "cli.option")
    return [
        click.Option(["--lang"], type=click.Choice(LANGUAGES), expose_value=False, help=say("lang")),
        click.Option(["--json", "as_json"], is_flag=True, expose_value=False, help=say("json")),
        click.Option(["--verbose"], is_flag=True, expose_value=False, help=say("verbose")),
        click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_print_version,
            help=say("version"),
        ),
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # Windows would otherwise write its code page
            stream.reconfigure(encoding="utf-8")
    language = _language(arguments)
    verbose = "--verbose" in arguments
    settings = {"language": language, "json": "--json" in arguments, "verbose": verbose}
    code = FAILED
    try:
        outcome = Commands(language).main(
            args=list(arguments), prog_name="comparekit", standalone_mode=False, obj=settings
        )
        code = outcome if isinstance(outcome, int) else DONE
        sys.stdout.flush()
    except CompareKitError as error:
        click.echo(_error_text(error, language), err=True)
        if verbose:
            raise
    except click.ClickException as error:
        show_refusal(error, language)
        code = FAILED
    except (click.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = DONE
    except Exception as error:  # a bug, which nobody shall take for a verdict by its exit code
        click.echo(text(language, "errors.internal", kind=type(error).__name__, what=error), err=True)
        if verbose:
            raise
        code = FAILED
    sys.exit(code)


def _error_text(error: CompareKitError, language: str) -> str:
    from comparekit.wording.errors import error_text  # noqa: PLC0415 - only a failing run pays for it

    return error_text(error, language)


def _language(arguments: Sequence[str]) -> str:
    """The language asked for, before parsing: help and errors are to come in it too."""
    for k, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--lang":
            value = value or (arguments[k + 1] if k + 1 < len(arguments) else "")
            if value in LANGUAGES:
                return value
    return default_language()


def _print_version(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from comparekit.version import VERSION  # noqa: PLC0415

        click.echo(f"comparekit {VERSION}")
        ctx.exit(DONE)
