"""The choices of the bench as they stand in an address, so that a run can be repeated and shared."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs

from comparekit.bench.open_day import ALLOWED, OpenDayChoice

#: In the order of the address; how each is read.
PARTS: dict[str, Callable[[str], str | int | float]] = {
    "old": str,
    "new": str,
    "home": str,
    "step": float,
    "days": int,
    "seed": int,
}

#: Stands where an address says nothing: there is something to see, and the seed gives no rare run.
USUAL = OpenDayChoice(old="fast", seed=7)


def choice_of(search: str | None) -> tuple[OpenDayChoice, tuple[str, ...]]:
    """What an address like ``?old=fast&seed=7`` asks for, and which of its parts could not be read."""
    asked = parse_qs((search or "").lstrip("?"), keep_blank_values=True)
    chosen = {name: getattr(USUAL, name) for name in PARTS}
    unread = []
    for name, read in PARTS.items():
        if name not in asked:
            continue
        try:
            value = read(asked[name][-1])
        except ValueError:
            value = None
        if value in ALLOWED[name]:
            chosen[name] = value
        else:
            unread.append(name)
    return OpenDayChoice(**chosen), tuple(unread)


def search_of(choice: OpenDayChoice) -> str:
    """The address of a choice: ``?old=fast&new=good&home=family&step=0.001&days=7&seed=7``."""
    return "?" + "&".join(f"{name}={_written(getattr(choice, name))}" for name in PARTS)


def _written(value: str | float) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
