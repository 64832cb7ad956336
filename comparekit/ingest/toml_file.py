"""A TOML file of ours from its bytes to its value, every fault of it told at once."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from comparekit.errors import Fault, FaultyInput
from comparekit.ingest.toml_reader import TomlReader

_Value = TypeVar("_Value")


def file_of(path: str | os.PathLike[str], name: str, family: str, error: type[FaultyInput]) -> bytes:
    """The bytes of a file.

    Parameters
    ----------
    path : str or path
        Where it lies.
    name : str
        What messages call it.
    family : str
        First word of the fault codes.
    error : type
        What a faulty file of this kind raises: with ``not_found`` or ``not_readable``.
    """
    try:
        return Path(path).read_bytes()
    except FileNotFoundError as missing:
        raise error([Fault(code=f"{family}.not_found", file=name)]) from missing
    except OSError as closed:
        raise error([Fault(code=f"{family}.not_readable", file=name)]) from closed


def text_of(data: bytes, name: str, family: str, error: type[FaultyInput]) -> str:
    """The bytes as UTF-8 text, with or without a byte order mark; ``not_readable`` where they are none."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise error([Fault(code=f"{family}.not_readable", file=name)]) from wrong


def text_in(path: str | os.PathLike[str], name: str, family: str, error: type[FaultyInput]) -> str:
    """The text of a file; as `file_of` and `text_of`."""
    return text_of(file_of(path, name, family, error), name, family, error)


def value_of(
    text: str, name: str, family: str, error: type[FaultyInput], build: Callable[[TomlReader], _Value]
) -> _Value:
    """What `build` reads from the text; a key that it does not ask for is a fault.

    Raises
    ------
    FaultyInput
        Of the type `error`: every fault, by line.
    """
    toml = TomlReader(text, name, family)
    if toml.faults:
        raise error(toml.faults)
    value = build(toml)
    toml.refuse_unread()
    if toml.faults:
        raise error(sorted(toml.faults, key=lambda fault: fault.row or 0))
    return value
