"""The dashboard served in a thread of the test, by the server that Windows gets."""

from __future__ import annotations

import socket
from threading import Event

from dashboard.document import PagedDash
from dashboard.serve import listener_on
from dashboard.serve_waitress import waitress_on


class InThread:
    """A server to be run in a thread and stopped from another one."""

    def __init__(self, app: PagedDash, listener: socket.socket) -> None:
        self.port: int = listener.getsockname()[1]
        self._server = waitress_on(app.server, listener)
        self._ended = Event()

    def serve_forever(self) -> None:
        """Answer until shut down."""
        while not self._ended.is_set():
            self._server.asyncore.loop(timeout=0.2, map=self._server._map, count=1)
        self._server.asyncore.close_all(map=self._server._map)

    def shutdown(self) -> None:
        """Answer no more."""
        self._ended.set()
        self._server.pull_trigger()

    def server_close(self) -> None:
        """Let the threads go."""
        self._server.task_dispatcher.shutdown(timeout=1)


def server_for(app: PagedDash, host: str, port: int) -> InThread:
    """A server that listens already."""
    return InThread(app, listener_on(host, port))
