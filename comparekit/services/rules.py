"""The rules there are, protocols of all kinds and tariffs: listed, found by id or path, told in words."""

from __future__ import annotations

import os
from pathlib import Path

from comparekit.errors import Fault, FaultyProtocol
from comparekit.ingest.protocol_file import list_protocols, load_protocol
from comparekit.ingest.replacement_file import KIND as REPLACEMENT
from comparekit.ingest.replacement_file import list_replacement_protocols, load_replacement_protocol
from comparekit.ingest.tariff_file import KIND, kind_of, list_tariffs, load_tariff, shipped_tariffs
from comparekit.protocol import SeriesProtocol
from comparekit.replacement_protocol import ReplacementProtocol
from comparekit.reporting.protocol_text import protocol_text
from comparekit.reporting.replacement_protocol_text import replacement_protocol_text
from comparekit.reporting.tariff_text import tariff_text
from comparekit.tariff import Tariff

Rules = SeriesProtocol | ReplacementProtocol | Tariff


def list_rules() -> tuple[Rules, ...]:
    """All that ships: protocols of a comparison by id, those of a replacement, then tariffs."""
    return (*list_protocols(), *list_replacement_protocols(), *list_tariffs())


def load_rules(id_or_path: str | os.PathLike[str]) -> Rules:
    """The protocol or tariff with an id, or in a file ending in ``.toml``.

    Raises
    ------
    FaultyProtocol
        No such id or file, or a file that breaks a rule: every fault of it.
    """
    name = str(id_or_path)
    if name.lower().endswith(".toml"):
        kind = kind_of(Path(name))
        if kind == REPLACEMENT:
            return load_replacement_protocol(name)
        return load_tariff(name) if kind == KIND else load_protocol(name)
    if name in shipped_tariffs():
        return load_tariff(name)
    if name in (protocol.id for protocol in list_replacement_protocols()):
        return load_replacement_protocol(name)
    try:
        return load_protocol(name)
    except FaultyProtocol as error:
        if error.faults[0].code != "protocol.unknown":
            raise
        known = ", ".join(rules.id for rules in list_rules())
        raise FaultyProtocol([Fault(code="protocol.unknown", found=name, expected=known)]) from error


def rules_text(rules: Rules, language: str) -> str:
    """Everything they say, each number with its source."""
    if isinstance(rules, ReplacementProtocol):
        return replacement_protocol_text(rules, language)
    return tariff_text(rules, language) if isinstance(rules, Tariff) else protocol_text(rules, language)
