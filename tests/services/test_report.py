"""The page is written whole, in the place of a page of ours only."""

import stat
from pathlib import Path

import pytest

from comparekit.errors import CompareKitError
from comparekit.services.report import write_report

PAGE = '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta name="generator" content="comparekit report"></head>'


def test_a_report_takes_the_place_of_an_earlier_one_and_of_nothing_else(tmp_path):
    file = tmp_path / "report.html"
    write_report(PAGE, file, "zh")
    write_report(PAGE + "<!-- second -->", file, "zh")
    assert file.read_text(encoding="utf-8").endswith("<!-- second -->")
    for other in (b"<html><body>holiday</body></html>", b"", b"\xff\xfe\x00"):
        file.write_bytes(other)
        with pytest.raises(CompareKitError) as caught:
            write_report(PAGE, file, "en")
        assert caught.value.code == "output.not_written"
        assert "no report of this program" in str(caught.value.context["reason"])
        assert file.read_bytes() == other
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]


def test_a_report_with_names_is_for_its_owner_only(tmp_path):
    write_report(PAGE, tmp_path / "all.html", "zh")
    write_report(PAGE, tmp_path / "owner.html", "zh", named=True)
    modes = {file.stem: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    assert modes == {"all": 0o644, "owner": 0o600}


def test_a_failure_on_the_way_leaves_the_old_report_whole(tmp_path, monkeypatch):
    file = tmp_path / "report.html"
    write_report(PAGE, file, "zh")

    def full(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(CompareKitError, match="No space left"):
        write_report("new", file, "zh")
    assert file.read_text(encoding="utf-8") == PAGE
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CompareKitError) as caught:
        write_report(PAGE, tmp_path / "nowhere" / "report.html", "zh")
    assert caught.value.code == "output.not_written"
