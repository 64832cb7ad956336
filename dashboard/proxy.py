"""What a proxy in front of us tells about a request, believed only where there is one."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from typing import TYPE_CHECKING

from comparekit.services.exposure import is_loopback

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def behind_proxy(app: WSGIApplication) -> WSGIApplication:
    """`app`, seeing who asked the proxy, and whether encrypted, in ``X-Forwarded-For`` and ``-Proto``.

    Only a proxy on this machine is believed, and of each header only what it added itself: the last entry.
    The host it names is not taken over.
    """

    def seen_through(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if is_loopback(environ.get("REMOTE_ADDR", "")):
            source = _address(_last(environ.get("HTTP_X_FORWARDED_FOR", "")))
            if source:
                environ["REMOTE_ADDR"] = source
            scheme = _last(environ.get("HTTP_X_FORWARDED_PROTO", "")).lower()
            if scheme in ("http", "https"):
                environ["wsgi.url_scheme"] = scheme
        return app(environ, start_response)

    return seen_through


def _last(entries: str) -> str:
    return entries.rpartition(",")[2].strip()


def _address(entry: str) -> str:
    """The IP address in an entry, with or without a port; empty where there is none."""
    if entry.startswith("["):
        entry = entry[1:].partition("]")[0]
    elif entry.count(":") == 1:
        entry = entry.partition(":")[0]
    try:
        return str(ip_address(entry))
    except ValueError:
        return ""
