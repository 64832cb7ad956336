"""A report is made only of what can be computed again from the files it came from."""

import contextlib
import hashlib
import json
import shutil
from pathlib import Path

import pytest

from comparekit.errors import CompareKitError, FaultyLog
from comparekit.ingest.by_hand import ByHand
from comparekit.services.compare import compare_log
from comparekit.services.recomputed import recomputed
from comparekit.services.result_file import find_inputs, read_result
from comparekit.services.stories import story_folder, story_log, story_names, story_options
from crossing import crossing

STORY = "huangyan_7_days"


@pytest.fixture
def kept(tmp_path):
    """A story compared in its folder, its JSON kept beside the log: gives the path of the JSON."""

    def made(story=STORY, **options):
        folder = tmp_path / story
        shutil.copytree(story_folder(story), folder)
        with contextlib.chdir(folder):
            result = compare_log("log.csv", **(story_options(Path()) | options))
        path = folder / "result.json"
        path.write_text(json.dumps(result.to_dict(), ensure_ascii=False), encoding="utf-8")
        return path

    return made


def change(path, edit):
    told = json.loads(path.read_text(encoding="utf-8"))
    edit(told)
    path.write_text(json.dumps(told), encoding="utf-8")


def refused(path, **options):
    with pytest.raises(CompareKitError) as caught:
        recomputed(path, **options)
    return caught.value


@pytest.mark.parametrize("story", crossing(story_names()))
def test_every_story_kept_as_json_gives_the_same_result_again(kept, story):
    path = kept(story)
    told = json.loads(path.read_text(encoding="utf-8"))
    assert recomputed(path).to_dict() == told


def test_a_log_is_found_as_named_beside_the_result_or_where_somebody_points(kept, tmp_path, monkeypatch):
    path = kept()
    assert recomputed(path).verdict == "agree"  # beside
    monkeypatch.chdir(path.parent)
    moved = tmp_path / "elsewhere" / "r.json"
    moved.parent.mkdir()
    path.rename(moved)
    assert recomputed(moved).verdict == "agree"  # in the working directory
    monkeypatch.chdir(tmp_path)
    assert refused(moved).code == "report.input_missing"
    renamed = (tmp_path / STORY / "log.csv").rename(tmp_path / "another name.csv")
    found = recomputed(moved, logs=[renamed])
    assert found.inputs[0].file == "log.csv"  # the name of then


def test_a_path_of_another_machine_is_looked_for_beside_the_result_by_its_name(kept):
    path = kept()
    change(path, lambda told: told["inputs"][0].update(file="C:\\Users\\wang\\log.csv"))
    assert recomputed(path).verdict == "agree"


def test_a_log_with_one_character_changed_is_refused_with_both_hashes(kept):
    path = kept()
    log = path.with_name("log.csv")
    before = log.read_bytes()
    log.write_bytes(before.replace(b"1286.240", b"1286.241"))
    assert log.read_bytes() != before
    error = refused(path)
    assert error.code == "report.input_changed"
    assert error.context["found"] == hashlib.sha256(log.read_bytes()).hexdigest()
    assert error.context["expected"] == hashlib.sha256(before).hexdigest()
    assert "log.csv" in str(error.context["files"])


def test_every_file_that_was_changed_is_named_at_once(kept):
    path = kept("certificate_on_the_bench")
    for name in ("log.csv", "meters.toml"):
        with open(path.with_name(name), "ab") as file:
            file.write(b"\n")
    error = refused(path)
    assert error.code == "report.input_changed"
    assert str(error.context["files"]).count(", ") == str(error.context["found"]).count(", ") == 1


def test_a_log_pointed_at_that_is_another_is_refused_though_the_right_one_lies_there(kept):
    path = kept()
    error = refused(path, logs=[story_log("rollover")])
    assert error.code == "report.input_changed"
    assert error.context["expected"] == hashlib.sha256(story_log(STORY).read_bytes()).hexdigest()


def test_a_log_pointed_at_that_is_not_there_is_named(kept, tmp_path):
    with pytest.raises(FaultyLog) as caught:
        recomputed(kept(), logs=[tmp_path / "nothing.csv"])
    assert "nothing.csv" in str(caught.value.faults[0].file)


def test_a_changed_number_is_refused_with_its_key_and_both_values(kept):
    path = kept()
    change(path, lambda told: told["deviation"].update(estimate=told["deviation"]["estimate"] + 0.001))
    error = refused(path)
    assert error.code == "report.differs"
    assert str(error.context["keys"]).startswith("deviation.estimate (0.001")


@pytest.mark.parametrize(
    ("edit", "key"),
    [
        (lambda told: told.update(verdict="deviate"), "verdict"),
        (lambda told: told.update(different=True), "different"),
        (lambda told: told["blocks"].pop(), "blocks"),
        (lambda told: told["blocks"][3].update(test=0.552), "blocks[3].test"),
        (lambda told: told["test"].update(resolution=0.01), "test.resolution"),
        (lambda told: told["tolerance"].update(high=0.05), "tolerance.high"),
        (lambda told: told["findings"].append({"code": "x", "severity": "note", "context": {}}), "findings"),
        (lambda told: told["window"].update(end="2025-05-14T09:05:00+08:00"), "window.end"),
        (lambda told: told.update(detectable=None), "detectable"),
    ],
)
def test_whatever_was_changed_is_told_by_its_key(kept, edit, key):
    path = kept()
    change(path, edit)
    error = refused(path)
    assert error.code == "report.differs"
    assert key in str(error.context["keys"])


