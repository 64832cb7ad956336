import unicodedata

import pytest

from comparekit.reporting.series_text import series_text
from comparekit.services.stories import run_story, story_names


@pytest.mark.parametrize("story", story_names())
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_report_says_what_every_report_must(story, language):
    shown = series_text(run_story(story), language)
    must = {
        "zh": ["串接比对是初步检查，不是检定", "仲裁检定", "比对允差", "依据未核实", "SHA-256"],
        "en": ["screening, not verification", "arbitration verification", "Tolerance of the comparison",
               "not confirmed", "SHA-256", "Asia/Shanghai"],
    }  # fmt: skip
    for part in must[language]:
        assert part in shown, part


def test_columns_line_up_though_chinese_characters_are_twice_as_wide():
    lines = series_text(run_story("worn_low_flow"), "zh").splitlines()
    start = next(k for k, line in enumerate(lines) if line.startswith("逐日"))
    table = lines[start + 1 : start + 10]
    widths = {sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) for line in table}
    assert len(widths) == 1
