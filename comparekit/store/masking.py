"""Names, telephone numbers and addresses made unreadable: as much as tells cases apart stays.

Masking something masked changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

_STAR = "*"
_PLAIN = ("role",)  # of a party: says nothing about who it is
# A shorter word would be replaced wherever it happens to stand.
_SHORTEST = {"name": 2, "phone": 7}  # characters; of all others 4
_SHA256 = re.compile("[0-9a-f]{64}")


def masked_name(name: str) -> str:
    """王小明 -> 王**: the first character stays."""
    return name[:1] + _STAR * (len(name) - 1) if len(name) > 1 else _STAR * len(name)


def masked_phone(phone: str) -> str:
    """13812345678 -> 138****5678; shorter numbers keep their last two digits, very short ones nothing."""
    if len(phone) >= 11:
        return phone[:3] + _STAR * (len(phone) - 7) + phone[-4:]
    kept = 2 if len(phone) >= 6 else 0
    return _STAR * (len(phone) - kept) + phone[len(phone) - kept :]


def masked_address(address: str) -> str:
    """The first characters stay, six at most and never more than a third of all."""
    kept = min(6, len(address) // 3)
    return address[:kept] + _STAR * (len(address) - kept)


def masked_party(party: Mapping[str, Any]) -> dict[str, Any]:
    """A party with everything masked but its role; entries nobody foresaw are masked like names."""
    ways = {"phone": masked_phone, "address": masked_address}
    return {
        key: value if key in _PLAIN or value is None else ways.get(key, masked_name)(str(value))
        for key, value in party.items()
    }


def masked_parties(parties: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Parties, each masked."""
    return [masked_party(party) for party in parties]


class Mask:
    """Masks what is said about parties wherever it stands: in titles, notes, names of files.

    Parameters
    ----------
    parties : iterable of mapping
        Every party the case ever named.
    """

    def __init__(self, parties: Iterable[Mapping[str, Any]]) -> None:
        known: dict[str, str] = {}
        for party in parties:
            hidden = masked_party(party)
            for key, value in party.items():
                if value != hidden[key] and len(str(value)) >= _SHORTEST.get(key, 4):
                    known[str(value)] = hidden[key]
        # Longest first: an address may hold a name.
        self._known = sorted(known.items(), key=lambda pair: -len(pair[0]))

    def text(self, text: str) -> str:
        """The text with every mention masked."""
        if not _SHA256.fullmatch(text):
            for word, hidden in self._known:
                text = text.replace(word, hidden)
        return text

    def data(self, data: Any) -> Any:
        """JSON data with every mention masked, and the lists of parties as such."""
        if isinstance(data, str):
            return self.text(data)
        if isinstance(data, Mapping):
            return {
                key: masked_parties(value) if key == "parties" else self.data(value)
                for key, value in data.items()
            }
        return [self.data(value) for value in data] if isinstance(data, list) else data
