"""Where a line may break."""

from __future__ import annotations

import re

_BEFORE_UNIT = re.compile(r"(?<=\d) (?=[%\u4e00-\u9fff]|(?:m³|L|kWh|days?)\b)")
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def unbroken(words: str) -> str:
    """`words` with every number kept on one line with its unit."""
    return _BEFORE_UNIT.sub(_NO_BREAK_SPACE, words)
