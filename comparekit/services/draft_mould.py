"""Children that start at once: split off from a process that has everything loaded and does nothing else.

A fresh interpreter takes most of a second to load what a comparison needs; a fork of one that has takes
some ten milliseconds. The mould has one thread, knows no file and no store, and ends with whoever made it.
Not on Windows, which cannot fork.
"""

from __future__ import annotations

import atexit
import importlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from threading import Lock

THERE_IS_FORK = hasattr(os, "fork") and hasattr(socket, "send_fds")

#: What children are going to need; loaded before the first of them.
_LOADED = (
    "comparekit.services.case_look",
    "comparekit.services.case_view",
    "comparekit.services.open_day",
    "comparekit.services.plan",
)


class Mould:
    """Gives a channel to a new child; makes its process when first asked, and again when it is gone."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._owner = 0
        atexit.register(self.close)

    def child(self) -> socket.socket:
        """A socket whose other end a new child reads its question from, and writes its answer to."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            try:
                socket.send_fds(self._made(), [b"."], [theirs.fileno()])
            except OSError:  # it was ended by somebody: once more
                self._forget()
                socket.send_fds(self._made(), [b"."], [theirs.fileno()])
        return ours

    def close(self) -> None:
        """End the process; children at work go on to their own end."""
        with self._lock:
            self._forget()

    def _made(self) -> socket.socket:
        if self._channel is None or self._owner != os.getpid():
            ours, theirs = socket.socketpair()
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-m", "comparekit.services.draft_child", str(theirs.fileno())],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env=self._environment,
                )
            self._channel, self._owner = ours, os.getpid()
        return self._channel

    def _forget(self) -> None:
        channel, process, owned = self._channel, self._process, self._owner == os.getpid()
        self._channel = self._process = None
        if channel is not None:
            channel.close()
        if process is not None and owned:
            process.terminate()  # hanging up is not enough where a fork of ours still holds the channel
            process.wait()


def serve_children(channel: socket.socket, work: Callable[[socket.socket], None]) -> None:
    """In the mould: load everything, then fork for each socket that comes, until nobody is left to send one.

    Parameters
    ----------
    channel : socket
        To whoever made this process.
    work : callable
        What a child does with its socket; it ends when this returns.
    """
    for name in _LOADED:
        importlib.import_module(name)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then hangs up
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead leave nothing to collect
    while True:
        word, found, _, _ = socket.recv_fds(channel, 1, 1)
        if not word:
            return
        with socket.socket(fileno=found[0]) as asked:
            if os.fork():
                continue
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            channel.close()
            try:
                work(asked)
            finally:
                os._exit(0)
