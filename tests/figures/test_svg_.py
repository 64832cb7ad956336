import re
from dataclasses import replace
from itertools import pairwise

import pytest

from comparekit.figures import theme
from comparekit.figures.data import BARS, ERRORS, Cut, FigureData, Role
from comparekit.figures.plotly_ import plotly_figure
from comparekit.figures.svg_ import svg_figure
from comparekit.i18n.catalog import LANGUAGES
from figures.figure_cases import FIGURES
from figures.pictures import SVG, Box, Picture, rectangle

WIDTHS = (390, 900, 1920)


def picture(name: str, language: str = "zh", width: float = 900) -> Picture:
    figure = FIGURES[name](language)
    return Picture(svg_figure(figure, width=width), figure)


def points(trace, figure: FigureData) -> list[tuple[float, float]]:
    """Places and values of a plotly trace, whatever way its figure lies."""
    across, up = (trace.y, trace.x) if figure.lying else (trace.x, trace.y)
    return [
        (10**x if figure.x.log else x, y)
        for x, y in zip(across, up, strict=True)
        if x is not None and y is not None
    ]


def trace_of(figure: FigureData, role: Role, choose=lambda trace: True):
    series = figure.series_of(role)
    assert series is not None
    return next(t for t in plotly_figure(figure).data if t.name == series.name and choose(t))


def close(figure: FigureData, drawn, wanted) -> None:
    """Equal to a hundredth of a pixel, which is what the SVG is written to."""
    assert len(drawn) == len(wanted)
    span = figure.y.high - figure.y.low
    for (x, y), (x0, y0) in zip(sorted(drawn), sorted(wanted), strict=True):
        assert x == pytest.approx(x0, rel=1e-3, abs=1e-3)
        assert y == pytest.approx(y0, abs=1e-4 * span)


@pytest.mark.parametrize("name", FIGURES)
def test_both_pens_draw_the_same_single_values(name: str) -> None:
    figure, read = FIGURES[name]("en"), picture(name, "en")
    for series in figure.series:
        if series.role in (Role.DAY, Role.RUNNING, *ERRORS) and series.visible:
            inside = {p.x for p in series.points if p.y is not None and figure.y.held(p.y)[1] is Cut.NONE}
            trace = trace_of(figure, series.role, lambda t: "markers" in t.mode)
            shown = [at for at, size in zip(points(trace, figure), trace.marker.size, strict=True) if size]
            assert len(shown) == len(inside)
            close(figure, read.values(series.role), shown)


@pytest.mark.parametrize("name", [n for n in FIGURES if n.startswith(("days", "budget"))])
def test_both_pens_draw_the_same_bars(name: str) -> None:
    figure, read = FIGURES[name]("zh"), picture(name)
    for series in figure.series:
        assert series.role in BARS
        if series.points:
            close(figure, read.bars(series.role), points(trace_of(figure, series.role), figure))


@pytest.mark.parametrize("name", [n for n in FIGURES if n.startswith(("difference", "error"))])
def test_both_pens_draw_the_same_ranges_around_values(name: str) -> None:
    figure, read = FIGURES[name]("zh"), picture(name)
    for series in figure.series:
        if series.role in (Role.DAY, *ERRORS) and series.visible:
            trace = trace_of(figure, series.role, lambda t: "markers" in t.mode)
            bars = trace.error_x if figure.lying else trace.error_y
            at = points(trace, figure)
            low = [(x, y - less) for (x, y), less in zip(at, bars.arrayminus, strict=True)]
            high = [(x, y + more) for (x, y), more in zip(at, bars.array, strict=True)]
            spans = read.spans(series.role)
            close(figure, [(x, lo) for x, lo, _ in spans], low)
            close(figure, [(x, hi) for x, _, hi in spans], high)


