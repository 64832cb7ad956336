"""Tariff files: what ships is what the fact sheet says, and every fault is told with its line."""

import re

import pytest

from comparekit.datafiles import data_folder
from comparekit.errors import FaultyProtocol
from comparekit.i18n.catalog import section_texts
from comparekit.ingest.tariff_file import list_tariffs, load_tariff, read_tariff
from comparekit.origin import Certainty

EACH = pytest.mark.parametrize("tariff", list_tariffs(), ids=lambda t: t.id)
KUNMING = (data_folder("protocols") / "water-tariff-kunming.toml").read_text(encoding="utf-8")
HOURS = (data_folder("protocols") / "electricity-tariff-jiangsu.toml").read_text(encoding="utf-8")
OWN_CITY = (data_folder("protocols") / "README.md").read_text(encoding="utf-8")


def faults(text):
    with pytest.raises(FaultyProtocol) as caught:
        read_tariff(text, "my.toml")
    return [(f.code.removeprefix("protocol."), f.row, f.column) for f in caught.value.faults]


@EACH
def test_every_price_that_ships_is_an_example_nobody_has_confirmed(tariff):
    assert tariff.example and tariff.kind == "tariff" and tariff.id == load_tariff(tariff.id).id
    assert "示例" in tariff.title["zh"] and "example" in tariff.title["en"]
    for edition in tariff.editions:
        origins = [edition.origin, *(c.origin for c in edition.components)]
        origins += [edition.tiers.origin] if edition.tiers else []
        assert {origin.certainty for origin in origins} == {Certainty.UNCONFIRMED}
        assert set(edition.origin.reason) == {"zh", "en"}


def test_add_ons_come_after_the_time_of_use():
    """Jiangsu, standards.md section 6: 0.5583 and 0.3583, tiers +0.05 and +0.30."""
    (component,) = load_tariff("electricity-tariff-jiangsu").editions[0].components
    assert component.prices == (0.5583, 0.6083, 0.8583)
    assert component.valley == (0.3583, 0.4083, 0.6583)


def test_the_tariff_of_the_readme_is_one():
    """Household, components and dates as the README shows them to people who write their own."""
    shown = re.search(r"```toml\n(.*?)```", OWN_CITY, re.S)[1]
    head = KUNMING.split("[[editions]]", 1)[0].replace("example = true\n", "")
    tariff = read_tariff(head + shown, "city.toml")
    edition = tariff.editions[0]
    assert not tariff.example and str(edition.valid_from) == "2024-07-01"
    assert edition.tiers.limits_for(6) == (216 + 2 * 54, 300 + 2 * 75)
    assert edition.prices(None) == (2.95, 3.95, 6.95)


@pytest.mark.parametrize(
    ("text", "old", "new", "code", "key"),
    [
        (KUNMING, "[12.5, 17.5]", "[17.5, 12.5]", "out_of_range", "tiers.limits"),
        (KUNMING, "[12.5, 17.5]", "[12.5, nan]", "wrong_type", "tiers.limits"),
        (KUNMING, "[4.20, 5.80, 10.60]", "[4.20, 5.80]", "out_of_range", "components.1.prices"),
        (KUNMING, "[4.20, 5.80, 10.60]", "[4.20, 3.80, 10.60]", "out_of_range", "components"),
        (KUNMING, "[4.20, 5.80, 10.60]", "[0, 0, 0]", "out_of_range", "components"),
        (KUNMING, "prices =", "price_s =", "missing_key", "components.1.prices"),
        (KUNMING, 'cycle = "month"', 'cycle = "week"', "unknown_word", "tiers.cycle"),
        (KUNMING, "starts = 1 ", "starts = 31 ", "out_of_range", "tiers.starts"),
        (HOURS, 'starts = "01-01"', 'starts = "02-29"', "wrong_type", "tiers.starts"),
        (HOURS, "valley = [0.3583]", "valley = [0.3583, 0.4]", "out_of_range", "components.1.valley"),
        (HOURS, "peak_hours =", 'valid_from = "2024"\npeak_hours =', "wrong_type", "valid_from"),
        (KUNMING, 'unit = "m3"', 'unit = "kWh"', "unknown_word", "unit"),
        (KUNMING, 'currency = "CNY"', 'currency = "EUR"', "unknown_word", "currency"),
    ],
)
def test_a_broken_rule_names_line_and_key(text, old, new, code, key):
    assert old in text
    broken = text.replace(old, new)
    found = {(c, column.removeprefix("editions.1.")): row for c, row, column in faults(broken)}
    assert (code, key) in found
    if code != "missing_key" and key != "components":
        assert found[code, key] == 1 + broken[: broken.index(new)].count("\n")


def test_all_faults_come_at_once_and_words_for_them_are_there():
    later = KUNMING + KUNMING[KUNMING.index("[[editions]]") :]
    assert ("missing_key", "editions.2.valid_from") in [(c, k) for c, _, k in faults(later)]
    text = KUNMING.replace("[12.5, 17.5]", '"x"').replace("certainty", "certain")
    assert len(faults(text)) >= 6
    assert ("missing_key", None, "editions") in faults('id = "x"')
    for word in ("numbers", "limits_rising", "prices_rising", "one_a_tier", "day_of_year"):
        assert f"expected.{word}" in section_texts("zh", "input")
    with pytest.raises(FaultyProtocol) as caught:
        load_tariff("water-tariff-nowhere")
    assert "water-tariff-kunming" in caught.value.faults[0].expected
