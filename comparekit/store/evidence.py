"""Files byte for byte, each kept once under its SHA-256."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, insert, select

from comparekit.errors import CompareKitError
from comparekit.store.tables import FILES


def keep_file(connection: Connection, content: bytes) -> str:
    """Store the bytes if they are not there yet; their SHA-256 in hexadecimal."""
    sha256 = hashlib.sha256(content).hexdigest()
    known = connection.execute(select(FILES.c.size).where(FILES.c.sha256 == sha256)).first()
    if known is None:
        connection.execute(insert(FILES).values(sha256=sha256, size=len(content), content=content))
    return sha256


def file_content(connection: Connection, sha256: str) -> bytes:
    """The bytes kept under a hash.

    Raises
    ------
    CompareKitError
        ``store.file_missing``, or ``store.file_changed`` where they no longer have that hash.
    """
    row = connection.execute(select(FILES.c.content).where(FILES.c.sha256 == sha256)).first()
    if row is None:
        raise CompareKitError("store.file_missing", sha256=sha256)
    content = bytes(row.content)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise CompareKitError("store.file_changed", sha256=sha256)
    return content
