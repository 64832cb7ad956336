"""The wheel, installed in an empty folder, does the main job from there."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.slow
def test_the_wheel_runs_the_demo_from_an_empty_folder(tmp_path):
    source = tmp_path / "source"
    keep = shutil.ignore_patterns(".*", "tests", "__pycache__", "build", "dist", "*.egg-info")
    shutil.copytree(ROOT, source, ignore=keep)
    built = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, source]
    done = subprocess.run(built, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = tmp_path.glob("*.whl")

    # Dependencies come from this environment: nothing is fetched from anywhere.
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    install = [python, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", wheel]
    subprocess.run(install, check=True)
    site = next(p for p in sys.path if p.endswith("site-packages"))
    paths = tmp_path / "dependencies"
    paths.mkdir()
    for entry in Path(site).iterdir():
        if "comparekit" not in entry.name and entry.name != "dashboard":
            (paths / entry.name).symlink_to(entry)
    empty = tmp_path / "empty"
    empty.mkdir()
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | {"PYTHONPATH": str(paths)}
    demo = subprocess.run(
        [python, "-m", "comparekit", "demo", "--no-serve", "--lang", "zh"],
        cwd=empty,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert demo.returncode == 0, demo.stderr
    assert demo.stdout.startswith("两只表走得一样。")
    assert str(tmp_path / "venv") in demo.stdout  # the story came out of the wheel
    page = "from dashboard.app import create_app; from dashboard.settings import *; " + (
        "from comparekit.services.stories import run_story; "
        "app = create_app(Settings(), DashboardServices(result=run_story)); "
        "print(app.server.test_client().get('/zh/').status_code)"
    )
    shown = subprocess.run(
        [python, "-c", page], cwd=empty, env=environment, capture_output=True, text=True, check=False
    )
    assert shown.stdout.strip() == "200", shown.stderr
