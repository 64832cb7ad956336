import pytest

from comparekit.figures import theme


def luminance(colour: str) -> float:
    channels = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    "colour",
    [theme.INK, theme.MUTED, theme.ACCENT, theme.AGREE, theme.DEVIATE, theme.INCONCLUSIVE],
)
@pytest.mark.parametrize("ground", [theme.GROUND, theme.PANEL, theme.TOLERANCE])
def test_every_text_colour_meets_wcag_aa(colour: str, ground: str) -> None:
    assert contrast(colour, ground) >= 4.5


@pytest.mark.parametrize("ground", [theme.GROUND, theme.WHEEL_TINT])
def test_red_digits_can_be_read_on_their_drums(ground: str) -> None:
    assert contrast(theme.WHEEL_RED, ground) >= 4.5


def test_the_contrasts_written_beside_the_colours_hold() -> None:
    measured = {name: contrast(getattr(theme, name), theme.GROUND) for name in
                ("INK", "MUTED", "ACCENT", "AGREE", "DEVIATE", "INCONCLUSIVE", "WHEEL_RED")}  # fmt: skip
    stated = {
        "INK": 16.3,
        "MUTED": 6.4,
        "ACCENT": 6.4,
        "AGREE": 6.4,
        "DEVIATE": 5.8,
        "INCONCLUSIVE": 6.7,
        "WHEEL_RED": 7.1,
    }
    assert measured == pytest.approx(stated, abs=0.06)


def test_a_latin_font_stands_before_the_chinese_ones() -> None:
    assert (
        theme.FONTS.index("Segoe UI")
        < theme.FONTS.index("PingFang SC")
        < theme.FONTS.index("Noto Sans CJK SC")
    )


def test_style_variables_carry_every_verdict_colour() -> None:
    variables = theme.style_variables()
    assert all(f"--{verdict}:{colour}" in variables for verdict, colour in theme.VERDICT.items())
