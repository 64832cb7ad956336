"""The names this server answers to: this machine's, the one it was started under, the public one."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, Response, request

from comparekit.services.exposure import is_loopback
from dashboard.settings import Settings

_EVERYWHERE = ("0.0.0.0", "::", "")
_FAR = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}  # RFC 5737, RFC 3849: nobody's


def register_own_names(server: Flask, settings: Settings) -> None:
    """Answer 421 to every other name.

    A page elsewhere may point its own name at this machine, and would then read what stands here (DNS
    rebinding).

    Parameters
    ----------
    server : Flask
        The server of the app.
    settings : Settings
        Host and public address.
    """

    @server.before_request
    def answer_to_own_names_only() -> Response | None:
        return None if is_own_name(_name_in(request.host), settings) else Response("", status=421)


def is_own_name(name: str, settings: Settings) -> bool:
    """Whether a request for `name` is for this server."""
    name = name.casefold()
    if is_loopback(name):
        return True
    if settings.public_url is not None and name == settings.public_url.host:
        return True
    if settings.host in _EVERYWHERE:
        return _is_own_address(name)
    return name == settings.host.casefold()


def address_of(host: str, port: int) -> str:
    """Where a browser finds a server that listens on `host`, everywhere included."""
    shown = _address_outside(host) if host in _EVERYWHERE else host
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def _name_in(host: str) -> str:
    """The name in a header ``Host``, empty where there is none to be read."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_own_address(name: str) -> bool:
    """Whether `name` is an address of this machine: one that it can listen on."""
    try:
        address = ip_address(name)
    except ValueError:
        return False
    if address.is_unspecified or address.is_multicast:
        return False
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.bind((str(address), 0))
    except OSError:
        return False
    return True


def _address_outside(host: str) -> str:
    """The address under which others most likely know this machine; nothing is sent to find out."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((_FAR[family], 9))
            return str(probe.getsockname()[0])
    except OSError:
        return "::1" if family == socket.AF_INET6 else "127.0.0.1"
