"""What is real and what is constructed in a story, read from its README."""

import re

import pytest

from comparekit.errors import CompareKitError
from comparekit.i18n.catalog import LANGUAGES
from comparekit.services.stories import story_names
from comparekit.services.story_told import story_told

MARKS = {"zh": ("构造", "虚构"), "en": ("constructed",)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_story_says_in_its_language_what_is_constructed(language):
    for name in story_names(None):
        told = " ".join(story_told(name, language))
        assert any(mark in told.lower() for mark in MARKS[language]), name
        letters = len(re.findall(r"[^\W\d_]", told))
        chinese = len(re.findall(r"[\u3400-\u9fff]", told))
        assert (chinese > letters / 2) == (language == "zh"), name
        assert not re.search(r"comparekit demo|\*|\n", told), name


def test_what_was_published_of_huangyan_stands_apart_from_what_was_not():
    published, constructed = story_told("huangyan_7_days", "zh")
    assert published.startswith("已公布：浙江台州黄岩一户居民")
    assert "4 月 15 日投诉。经住户同意" in published  # a line of the file ends in between
    assert constructed.startswith("构造：其余全部为构造。")


def test_only_what_ships_is_read():
    with pytest.raises(CompareKitError):
        story_told("../protocols", "zh")
