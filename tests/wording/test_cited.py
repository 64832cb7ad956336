"""What the shipped rules cite, as a reader of Chinese gets it."""

import re
import tomllib

import pytest

from comparekit.datafiles import data_folder
from comparekit.wording.cited import cited


def citations():
    """Every source and edition in the shipped protocols, limits and settlement rules; no tariffs."""

    def walk(value):
        if isinstance(value, dict):
            yield from (v for k, v in value.items() if k in ("source", "edition") and isinstance(v, str))
            value = list(value.values())
        if isinstance(value, list):
            for item in value:
                yield from walk(item)

    for path in sorted(data_folder("protocols").glob("*.toml")):
        yield from walk(tomllib.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2019, text not read", "2019，原文未读"),
        ("仲裁检定和计量调解办法, Art. 3", "仲裁检定和计量调解办法，第 3 条"),
        (
            "EN 1359 / GB/T 6968, G sizes; from general knowledge",
            "EN 1359 / GB/T 6968，G 系列规格；凭一般知识",
        ),
        ("JJG 577-2012", "JJG 577-2012"),
        ("a friend's word", "a friend's word"),
    ],
)
def test_known_phrases_are_said_in_chinese_and_names_stay(written, said):
    assert cited(written, "zh") == said
    assert cited(written, "en") == written


def test_hardly_an_english_word_is_left_in_what_ships():
    """Null: two English words in a row that are no name of a document."""
    left = {words for words in citations() if re.search(r"\b[a-z]{3,} [a-z]{3,}\b", cited(words, "zh"))}
    assert left == set()
