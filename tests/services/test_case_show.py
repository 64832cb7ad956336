import json
from itertools import count

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from comparekit.errors import CompareKitError
from comparekit.reporting.case_text import case_text, list_text
from comparekit.services.case_import import import_look
from comparekit.services.case_list import find_cases
from comparekit.services.case_look import GivenFile, Look
from comparekit.services.case_note import add_note, close_case, give_consent, set_parties, set_seals
from comparekit.services.case_show import show_case
from comparekit.services.roles import LOCAL, Actor
from comparekit.services.stories import story_log
from comparekit.store.cases import open_case
from comparekit.store.database import open_database

LOG = story_log("huangyan_7_days").read_bytes()
COUNTER = count(1)
TECHNICIAN, OFFICIAL = Actor("Wang", "technician"), Actor("Li Na", "official")


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    opened = open_database(str(tmp_path_factory.mktemp("store") / "cases.sqlite3"))
    yield opened
    opened.close()


@pytest.fixture
def case_id(database):
    own = LOG + b"\n" * next(COUNTER)  # the same log in another case would add a note
    look = Look(log=GivenFile(name="王小明.csv", content=own))
    case_id, _ = import_look(database, OFFICIAL, look, title="王小明家水表")
    resident = {
        "role": "resident",
        "name": "王小明",
        "address": "台州市黄岩区东城街道 12 号",
        "phone": "13800138000",
    }
    set_parties(database, OFFICIAL, case_id, [resident])
    return case_id


def shown(database, case_id, *, masked=True):
    """Everything anybody gets to see of a case, in one text."""
    one = show_case(database, LOCAL, case_id, masked=masked)
    listed = find_cases(database, LOCAL, case_id, masked=masked)
    texts = [json.dumps(one.to_dict(), ensure_ascii=False)]
    for language in ("zh", "en"):
        texts.append(case_text(one.state, one.events, language, masked=masked))
        texts.append(list_text(listed.cases, listed.found, language))
    return "\n".join(texts)


def names():
    word = st.text(st.characters(categories=["L"]), min_size=1, max_size=12)
    return st.lists(word, min_size=1, max_size=3).map(" ".join).filter(lambda name: len(name) > 1)


@pytest.fixture(scope="module")
def ordinary(database):
    """What is shown of cases in which nobody is named."""
    with database.writing() as connection:
        empty = open_case(connection, who="local", title="x")
    look = Look(log=GivenFile(name="log.csv", content=LOG))
    cases = [empty, *(import_look(database, LOCAL, look, title="x")[0] for _ in range(2))]
    return "resident seal consent ok\n" + "\n".join(shown(database, case_id) for case_id in cases)


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(name="王小明", other="欧阳修")
@example(name="Li Na", other="Na")
@given(name=names(), other=names())
def test_masked_nobody_is_named_anywhere(database, ordinary, name, other):
    assume(name not in ordinary and other not in ordinary)  # a name that is a word of ours shows anyway
    look = Look(log=GivenFile(name=f"{name}.csv", content=LOG))
    case_id, _ = import_look(database, LOCAL, look, title=f"{name} 家")
    first = {"role": "resident", "name": other, "address": "", "phone": ""}
    set_parties(database, LOCAL, case_id, [first, {**first, "name": name}])
    set_parties(database, LOCAL, case_id, [{**first, "name": name}])  # who was named by mistake stays hidden
    add_note(database, LOCAL, case_id, f"{name}的邻居是{other}。")
    set_seals(database, LOCAL, case_id, [{"place": f"{name} 家门口", "number": "7", "state": "ok"}])
    give_consent(database, LOCAL, case_id, by=name, to="seal", on="2025-05-06")
    close_case(database, LOCAL, case_id, f"{other} 撤回")
    text = shown(database, case_id)
    assert name not in text
    assert other not in text
    assert name in shown(database, case_id, masked=False)


def test_addresses_and_telephone_numbers_are_masked_too(database, case_id):
    masked, whole = shown(database, case_id), shown(database, case_id, masked=False)
    for word in ("王小明", "东城街道 12 号", "13800138000"):
        assert word not in masked
        assert word in whole
    assert "王**" in masked


