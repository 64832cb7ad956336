"""The average bill of a study is the average of the bills: what a spreadsheet makes of the same rows."""

from datetime import date, timedelta
from itertools import pairwise
from statistics import fmean

import pytest

from comparekit.ingest.tariff_file import load_tariff
from comparekit.reporting.replacement_text import replacement_text
from comparekit.services.replacement import Asked, replacement_of_file
from comparekit.services.stories import run_replacement_story
from comparekit.tariff_curve import cost_curve

REPLACED = date(2025, 4, 1)
VOLUMES = [12, 15, 11, 14, 16, 13, 12, 18, 17, 12, 11, 13, 15, 14, 12, 11, 8, 9]  # m3 from December 2023


def months(first, count):
    ends = [first]
    for _ in range(count):
        ends.append((ends[-1].replace(day=1) + timedelta(days=32)).replace(day=1))
    return list(pairwise(ends))


def studied(tmp_path, rows, price=None, replaced=REPLACED, **asked):
    """Rows of first day, last day, m3, yuan."""
    told = ["账单起,账单止,用水量(吨),水费(元)", *(f"{a},{b},{v},{paid:.2f}" for a, b, v, paid in rows)]
    path = tmp_path / "bills.csv"
    path.write_text("\n".join(told) + "\n", encoding="utf-8")
    return replacement_of_file(path, Asked(replaced=str(replaced), price=price, **asked))


def at_one_price(price):
    days = months(date(2023, 12, 1), len(VOLUMES))
    return [(*ends, v, price * v) for ends, v in zip(days, VOLUMES, strict=True)]


def test_the_average_of_five_bills_is_that_of_a_spreadsheet():
    """The rows of the story: 151 days."""
    bridge = run_replacement_story("huangyan_bills").bridge
    assert bridge.old.money.estimate == pytest.approx(fmean([323.55, 366.50, 324.51, 307.00, 356.31]))
    assert bridge.old.days == pytest.approx(151 / 5)
    assert bridge.step("days").money.estimate == pytest.approx(335.574 * (30 / 30.2 - 1))
    assert bridge.change.money.estimate == pytest.approx(170 - 335.574)


@pytest.mark.parametrize("price", [None, 3.1])
@pytest.mark.parametrize("replaced", [REPLACED, date(2025, 3, 15)])
def test_bills_at_one_price_have_no_step_of_money_that_is_no_use(tmp_path, price, replaced):
    """A bill lies across a year before the replacement, or across the replacement itself."""
    result = studied(tmp_path, at_one_price(3.1), price, replaced)
    assert {step.code for step in result.bridge.steps} <= {"days", "season", "use_or_meter"}
    assert result.bridge.old.money.estimate == pytest.approx(3.1 * result.bridge.old.volume.estimate)


def test_the_price_every_bill_comes_to_is_the_price(tmp_path):
    result = studied(tmp_path, at_one_price(3.45))
    assert (result.price, result.bridge.pricing, result.bridge.steepest) == (3.45, "price", None)
    assert "3.45 元/m³" in replacement_text(result, "zh")


def test_bills_that_come_to_several_prices_keep_theirs(tmp_path):
    rows = [(a, b, v, paid * (1.2 if v > 14 else 1.0)) for a, b, v, paid in at_one_price(3.45)]
    result = studied(tmp_path, rows)
    assert (result.price, result.bridge.pricing) == (None, "average")


def test_by_a_tariff_too_it_is_the_average_of_the_bills(tmp_path):
    """Uneven bills in Kunming's monthly tiers: their average volume alone would cost 24 yuan less."""
    tariff = load_tariff("water-tariff-kunming")
    volumes = [12, 15, 31, 14, 36, 13, 12, 28, 27, 8, 9]
    used, rows = {}, []
    for (first, last), volume in zip(months(date(2024, 7, 1), 11), volumes, strict=True):
        cycle = tariff.edition_on(first).tiers.cycle_of(first)[0]
        curve = cost_curve(tariff, first, last, used_before=used.get(cycle, 0.0))
        used[cycle] = used.get(cycle, 0.0) + volume
        rows.append((first, last, volume, tariff.rounded(curve.amount(volume))))
    bridge = studied(tmp_path, rows, "water-tariff-kunming").bridge
    assert bridge.old.money.estimate == pytest.approx(fmean(paid for *_, paid in rows[:9]))
    assert bridge.new.money.estimate == pytest.approx(fmean(paid for *_, paid in rows[9:]))
    assert bridge.step("other") is None


def test_a_meter_within_its_limits_at_every_flow_is_told_so_first(tmp_path):
    """Class 2: ±5 % at the low flow, ±2 % above; no ground for an arbitration."""
    errors = [(0.025, -0.031), (0.04, 0.012), (2.5, 0.008)]
    points = [
        f"[[reference.certificate]]\nflow = {flow}\nerror = {error}\nexpanded_uncertainty = 0.002\n"
        "date = 2025-03-01\n"
        for flow, error in errors
    ]
    plates = tmp_path / "meters.toml"
    plates.write_text(
        '[reference]\nclass = "2"\nq3 = 2.5\nratio_r = 100\n' + "".join(points), encoding="utf-8"
    )
    result = studied(tmp_path, at_one_price(3.1), suspect="new", meters=plates)
    told = {language: replacement_text(result, language) for language in ("zh", "en")}
    assert result.verdict == "inconclusive"
    assert "按证书，新表各流量点的误差都在限值以内" in told["zh"].splitlines()[0]
    assert "within its limits at every flow" in told["en"].splitlines()[0]
    assert "申请仲裁检定" not in told["zh"] and "界限附近" not in told["zh"]


@pytest.mark.parametrize("story", ["leak_repaired_before", "hot_summer", "huangyan_bills_and_series"])
def test_no_text_names_files_of_this_project_or_scales_a_bill_over_years(story):
    told = replacement_text(run_replacement_story(story), "zh")
    assert "tests/" not in told and "√" not in told and "算约" not in told


def test_a_change_of_another_day_is_named_in_the_step_that_holds_it():
    result = run_replacement_story("leak_repaired_before")
    assert "季节、天气和 3月18日的变化" in replacement_text(result, "zh")
    assert "Season, weather and the change of 18 Mar" in replacement_text(result, "en")


def test_evidence_that_leaves_out_what_the_first_takes_out_is_said_to_differ_for_that():
    told = replacement_text(run_replacement_story("hot_summer"), "zh")
    assert "没有矛盾" not in told and "没有共同的部分" not in told
    assert "那里没有扣除气温" in told


def test_a_widened_range_is_called_no_interval():
    result = run_replacement_story("huangyan_bills_and_series")
    assert result.bridge.steepest is not None and result.bridge.step("meter").money.bounds
    (line,) = [x for x in replacement_text(result, "zh").splitlines() if x.strip().startswith("换表  ")]
    assert "最低" in line and "95 %" not in line
