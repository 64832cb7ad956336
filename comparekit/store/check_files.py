"""Holding the kept files against the SHA-256 and size their events name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, select, type_coerce
from sqlalchemy.types import NULLTYPE

from comparekit.store.tables import FILES
from comparekit.store.trouble import Trouble


def check_files(
    connection: Connection, named: Mapping[str, tuple[int, int]], *, every: bool
) -> Iterator[Trouble]:
    """Check the bytes of files, with one of them at a time in memory.

    Parameters
    ----------
    connection : Connection
        One state of the store.
    named : mapping
        SHA-256 -> size [bytes] and event, of the files that events name.
    every : bool
        Whether `named` is all there should be; else only those are looked at.
    """
    kept = set(connection.execute(select(FILES.c.sha256)).scalars()) if every else set()
    for sha256 in kept - named.keys():
        yield Trouble(code="file_stray", context={"sha256": sha256})
    # Without a type: the check must see text where bytes should be, not stumble over it.
    content = type_coerce(FILES.c.content, NULLTYPE).label("content")
    for sha256, (size, seq) in named.items():
        row = connection.execute(select(FILES.c.size, content).where(FILES.c.sha256 == sha256)).first()
        if row is None:
            yield Trouble(code="file_missing", seq=seq, context={"sha256": sha256})
        elif not isinstance(row.content, bytes) or hashlib.sha256(row.content).hexdigest() != sha256:
            yield Trouble(code="file_changed", seq=seq, context={"sha256": sha256})
        elif not row.size == len(row.content) == size:
            yield Trouble(code="file_size", seq=seq, context={"sha256": sha256})
