from datetime import UTC, datetime

import pytest

from comparekit.errors import CompareKitError
from comparekit.store import case_state as kinds
from comparekit.store.cases import add_file, count_cases, list_cases, load_case, open_case, record
from comparekit.store.evidence import file_content
from store.samples import LOG, fill_case, party, photograph, result

YEAR = datetime.now(UTC).year


def code_of(raised):
    return raised.value.code


def found(store, search):
    with store.reading() as connection:
        ids = [case.id for case in list_cases(connection, search=search)]
        assert count_cases(connection, search=search) == len(ids)
        return ids


def test_a_case_holds_everything_that_was_said_of_it(store):
    with store.writing() as connection:
        case_id = fill_case(connection, 1)
    with store.reading() as connection:
        case = load_case(connection, case_id)
        assert file_content(connection, case.files[0].sha256) == LOG
        assert file_content(connection, case.files[1].sha256) == photograph(1)
    assert case.title == "王小明1 水表纠纷"
    assert case.parties == [party(1)]
    assert [(file.name, file.role) for file in case.files] == [("抄表.csv", "log"), ("1.jpg", "photograph")]
    assert case.seals[0]["number"] == "S1"
    assert case.protocol["id"] == "water-series-7d"
    assert [note["text"] for note in case.notes] == ["管道无旁路、无漏水"]
    assert case.results[0]["result"] == result(1)
    assert (case.verdict, case.utility, case.status) == ("deviate", "water", "closed")
    assert case.sign_offs[0]["result_seq"] == case.results[0]["seq"]
    assert case.sign_offs[0]["who"] == "李计量"


def test_ids_are_the_year_and_a_running_number(store):
    with store.writing() as connection:
        made = [open_case(connection, who="x", title="") for _ in range(2)]
        open_case(connection, who="x", title="", case_id=f"{YEAR}-老案 7")
        open_case(connection, who="x", title="", case_id=f"{YEAR}-abcdef")
        open_case(connection, who="x", title="", case_id=f"{YEAR}-000900")
        made.append(open_case(connection, who="x", title=""))
    assert made == [f"{YEAR}-000001", f"{YEAR}-000002", f"{YEAR}-000901"]


@pytest.mark.parametrize("wrong", ["", " x", "a/b", "a\\b", ".hidden", "x" * 41, "a\nb", "a\u202eb"])
def test_an_id_that_could_not_name_a_file_is_refused(store, wrong):
    with store.writing() as connection, pytest.raises(CompareKitError) as raised:
        open_case(connection, who="x", title="", case_id=wrong)
    assert code_of(raised) == "case.bad_id"


def test_an_id_is_given_once(store):
    with store.writing() as connection:
        case_id = open_case(connection, who="x", title="")
        with pytest.raises(CompareKitError) as raised:
            open_case(connection, who="x", title="", case_id=case_id)
    assert code_of(raised) == "case.exists"


def test_nothing_can_be_said_of_a_case_that_is_not_there(store):
    with store.writing() as connection:
        with pytest.raises(CompareKitError) as raised:
            record(connection, "2020-000001", who="x", kind=kinds.NOTE, data={"text": ""})
        assert code_of(raised) == "case.unknown"
        with pytest.raises(CompareKitError) as raised:
            load_case(connection, "2020-000001")
        assert code_of(raised) == "case.unknown"


def test_a_correction_takes_the_place_of_what_it_corrects(store):
    with store.writing() as connection:
        case_id = open_case(connection, who="x", title="")
        first, second = (
            record(connection, case_id, who="x", kind=kinds.PARTIES, data={"parties": [{"name": name}]})
            for name in ("王", "李")
        )
        better = record(
            connection, case_id, who="y", kind=kinds.PARTIES, data={"parties": [{"name": "汪"}]},
            corrects=first.seq,
        )  # fmt: skip
        assert load_case(connection, case_id).parties == [{"name": "李"}]
        with pytest.raises(CompareKitError) as raised:
            record(connection, case_id, who="y", kind=kinds.PARTIES, data={}, corrects=first.seq)
        assert code_of(raised) == "case.corrected"
        assert raised.value.context["by"] == better.seq
        record(
            connection, case_id, who="y", kind=kinds.PARTIES, data={"parties": [{"name": "刘"}]},
            corrects=second.seq,
        )  # fmt: skip
        assert load_case(connection, case_id).parties == [{"name": "刘"}]


