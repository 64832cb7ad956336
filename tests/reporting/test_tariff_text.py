"""Tariffs in words: every number, with its source and how sure we are; an example is called one."""

import tomllib

import pytest

from comparekit.datafiles import data_folder
from comparekit.i18n.catalog import LANGUAGES, section_texts
from comparekit.ingest.tariff_file import list_tariffs, read_tariff
from comparekit.reporting.tariff_text import tariff_text
from comparekit.wording.cited import cited

FOLDER = data_folder("protocols")


def numbers(value):
    if isinstance(value, dict):
        return [n for item in value.values() for n in numbers(item)]
    if isinstance(value, list):
        return [n for item in value for n in numbers(item)]
    return [value] if type(value) in (int, float) else []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tariff", list_tariffs(), ids=lambda t: t.id)
def test_every_number_is_told_with_its_source_and_as_an_example(tariff, language):
    shown = tariff_text(tariff, language)
    words = section_texts(language, "report")
    raw = tomllib.loads((FOLDER / f"{tariff.id}.toml").read_text(encoding="utf-8"))
    for edition in raw["editions"]:
        for component in edition["components"]:
            component.pop("added", None)  # told as the sum with what they are added to
        told = numbers(edition)
        assert told and all(f"{number:g}" in shown for number in told)
        sources = [edition["source"], *(c["source"] for c in edition["components"])]
        assert all(
            f"[{words['certainty.unconfirmed']}] {cited(source, language)}" in shown for source in sources
        )
    assert section_texts(language, "tariff")["example"] in shown
    assert "{" not in shown


def test_household_and_fixed_charges_are_told():
    text = (FOLDER / "water-tariff-kunming.toml").read_text(encoding="utf-8").replace("example = true\n", "")
    source = 'source = "s"\ncertainty = "confirmed"\n'
    text += f'[[editions.fixed]]\nzh = "基本费"\nen = "standing"\namount = 3.5\nper = "month"\n{source}'
    text += f"[editions.tiers.household]\npeople = 4\nper_person = [2.5, 3.5]\n{source}"
    tariff = read_tariff(text, "my.toml")
    assert "人口超过 4 人的，每多 1 人各档上限加 2.5 / 3.5 m³。" in tariff_text(tariff, "zh")
    assert "standing: 3.5 yuan a month" in tariff_text(tariff, "en")
    assert section_texts("zh", "tariff")["example"] not in tariff_text(tariff, "zh")
