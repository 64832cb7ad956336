from dataclasses import replace

import pytest

from comparekit.figures import theme
from comparekit.figures.register_data import Dial, RegisterFigure
from comparekit.figures.registers import registers_figure
from comparekit.figures.svg_registers import svg_registers
from comparekit.i18n.catalog import LANGUAGES
from comparekit.services.stories import run_story
from comparekit.studies.series_result import SeriesResult
from figures.pictures import SVG, Picture
from figures.series_cases import coarse, compared, fast, identical, rolled_over


def drawn(result: SeriesResult, language: str = "en") -> RegisterFigure:
    figure = registers_figure(result, language)
    assert figure is not None
    return figure


def digits(figure: RegisterFigure) -> list[tuple[str, str]]:
    return [(d.whole, d.fraction) for r in figure.registers for d in (r.start, r.end)]


def test_wheels_are_the_digits_of_the_first_and_the_last_reading() -> None:
    result = fast()  # by hand: 1204.317 + 1.05 x (4.205 + 0.0016) = 1208.7339, cut to the step
    assert digits(drawn(result)) == [("1204", "317"), ("1208", "733"), ("3", "052"), ("7", "257")]
    first, last = result.blocks[0].readings, result.blocks[-1].readings
    shown = [float(d.text) for r in drawn(result).registers for d in (r.start, r.end)]
    assert shown == pytest.approx([first[0], last[1], first[2], last[3]])


def test_a_digit_that_was_not_read_is_absent() -> None:
    assert {fraction for _, fraction in digits(drawn(coarse()))} == {""}


def test_a_wheel_proved_by_the_other_reading_shows_its_zero() -> None:
    result = compared([8.4, 16.646], [99.5, 107.9])
    assert digits(drawn(result)) == [("08", "400"), ("16", "646"), ("099", "500"), ("107", "900")]
    assert drawn(result).registers[0].start.text == "8.400"
    assert Dial(caption="", whole="000", fraction="5").text == "0.5"


def test_the_subtraction_beneath_is_the_one_of_the_digits() -> None:
    old, new = drawn(fast()).registers
    assert old.subtraction == "1208.733 − 1204.317 = 4.416 m³"
    assert new.subtraction == "7.257 − 3.052 = 4.205 m³"
    assert old.advance == "The old meter advanced 4.416 m³"


def test_a_register_that_passed_zero_adds_its_turn() -> None:
    figure = drawn(rolled_over())
    old = figure.registers[0]
    assert old.subtraction == "3.105 + 1000 − 998.900 = 4.205 m³"
    assert old.end.whole == "003"
    assert any("one turn of 1000" in note for note in figure.notes)


def test_volumes_at_other_conditions_are_told_and_taken_for_no_turn() -> None:
    result = run_story("gas_with_temperatures")
    figure = drawn(result)
    old, new = figure.registers
    # By hand from the log: 1548.485 - 1540.600 and 16.646 - 8.400.
    assert old.subtraction == "1548.485 − 1540.600 = 7.885 m³"
    assert new.subtraction == "16.646 − 8.400 = 8.246 m³"
    assert any("8.118 m³" in note and "8.316 m³" in note for note in figure.notes)
    assert not any("turn" in note for note in figure.notes)


def test_readings_between_two_visits_are_said_to_be_worked_out() -> None:
    notes = drawn(run_story("telemetry_clock_offset")).notes
    assert any("worked out" in note for note in notes)
    assert not any("worked out" in note for note in drawn(fast()).notes)


@pytest.mark.parametrize(
    ("result", "end"),
    [
        (identical(), ": the same"),
        (fast(), ": the old one 0.211 m³ more"),
        (coarse(), ": the same"),
        (run_story("coarse_register"), "rounding of the readings can cause"),
        (run_story("worn_low_flow"), ": the old one 0.132 m³ less"),
    ],
)
def test_the_title_is_the_finding(result: SeriesResult, end: str) -> None:
    assert drawn(result).title.endswith(end)


def test_a_meter_with_a_number_is_called_by_it() -> None:
    assert [r.name for r in drawn(fast()).registers] == ["Old meter (OLD-1203)", "New meter (NEW-0417)"]
    nameless = replace(fast(), test=replace(fast().test, meter_id="test"))
    assert drawn(nameless).registers[0].name == "Old meter"


def test_the_table_holds_readings_and_advances() -> None:
    assert drawn(fast()).table.rows == (
        ("Old meter (OLD-1203)", "1204.317", "1208.733", "4.416"),
        ("New meter (NEW-0417)", "3.052", "7.257", "4.205"),
    )


def test_without_readings_there_is_no_register_to_draw() -> None:
    blank = tuple(replace(b, readings=(0.0, 0.0, 0.0, 0.0)) for b in fast().blocks)
    assert registers_figure(replace(fast(), blocks=blank), "zh") is None


def test_the_picture_shows_black_wheels_before_the_point_and_red_ones_after() -> None:
    figure = drawn(fast())
    read = Picture(svg_registers(figure))
    wheels = [(e.attrib["class"].split()[-1], e.text) for e in read.all("text", "digit")]
    wanted = [
        (kind, digit)
        for whole, fraction in digits(figure)
        for kind, part in (("whole", whole), ("fraction", fraction))
        for digit in part
    ]
    assert wheels == wanted
    ink = {kind: {e.attrib["fill"] for e in read.all("text", kind)} for kind in ("whole", "fraction")}
    assert ink == {"whole": {theme.INK}, "fraction": {theme.WHEEL_RED}}
    assert len(read.all("text", "point")) == 4
    assert not Picture(svg_registers(drawn(coarse()))).all("text", "point")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [390, 900, 1920])
def test_no_words_touch_each_other_or_leave_the_sheet(language: str, width: int) -> None:
    long = compared([123456789.123, 123456793.4], [0.5, 4.7])
    for result in (fast(), rolled_over(), coarse(), long):
        read = Picture(svg_registers(drawn(result, language), width=width))
        assert read.collisions() == []
        assert read.outside() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_figure_is_in_the_picture(language: str) -> None:
    figure = drawn(rolled_over(), language)
    words = Picture(svg_registers(figure)).words()
    wanted = [figure.title, figure.description, *figure.notes, figure.table.caption]
    wanted += [cell for row in figure.table.rows for cell in row]
    for register in figure.registers:
        wanted += [register.name, register.subtraction, register.advance]
        wanted += [register.start.caption, register.end.caption]
    assert [w for w in wanted if w not in words] == []


def test_the_meters_carry_the_marks_they_have_everywhere() -> None:
    read = Picture(svg_registers(drawn(fast())))
    old, new = (g for g in read.all("g", "register"))
    assert list(old.iter(SVG + "path"))
    assert not list(new.iter(SVG + "path"))
