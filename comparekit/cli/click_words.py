"""What click says of its own accord, in the user's language: the frame of a help, and refused arguments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import click

from comparekit.i18n.catalog import speaker

#: What click writes in a help, and the name of our words for it.
_FRAME = {
    "Options": "options",
    "Commands": "commands",
    "Positional arguments": "arguments",
    "Show this message and exit.": "help",
}
_BESIDE = {"[required]": "required", "[default: ": "default"}
_EXTRA = re.compile(r"\((.*)\)")  # click tells what it found within its sentence only
_FOUND = re.compile(r"(.+) is not ", re.DOTALL)


def context_class(language: str) -> type[click.Context]:
    """A context whose help speaks `language`."""
    say = speaker(language, "cli.click")

    class Formatter(click.HelpFormatter):
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, prefix or say("usage") + " ")

        def section(self, name: str) -> Any:
            return super().section(say(_FRAME[name]) if name in _FRAME else name)

        def write_dl(self, rows: Iterable[tuple[str, str]], *widths: Any, **more: Any) -> None:
            super().write_dl([(first, _told(second)) for first, second in rows], *widths, **more)

    def _told(words: str) -> str:
        if words in _FRAME:
            return say(_FRAME[words])
        for english, name in _BESIDE.items():
            words = words.replace(english, say(name))
        return words

    class Context(click.Context):
        formatter_class = Formatter

    return Context


def refusal(error: click.ClickException, language: str) -> str:
    """What was wrong with the arguments; a sentence of our own comes back as it is.

    Parameters
    ----------
    error : ClickException
        From click's parser, or raised by a command with a sentence in `language`.
    language : str
        "zh" or "en".
    """
    if isinstance(error, click.BadParameter):
        return _of_a_value(error, language)
    return _of_the_words(error, language) or error.format_message()


def _of_a_value(error: click.BadParameter, language: str) -> str:
    say, name = speaker(language, "cli.click"), _name(error)
    if isinstance(error, click.MissingParameter):
        kind = "argument" if isinstance(error.param, click.Argument) else "option"
        return say(f"missing.{kind}", name=name)
    expected, found = _expected(error.param, language), _FOUND.match(error.message)
    if expected is None or found is None:  # a sentence of our own
        return f"{name}: {error.message}" if name else error.message
    return say("bad", name=name, found=found[1].strip("'"), expected=expected)


def _of_the_words(error: click.ClickException, language: str) -> str | None:
    """Names that there are none of, or too many or too few of; None: something else."""
    say = speaker(language, "cli.click")
    told = None
    if isinstance(error, click.NoSuchOption):
        told = say("no_option", name=error.option_name)
    elif isinstance(error, click.BadOptionUsage):
        told = say("value", name=error.option_name)
    elif (command := getattr(error, "command_name", None)) is not None:  # click before 8.4 has no such class
        told = say("no_command", name=command)
    elif error.message.startswith("Missing command"):
        told = say("missing.command")
    elif error.message.startswith("Got unexpected extra argument"):
        extra = _EXTRA.search(error.message)
        told = say("extra", found=extra[1] if extra else "")
    if told is not None and (close := getattr(error, "possibilities", None)):
        told += say("close", names=", ".join(sorted(close)))
    return told


def show_refusal(error: click.ClickException, language: str) -> None:
    """Write to standard error what was wrong and, of arguments, how the command is called."""
    told = refusal(error, language)
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None and told != context.get_help():  # which is what a command without any gets
        say = speaker(language, "cli.click")
        told = (
            f"{context.get_usage()}\n{say('see', command=context.command_path)}\n\n{say('error', told=told)}"
        )
    click.echo(told, err=True)


def _name(error: click.BadParameter) -> str:
    """The option or argument, as it is typed."""
    hint = error.param_hint
    if hint is None and error.param is not None:
        hint = error.param.get_error_hint(error.ctx or click.get_current_context(silent=True))
    return ("" if hint is None else hint if isinstance(hint, str) else ", ".join(hint)).replace("'", "")


def _expected(param: click.Parameter | None, language: str) -> str | None:
    """What a parameter of click's own kinds takes; None for others."""
    say = speaker(language, "cli.click.expected")
    kind = None if param is None else param.type
    if isinstance(kind, click.Choice):
        return say("choice", choices=", ".join(map(str, kind.choices)))
    if isinstance(kind, (click.IntRange, click.FloatRange)):
        whole = "whole" if isinstance(kind, click.IntRange) else "number"
        if kind.max is None:
            return say(f"{whole}_from", low=kind.min)
        return say(f"{whole}_between", low=kind.min, high=kind.max)
    return None
