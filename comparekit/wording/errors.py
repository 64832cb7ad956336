"""Errors in words."""

from __future__ import annotations

from comparekit.errors import CompareKitError, FaultyInput
from comparekit.i18n.catalog import text
from comparekit.wording.faults import faults_text


def error_text(error: CompareKitError, language: str) -> str:
    """What went wrong and what to do, every fault of a file on a line of its own."""
    if isinstance(error, FaultyInput):
        return faults_text(error.faults, language)
    return text(language, f"errors.{error.code}", **error.context)
