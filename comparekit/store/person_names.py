"""Names people sign in with: any script, nothing invisible."""

from __future__ import annotations

import unicodedata

from comparekit.errors import CompareKitError

LONGEST = 80  # characters
_OURS = frozenset({"local", "comparekit"})  # who acts in the chain where nobody signed in


def person_name(typed: str) -> str:
    """The name as it is kept: full-width letters and blanks made plain, single blanks inside.

    Raises
    ------
    CompareKitError
        ``people.name``: empty, longer than 80 characters, without a letter or digit, or with control
        characters, line breaks or invisible ones (two names must never look the same).
        ``people.reserved``: a name the program itself signs with.
    """
    name = tidied(typed)
    if not is_usable(name):
        shown = "".join(c if c.isprintable() else f"[U+{ord(c):04X}]" for c in typed[: LONGEST + 1])
        raise CompareKitError("people.name", found=shown, longest=LONGEST)
    if name_key(name) in _OURS:
        raise CompareKitError("people.reserved", found=name)
    return name


def is_usable(name: str) -> bool:
    """Whether a tidied name may be one."""
    kinds = [unicodedata.category(c)[0] for c in name]
    return (
        0 < len(name) <= LONGEST
        and any(kind in "LN" for kind in kinds)
        and all(kind in "LMNPS" or c == " " for c, kind in zip(name, kinds, strict=True))
    )


def tidied(typed: str) -> str:
    """The spelling names are compared in, of whatever was typed: it need not be usable as a name."""
    return " ".join(filter(None, unicodedata.normalize("NFKC", typed).split(" ")))


def name_key(name: str) -> str:
    """What two names share that differ only in capitals."""
    return unicodedata.normalize("NFKC", name.casefold())
