"""Every finding that the program can raise has its sentence in both languages."""

import re
from pathlib import Path

import pytest

from comparekit.i18n.catalog import has_text
from comparekit.wording.findings import _SECTIONS

ROOT = Path(__file__).resolve().parents[2]
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "comparekit").rglob("*.py"))
CODES = sorted(
    set(re.findall(r'Finding\(\s*"([a-z_]+\.[a-z_]+)"', SOURCES))
    | set(re.findall(r'\.find\(\s*"([a-z_]+\.[a-z_]+)"', SOURCES))
    | set(re.findall(r'code = "([a-z_]+\.[a-z_]+)"', SOURCES)) - {"columns.missing"}
)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_finding_has_a_sentence(code, language):
    known = [*(f"{section}.{code}" for section in _SECTIONS), f"input.fault.{code}", f"errors.{code}"]
    assert any(has_text(language, key) for key in known)


def test_the_search_finds_codes_at_all():
    assert {"registers.rollover", "window.unsteady", "protocol.zero_test_missing"} <= set(CODES)
