"""The rules of CONTRIBUTING, as tests."""

from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted([*(ROOT / "comparekit").rglob("*.py"), *(ROOT / "dashboard").rglob("*.py")])
FORBIDDEN_NAMES = {"utils", "helpers", "common", "base", "manager", "misc"}


def test_imports_keep_to_their_layers(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert code == 0, capsys.readouterr().out


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_holds_one_idea_in_at_most_300_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
    assert path.stem not in FORBIDDEN_NAMES


@pytest.mark.parametrize(
    "path", [p for p in SOURCES if p.stat().st_size], ids=lambda p: str(p.relative_to(ROOT))
)
def test_every_module_says_what_it_is_for(path):
    assert path.read_text(encoding="utf-8").lstrip().startswith('"""')


def test_the_top_level_holds_nothing_but_what_was_agreed():
    folders = {p.name for p in ROOT.iterdir() if p.is_dir() and not p.name.startswith(".")}
    made = {"build", "dist"} | {p.name for p in ROOT.glob("*.egg-info")}
    assert folders - made == {"comparekit", "dashboard", "protocols", "sample_runs", "tests"}


def test_importing_the_package_loads_neither_numpy_nor_scipy():
    import subprocess
    import sys

    code = "import sys, comparekit; print([m for m in ('numpy', 'scipy', 'dash') if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_public_names_are_those_announced():
    import comparekit as ck

    assert set(ck.__all__) == {
        "CompareKitError", "FaultyLog", "FaultyMeters",
        "FaultyProtocol", "Finding", "RegisterSeries", "UnusableLog",
        "__version__", "compare_log", "compare_replacement", "compare_series", "load_meters",
        "load_protocol", "load_replacement_protocol", "load_tariff", "plan_series", "read_log", "read_usage",
    }  # fmt: skip
    for name in ck.__all__:
        assert getattr(ck, name) is not None
    with pytest.raises(AttributeError):
        ck.no_such_name  # noqa: B018
