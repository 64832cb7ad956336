from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from comparekit.errors import CompareKitError
from comparekit.figures.series_figures import NAMES
from comparekit.i18n.catalog import LANGUAGES
from comparekit.services.figures import write_figures
from comparekit.services.stories import run_story

ALL = {f"{name}.svg" for name in NAMES}
RESULT = run_story()


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_picture_a_figure_in_a_folder_made_for_them(tmp_path: Path, language: str) -> None:
    folder = tmp_path / "made" / "here"
    written, removed = write_figures(RESULT, folder, language)
    assert [file.stem for file in written] == list(NAMES)
    assert removed == ()
    assert names(folder) == ALL
    for file in written:
        root = ElementTree.fromstring(file.read_bytes())
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
    chinese = any("\u4e00" <= c <= "\u9fff" for c in (folder / "days.svg").read_text(encoding="utf-8"))
    assert chinese is (language == "zh")


def test_pictures_of_an_earlier_run_are_replaced(tmp_path: Path) -> None:
    write_figures(RESULT, tmp_path, "zh")
    before = (tmp_path / "days.svg").read_bytes()
    write_figures(RESULT, tmp_path, "en")
    assert (tmp_path / "days.svg").read_bytes() != before
    assert names(tmp_path) == ALL


def test_a_picture_that_this_result_does_not_have_is_taken_away(tmp_path: Path) -> None:
    write_figures(RESULT, tmp_path, "zh")
    written, removed = write_figures(replace(RESULT, budget=(), test_error=None), tmp_path, "zh")
    assert {file.name for file in removed} == {"budget.svg", "error.svg"}
    assert names(tmp_path) == {file.name for file in written} == ALL - {"budget.svg", "error.svg"}


@pytest.mark.parametrize("content", [b"<svg/>", b"", b"\xff\xfe\x00", b"comparekit figure"])
def test_a_file_that_is_not_ours_stays_and_nothing_is_written(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "days.svg").write_bytes(content)
    (tmp_path / "budget.svg").mkdir()
    with pytest.raises(CompareKitError) as caught:
        write_figures(RESULT, tmp_path, "en")
    assert caught.value.code == "output.not_written"
    for name in ("days.svg", "budget.svg"):
        assert name in str(caught.value.context["file"])
    assert names(tmp_path) == {"days.svg", "budget.svg"}
    assert (tmp_path / "days.svg").read_bytes() == content


def test_other_files_of_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.svg").write_text("mine", encoding="utf-8")
    write_figures(RESULT, tmp_path, "zh")
    assert (tmp_path / "notes.svg").read_text(encoding="utf-8") == "mine"


def test_a_name_that_is_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(CompareKitError) as caught:
        write_figures(RESULT, tmp_path / "file", "zh")
    assert caught.value.code == "output.not_written"


def test_a_failure_on_the_way_leaves_the_old_pictures_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_figures(RESULT, tmp_path, "zh")
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    write = Path.write_text

    def full(file: Path, *arguments: object, **named: object) -> int:
        if file.name == "registers.svg":
            raise OSError(28, "No space left on device")
        return write(file, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(CompareKitError, match="No space left"):
        write_figures(RESULT, tmp_path, "en")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_the_same_comparison_gives_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        write_figures(RESULT, tmp_path / folder, "zh")
    assert all((tmp_path / "one" / n).read_bytes() == (tmp_path / "two" / n).read_bytes() for n in ALL)
