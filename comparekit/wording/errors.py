"""Errors in words."""

from __future__ import annotations

from comparekit.errors import CompareKitError, FaultyInput
from comparekit.i18n.catalog import has_text, text
from comparekit.wording.faults import faults_text
from comparekit.wording.lists import listed


def error_text(error: CompareKitError, language: str) -> str:
    """What went wrong and what to do, every fault of a file on a line of its own."""
    if isinstance(error, FaultyInput):
        return faults_text(error.faults, language)
    values = {name: _word(name, value, language) for name, value in error.context.items()}
    return text(language, f"errors.{error.code}", **values)


def _word(name: str, value: object, language: str) -> object:
    """Codes that have a word of their own, such as roles and what they may do."""
    if name == "allowed":
        words = [str(_word("role", role.strip(), language)) for role in str(value).split(",")]
        return listed(words, language)
    key = f"errors.word.{name}.{value}"
    return text(language, key) if has_text(language, key) else value