def test_notes_keep_their_order_when_one_is_corrected(store):
    with store.writing() as connection:
        case_id = open_case(connection, who="x", title="")
        seqs = [
            record(connection, case_id, who="x", kind=kinds.NOTE, data={"text": text}).seq for text in "abc"
        ]
        again = record(connection, case_id, who="x", kind=kinds.NOTE, data={"text": "A"}, corrects=seqs[0])
        record(connection, case_id, who="x", kind=kinds.NOTE, data={"text": "AA"}, corrects=again.seq)
        assert [note["text"] for note in load_case(connection, case_id).notes] == ["AA", "b", "c"]


def test_the_latest_change_comes_first_and_pages_join(store):
    with store.writing() as connection:
        ids = [fill_case(connection, number) for number in range(5)]
        record(connection, ids[1], who="x", kind=kinds.NOTE, data={"text": ""})
    expected = [ids[1], ids[4], ids[3], ids[2], ids[0]]
    with store.reading() as connection:
        pages = [list_cases(connection, limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [case.id for page in pages for case in page] == expected


def test_a_case_is_found_by_name_number_telephone_and_file_in_any_writing(store):
    with store.writing() as connection:
        ids = [fill_case(connection, number) for number in range(3)]
    assert found(store, "王小明2") == [ids[2]]
    assert found(store, "东城街道1号 小明1") == [ids[1]]
    assert found(store, "t00001") == found(store, "Ｔ００００１") == [ids[1]]
    assert found(store, "13800000002") == [ids[2]]
    assert found(store, "2.JPG") == [ids[2]]
    assert found(store, "%") == found(store, "_") == found(store, "\0x") == found(store, "没有") == []
    assert len(found(store, "  ")) == 3


def test_titles_that_no_database_likes_are_kept(store):
    title = "\0 " + b"\xff".decode("utf-8", "surrogateescape") + "表" * 300
    with store.writing() as connection:
        case_id = open_case(connection, who="x", title=title)
        add_file(connection, case_id, who="x", name=title, role="other", content=b"")
        assert load_case(connection, case_id).title == title
        assert load_case(connection, case_id).files[0].name == title
        (line,) = list_cases(connection)
    assert line.title == (" \ufffd" + "表" * 300)[:200]


def test_a_file_in_two_cases_is_kept_once(store, direct):
    with store.writing() as connection:
        for number in (1, 2):
            fill_case(connection, number)
    assert direct("UPDATE files SET size = size") == 3


def test_a_role_that_there_is_not_is_the_callers_mistake(store):
    with store.writing() as connection:
        case_id = open_case(connection, who="x", title="")
        with pytest.raises(ValueError, match="role"):
            add_file(connection, case_id, who="x", name="x", role="selfie", content=b"")


def test_a_lost_or_changed_file_is_not_given_out(store, direct):
    with store.writing() as connection:
        files = load_case(connection, fill_case(connection, 1)).files
    direct("DELETE FROM files WHERE sha256 = :sha256", sha256=files[0].sha256)
    direct("UPDATE files SET content = :new WHERE sha256 = :sha256", sha256=files[1].sha256, new=b"x")
    for file, code in zip(files, ("store.file_missing", "store.file_changed"), strict=True):
        with store.reading() as connection, pytest.raises(CompareKitError) as raised:
            file_content(connection, file.sha256)
        assert code_of(raised) == code
