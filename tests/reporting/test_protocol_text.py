"""Protocols in words and the sheet for the site, in both languages, for every protocol that ships."""

import re
import tomllib

import pytest

from comparekit.datafiles import data_folder
from comparekit.i18n.catalog import LANGUAGES, section_texts
from comparekit.ingest.protocol_file import list_protocols
from comparekit.reporting.protocol_sheet import protocol_sheet
from comparekit.reporting.protocol_text import protocol_text
from comparekit.wording.cited import cited

PROTOCOLS = {protocol.id: protocol for protocol in list_protocols()}
EACH = pytest.mark.parametrize("name", PROTOCOLS)
BOTH = pytest.mark.parametrize("language", LANGUAGES)
PERCENT = {
    "lower",
    "limit",
    "upper",
    "low",
    "high",
    "drift_per_year",
    "installation",
    "between_points",
    "prior_scale",
    "interval",
}
NOT_FOR_RUNS = {"longest_gap_h"}  # telemetry, which a bench has none of


def tables(name):
    """Every table of the protocol and of its limits that holds numbers of its own: (path, table)."""
    protocol = PROTOCOLS[name]
    for stem in (name, f"{protocol.utility}-limits"):
        text = (data_folder("protocols") / f"{stem}.toml").read_text(encoding="utf-8")
        yield from numbered(tomllib.loads(text), (stem,))


def numbered(value, path):
    if isinstance(value, dict):
        if any(type(item) in (int, float) for item in value.values()):
            yield path, value
        for key, item in value.items():
            yield from numbered(item, (*path, key))
    elif isinstance(value, list):
        for item in value:
            yield from numbered(item, path)


def written(key, number):
    """The ways a number may be shown."""
    if key in PERCENT:
        ways = [
            f"{100 * abs(number):.{digits}f}"
            for digits in range(4)
            if round(100 * abs(number), digits) == round(100 * abs(number), 9)
        ]
        return ways
    return [f"{number:g}", f"{number / 60:g}" if key == "visit_gap_s" else f"{number:g}"]


@EACH
@BOTH
def test_every_number_of_a_protocol_and_its_limits_is_told(name, language):
    shown = protocol_text(PROTOCOLS[name], language)
    numbers = set(re.findall(r"\d+(?:\.\d+)?", shown))
    for path, table in tables(name):
        for key, number in table.items():
            if type(number) not in (int, float) or (key in NOT_FOR_RUNS and PROTOCOLS[name].plan.runs):
                continue
            if path[-1] == "flow_shares":
                assert f"{100 * number:g} %" in shown
                continue
            assert numbers & set(written(key, number)), (path, key, number)


@EACH
@BOTH
def test_every_number_stands_with_its_source_and_how_sure_it_is(name, language):
    shown = protocol_text(PROTOCOLS[name], language)
    words = section_texts(language, "report")
    for path, table in tables(name):
        if "source" not in table:
            assert path[-1] == "points", path  # they stand under the source of the plan
            continue
        edition = f", {table['edition']}" if table.get("edition") else ""
        assert (
            f"[{words['certainty.' + table['certainty']]}] {cited(table['source'] + edition, language)}"
            in shown
        ), path


@EACH
@BOTH
def test_what_could_not_be_confirmed_is_never_shown_without_its_mark(name, language):
    """Each line of a number is followed, before the next number's, by a line with a mark."""
    shown = protocol_text(PROTOCOLS[name], language)
    lines = shown.split("\n\n")[2].splitlines()
    marks = [word for key, word in section_texts(language, "report").items() if key.startswith("certainty.")]
    assert len(lines) > 20
    waiting = None
    for line in lines:
        if any(f"[{word}]" in line for word in marks):
            waiting = None
        elif not line.startswith(" ") and re.search(r"\d %|: \d|：\d", line):
            waiting = waiting or line
            assert waiting in (line, *lines[lines.index(waiting) : lines.index(waiting) + 3]), (waiting, line)
    assert waiting is None


@EACH
@BOTH
def test_reasons_steps_and_sources_are_all_there(name, language):
    protocol, shown = PROTOCOLS[name], protocol_text(PROTOCOLS[name], language)
    assert protocol.tolerance.origin.reason[language] in shown
    assert protocol.doubts.origin.reason[language] in shown
    for step in protocol.steps:
        assert step[language] in shown
    for source in protocol.sources:
        assert cited(source["source"], language) in shown and source[language] in shown
    for point in protocol.plan.points:
        assert point.flow[language] in shown
    assert "{" not in shown


@EACH
@BOTH
def test_the_sheet_has_a_row_for_the_start_and_one_for_every_block(name, language):
    protocol, sheet = PROTOCOLS[name], protocol_sheet(PROTOCOLS[name], language)
    start = section_texts(language, "protocol")["sheet.start"]
    rows = [line.split()[0] for line in sheet.splitlines() if re.match(rf"  ({start}|\d+) +_", line)]
    assert rows == [start, *(str(k) for k in range(1, protocol.plan.blocks + 1))]


@EACH
def test_runs_of_a_bench_add_up_to_its_blocks(name):
    plan = PROTOCOLS[name].plan
    assert plan.runs is bool(plan.points)
    assert not plan.runs or sum(point.runs for point in plan.points) == plan.blocks


@EACH
@BOTH
def test_the_sheet_asks_for_what_the_log_needs(name, language):
    protocol, sheet = PROTOCOLS[name], protocol_sheet(PROTOCOLS[name], language)
    words = section_texts(language, "protocol")
    (head,) = [
        line for line in sheet.splitlines() if words["sheet.photo"] in line and words["sheet.sign"] in line
    ]
    assert (words["sheet.flow"] in head) is protocol.plan.runs
    assert (words["sheet.conditions"] in head) is (protocol.utility == "gas")
    assert all(words[f"sheet.{part}"] in head for part in ("time", "test", "reference"))
    assert all(f"{words['sheet.tick']} {k}. " in sheet for k in range(1, len(protocol.steps) + 1))


@EACH
@BOTH
def test_no_line_of_the_sheet_asks_for_a_name_or_an_address(name, language):
    """Blanks follow a title; none of the titles before a blank may ask who or where somebody is."""
    sheet = protocol_sheet(PROTOCOLS[name], language)
    asked = re.findall(r"([^_\n]*?)[:：]?\s*_{4,}", sheet)
    assert len(asked) > 20
    personal = re.compile(r"姓名|名字|户主|住址|地址|门牌|电话|身份证|\bname|address|phone|\bID\b", re.I)
    for title in asked:
        bare = re.sub(r"[(（][^()（）]*[)）]", "", title)  # "(no names, no address)" asks for none
        assert not personal.search(bare), title


@EACH
@BOTH
def test_text_and_sheet_say_that_this_is_no_verification(name, language):
    said = {"zh": "不是检定", "en": "not verification"}[language]
    assert said in protocol_sheet(PROTOCOLS[name], language)
