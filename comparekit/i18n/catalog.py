"""Sentences by key and language.

A key is ``section.rest.of.key``; each section is one TOML file a language
(``zh/findings.toml``, ``en/findings.toml``), read when first used. Placeholders are those of
``str.format``.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("zh", "en")
_FOLDER = Path(__file__).resolve().parent


def text(language: str, key: str, /, **values: object) -> str:
    """The sentence `key` in `language`, its placeholders filled with `values`.

    Raises
    ------
    KeyError
        No such sentence, or a placeholder without a value.
    """
    section, _, rest = key.partition(".")
    return section_texts(language, section)[rest].format_map(values)


def speaker(language: str, prefix: str) -> Callable[..., str]:
    """A short `text` for the keys under `prefix`: ``say("key", name=value)``."""

    def say(key: str, /, **values: object) -> str:
        return text(language, f"{prefix}.{key}", **values)

    return say


def has_text(language: str, key: str) -> bool:
    """Whether the catalog of `language` holds `key`."""
    section, _, rest = key.partition(".")
    return (_FOLDER / language / f"{section}.toml").exists() and rest in section_texts(language, section)


@cache
def section_texts(language: str, section: str) -> Mapping[str, str]:
    """All sentences of one section, keys joined by dots."""
    if language not in LANGUAGES:
        raise ValueError(f"language: one of {LANGUAGES}, not {language!r}")
    with open(_FOLDER / language / f"{section}.toml", "rb") as file:
        return dict(_flat(tomllib.load(file), ""))


def sections(language: str) -> tuple[str, ...]:
    """Names of all sections of a language."""
    return tuple(sorted(path.stem for path in (_FOLDER / language).glob("*.toml")))


def default_language() -> str:
    """The language of the user's locale: zh for Chinese, for none and for C; en for every other."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable)
        if value:
            break
    else:
        value = _windows_language() if os.name == "nt" else ""
    name = value.split(".")[0].lower()
    return "zh" if name in ("", "c", "posix") or name.startswith(("zh", "chinese")) else "en"


def _windows_language() -> str:
    import ctypes  # noqa: PLC0415 - Windows says its language nowhere in the environment

    # Primary language 4 is Chinese (LANGID, low ten bits).
    identifier = ctypes.windll.kernel32.GetUserDefaultUILanguage()  # type: ignore[attr-defined]
    return "zh" if identifier & 0x3FF == 4 else "en"


def _flat(table: Mapping[str, object], prefix: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in table.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            pairs.extend(_flat(value, f"{name}."))
        elif isinstance(value, str):
            pairs.append((name, value.strip()))
        else:
            raise TypeError(f"{name}: a catalog holds text only, not {value!r}")
    return pairs
