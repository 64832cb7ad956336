"""Processes of our own that can be killed: forked, so that two hundred of them start in no time."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass

Tell = Callable[[str], None]


@dataclass
class Forked:
    """A running process, and the lines it has told so far."""

    pid: int
    pipe: int

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def lines(self) -> list[str]:
        """Wait for the end; the whole lines that were told."""
        told = b""
        while part := os.read(self.pipe, 65536):
            told += part
        os.close(self.pipe)
        self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return [line.decode("utf-8") for line in told.split(b"\n")[:-1]]


def fork(work: Callable[[Tell], None]) -> Forked:
    """Run `work` in a process of its own; what it tells is in the pipe before the call returns.

    Nothing of the parent's databases may be open: neither SQLite nor libpq can be carried across a fork.
    """
    read, write = os.pipe()
    pid = os.fork()
    if pid:
        os.close(write)
        return Forked(pid, read)
    status = 1
    try:
        os.close(read)
        work(lambda line: void(os.write(write, f"{line}\n".encode())))
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def void(_: object) -> None:
    """Nothing."""