def test_hashes_verdict_and_id_stay_as_they_are_whatever_somebody_is_called(database, case_id):
    whole = show_case(database, LOCAL, case_id, masked=False)
    hostile = [
        {"role": "resident", "name": "agree", "address": case_id, "phone": whole.state.files[0].sha256[:12]}
    ]
    set_parties(database, LOCAL, case_id, hostile)
    masked = show_case(database, LOCAL, case_id)
    assert masked.state.id == case_id
    assert masked.state.files[0].sha256 == whole.state.files[0].sha256
    assert masked.state.verdict == "agree"
    assert masked.state.protocol == whole.state.protocol
    assert [event.hash for event in masked.events[:-1]] == [event.hash for event in whole.events]


def test_every_event_says_who_and_when(database, case_id):
    add_note(database, TECHNICIAN, case_id, "seal intact")
    one = show_case(database, LOCAL, case_id)
    kinds = [(event.kind, event.who) for event in one.events]
    assert kinds == [
        ("case.opened", "Li Na"),
        ("file.added", "Li Na"),
        ("protocol.chosen", "Li Na"),
        ("result.made", "Li Na"),
        ("parties.set", "Li Na"),
        ("note.added", "Wang"),
    ]
    lines = case_text(one.state, one.events, "en", masked=True).splitlines()
    (line,) = [line for line in lines if "seal intact" in line and str(one.events[-1].seq) in line]
    assert "Wang" in line
    assert len(line.split()[1]) == len("2025-05-06")


def test_a_technician_sees_names_masked_only(database, case_id):
    show_case(database, TECHNICIAN, case_id)
    find_cases(database, TECHNICIAN)
    for act in (
        lambda: show_case(database, TECHNICIAN, case_id, masked=False),
        lambda: find_cases(database, TECHNICIAN, masked=False),
        lambda: show_case(database, Actor("x", "visitor"), case_id),
        lambda: find_cases(database, Actor("x", "visitor")),
    ):
        with pytest.raises(CompareKitError) as caught:
            act()
        assert caught.value.code == "role.forbidden"
    assert "王小明" in show_case(database, OFFICIAL, case_id, masked=False).state.title


def test_there_is_nothing_to_show_of_a_case_that_there_is_not(database):
    with pytest.raises(CompareKitError) as caught:
        show_case(database, LOCAL, "1999-000001")
    assert caught.value.code == "case.unknown"


def test_the_text_of_a_case_steers_no_terminal(database):
    look = Look(log=GivenFile(name="log.csv", content=LOG))
    case_id, _ = import_look(database, LOCAL, look, title="red \x1b[31m title")
    add_note(database, LOCAL, case_id, "two\nlines \x1b]0;x\x07 \u202eback")
    one = show_case(database, LOCAL, case_id)
    for language in ("zh", "en"):
        text = case_text(one.state, one.events, language, masked=True)
        assert all(c.isprintable() or c == "\n" for c in text)
        assert "two lines" in text
    listed = find_cases(database, LOCAL, case_id)
    assert all(c.isprintable() or c == "\n" for c in list_text(listed.cases, 1, "en"))


def test_the_text_tells_verdict_interval_and_files(database, case_id):
    one = show_case(database, LOCAL, case_id, masked=False)
    result = one.state.results[0]["result"]
    for language, verdict in (("zh", "相符"), ("en", "agree")):
        text = case_text(one.state, one.events, language, masked=False)
        assert verdict in text.splitlines()[2]
        assert f"{100 * result['deviation']['high']:.2f}" in text.splitlines()[2]
        assert result["inputs"][0]["sha256"] in text
        assert "water-series-7d" in text


def test_found_are_cases_in_which_every_word_occurs(database, case_id):
    with database.writing() as connection:
        other = open_case(connection, who="local", title="王小红 water")
    assert [case.id for case in find_cases(database, LOCAL, "王小红 WATER").cases] == [other]
    assert case_id in [case.id for case in find_cases(database, LOCAL, "东城街道", limit=1000).cases]
    assert find_cases(database, LOCAL, "王小红 nowhere").found == 0
    some = find_cases(database, LOCAL, "", limit=1)
    assert len(some.cases) == 1 and some.found > 1
    for language in ("zh", "en"):
        assert str(some.found) in list_text(some.cases, some.found, language).splitlines()[-1]