@pytest.mark.parametrize(
    "name", ["difference-fast", "difference-month", "difference-stopped", "difference-coarse"]
)
def test_both_pens_draw_the_same_funnel_and_the_same_deciding_range(name: str) -> None:
    figure, read = FIGURES[name]("zh"), picture(name)
    upper, lower = [t for t in plotly_figure(figure).data if t.mode == "lines" and t.line.width == 2]
    close(figure, read.path(Role.WATCHED, "upper"), points(upper, figure))
    close(figure, read.path(Role.WATCHED, "lower"), points(lower, figure))
    thickest = max(plotly_figure(figure).data, key=lambda t: t.line.width or 0)
    (role,) = {s.role for s in figure.series for p in s.points if p.deciding}
    ((place, low, high),) = read.spans(role, "deciding")
    close(figure, [(place, low), (place, high)], points(thickest, figure))


@pytest.mark.parametrize("name", FIGURES)
def test_both_pens_draw_the_same_bands(name: str) -> None:
    figure, read = FIGURES[name]("zh"), picture(name)
    drawn = sorted(read.bands())
    wanted = []
    for shape in plotly_figure(figure).layout.shapes:
        if shape.type == "rect":
            along = (shape.y0, shape.y1) if figure.lying else (shape.x0, shape.x1)
            across = (shape.x0, shape.x1) if figure.lying else (shape.y0, shape.y1)
            if shape.xref == "paper":
                along = (figure.x.low, figure.x.high)
            elif figure.x.log:
                along = tuple(10**x for x in along)
            wanted.append((*sorted(along), *sorted(across)))
    assert len(drawn) == len(wanted) == len(figure.bands)
    for one, other in zip(drawn, sorted(wanted), strict=True):
        assert one == pytest.approx(other, rel=2e-3, abs=1e-4)


@pytest.mark.parametrize("name", FIGURES)
def test_both_pens_mark_the_same_places_at_the_frame(name: str) -> None:
    figure = FIGURES[name]("zh")
    marked = [t for t in plotly_figure(figure).data if t.type == "scatter" and t.name == ""]
    assert len(list(picture(name).all("path", "cut-above"))) == sum(
        s in ("triangle-up", "triangle-right") for t in marked for s in t.marker.symbol
    )
    assert len(list(picture(name).all("path", "cut-below"))) == sum(
        s in ("triangle-down", "triangle-left") for t in marked for s in t.marker.symbol
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FIGURES)
def test_every_word_of_the_figure_is_in_the_picture(name: str, language: str) -> None:
    figure = FIGURES[name](language)
    words = picture(name, language).words()
    wanted = [figure.title, figure.description, figure.y.title, figure.x.title, figure.warning]
    wanted += [line for t in (*figure.x.ticks, *figure.y.ticks) for line in t.text.split("\n")]
    wanted += [s.name for s in figure.series if s.visible]
    wanted += [p.text for s in figure.series for p in s.points if p.y is not None or p.span is not None]
    wanted += [p.label for s in figure.series for p in s.points if p.y is not None]
    wanted += [b.label for b in (*figure.bands, *figure.lines)] + [label.text for label in figure.labels]
    wanted += [*(figure.alone or figure.notes), figure.table.caption, *figure.table.columns]
    wanted += [cell for row in figure.table.rows for cell in row]
    assert [w for w in wanted if w not in words] == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FIGURES)
def test_no_words_touch_each_other_or_leave_the_sheet(name: str, language: str, width: int) -> None:
    read = picture(name, language, width)
    assert read.collisions() == []
    assert read.outside() == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", [n for n in FIGURES if n.startswith("budget")])
def test_names_of_rows_stand_clear_of_their_bars(name: str, width: int) -> None:
    read = picture(name, "en", width)
    bars = [Box("", x, y, x + w, y + h) for x, y, w, h in map(rectangle, read.all("rect", "bar"))]
    assert [
        box.words for box in read.boxes() for bar in bars if bar.right > bar.left and box.touches(bar)
    ] == []


