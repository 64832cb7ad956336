"""A file of plates and certificates with mistakes: all of them at once, with lines and what to write."""

import pytest

from comparekit.errors import FaultyMeters
from comparekit.ingest.meters_file import load_meters
from comparekit.wording.faults import fault_text

POINT = "[[reference.certificate]]\nflow = {flow}\nerror = {error}\nexpanded_uncertainty = {u}\n"


def test_all_faults_come_at_once_with_their_lines(plate_faults):
    text = "\n".join(
        [
            "[test]",
            'q3 = "2.5"',
            "ratio_r = -100",
            "verified_on = 2024-03-01",
            "valid_to = 2023-03-01",
            'medium = "steam"',
            "in_service = 1",
            "colour = 3",
            "[[test.certificate]]",
            "flow = 0",
            'error = "0.3 %"',
            "expanded_uncertainty = 0.3",
            "k = 0",
            "[reference]",
            "q_min = 4",
            "q_max = 0.04",
            "[[reference.certificate]]",
            "flow = 0.04",
            "error = 3",
            "expanded_uncertainty = 0.003",
            "[[reference.certificate]]",
            "flow = 0.04",
            "error = 0.003",
            'date = "soon"',
            "page = 2",
        ]
    )
    assert plate_faults(text) == [
        ("meters.wrong_type", 2, "test.q3"),
        ("meters.out_of_range", 3, "test.ratio_r"),
        ("meters.out_of_range", 5, "test.valid_to"),
        ("meters.unknown_word", 6, "test.medium"),
        ("meters.wrong_type", 7, "test.in_service"),
        ("meters.unknown_key", 8, "test.colour"),
        ("meters.out_of_range", 10, "test.certificate.1.flow"),
        ("meters.wrong_type", 11, "test.certificate.1.error"),
        ("meters.not_a_fraction", 12, "test.certificate.1.expanded_uncertainty"),
        ("meters.out_of_range", 13, "test.certificate.1.k"),
        ("meters.out_of_range", 16, "reference.q_max"),
        ("meters.not_a_fraction", 19, "reference.certificate.1.error"),
        ("meters.missing_key", 21, "reference.certificate.2.expanded_uncertainty"),
        ("meters.repeated_flow", 22, "reference.certificate.2.flow"),
        ("meters.wrong_type", 24, "reference.certificate.2.date"),
        ("meters.unknown_key", 25, "reference.certificate.2.page"),
    ]


def test_percent_written_for_a_fraction_is_refused_with_what_to_write(plate_faults):
    (fault,) = plate_faults(POINT.format(flow=0.04, error=-12, u=0.003), whole=True)
    assert fault.code == "meters.not_a_fraction"
    assert "0.3 % 写成 0.003" in fault_text(fault, "zh")
    assert "0.003 for 0.3 %" in fault_text(fault, "en")
    codes = {code for code, *_ in plate_faults(POINT.format(flow=0.04, error=0.003, u=0.3))}
    assert codes == {"meters.not_a_fraction"}


def test_a_number_that_cannot_be_read_is_one_fault_and_not_two(plate_faults):
    assert [c for c, *_ in plate_faults(POINT.format(flow=0.04, error='"0.3 %"', u='"0.3 %"'))] == [
        "meters.wrong_type"
    ] * 2
    twice = POINT.format(flow='"Q1"', error=0, u=0.003) + POINT.format(flow='"Q2"', error=0, u=0.003)
    assert [c for c, *_ in plate_faults(twice)] == ["meters.wrong_type"] * 2


@pytest.mark.parametrize("role", ["test", "reference"])
def test_either_meter_may_be_found_far_off_or_standing_still(load_plates, plate_faults, role):
    for error in (-1, -0.4, 0.4):
        text = POINT.format(flow=0.04, error=error, u=0.01).replace("reference", role)
        (point,) = getattr(load_plates(text), role).certificate
        assert (point.error, point.stands_still) == (error, error == -1)
    beyond = POINT.format(flow=0.04, error=-1.01, u=0.01).replace("reference", role)
    assert plate_faults(beyond) == [("meters.not_a_fraction", 3, f"{role}.certificate.1.error")]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("q3 = 2.5\nq2 = 4", ("out_of_range", 2, "q3")),
        ("q1 = 0.04\nq2 = 0.025", ("out_of_range", 3, "q2")),
        ("q3 = 2.5\nq_max = 2", ("out_of_range", 3, "q_max")),
        ("q_min = 4\nq_max = 0.025", ("out_of_range", 3, "q_max")),
        ("q3 = 2.5\nq1 = 0.025\nratio_r = 80", ("contradicts", 4, "ratio_r")),
        ("q3 = 2.5\nratio_r = 100\nq2 = 0.02", ("contradicts", 4, "q2")),
        ("q3 = 2.5\nratio_r = 1", ("out_of_range", 3, "ratio_r")),
        ('currents = "0.2-0.5(60)"\ni_tr = 1', ("contradicts", 3, "i_tr")),
        ('currents = "5(60)"\ni_tr = 6', ("out_of_range", 2, "currents")),
    ],
)
def test_a_plate_that_contradicts_itself_is_told_at_the_line(plate_faults, text, fault):
    code, row, key = fault
    assert plate_faults(f"[test]\n{text}\n") == [(f"meters.{code}", row, f"test.{key}")]


