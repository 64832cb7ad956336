import numpy as np
import pytest

from comparekit.i18n.catalog import LANGUAGES, text
from comparekit.services.stories import run_story
from comparekit.studies.flip import FlipSearch, flip_of
from comparekit.studies.misread import Misread
from comparekit.wording.flip import flip_lines

RESULT = run_story("huangyan_7_days")
SLIP = Misread(
    role="test", row=4, time=np.datetime64("2025-05-08T01:02"), found=1.032, would=1.033, decimals=3,
    unit="m3", verdict=RESULT.verdict, different=True, noticed=False,
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reading_its_row_and_the_other_verdict_are_named(language):
    told = " ".join(flip_lines(flip_of(RESULT), RESULT, language))
    for part in ("1286.240", "1286.230", "2", text(language, "verdict.word.inconclusive")):
        assert part in told
    readings = {
        "zh": "旧表 5月6日的读数（第 2 行）",
        "en": "the reading of the old meter of 6 May (row 2)",
    }
    assert readings[language] in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_nothing_changes_it_is_said_with_what_was_left_out(language):
    search = FlipSearch(verdict=None, difference=SLIP, tried=288, backward=12)
    told = flip_lines(search, RESULT, language)
    assert text(language, "flip.nothing", tried=288) in told
    assert text(language, "flip.backward", backward=12) in told
    assert "1.033" in " ".join(told)
