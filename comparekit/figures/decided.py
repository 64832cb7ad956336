"""How an error is marked by what was decided on it, by every pen."""

from __future__ import annotations

from types import MappingProxyType

from comparekit.figures import theme
from comparekit.figures.data import Role

#: Symbol, colour and filling of an error by what was decided on it: told apart without colour too.
DECIDED = MappingProxyType(
    {
        Role.ERROR: ("circle", theme.INK, True),
        Role.PASS: ("circle", theme.AGREE, True),
        Role.CONDITIONAL_PASS: ("circle", theme.AGREE, False),
        Role.CONDITIONAL_FAIL: ("square", theme.DEVIATE, False),
        Role.FAIL: ("square", theme.DEVIATE, True),
    }
)
