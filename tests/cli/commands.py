"""Ways to run the command: as a process of its own, or within this one, which is much quicker."""

import io
import os
import subprocess
import sys
from contextlib import chdir, nullcontext, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

import pytest

from comparekit.cli.main import main

STORIES = Path(__file__).resolve().parents[2] / "sample_runs"


class Terminal(io.StringIO):
    """Somebody who types."""

    def isatty(self):
        return True


def surroundings(**told):
    """The environment without the locale and the settings of whoever runs the tests."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "COMPAREKIT_"))}
    return env | {k: str(v) for k, v in told.items()}


def words(arguments, lang):
    return [*map(str, arguments), *(["--lang", lang] if lang else [])]


def begun(*arguments, lang=None, cwd=None, **environment):
    """A process that runs while the test goes on."""
    return subprocess.Popen(
        [sys.executable, "-m", "comparekit", *words(arguments, lang)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=surroundings(**environment),
        cwd=cwd,
    )


def run_process(*arguments, **told):
    """Everything is loaded anew: for what only a process shows."""
    started = begun(*arguments, **told)
    out, err = started.communicate()
    return subprocess.CompletedProcess(arguments, started.returncode, out, err)


def run(*arguments, lang=None, cwd=None, typing=None, **environment):
    """The same command, arguments and environment; what it prints and how it ends."""
    out, err = io.StringIO(), io.StringIO()
    with (
        mock.patch.dict(os.environ, surroundings(**environment), clear=True),
        mock.patch.object(sys, "stdin", io.StringIO() if typing is None else Terminal(typing)),
        chdir(cwd) if cwd else nullcontext(),
        redirect_stdout(out),
        redirect_stderr(err),
        pytest.raises(SystemExit) as left,
    ):
        main(words(arguments, lang))
    return subprocess.CompletedProcess(arguments, left.value.code, out.getvalue(), err.getvalue())
