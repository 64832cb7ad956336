"""Words one after the other."""

from __future__ import annotations

from collections.abc import Iterable

from comparekit.i18n.catalog import text


def listed(words: Iterable[str], language: str) -> str:
    """Words separated as the language does: "3, 5", "3、5"; the catalog keeps no blank at an end."""
    comma = text(language, "findings.comma")
    return (f"{comma} " if comma.isascii() else comma).join(words)
