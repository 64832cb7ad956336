"""Which addresses may be listened on without anybody having signed in."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address

from comparekit.errors import CompareKitError
from comparekit.store.database import Database
from comparekit.store.people import count_administrators


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches `host`: 127.0.0.0/8, ::1, localhost (RFC 6761 section 6.3).

    Everything else is not, unreadable addresses and "every address" (0.0.0.0, ::, empty) included.
    """
    if host.casefold() == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped.is_loopback
    return address.is_loopback


def require_safe_address(database: Database, host: str, *, public: str | None = None) -> None:
    """Refuse an address others can reach while there is no administrator.

    On loopback a single user needs no sign-in; anywhere else everybody does (see `is_loopback`), and there
    has to be somebody who can let people in.

    Parameters
    ----------
    database : Database
        The store.
    host : str
        Where is listened.
    public : str, optional
        The name under which a proxy passes others on to us, whatever the host.

    Raises
    ------
    CompareKitError
        ``serve.needs_administrator``, with ``host``, or ``public`` where there is one.
    """
    if is_loopback(host) and public is None:
        return
    with database.reading() as connection:
        if count_administrators(connection) == 0:
            raise CompareKitError("serve.needs_administrator", host=public or host)
