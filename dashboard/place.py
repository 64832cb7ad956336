"""Where a visitor is: the language and the parts of an address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote

from comparekit.i18n.catalog import LANGUAGES


@dataclass(frozen=True, slots=True)
class Place:
    """An address taken apart: ``/zh/case/2026-000001`` is ("zh", ("case", "2026-000001"))."""

    language: str
    parts: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The address; the first page of a language ends in a slash."""
        if not self.parts:
            return f"/{self.language}/"
        return "/" + "/".join([self.language, *(quote(part, safe="") for part in self.parts)])

    def in_language(self, language: str) -> Place:
        """The same page in another language."""
        return Place(language, self.parts)


def place_of(path: str | None, default: str) -> Place:
    """The place an address leads to; `default` language where it carries none."""
    parts = [unquote(part) for part in (path or "").split("/") if part]
    if parts and parts[0] in LANGUAGES:
        return Place(parts[0], tuple(parts[1:]))
    return Place(default, tuple(parts))
