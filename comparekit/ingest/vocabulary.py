"""The words of `headers.toml`, looked up without regard to case, blanks and punctuation."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

ROLES = ("test", "reference")
_DATA = Path(__file__).with_name("headers.toml")


def folded(text: str) -> str:
    """`text` without case, blanks, punctuation and the difference between full and half width."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def field_of(title: str) -> str | None:
    """The field a column called `title` holds (``time``, ``test_reading``), None when unknown."""
    return _fields().get(folded(title))


def is_field(name: str) -> bool:
    """Whether `name` is a field a column can be mapped to."""
    return name in field_names()


@cache
def field_names() -> tuple[str, ...]:
    """All fields, in the order of `headers.toml`."""
    words = _words()
    return (*words["titles"], *(f"{role}_{field}" for role in ROLES for field in words["wide"]))


@cache
def _roles() -> Mapping[str, str]:
    return {folded(word): role for role in ROLES for word in _words()["roles"][role]["words"]}


def role_of(text: str) -> str | None:
    """``test`` or ``reference`` where `text` is a word for one of them."""
    return _roles().get(folded(text))


def event_of(text: str) -> tuple[str, str | None] | None:
    """Kind of the event `text` tells of and the role of the meter it names, if any; None if unknown."""
    key = folded(text)
    if key in _events():
        return _events()[key], None
    for word, role in _roles().items():
        if key.startswith(word) and key[len(word) :] in _events():
            return _events()[key[len(word) :]], role
    return None


def footer_of(text: str) -> str | None:
    """What a row below a table that begins with `text` is: ``total``, ``remark``, or None for neither."""
    words = _words()["footer"]
    label = folded(re.split("[:：]", text, maxsplit=1)[0])
    if label in map(folded, words["totals"]):
        return "total"
    ends = tuple(map(folded, words["labels"]))
    labelled = re.match(r"[^:：]{1,20}[:：]", text) is not None and label.endswith(ends)
    if labelled or label in ends or label.startswith(tuple(map(folded, words["beginnings"]))):
        return "remark"
    return None


def zone_of(text: str) -> str | None:
    """The time zone a remark such as ``UTC`` or 北京时间 means."""
    found = {folded(word): zone for zone, words in _words()["zones"].items() for word in words}
    return found.get(folded(text))


def utilities_in(title: str) -> set[str]:
    """Utilities whose words occur in a title."""
    key = folded(title)
    return {name for name, words in _words()["utility"].items() if any(word in key for word in words)}


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


@cache
def _fields() -> Mapping[str, str]:
    words = _words()
    fields: dict[str, str] = {}
    for role in ROLES:
        names = [folded(word) for word in words["roles"][role]["words"]]
        for field, endings in words["wide"].items():
            for ending in map(folded, endings):
                fields |= {name + ending: f"{role}_{field}" for name in names}
                fields |= {ending + name: f"{role}_{field}" for name in names}
        for word in words["roles"][role]["alone"]:
            fields[folded(word)] = f"{role}_reading"
    # A title of its own goes before one put together: 新表起数 is a reading at an exchange.
    fields |= {folded(word): field for field, titles in words["titles"].items() for word in titles}
    fields |= {folded(name): name for name in field_names()}
    return fields


@cache
def _events() -> Mapping[str, str]:
    words = _words()["events"]
    events = {folded(word): "exchange" for word in words["exchange"]}
    for name in words["zero_test"]:
        events[folded(name)] = "zero_test"
        for kind, endings in (("zero_test", words["passed"]), ("zero_test_failed", words["failed"])):
            events |= {folded(name + ending): kind for ending in endings}
    return events