def test_rounded_flows_of_a_plate_are_no_contradiction(load_plates):
    """Q3 2.5 and R160: Q1 is 15.625 L/h; plates print 0.016 or 0.0156 m3/h."""
    for q1 in (0.016, 0.0156):
        assert load_plates(f"[test]\nq3 = 2.5\nratio_r = 160\nq1 = {q1}\n").test.q1 == q1


def test_two_meters_cannot_have_one_number(plate_faults):
    text = '[test]\nserial = "A1"\n[reference]\nserial = "A1"\n'
    (fault,) = plate_faults(text, whole=True)
    assert (fault.code, fault.row, fault.column) == ("meters.same_serial", 4, "reference.serial")
    assert "A1" in fault_text(fault, "zh") and "A1" in fault_text(fault, "en")


@pytest.mark.parametrize("line", ["test = 5", 'test = "N1.5"', "[[test]]\nq3 = 2.5", "test = [1, 2]"])
def test_a_meter_that_is_no_table_is_not_taken_for_one_without_data(plate_faults, line):
    assert plate_faults(line) == [("meters.wrong_type", 1, "test")]


def test_a_table_that_stands_for_neither_meter_is_a_fault(plate_faults):
    assert ("meters.unknown_key", 1, "old") in plate_faults("[old]\nq3 = 2.5\n")
    assert ("meters.unknown_key", 3, "tset") in plate_faults("[test]\nq3 = 2.5\n[tset]\nq3 = 2.5\n")


def test_an_empty_file_describes_no_meter(plate_faults):
    for text in ("", "\n# nothing\n", "\ufeff"):
        (fault,) = plate_faults(text, whole=True)
        assert fault.code == "meters.no_meter"
        assert "[test], [reference]" in fault_text(fault, "zh")


def test_a_byte_order_mark_as_notepad_writes_it_does_no_harm(load_plates, plate_faults):
    assert load_plates(b"\xef\xbb\xbf[test]\nq3 = 2.5\n").test.q3 == 2.5
    assert plate_faults(b"\xef\xbb\xbf[test]\nq3 = 0\n") == [("meters.out_of_range", 2, "test.q3")]


def test_what_is_not_toml_names_its_line(plate_faults):
    assert plate_faults("[test]\nq3 = 2,5\n")[0][:2] == ("meters.not_toml", 2)
    assert plate_faults("[test]\n[test]\n")[0][0] == "meters.not_toml"
    assert plate_faults("[test]\nverified_on = 2024-02-30\n")[0][0] == "meters.not_toml"


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 5000 + "]" * 5000, f"[test]\nq3 = {'9' * 5000}\n", f"[test]\nq3 = {'9' * 400}\n",
             f"[test]\nq3 = 0x{'f' * 5000}\n", "[test]\nq3 = inf\n", "[test]\nq3 = nan\n"]
)  # fmt: skip
def test_absurd_numbers_and_nesting_are_faults_and_no_crash(plate_faults, text):
    assert {code for code, *_ in plate_faults(text)} <= {"meters.not_toml", "meters.wrong_type"}


def test_a_file_that_is_not_there_or_not_text(plate_faults, tmp_path):
    with pytest.raises(FaultyMeters) as caught:
        load_meters(tmp_path / "no.toml")
    assert caught.value.faults[0].code == "meters.not_found"
    gbk = "[test]\nlaboratory = '计量所'".encode("gb18030")
    assert plate_faults(gbk) == [("meters.not_readable", None, None)]
    with pytest.raises(FaultyMeters) as caught:
        load_meters(tmp_path)
    assert caught.value.faults[0].code == "meters.not_readable"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_fault_has_a_sentence_without_a_gap(plate_faults, language):
    text = 'old = 1\n[test]\nq3 = "x"\nmedium = "x"\nratio_r = 0\n' + POINT.format(flow=1, error=9, u=0.1) * 2
    found = plate_faults(text + "[[reference.certificate]]\n", whole=True)
    assert len({fault.code for fault in found}) == 7
    for fault in found:
        said = fault_text(fault, language)
        assert said.startswith(fault.file)
        assert "{" not in said and fault.code not in said
