"""Running the dashboard on this machine, quietly."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable

from dash import Dash
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from comparekit.errors import CompareKitError
from comparekit.services.exposure import is_loopback


class _Quiet(WSGIRequestHandler):
    """Requests are nobody's news; errors still reach the log of the application."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def server_for(app: Dash, host: str, port: int) -> BaseWSGIServer:
    """A server that listens already, so that its address can be told before it runs.

    Parameters
    ----------
    app : Dash
        From `dashboard.app.create_app`.
    host, port : str, int
        Where to listen, on this machine only; port 0 takes any free one (see the server's `port`).

    Raises
    ------
    CompareKitError
        ``serve.only_here``: others could reach the host, and no page asks anybody to sign in yet.
        ``serve.port_taken``: another program listens there. ``serve.cannot_listen``: the host is not
        one of this machine's, or the port is not allowed.
    """
    if not is_loopback(host):
        raise CompareKitError("serve.only_here", host=host)
    # Bound here: werkzeug would print and leave the program when the port is taken.
    try:
        listener = socket.create_server((host, port), family=_family(host))
    except OSError as error:
        code = "serve.port_taken" if error.errno == errno.EADDRINUSE else "serve.cannot_listen"
        raise CompareKitError(code, host=host, port=port) from error
    with listener:
        return make_server(
            host, port, app.server, threaded=True, request_handler=_Quiet, fd=listener.fileno()
        )


def serve(app: Dash, host: str, port: int, ready: Callable[[str], None] | None = None) -> None:
    """Run until interrupted. Prints nothing.

    Parameters
    ----------
    app : Dash
        From `dashboard.app.create_app`.
    host, port : str, int
        Where to listen; port 0 takes any free one.
    ready : callable, optional
        Called with the address once the server listens: to print it, or to open a browser.

    Raises
    ------
    CompareKitError
        As `server_for`.
    """
    server = server_for(app, host, port)
    shown = f"[{host}]" if ":" in host else host
    try:
        if ready is not None:
            ready(f"http://{shown}:{server.port}/")
        server.serve_forever()
    finally:
        server.server_close()


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
