"""The dashboard under waitress, which runs everywhere: one process with threads."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher
from waitress.utilities import RequestEntityTooLarge

from dashboard.body_size import MOST_SENT, too_much

_THREADS = 48  # fifty viewers, some of whom wait for a simulation that runs in a process of its own


def run_waitress(app: Flask, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Answer on `listener` until interrupted; `ready` is called once, before the first answer.

    Raises
    ------
    KeyboardInterrupt
        It was interrupted.
    """
    server = waitress_on(app, listener)
    try:
        ready()
        server.asyncore.loop(timeout=1, map=server._map)  # its own `run` would swallow the interruption
    finally:
        server.close()


def waitress_on(app: Flask, listener: socket.socket) -> TcpWSGIServer:
    """A server on `listener`, ready to run."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that somebody waits is no news
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(_THREADS)
    listener.setblocking(False)
    return _Server(
        app,
        _sock=listener,
        dispatcher=dispatcher,
        bind_socket=False,
        sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
        ident=None,
        max_request_body_size=MOST_SENT,  # waitress takes all of it before the app is asked
        clear_untrusted_proxy_headers=False,  # whom to believe is decided in dashboard.proxy
    )


class _Refusal(ErrorTask):  # type: ignore[misc]
    """What waitress refuses by itself; the one a person may meet in our own words."""

    def execute(self) -> None:
        """Write the refusal."""
        if not isinstance(self.request.error, RequestEntityTooLarge):
            super().execute()
            return
        body = too_much(getattr(self.request, "path", "")).encode()
        self.status = "413 Request Entity Too Large"
        self.response_headers.append(("Content-Type", "text/plain; charset=utf-8"))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):  # type: ignore[misc]
    error_task_class = _Refusal


class _Server(TcpWSGIServer):  # type: ignore[misc]
    channel_class = _Channel
