"""The text report of a study of a replacement, on the shipped stories."""

import re
from dataclasses import replace

import pytest

from comparekit.i18n.catalog import text
from comparekit.ingest.replacement_file import list_replacement_protocols
from comparekit.reporting.replacement_protocol_text import replacement_protocol_text
from comparekit.reporting.replacement_text import replacement_text
from comparekit.services.stories import run_replacement_story
from comparekit.wording.replacement import headline

BILLS = run_replacement_story("huangyan_bills")
SERIES = run_replacement_story("huangyan_bills_and_series")
GAS = run_replacement_story("gas_after_mass_replacement")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("result", [BILLS, SERIES, GAS], ids=["bills", "series", "gas"])
def test_the_sentence_comes_first_and_every_part_follows(result, language):
    said = replacement_text(result, language)
    assert said.startswith(headline(result, language))
    titles = [
        "weigh.title",
        "dates.title",
        "report.steps",
        "report.check",
        "report.rules",
        "report.screening",
    ]
    places = [said.index(text(language, f"replacement.{title}")) for title in titles]
    assert places == sorted(places)
    for file in result.inputs:
        assert file.sha256 in said
    assert "None" not in said
    assert re.search(r"\bnan\b", said) is None


def test_what_was_taken_for_granted_stands_right_behind_the_sentence():
    assert BILLS.assumptions == ("amounts_as_use",)  # its title says 水费
    unnamed = replace(BILLS, assumptions=("utility_water", *BILLS.assumptions))
    second, third = replacement_text(unnamed, "zh").splitlines()[1:3]
    assert second == "没有说明是哪种表，按水表处理。"
    assert third.startswith("只有金额，没有用量和价格")


def test_the_most_the_meter_can_be_is_told_in_yuan_of_the_whole_change():
    said = replacement_text(SERIES, "zh").splitlines()[0]
    assert "换表后这一期账单比换表前平均少 165.57 元，其中水表最多只能占 0.43 元（不到 1 %）" in said


def test_where_no_price_is_known_the_report_says_how_to_make_the_bound_exact():
    for language, sentence in (("zh", "给出价格表就能算准"), ("en", "A price list makes it exact")):
        told = replacement_text(SERIES, language)
        assert sentence in told and "--price" in told
        assert sentence not in replacement_text(GAS, language)  # one price was named


def test_without_a_rule_no_amount_is_made_up():
    assert "没有查到适用的退补规则" in replacement_text(GAS, "zh")
    assert "退补：" not in replacement_text(BILLS, "zh")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_protocol_of_a_replacement_is_explained_with_its_season_prior(language):
    for protocol in list_replacement_protocols():
        said = replacement_protocol_text(protocol, language)
        for number in (f"{protocol.season.spread:g}", "395", "10 %", "90 %"):
            assert number in said
        for origin in (
            rule.origin for rule in (protocol.season, protocol.change, protocol.tolerance, protocol.steepest)
        ):
            assert origin.reason[language] in said
