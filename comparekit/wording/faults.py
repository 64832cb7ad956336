"""Faults of files in words: where, what was found, what was expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from comparekit.errors import Fault
from comparekit.i18n.catalog import has_text, text


def fault_text(fault: Fault, language: str) -> str:
    """The fault as a sentence.

    Parameters
    ----------
    fault : Fault
        Its code names the sentence under ``input.fault.``; an unknown code gets a general one.
    language : str
        ``zh`` or ``en``.
    """
    key = f"input.fault.{fault.code}"
    sentence = key if has_text(language, key) else "input.fault.other"
    values: dict[str, object] = {
        **_context(fault.context, language),
        "code": fault.code,
        "where": _where(fault, language),
        "found": (fault.found or "").strip() or text(language, "input.where.nothing"),
        "expected": _expected(fault.expected, language),
    }
    # A fault without a place starts with what is wrong.
    return text(language, sentence, **values).lstrip(":：, ")


def faults_text(faults: Iterable[Fault], language: str) -> str:
    """All faults, one a line."""
    return "\n".join(fault_text(fault, language) for fault in faults)


def _where(fault: Fault, language: str) -> str:
    where = fault.file or ""
    if fault.sheet is not None:
        where = text(language, "input.where.sheet", where=where, sheet=fault.sheet)
    if fault.row is not None:
        where = text(language, "input.where.row", where=where, row=fault.row)
    if fault.column is not None:
        where = text(language, "input.where.column", where=where, column=fault.column)
    return where.lstrip(", ")


def _expected(expected: str | None, language: str) -> str:
    key = f"input.expected.{'nothing' if expected is None else expected}"
    return text(language, key) if has_text(language, key) else str(expected)


def _context(context: Mapping[str, object], language: str) -> dict[str, object]:
    values = dict(context)
    if (role := values.get("role")) in ("test", "reference"):
        values["role"] = text(language, f"input.role.{role}")
    missing = values.get("missing")
    if isinstance(missing, tuple) and missing:
        names = [text(language, f"input.field.{name}") for name in missing]
        values["missing"] = names[0]
        for name in names[1:]:
            values["missing"] = text(language, "input.where.also", first=values["missing"], second=name)
    return values