def test_what_an_older_version_did_not_tell_is_passed_over(kept):
    path = kept()

    def older(told):
        del told["flow_dependence"], told["deviation"]["day_to_day"], told["points"]
        told["software"]["version"] = "0.0.1"

    change(path, older)
    assert recomputed(path).verdict == "agree"


def test_the_protocol_of_another_version_is_refused(kept):
    path = kept()
    change(path, lambda told: told["protocol"].update(version="0"))
    error = refused(path)
    assert error.code == "report.protocol_version"
    assert (error.context["protocol"], error.context["expected"]) == ("water-series-7d", "0")


def test_a_result_by_a_protocol_of_ones_own_needs_that_protocol(kept, tmp_path):
    from comparekit.ingest.protocol_file import protocol_text

    words, _ = protocol_text("water-series-7d")
    own = tmp_path / "own.toml"
    own.write_text(words.replace('id = "water-series-7d"', 'id = "our-series"'), encoding="utf-8")
    path = kept(protocol_id=str(own))
    assert refused(path).code == "protocol.unknown"
    assert recomputed(path, protocol=str(own)).protocol.id == "our-series"


def test_a_result_cannot_send_us_to_a_file_as_its_protocol(kept):
    path = kept()
    change(path, lambda told: told["protocol"].update(id="../../secret.toml"))
    error = refused(path)
    assert (error.code, error.context["key"]) == ("report.damaged", "protocol.id")


def test_suggestions_that_were_accepted_are_accepted_again(kept):
    path = kept("stairwell_log", accept=("r11-reference",))
    again = recomputed(path)
    assert again.verdict == "agree"
    assert "transcription.accepted" in {finding.code for finding in again.findings}


def test_columns_that_were_mapped_are_mapped_again(kept, tmp_path):
    log = tmp_path / "odd.csv"
    words = story_log(STORY).read_text(encoding="utf-8-sig")
    head, rest = words.split("\n", 1)
    first, _, *others = head.split(",")
    log.write_text("\n".join((",".join((first, "zzz", *others)), rest)), encoding="utf-8")
    mapping = {"zzz": "test_reading"}
    result = compare_log(log, mapping=mapping)
    path = tmp_path / "result.json"
    path.write_text(json.dumps(result.to_dict()), encoding="utf-8")
    with pytest.raises(CompareKitError):
        recomputed(path)
    assert recomputed(path, mapping=mapping).verdict == result.verdict


def test_units_steps_and_zones_set_by_hand_are_set_again(kept):
    by_hand = ByHand(units={"test": "L", "reference": "L"}, steps={"test": 1.0}, zones={"": "UTC"})
    path = kept(by_hand=by_hand)
    assert {"by_hand.unit_instead", "by_hand.zone"} <= {finding.code for finding in recomputed(path).findings}


def test_two_logs_are_two_inputs_in_their_order(tmp_path):
    lines = ["meter_id,time,reading"]
    days = [f"2025-05-{6 + k:02d} 09:00" for k in range(8)]
    for name, start in (("old", 100.0), ("new", 5.0)):
        rows = [f"{name},{day},{start + 0.5 * k:.3f}" for k, day in enumerate(days)]
        (tmp_path / f"{name}.csv").write_text("\n".join([*lines, *rows]) + "\n", encoding="utf-8")
    with contextlib.chdir(tmp_path):
        result = compare_log("old.csv", "new.csv")
    path = tmp_path / "result.json"
    path.write_text(json.dumps(result.to_dict()), encoding="utf-8")
    assert recomputed(path).to_dict() == result.to_dict()
    swapped = find_inputs(read_result(path), [tmp_path / "new.csv", tmp_path / "old.csv"])
    assert {file.name for file in swapped.values()} == {"old.csv", "new.csv"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "report.not_a_result"),
        (b"time,test_reading\n", "report.not_a_result"),
        (b"\xff\xfe\x00", "report.not_a_result"),
        (b"[" * 100_000, "report.not_a_result"),
        (b'{"schema": "comparekit.plan/1"}', "report.not_a_result"),
        (b'{"schema": "comparekit.series/1", "verdict": NaN}', "report.not_a_result"),
        (b'{"schema": "comparekit.series/1"}', "report.damaged"),
        (b'{"schema": "comparekit.series/1", "protocol": []}', "report.damaged"),
    ],
)
def test_what_is_no_result_is_said_to_be_none(tmp_path, content, code):
    path = tmp_path / "result.json"
    path.write_bytes(content)
    assert refused(path).code == code


@pytest.mark.parametrize(
    "inputs",
    [
        [{"file": "log.csv"}],
        [{"file": "", "sha256": "0" * 64}],
        [{"file": "log.csv", "sha256": "short"}],
        ["log.csv"],
        [{"file": "m.toml", "sha256": "0" * 64}],
        [{"file": f"{k}.csv", "sha256": str(k) * 64} for k in range(3)],
    ],
)
def test_inputs_that_cannot_be_those_of_a_comparison_are_refused(kept, inputs):
    path = kept()
    change(path, lambda told: told.update(inputs=inputs))
    error = refused(path)
    assert (error.code, error.context["key"]) == ("report.damaged", "inputs")


def test_a_result_without_files_and_a_folder_say_what_to_do(kept):
    path = kept()
    change(path, lambda told: told.update(inputs=[]))
    assert refused(path).code == "report.no_inputs"
    assert refused(path.parent).code == "report.folder"
    assert refused(path.with_name("nothing.json")).code == "report.not_found"


def test_a_result_saved_by_another_shell_in_utf_16_is_read(kept):
    path = kept()
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    assert recomputed(path).verdict == "agree"
