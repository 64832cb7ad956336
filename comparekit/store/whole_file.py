"""Files that are there as a whole or not at all."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path

from comparekit.errors import CompareKitError

_ABANDONED = 3600.0  # [s] after which an unfinished file is that of a process that was killed


@contextmanager
def whole_file(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Gives a path beside `path` to write to; what stands there takes its place when the block ends well.

    The file can be read by its owner only. What a killed process left unfinished is cleared away.

    Raises
    ------
    CompareKitError
        ``store.not_written``.
    """
    target = Path(path)
    unfinished = target.with_name(f".{target.name}.{secrets.token_hex(6)}.part")
    try:
        _clear(target)
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        yield unfinished
        with open(unfinished, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(unfinished, target)
        _settle(target.parent)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CompareKitError("store.not_written", file=str(target), reason=reason) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _clear(target: Path) -> None:
    for left in target.parent.glob(f".{escape(target.name)}.*.part*"):
        if time.time() - left.stat().st_mtime > _ABANDONED:
            left.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Make the new name outlast a power cut, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
