"""Whether two results as plain data are the same, and where not."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

RELATIVE = 1e-9
_ABSOLUTE = 1e-14  # for what is zero but for rounding
#: The same result may come from another version, and its files may lie elsewhere; their hashes are held
#: against each other before anything is computed.
_ASIDE = ("software", "inputs", "schema")


def differences(told: Mapping[str, Any], recomputed: Mapping[str, Any]) -> Iterator[str]:
    """Where `told` says something else than `recomputed`, as ``key (told → recomputed)``.

    Parameters
    ----------
    told : mapping
        JSON of a comparison, as a file or a case has it. What an older version did not tell yet is
        passed over.
    recomputed : mapping
        The same from the log.
    """
    for key, value in recomputed.items():
        if key in told and key not in _ASIDE:
            yield from _differences(told[key], value, key)


def _differences(told: Any, found: Any, key: str) -> Iterator[str]:
    if isinstance(found, Mapping) and isinstance(told, Mapping):
        for name in found:
            if name in told:
                yield from _differences(told[name], found[name], f"{key}.{name}")
    elif isinstance(found, list | tuple) and isinstance(told, list | tuple):
        if len(told) != len(found):
            yield f"{key} ({len(told)} → {len(found)})"
        for index, (one, other) in enumerate(zip(told, found, strict=False)):
            yield from _differences(one, other, f"{key}[{index}]")
    elif not _same(told, found):
        yield f"{key} ({_shown(told)} → {_shown(found)})"


def _same(told: Any, found: Any) -> bool:
    if _is_number(told) and _is_number(found):
        return math.isclose(told, found, rel_tol=RELATIVE, abs_tol=_ABSOLUTE)
    return type(told) is type(found) and bool(told == found)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value: Any) -> str:
    shown = "null" if value is None else str(value)
    return shown if len(shown) <= 60 else f"{shown[:59]}…"
