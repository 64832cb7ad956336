"""The price of a case: kept with the look, told again whenever the result is made again."""

import json

import pytest

from comparekit.services.case_import import import_log
from comparekit.services.case_look import GivenFile, Look
from comparekit.services.case_view import CaseDesk
from comparekit.services.draft_child import run_here
from comparekit.services.recomputed import recomputed
from comparekit.services.report_case import result_of_case
from comparekit.services.roles import LOCAL
from comparekit.services.stories import story_folder, story_log
from comparekit.store.cases import load_case
from comparekit.store.database import open_database

LOG = story_log("fast_5_percent")


@pytest.fixture
def database(tmp_path):
    opened = open_database(str(tmp_path / "cases.sqlite3"))
    yield opened
    opened.close()


def test_a_look_without_a_price_says_what_it_always_said():
    look = Look(log=GivenFile(name="log.csv", content=b""))
    assert set(look.asked()) == {"logs", "meters", "mapping", "test_meter", "accept"}


def test_a_price_stays_with_the_case_and_with_its_next_look(database):
    case_id, _ = import_log(database, LOCAL, LOG, price=3.5)
    import_log(database, LOCAL, LOG, case_id=case_id)
    with database.reading() as connection:
        first, second = load_case(connection, case_id).results
    assert first["asked"]["price"] == second["asked"]["price"] == 3.5
    assert second["result"]["money"]["estimate"] == pytest.approx(2.19, abs=0.005)
    shown = CaseDesk(database=database, run=run_here).view(LOCAL, case_id)
    assert shown.result.price == result_of_case(database, LOCAL, case_id).result.price == 3.5


def test_a_result_in_a_file_is_made_again_with_its_price(tmp_path):
    told = json.loads((story_folder("fast_5_percent") / "expected.json").read_text(encoding="utf-8"))
    path = tmp_path / "result.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    assert recomputed(path, logs=[LOG]).price == told["price"] == 3.5
    path.write_text(
        json.dumps({k: v for k, v in told.items() if k not in ("price", "money")}), encoding="utf-8"
    )
    assert recomputed(path, logs=[LOG]).price is None
