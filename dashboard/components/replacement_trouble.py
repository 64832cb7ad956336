"""What is wrong with what was entered for a study, in the words of its page: fields, not options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from comparekit.errors import CompareKitError, Fault
from comparekit.i18n.catalog import has_text, text
from comparekit.ingest.vocabulary import ROLES
from comparekit.wording.errors import error_text
from comparekit.wording.faults import fault_text
from comparekit.wording.findings import role_name
from dashboard.components.entry import field_id
from dashboard.components.plates import plate_label

_OWN = "study."  # codes that only this form has
_FIELDS = {
    "replaced": "when.replaced",
    "price": "money.price",
    "people": "money.people",
    "peak_share": "money.peak_share",
}


def fault_words(fault: Fault, language: str) -> str:
    """A fault of a field or of a file in words."""
    file = fault.file or text(language, "new_page.trouble.a_file")
    values = {"found": fault.found or "", "expected": fault.expected or "", **fault.context, "file": file}
    if fault.code.startswith(_OWN):
        return text(language, f"replacement_page.trouble.{fault.code.removeprefix(_OWN)}", **values)
    if fault.code.startswith("draft."):
        return text(language, f"new_page.trouble.{fault.code.removeprefix('draft.')}", **values)
    if has_text(language, own := _said(fault.code)):
        table = str(fault.context.get("table", ""))
        return text(language, own, **values, meter=role_name(table, language) if table in ROLES else table)
    number = bill_of(fault, language)
    if number is None:
        return fault_text(fault, language)
    if fault.code == "time.missing" and fault.column == text(
        language, "replacement_page.written.period_start"
    ):
        return text(language, "replacement_page.typed.first_start", number=number)
    told = fault_text(replace(fault, file=None, row=None, column=None), language)
    return text(language, "replacement_page.typed.fault", number=number, told=told)


def error_words(error: CompareKitError, language: str) -> str:
    """What went wrong, in words."""
    if error.code.startswith("draft."):
        return fault_words(Fault(code=error.code, context=dict(error.context)), language)
    own = _said(error.code)
    return text(language, own, **error.context) if has_text(language, own) else error_text(error, language)


def bill_of(fault: Fault, language: str) -> int | None:
    """Which of the bills typed in a fault is of, counted from 1; None for every other fault."""
    if fault.row is None or fault.file != text(language, "replacement_page.typed.file"):
        return None
    return max(fault.row, 1)  # the table they become names them as the form does


def file_fault(fault: Fault, language: str) -> str | Component:
    """A fault in words, with the way to the bill it is of where that was typed in."""
    words, number = fault_words(fault, language), bill_of(fault, language)
    return words if number is None else html.A(words, href=f"#{bill_id(number)}")


def bill_id(number: int) -> str:
    """The id of a bill typed in."""
    return f"bill-{number}"


def field_faults(faults: Mapping[str, str], utility: str, language: str) -> list[Component]:
    """What is wrong in fields, each sentence a way to its field."""
    return [
        html.A(
            text(language, "new_page.at_field", field=_field_name(name, utility, language), told=told),
            href=f"#{field_id(name)}",
        )
        for name, told in faults.items()
    ]


def _field_name(name: str, utility: str, language: str) -> str:
    if name in _FIELDS:
        return text(language, f"replacement_page.{_FIELDS[name]}")
    return plate_label(name, utility, language)


def _said(code: str) -> str:
    """Where this page has a sentence of its own for what the command line says in another way."""
    return f"replacement_page.said.{code}"
