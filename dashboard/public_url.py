"""The address by which others reach the dashboard, through a proxy in front of it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from comparekit.errors import CompareKitError

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class PublicUrl:
    """Scheme, host and port; the host as browsers send it (lower case, RFC 3490 for other scripts)."""

    scheme: str
    host: str
    port: int

    @property
    def secure(self) -> bool:
        """Whether everything goes encrypted."""
        return self.scheme == "https"

    @property
    def origin(self) -> str:
        """As browsers send it in ``Origin`` (RFC 6454): without the port that goes without saying."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")


def public_url(text: str) -> PublicUrl:
    """The public address as told.

    Raises
    ------
    CompareKitError
        ``serve.public_url``: not an address of a web server. ``serve.public_url_path``: it has a path; our
        pages stand at the root of their host.
    """
    text = text.strip()
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").encode("idna").decode() if parts.hostname else ""
        port = parts.port
    except ValueError as error:  # UnicodeError is one
        raise CompareKitError("serve.public_url", found=text) from error
    plain = not (parts.username or parts.password or "@" in parts.netloc)
    if parts.scheme not in _PORTS or not host or not plain or any(c.isspace() for c in text) or port == 0:
        raise CompareKitError("serve.public_url", found=text if plain else f"{parts.scheme}://…@{host}")
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise CompareKitError("serve.public_url_path", found=text, root=f"{parts.scheme}://{parts.netloc}")
    return PublicUrl(parts.scheme, host.casefold(), port or _PORTS[parts.scheme])
