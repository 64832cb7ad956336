"""A slip that may stand in either meter's reading is said to stand in either."""

import pytest

from comparekit.findings import Finding, Severity
from comparekit.i18n.catalog import LANGUAGES
from comparekit.wording.findings import finding_text, role_name

SLIP = {"role": "test", "meter_id": "A", "row": 5, "found": "12.3", "suggestion": "13.2", "id": "r5-test"}


def told(alternatives, language):
    context = SLIP | {"alternatives": alternatives}
    return finding_text(Finding("transcription.digit", Severity.CAUTION, context), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_meters_are_named_where_both_are_possible(language):
    alone = told(["r5-test-2: 12.3 → 12.8"], language)
    both = told(["r5-test-2: 12.3 → 12.8", "r5-reference: 4.5 → 5.4"], language)
    assert both.startswith(alone)
    more = both.removeprefix(alone)
    assert role_name("reference", language) in more
    assert "4.5" in more and "5.4" in more
    assert role_name("reference", language) not in alone.replace("另一只表", "")
