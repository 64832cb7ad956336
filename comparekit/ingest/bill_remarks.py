"""What the remarks of bills say that belongs into columns of their own."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
from numpy.typing import NDArray

from comparekit.findings import Severity
from comparekit.ingest.usage_sheet import UsageSheet
from comparekit.stats.arrays import Array

_ESTIMATE = re.compile(r"估抄|估算|估计|估读|暂估|estimate", re.IGNORECASE)
#: Beside those words: another bill is meant, or the opposite.
_OTHERWISE = re.compile(
    r"非|不是|未|没|无|上[期月次]|下[期月次]|前[期月次]|补|退|冲|更正|改|实抄|not|previous|last|correct|actual",
    re.IGNORECASE,
)
_EXCHANGE = re.compile(r"换表|换装|旧表|新表|拆表|拆下|replaced|exchanged|(?:old|new) meter", re.IGNORECASE)
_DATE = re.compile(r"(?:\d{4} ?[-/.年] ?)?\d{1,2} ?[-/.月] ?\d{1,2}[日号]?")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LONGEST = 60  # letters of a remark that are told


def estimates_remarked(sheet: UsageSheet, estimated: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which bills are estimates, by their remarks too, shape (n,).

    Findings: ``bills.estimated_by_remark``; ``bills.remark_estimate_unclear`` where the words may mean
    another bill, or a column says otherwise.

    Parameters
    ----------
    sheet : UsageSheet
        Receives the findings.
    estimated : bool array, shape (n,)
        As their own column says.
    """
    notes = _notes(sheet)
    silent = sheet.blank("estimated") if "estimated" in sheet else np.ones(len(notes), dtype=bool)
    by_remark = np.zeros(len(notes), dtype=bool)
    for k, note in enumerate(notes):
        if not estimated[k] and _ESTIMATE.search(note):
            by_remark[k] = bool(silent[k]) and _OTHERWISE.search(note) is None
            if not by_remark[k]:
                _tell(sheet, "bills.remark_estimate_unclear", k)
    if by_remark.any():
        rows = sheet.rows[by_remark].tolist()
        sheet.find("bills.estimated_by_remark", Severity.NOTE, rows=rows, count=len(rows))
    return estimated | by_remark


def tell_exchanges_remarked(sheet: UsageSheet, final: Array) -> None:
    """Find ``usage.remark_exchange``: a remark that seems to hold the registers of an exchange.

    Parameters
    ----------
    sheet : UsageSheet
        Receives the findings.
    final : array, shape (n,)
        Register of the removed meter as its own column tells it, NaN where it does not.
    """
    for k, note in enumerate(_notes(sheet)):
        registers = _NUMBER.findall(_DATE.sub(" ", note)) if _EXCHANGE.search(note) else []
        if np.isnan(final[k]) and len(registers) > 1:
            _tell(sheet, "usage.remark_exchange", k)


def _notes(sheet: UsageSheet) -> list[str]:
    cells = sheet.cells("note") if "note" in sheet else [""] * len(sheet.table)
    return [unicodedata.normalize("NFKC", cell) for cell in cells]


def _tell(sheet: UsageSheet, code: str, place: int) -> None:
    note = " ".join(sheet.cells("note")[place].split())[:_LONGEST]
    sheet.find(code, Severity.CAUTION, row=int(sheet.rows[place]), note=note)
