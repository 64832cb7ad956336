import pytest

from comparekit.datafiles import data_folder
from comparekit.errors import FaultyProtocol
from comparekit.ingest.protocol_file import list_protocols, load_protocol
from comparekit.origin import Certainty

SHIPPED = (data_folder("protocols") / "water-series-7d.toml").read_text(encoding="utf-8")


@pytest.fixture
def faults_of(tmp_path):
    def faults(text):
        path = tmp_path / "my.toml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(FaultyProtocol) as caught:
            load_protocol(path)
        assert all(fault.file == str(path) for fault in caught.value.faults)
        return [(f.code, f.row, f.column) for f in caught.value.faults]

    return faults


def line_of(start, text=SHIPPED):
    return next(i for i, line in enumerate(text.splitlines(), start=1) if line.startswith(start))


def test_a_shipped_protocol_is_found_by_its_id():
    protocol = load_protocol("water-series-7d")
    assert (protocol.id, protocol.kind, protocol.utility, protocol.unit) == (
        "water-series-7d",
        "series",
        "water",
        "m3",
    )
    assert protocol.plan.blocks == 7
    assert (protocol.tolerance.low, protocol.tolerance.high) == (-0.02, 0.02)
    assert protocol.limits.at("lower", in_service=True) == pytest.approx(0.10)
    assert protocol.limits.origin.certainty is Certainty.CONFIRMED
    assert protocol.limits.in_service_origin.certainty is Certainty.UNCONFIRMED
    assert set(protocol.title) == set(protocol.steps[0]) == {"zh", "en"}
    assert protocol.test_in_service
    assert not protocol.reference_in_service


def test_a_path_is_read_as_given(tmp_path):
    path = tmp_path / "my.toml"
    path.write_text(SHIPPED.replace('id = "water-series-7d"', 'id = "mine"'), encoding="utf-8")
    assert load_protocol(path).id == load_protocol(str(path)).id == "mine"


def test_all_shipped_protocols_are_listed_by_id():
    ids = [protocol.id for protocol in list_protocols()]
    assert ids == sorted(ids)
    assert "water-series-7d" in ids
    assert all(load_protocol(name).id == name for name in ids)


def test_an_unknown_id_is_told_with_the_known_ones():
    with pytest.raises(FaultyProtocol) as caught:
        load_protocol("water-series-9d")
    (fault,) = caught.value.faults
    assert (fault.code, fault.found) == ("protocol.unknown", "water-series-9d")
    assert "water-series-7d" in fault.expected


def test_a_missing_file_and_bytes_that_are_no_text_are_faults(tmp_path):
    with pytest.raises(FaultyProtocol) as caught:
        load_protocol(tmp_path / "none.toml")
    assert caught.value.faults[0].code == "protocol.not_found"
    path = tmp_path / "bad.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FaultyProtocol) as caught:
        load_protocol(path)
    assert caught.value.faults[0].code == "protocol.not_readable"


def test_text_that_is_no_toml_is_told_with_its_line(faults_of):
    assert faults_of(SHIPPED.replace("[title]", "[title")) == [
        ("protocol.not_toml", line_of("[title]"), None)
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ("blocks = 7", 'blocks = "7"', "wrong_type", "plan.blocks"),
        ("blocks = 7", "blocks = 7.5", "wrong_type", "plan.blocks"),
        ("blocks = 7", "blocks = true", "wrong_type", "plan.blocks"),
        ("blocks = 7", "blocks = 0", "out_of_range", "plan.blocks"),
        ("visit_gap_s = 600", "visit_gap_s = -1", "out_of_range", "plan.visit_gap_s"),
        ("typical_flow = 0.45", "typical_flow = nan", "wrong_type", "plan.typical_flow"),
        ("typical_flow = 0.45", "typical_flow = 0", "out_of_range", "plan.typical_flow"),
        ("low = -0.02", "low = 0.02", "low_not_below_high", "tolerance.low"),
        ('unit = "m3"', 'unit = "L"', "unknown_word", "unit"),
        ('utility = "water"', 'utility = "wine"', "unknown_word", "utility"),
        ('kind = "series"', 'kind = "bench"', "unknown_word", "kind"),
        ('timezone = "Asia/Shanghai"', 'timezone = "Mars"', "unknown_word", "timezone"),
        ('id = "water-series-7d"', 'id = ""', "wrong_type", "id"),
        ('certainty = "unconfirmed"', 'certainty = "sure"', "unknown_word", "sources.2.certainty"),
        ('class = "2"', 'class = "9"', "unknown_word", "limits.class"),
        ("test_in_service = true", "test_in_service = 1", "wrong_type", "assumptions.test_in_service"),
        (
            "minimum_steps = 231",
            "minimum_step = 231\nminimum_steps = 231",
            "unknown_key",
            "plan.minimum_step",
        ),
        ("lower = 0.1", "lower = 10", "out_of_range", "flow_shares.lower"),
        ("drift_per_year = 0.002", "drift_per_year = -1", "out_of_range", "reference_error.drift_per_year"),
    ],
)
def test_every_broken_rule_names_line_and_key(faults_of, old, new, code, column):
    assert old in SHIPPED
    text = SHIPPED.replace(old, new, 1)
    assert faults_of(text) == [(f"protocol.{code}", line_of(new.split("\n", maxsplit=1)[0], text), column)]


@pytest.mark.parametrize(
    ("key", "table"),
    [
        ("version", None),
        ("blocks", "[plan]"),
        ("low", "[tolerance]"),
        ("class", "[limits]"),
        ("prior_scale", "[model]"),
        ("lower", "[flow_shares]"),
        ("installation", "[reference_error]"),
    ],
)
def test_a_missing_key_is_told_in_the_line_of_its_table(faults_of, key, table):
    lines = SHIPPED.splitlines()
    del lines[line_of(f"{key} =") - 1]
    text = "\n".join(lines)
    ((code, row, column),) = faults_of(text)
    assert (code, row) == ("protocol.missing_key", line_of(table, text) if table else None)
    assert column.endswith(key)


@pytest.mark.parametrize("table", ["plan", "tolerance", "flow_shares", "reference_error", "model"])
@pytest.mark.parametrize("key", ["source", "certainty"])
def test_numbers_without_source_or_certainty_are_refused(faults_of, table, key):
    before, after = SHIPPED.split(f"[{table}]\n", 1)
    lines = after.splitlines()
    del lines[next(i for i, line in enumerate(lines) if line.startswith(f"{key} = "))]
    ((code, row, column),) = faults_of(f"{before}[{table}]\n" + "\n".join(lines))
    assert (code, column) == ("protocol.missing_key", f"{table}.{key}")
    assert row == line_of(f"[{table}]")


def test_a_step_in_one_language_only_is_a_fault_with_its_number(faults_of):
    text = SHIPPED + '[[steps]]\nzh = "多一步"\n'
    ((code, row, column),) = faults_of(text)
    count = text.count("[[steps]]")
    assert (code, row, column) == ("protocol.missing_key", len(text.splitlines()) - 1, f"steps.{count}.en")


def test_all_faults_of_an_empty_protocol_are_told_at_once(faults_of):
    found = faults_of("")
    assert len(found) > 20
    assert {code for code, _, _ in found} == {"protocol.missing_key"}
