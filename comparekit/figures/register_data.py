"""Registers as data: the digits two people saw on the wall, and the subtraction between them."""

from __future__ import annotations

from dataclasses import dataclass

from comparekit.figures.data import FigureTable, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial:
    """A register at one moment: `caption` says when, `whole` and `fraction` are its wheels.

    `fraction` is empty where the register was not read beyond the point.
    """

    caption: str
    whole: str
    fraction: str

    @property
    def text(self) -> str:
        """The reading as it is written, without idle zeros in front."""
        whole = self.whole.lstrip("0") or "0"
        return f"{whole}.{self.fraction}" if self.fraction else whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One meter's register at the start and at the end, and what it advanced."""

    role: Role
    name: str
    start: Dial
    end: Dial
    subtraction: str
    advance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFigure:
    """Both registers at the start and the end. Attributes as in FigureData."""

    title: str
    description: str
    registers: tuple[Register, Register]
    table: FigureTable
    notes: tuple[str, ...] = ()
