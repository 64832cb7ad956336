"""Findings in words."""

from __future__ import annotations

import re
from functools import reduce

from comparekit.findings import Finding
from comparekit.i18n.catalog import has_text, text
from comparekit.wording.cited import cited
from comparekit.wording.lists import listed
from comparekit.wording.numbers import percent, step_decimals, unit_sign

_ALTERNATIVE = re.compile(r"r\d+-(?P<role>test|reference)(?:-\d+)?: (?P<found>.+) → (?P<suggestion>.+)")
#: Values that are names, and the section that has words for them.
_NAMES = {
    "unit": "findings_use",
    "utility": "findings_use",
    "service": "findings_certificate",
    "transition": "findings_certificate",
}
_SECTIONS = (
    "findings",
    "findings_input",
    "findings_transcription",
    "findings_telemetry",
    "findings_by_hand",
    "findings_use",
    "findings_replacement",
    "findings_certificate",
)


def finding_text(finding: Finding, language: str) -> str:
    """The finding as a sentence that names meter and row."""
    for section in _SECTIONS:
        key = f"{section}.{finding.code}"
        if has_text(language, key):
            sentence = text(language, key, **_values(finding, language))
            return _with_other_meter(_of_bills(sentence, finding, language), finding, language)
    raise KeyError(finding.code)


def _of_bills(sentence: str, finding: Finding, language: str) -> str:
    """The sentence, with rows called bills where the rows are those of a form."""
    if finding.context.get("rows_are") != "bills":
        return sentence
    rows, bills = (text(language, f"findings_use.typed.{name}") for name in ("rows", "bills"))
    called = re.sub(rows, bills, sentence)
    return called[:1].upper() + called[1:]


def _with_other_meter(sentence: str, finding: Finding, language: str) -> str:
    """The sentence, and that the slip may as well stand in the other meter's reading where it may."""
    alternatives = finding.context.get("alternatives")
    for told in alternatives if isinstance(alternatives, list | tuple) else ():
        one = _ALTERNATIVE.fullmatch(str(told))
        if one is not None and one["role"] != finding.context.get("role"):
            values = {**one.groupdict(), "role": role_name(one["role"], language), "sentence": sentence}
            return text(language, "findings_transcription.transcription.other_meter", **values)
    return sentence


def severity_word(finding: Finding, language: str) -> str:
    """How grave it is, in a word."""
    return text(language, f"findings.severity.{finding.severity}")


def role_name(role: str, language: str) -> str:
    """What the meter is called: old or new, test or reference; a meter without a role by its number."""
    key = f"findings.role.{role}"
    return text(language, key) if has_text(language, key) else role


def _values(finding: Finding, language: str) -> dict[str, object]:
    values = _with_lists(_with_reason(finding, language), language)
    if isinstance(values.get("role"), str):
        values["role"] = role_name(str(values["role"]), language)
    if "sigma" in values:
        values["sigma"] = percent(float(str(values["sigma"])), None, language, signed=False)
    if "unit" in values:
        values["unit"] = unit_sign(str(values["unit"]), language)
    values |= _named(values, language)
    if isinstance(values.get("step"), float):
        step = float(str(values["step"]))
        values["step"] = f"{step:.{step_decimals(step)}f}"
        for name in ("volume",):
            if isinstance(values.get(name), float):
                values[name] = f"{values[name]:.{step_decimals(step) + 1}f}"
    if values.get("row", 0) is None:
        values["row"] = text(language, "findings.unknown_row")
    missing = values.get("missing")
    if isinstance(missing, list | tuple):
        named = [text(language, f"findings.quantity.{name}") for name in missing]
        values["missing"] = reduce(lambda a, b: text(language, "findings.both", first=a, second=b), named)
    for name in ("before", "after", "modulus", "final", "initial"):
        if isinstance(values.get(name), float):
            values[name] = f"{values[name]:.10g}"
    return values


def _named(values: dict[str, object], language: str) -> dict[str, object]:
    """Words of the catalog for the names among the values, and where a limit comes from."""
    found: dict[str, object] = {}
    for name, section in _NAMES.items():
        if has_text(language, f"{section}.{name}.{values.get(name)}"):
            found[name] = text(language, f"{section}.{name}.{values[name]}")
    if isinstance(values.get("source"), str):
        found["source"] = cited(str(values["source"]), language)
    if "certainty" in values:
        found["certainty"] = text(language, f"report.certainty.{values['certainty']}")
    return found


def _with_lists(values: dict[str, object], language: str) -> dict[str, object]:
    """Rows, columns and dates one after the other."""
    several = {name: values.get(name) for name in ("rows", "columns", "dates", "points")}
    return values | {
        name: listed(map(str, names), language)
        for name, names in several.items()
        if isinstance(names, list | tuple)
    }


def _with_reason(finding: Finding, language: str) -> dict[str, object]:
    """The context, with why a bill leaves its volume open in words."""
    values = dict(finding.context)
    key = f"findings_use.reason.{values.get('reason')}"
    return values | ({"reason": text(language, key)} if has_text(language, key) else {})
