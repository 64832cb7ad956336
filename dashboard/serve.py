"""Running the dashboard, quietly: gunicorn where it runs, waitress on Windows."""

from __future__ import annotations

import errno
import socket
import sys
from collections.abc import Callable
from importlib.util import find_spec

from comparekit.errors import CompareKitError
from comparekit.services.exposure import is_loopback
from dashboard.document import PagedDash
from dashboard.own_names import address_of


def listener_on(host: str, port: int) -> socket.socket:
    """A socket that listens already, so that its address can be told before anything runs.

    Parameters
    ----------
    host, port : str, int
        Where to listen; port 0 takes any free one.

    Raises
    ------
    CompareKitError
        ``serve.port_taken``: another program listens there. ``serve.cannot_listen``: the host is not
        one of this machine's, or the port is not allowed.
    """
    # Bound here: the servers would print, wait and leave the program when the port is taken.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        code = "serve.port_taken" if error.errno == errno.EADDRINUSE else "serve.cannot_listen"
        raise CompareKitError(code, host=host, port=port) from error


def serve(app: PagedDash, host: str, port: int, ready: Callable[[str], None] | None = None) -> None:
    """Run until interrupted. Prints nothing.

    Parameters
    ----------
    app : PagedDash
        From `dashboard.app.create_app`.
    host, port : str, int
        Where to listen; port 0 takes any free one.
    ready : callable, optional
        Called with the address once the server listens: to print it, or to open a browser.

    Raises
    ------
    CompareKitError
        ``serve.only_here``: others could reach the host, and the pages ask nobody to sign in. As
        `listener_on`.
    KeyboardInterrupt
        It was interrupted.
    """
    if not (is_loopback(host) or app.guarded):
        raise CompareKitError("serve.only_here", host=host)
    with listener_on(host, port) as listener:
        address = address_of(host, listener.getsockname()[1])
        if sys.platform == "win32" or find_spec("gunicorn") is None:
            from dashboard.serve_waitress import run_waitress as run  # noqa: PLC0415
        else:
            from dashboard.serve_gunicorn import run_gunicorn as run  # noqa: PLC0415 - not on Windows
        run(app.server, listener, lambda: None if ready is None else ready(address))
