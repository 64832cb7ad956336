"""The rules of a study before and after a replacement, as their texts were when it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from comparekit.ingest.replacement_file import read_replacement_protocol, replacement_protocol_source
from comparekit.ingest.settlement_file import settlement_of, settlement_source
from comparekit.ingest.tariff_file import read_tariff, tariff_source
from comparekit.replacement_protocol import ReplacementProtocol
from comparekit.settlement_rules import SettlementTable
from comparekit.studies.replacement_result import ReplacementResult
from comparekit.tariff import Tariff

_Text = tuple[str, str]  # TOML text and file name


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRules:
    """What a study goes by: its protocol, the rules of settlement, and the price list where there is one.

    Each is the text of the file and its name; reading one raises FaultyProtocol where it is none.
    """

    protocol_text: _Text
    settlement_text: _Text
    tariff_text: _Text | None = None

    @property
    def protocol(self) -> ReplacementProtocol:
        """The protocol."""
        return read_replacement_protocol(*self.protocol_text)

    @property
    def settlement(self) -> SettlementTable:
        """The rules of refund and back-charge."""
        return settlement_of(*self.settlement_text)

    @property
    def tariff(self) -> Tariff | None:
        """The price list."""
        return None if self.tariff_text is None else read_tariff(*self.tariff_text)

    def to_data(self) -> dict[str, Any]:
        """As plain data."""
        texts = {"protocol": self.protocol_text, "settlement": self.settlement_text}
        texts |= {} if self.tariff_text is None else {"tariff": self.tariff_text}
        return {kind: {"name": name, "text": text} for kind, (text, name) in texts.items()}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> KeptRules:
        """What `to_data` told."""
        texts = {kind: (str(one["text"]), str(one["name"])) for kind, one in data.items()}
        return cls(
            protocol_text=texts["protocol"],
            settlement_text=texts["settlement"],
            tariff_text=texts.get("tariff"),
        )


def rules_of(result: ReplacementResult, price: float | str | None) -> KeptRules:
    """The rules by which a study was made just now; `price` as `comparekit.services.replacement` takes it.

    Raises
    ------
    FaultyProtocol
        The price list cannot be read any more.
    """
    return KeptRules(
        protocol_text=replacement_protocol_source(result.protocol.id),
        settlement_text=settlement_source(result.protocol.utility),
        tariff_text=tariff_source(price) if isinstance(price, str) else None,
    )
