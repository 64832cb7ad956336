"""The dashboard under gunicorn: one process with threads, so that what is remembered is shared."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable

from flask import Flask
from gunicorn import sock
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

_THREADS = 48  # fifty viewers, some of whom wait for a simulation that runs in a process of its own
_GRACE = 10  # seconds for what is under way when the machine is shut down


def run_gunicorn(app: Flask, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Answer on `listener` until interrupted; `ready` is called once, before the first answer.

    Raises
    ------
    KeyboardInterrupt
        It was interrupted.
    """
    application = _Application(app, ready)
    application.run_on(listener)


class _Application(BaseApplication):  # type: ignore[misc]
    """The app with its settings, none of which comes from the environment or a file."""

    def __init__(self, app: Flask, ready: Callable[[], None]) -> None:
        self._app = app
        self._ready = ready
        super().__init__()

    def load_config(self) -> None:
        """Settings; see gunicorn's documentation of each."""
        settings = {
            "bind": [],
            "workers": 1,
            "worker_class": "gthread",
            "threads": _THREADS,
            "graceful_timeout": _GRACE,
            "timeout": 120,
            "keepalive": 15,
            "loglevel": "error",
            "accesslog": None,  # what people look for stands in addresses
            "control_socket_disable": True,  # it would lie in the home folder
            "forwarded_allow_ips": "",  # whom to believe is decided in dashboard.proxy
            "secure_scheme_headers": {},
            "forwarder_headers": "",
            "when_ready": lambda _arbiter: self._ready(),
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The WSGI application."""
        return self._app

    def run_on(self, listener: socket.socket) -> None:
        """Run; both processes leave through here, but only the first one was interrupted by somebody."""
        first = os.getpid()
        arbiter = _Arbiter(self)
        arbiter.LISTENERS = sock.create_sockets(self.cfg, arbiter.log, [listener.detach()])
        try:
            arbiter.run()
        except SystemExit as leaving:
            if os.getpid() != first or leaving.code:
                raise
        if arbiter.interrupted:
            raise KeyboardInterrupt


class _Arbiter(Arbiter):  # type: ignore[misc]
    """Looks after the one worker, and does nothing else of what gunicorn does for big sites."""

    interrupted = False

    def handle_int(self) -> None:
        """End at once, whatever is under way."""
        self.interrupted = True
        self.cfg.set("graceful_timeout", 1)
        logging.getLogger("gunicorn.error").disabled = True  # that the worker was killed is no news
        super().handle_int()

    handle_quit = handle_int

    def handle_hup(self) -> None:
        """The terminal is gone: end as other programs do."""
        self.handle_term()

    def _ignored(self) -> None:
        """No second worker, no second server."""

    handle_ttin = handle_ttou = handle_usr2 = _ignored