@pytest.mark.parametrize("days", ["days-fast", "days-month", "days-season"])
def test_the_bars_of_a_day_stand_side_by_side_and_clear_of_the_next_day(days: str) -> None:
    read = picture(days, width=390)
    edges = sorted((x, x + w) for x, _, w, _ in map(rectangle, read.marks(Role.OLD, "bar")))
    edges += sorted((x, x + w) for x, _, w, _ in map(rectangle, read.marks(Role.NEW, "bar")))
    edges.sort()
    assert all(right <= left + 0.02 for (_, right), (left, _) in pairwise(edges))
    assert len({round(right - left, 1) for left, right in edges}) == 1


@pytest.mark.parametrize("name", FIGURES)
def test_the_picture_needs_nothing_from_outside_and_runs_nothing(name: str) -> None:
    svg = svg_figure(FIGURES[name]("zh"))
    assert re.findall(r"(?:https?:)?//[^\s\"<]+", svg) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"<(script|style|image|use|foreignObject|a)\b|\bon\w+=|href|url\(|@import", svg)


def test_the_picture_names_itself_for_those_who_cannot_see_it() -> None:
    read = Picture(svg_figure(FIGURES["days-fast"]("en"), name="days"))
    assert read.root.attrib["role"] == "img"
    assert read.root.attrib["aria-labelledby"] == "days-title days-description"
    title, desc = (next(read.root.iter(SVG + tag)) for tag in ("title", "desc"))
    assert (title.attrib["id"], desc.attrib["id"]) == ("days-title", "days-description")
    assert title.text == FIGURES["days-fast"]("en").title


def test_marks_of_the_language_of_xml_stay_words() -> None:
    hostile = "<script>alert('&')</script>\x0b\x00]]>\ud800"
    figure = replace(FIGURES["days-fast"]("zh"), title=hostile, notes=(hostile,))
    words = Picture(svg_figure(figure)).words()
    assert "<script>alert('&')</script>" in words
    assert "\x0b" not in words


@pytest.mark.parametrize("name", FIGURES)
def test_every_word_has_a_colour_of_the_theme_that_can_be_read(name: str) -> None:
    readable = {theme.INK, theme.MUTED, theme.ACCENT}  # their contrast is measured in test_theme
    assert {text.attrib["fill"] for text in picture(name).all("text")} <= readable


def test_the_old_meter_is_hatched_and_the_new_one_solid_also_without_colour() -> None:
    read = picture("days-fast")
    hatching = [e for e in read.group(Role.OLD).iter(SVG + "path")]
    assert len(hatching) == 7
    assert not [e for e in read.group(Role.NEW).iter(SVG + "path")]
    assert {e.attrib["fill"] for e in read.marks(Role.NEW, "bar")} == {theme.ACCENT}
    assert {e.attrib["fill"] for e in read.marks(Role.OLD, "bar")} == {"none"}


def test_hatching_stays_inside_its_bar() -> None:
    for width, read in ((w, picture("days-season", width=w)) for w in WIDTHS):
        for group in read.group(Role.OLD).iter(SVG + "g"):
            bars = [e for e in group if "bar" in e.attrib.get("class", "")]
            lines = [e for e in group if e.tag == SVG + "path"]
            if bars and lines:
                x, y, wide, high = (float(bars[0].attrib[k]) for k in ("x", "y", "width", "height"))
                for px, py in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", lines[0].attrib["d"]):
                    assert x - 0.02 <= float(px) <= x + wide + 0.02, width
                    assert y - 0.02 <= float(py) <= y + high + 0.02, width


def test_on_a_projector_the_smallest_words_are_24_px() -> None:
    read = picture("difference-fast", width=1920)
    scale = float(read.root.attrib["width"]) / read.width
    smallest = min(float(t.attrib["font-size"]) for t in read.all("text"))
    assert smallest * scale == pytest.approx(1.6 * theme.SMALL_SIZE)
    assert float(read.root.attrib["width"]) == 1920


def test_a_sheet_narrower_than_a_phone_is_refused() -> None:
    with pytest.raises(ValueError, match="width: 320 px or more"):
        svg_figure(FIGURES["days-fast"]("zh"), width=200)
