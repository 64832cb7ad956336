"""Colours, fonts and sizes of every picture and page.

One accent, greys, and a trio for the verdicts. The trio keeps apart for colour-blind eyes (bluish
green, vermilion, grey) and never stands without an icon and a word.
"""

from __future__ import annotations

from types import MappingProxyType

#: Contrast against the white ground, WCAG 2.1: at least 4.5 for text (AA). Measured in the tests.
INK = "#16212c"  # 16.3
MUTED = "#55606c"  # 6.4
ACCENT = "#1b5faa"  # 6.4
AGREE = "#0a6b58"  # 6.4
DEVIATE = "#b0410c"  # 5.8
INCONCLUSIVE = "#565d68"  # 6.7

GROUND = "#ffffff"
PANEL = "#f4f6f8"
RULE = "#cfd6dd"
WHISKER = "#8a95a0"  # thin lines that must not outweigh what they belong to
RANGE_ASIDE = "#5c8fc9"  # a range that does not count yet, never text
EXPECTED = "#e2c277"  # a tint of what would have been, never text
TOLERANCE = "#e3efe9"  # a tint behind the lines, never text
TOLERANCE_EDGE = "#5f9c88"

WHEEL_RED = "#a8261c"  # 7.1, the digits of a register after the decimal point
WHEEL_TINT = "#fbeeec"  # the drums they stand on, never text

VERDICT = MappingProxyType({"agree": AGREE, "deviate": DEVIATE, "inconclusive": INCONCLUSIVE})

#: A Latin font first: Chinese fonts draw curly quotes and ± as wide as a character.
FONTS = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', "
    "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif"
)

TEXT_SIZE = 15  # px, text inside a figure; seven dates have to fit on a phone
SMALL_SIZE = 14  # px


def translucent(colour: str, opacity: float) -> str:
    """A colour that lets what lies below show through, as CSS writes it."""
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def style_variables() -> str:
    """The colours and fonts as CSS custom properties, for the one ``:root`` rule of a page."""
    named = {
        "ink": INK,
        "muted": MUTED,
        "accent": ACCENT,
        "agree": AGREE,
        "deviate": DEVIATE,
        "inconclusive": INCONCLUSIVE,
        "ground": GROUND,
        "panel": PANEL,
        "rule": RULE,
        "range-aside": RANGE_ASIDE,
        "expected": EXPECTED,
        "tolerance": TOLERANCE,
        "tolerance-edge": TOLERANCE_EDGE,
        "fonts": FONTS,
    }
    return ":root{" + ";".join(f"--{name}:{value}" for name, value in named.items()) + "}"
