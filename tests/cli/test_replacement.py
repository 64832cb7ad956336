"""``comparekit replacement`` on the command line."""

import json

import pytest
from click.testing import CliRunner

from cli.commands import run_process
from comparekit.cli import demo, protocols, replacement
from comparekit.reporting.html import is_report
from comparekit.services.stories import story_folder, story_log

BILLS = str(story_log("huangyan_bills"))
LOG = str(story_log("huangyan_7_days"))


def ask(*arguments, language="zh", as_json=False):
    settings = {"language": language, "json": as_json}
    return CliRunner().invoke(replacement.build(language), [*map(str, arguments)], obj=settings)


@pytest.mark.parametrize(
    ("more", "code", "verdict"),
    [
        ((), 3, "inconclusive"),
        (("--series", LOG), 0, "no-concern"),
        (("--series", str(story_log("fast_5_percent")), "--price", "3.2"), 1, "deviate"),
    ],
)
def test_the_exit_code_is_the_verdict_about_the_meter(more, code, verdict):
    done = ask(BILLS, "--date", "2025-04-01", *more, as_json=True)
    assert done.exit_code == code
    result = json.loads(done.stdout)
    assert (result["schema"], result["changed"]) == ("comparekit.replacement/1", True)
    assert result["verdict"] == verdict


def test_every_option_does_what_it_says(tmp_path):
    folder, out = story_folder("gas_after_mass_replacement"), tmp_path / "result.txt"
    done = ask(
        folder / "usage.csv", "--date", "2025-09-01", "--protocol", "gas-replacement",
        "--price", "gas-tariff-app-defaults", "--people", "4", "--meters", folder / "meters.toml",
        "--place", "shanghai", "--suspect", "old", "--map", "用气量(m³)=volume", "--out", out, language="en",
    )  # fmt: skip
    assert (done.exit_code, done.stdout) == (1, "")
    said = out.read_text(encoding="utf-8")
    assert "DB31/T 1149-2019" in said  # told as far as known, without an amount
    assert "no amount" in said


def test_the_command_runs_as_a_process():
    done = run_process("replacement", BILLS, "--date", "2025-04-01", lang="zh")
    assert (done.returncode, done.stderr) == (3, "")
    assert "换表后每天的水费少了约" in done.stdout.splitlines()[0]
    said = ask(BILLS, "--date", "2025-04-01", language="en").stdout
    assert "the daily water bill is lower by about" in said.splitlines()[0]


def test_a_report_is_written_over_an_earlier_report_only(tmp_path):
    page, other = tmp_path / "report.html", tmp_path / "mine.html"
    for _ in range(2):
        assert ask(BILLS, "--date", "2025-04-01", "--html", page, language="en").exit_code == 3
    assert is_report(page.read_text(encoding="utf-8")[:1024])
    other.write_text("<html>mine</html>", encoding="utf-8")
    for wrong in (other, tmp_path / "report.pdf"):
        refused = ask(BILLS, "--date", "2025-04-01", "--html", wrong)
        assert refused.exit_code not in (0, 3) or refused.exception is not None
    assert other.read_text(encoding="utf-8") == "<html>mine</html>"
    assert not (tmp_path / "report.pdf").exists()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_option_is_documented(language):
    helped = ask("--help", language=language)
    assert helped.exit_code == 0
    options = [line.split() for line in helped.output.splitlines() if line.strip().startswith("--")]
    assert len(options) >= 13
    assert all(len(words) > 1 for words in options)


def test_every_fault_of_a_bad_file_is_named_at_once(tmp_path, capsys):
    from comparekit.cli.main import main

    bad = tmp_path / "bills.csv"
    bad.write_text("账单起,账单止,金额\n2025-01-01,2025-02-01,x\n2025-03-01,昨天,3\n", encoding="utf-8")
    for language in ("zh", "en"):
        with pytest.raises(SystemExit) as left:
            main(["replacement", str(bad), "--date", "2025-02-01", "--lang", language])
        told = capsys.readouterr()
        assert (left.value.code, told.out) == (2, "")
        for part in ("bills.csv", "2", "金额", "3", "账单止", "昨天"):
            assert part in told.err, part


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((BILLS, "--date", "2025-02-30"), "2025-02-30"),
        ((BILLS, "--date", "2031-01-01"), "2031-01-01"),
        ((BILLS, "--date", "2025-04-01", "--price", "-3"), "--price"),
        ((BILLS, "--date", "2025-04-01", "--price", "no-such-tariff"), "no-such-tariff"),
        ((BILLS, "--date", "2025-04-01", "--protocol", "no-such"), "no-such"),
        ((BILLS, "--date", "2025-04-01", "--series", LOG, "--series", LOG, "--series", LOG), "--series"),
        (("no-such.csv", "--date", "2025-04-01"), "no-such.csv"),
        ((BILLS,), "--date"),
    ],
)
def test_what_could_not_run_ends_with_two_and_says_why(arguments, words, capsys):
    from comparekit.cli.main import main

    for language in ("zh", "en"):
        with pytest.raises(SystemExit) as left:
            main(["replacement", *arguments, "--lang", language])
        told = capsys.readouterr()
        assert (left.value.code, told.out) == (2, "")
        assert words in told.err
        assert "Traceback" not in told.err


def test_a_file_of_meters_that_says_nothing_names_the_table(tmp_path, capsys):
    from comparekit.cli.main import main

    plates = tmp_path / "meters.toml"
    plates.write_text("[reference]\nclass = '2'\n", encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(["replacement", BILLS, "--date", "2025-04-01", "--meters", str(plates), "--lang", "zh"])
    told = capsys.readouterr().err
    assert left.value.code == 2
    assert "meters.toml" in told
    assert "test" in told


def test_demo_tells_stories_of_a_replacement_too():
    done = CliRunner().invoke(
        demo.build("zh"), ["huangyan_bills", "--no-serve"], obj={"language": "zh", "json": False}
    )
    assert done.output.startswith("换表后每天的水费少了约")
    assert "hot_summer" in done.output
    assert "huangyan_7_days" in done.output


def test_protocols_of_a_replacement_are_listed_and_explained():
    listed = CliRunner().invoke(protocols.build("zh"), [], obj={"language": "zh", "json": True})
    kinds = {one["id"]: one["kind"] for one in json.loads(listed.output)}
    assert kinds["water-replacement"] == "replacement"
    shown = CliRunner().invoke(
        protocols.build("en"), ["water-replacement"], obj={"language": "en", "json": False}
    )
    assert "swings by about 15 %" in shown.output
