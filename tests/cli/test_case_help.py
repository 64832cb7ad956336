"""``comparekit case``: its help, and what it loads."""

import os
import subprocess
import sys

import pytest

from cli.test_case import run
from comparekit.cli.case import ACTS


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("act", [None, *ACTS])
def test_every_act_and_option_is_documented_in_both_languages(tmp_path, act, lang):
    done = run(tmp_path, *([act] if act else []), "--help", lang=lang)
    assert done.returncode == 0
    for line in done.stdout.splitlines():
        if line.strip().startswith("--"):
            assert len(line.split()) > 1, line
    options = ["--lang", "--json", "--verbose", "--version", *(["--database"] if act else [])]
    assert [option for option in options if option not in done.stdout] == []
    assert ("案件" in done.stdout) == (lang == "zh")


def test_help_and_lists_load_no_numerical_library(tmp_path):
    code = (
        "import sys\nfrom comparekit.cli.main import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print([m for m in ('numpy', 'scipy', 'sqlalchemy') if m in sys.modules], file=sys.stderr)"
    )
    for arguments, loaded in ((["case", "import", "--help"], "[]"), (["case", "list"], "['sqlalchemy']")):
        env = os.environ | {"COMPAREKIT_HOME": str(tmp_path)}
        words = [sys.executable, "-c", code, *arguments]
        done = subprocess.run(words, capture_output=True, encoding="utf-8", check=True, env=env)
        assert done.stderr.strip() == loaded
