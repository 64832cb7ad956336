"""A study before and after a replacement in a case: kept, made again, masked, moved with its case."""

from dataclasses import replace

import pytest

from comparekit.errors import CompareKitError
from comparekit.ingest.read_usage import read_usage_bytes
from comparekit.readings.log import InputFile
from comparekit.reporting.case_text import case_text
from comparekit.reporting.html import MOST_BYTES
from comparekit.services.case_export import export_case
from comparekit.services.case_import import import_log
from comparekit.services.case_look import GivenFile
from comparekit.services.case_restore import restore
from comparekit.services.case_show import show_case
from comparekit.services.case_study import keep_study
from comparekit.services.case_study_again import masked_study
from comparekit.services.case_view import CaseDesk
from comparekit.services.draft_child import run_here
from comparekit.services.kept_rules import rules_of
from comparekit.services.replacement import compare_replacement
from comparekit.services.replacement_given import Given, study_given
from comparekit.services.report import report_page
from comparekit.services.report_case import result_of_case, study_of_case
from comparekit.services.roles import LOCAL
from comparekit.services.stories import story_log
from comparekit.store.case_state import STUDY
from comparekit.store.cases import load_case, open_case, record
from comparekit.store.database import open_database
from comparekit.store.masking import Mask
from comparekit.wording.replacement import headline
from figures.replacement_cases import bills

LIST = "water-tariff-kunming"


@pytest.fixture
def stores(tmp_path):
    both = [open_database(tmp_path / f"{name}.sqlite3") for name in ("here", "there")]
    yield both
    for database in both:
        database.close()


def bills_given(**more):
    usage = GivenFile(name="bills.csv", content=story_log("huangyan_bills").read_bytes())
    return Given(usage=usage, replaced="2025-04-01", **more)


def study_seen(database, case_id):
    return CaseDesk(database=database, run=run_here).view(LOCAL, case_id).study


def test_a_study_finds_the_comparison_it_rests_on_also_where_its_case_was_moved(stores, tmp_path):
    here, there = stores
    case_id, compared = import_log(here, LOCAL, story_log("huangyan_7_days"))
    given = bills_given(price=4.0, series=compared)
    made = study_given(given)
    keep_study(here, LOCAL, case_id, given, made)
    keep_study(here, LOCAL, case_id, given, made)  # the file is in the case already
    export_case(here, LOCAL, case_id, tmp_path / "case.zip")
    with there.writing() as connection:
        open_case(connection, who=LOCAL.name, title="another, so that events get other numbers")
    moved = restore(there, LOCAL, tmp_path / "case.zip")
    for database, found in ((here, case_id), (there, moved)):
        with database.reading() as connection:
            state = load_case(connection, found)
        assert state.studies[-1]["result_seq"] == state.results[-1]["seq"]
        assert [file.role for file in state.files] == ["log", "usage"]
        again = study_seen(database, found)
        assert again.differs == ()
        assert (again.sound.verdict, again.sound.bridge.to_dict()) == (made.verdict, made.bridge.to_dict())


def test_a_study_goes_by_the_rules_and_the_prices_of_its_time_whatever_ships_later(stores):
    here, _ = stores
    case_id, compared = import_log(here, LOCAL, story_log("fast_5_percent"))
    given = bills_given(price=LIST, people=4, series=compared)
    shipped = study_given(given)
    then = rules_of(shipped, LIST)
    changes = {
        "protocol_text": ("high = 0.02\n", "high = 0.09\n"),
        "tariff_text": ("prices = [4.20, ", "prices = [3.90, "),
        "settlement_text": ("安徽城镇供水条例", "安徽以前的条例"),
    }
    for name, (now, before) in changes.items():
        words, file = getattr(then, name)
        assert now in words
        then = replace(then, **{name: (words.replace(now, before), file)})
    made = study_given(replace(given, rules=then))
    assert made.bridge.to_dict() != shipped.bridge.to_dict()
    keep_study(here, LOCAL, case_id, replace(given, rules=then), made)
    again = study_seen(here, case_id)
    assert again.differs == ()
    assert again.sound.protocol.tolerance.high == 0.09
    assert again.sound.tariff.editions[0].components[0].prices[0] == 3.9
    told = show_case(here, LOCAL, case_id).to_dict()["studies"][0]["rules"]
    assert (told["tariff"]["text"], told["tariff"]["name"]) == then.tariff_text
    usage = read_usage_bytes(given.usage.content, "bills.csv")
    due = compare_replacement(usage, "2025-04-01", series=compared, price=4.0, place="anhui", kept=then)
    assert [one.rule.title["zh"] for one in due.settlements] == ["安徽以前的条例"]


def test_a_case_of_a_study_kept_without_its_rules_opens_and_tells_what_is_not_as_it_was(stores):
    here, _ = stores
    case_id, _ = import_log(here, LOCAL, story_log("huangyan_7_days"))
    given = bills_given(price=LIST)
    told = keep_study(here, LOCAL, case_id, given, study_given(given)).data
    older = {key: value for key, value in told.items() if key != "rules"}

    def keep(data):
        with here.writing() as connection:
            record(connection, case_id, who=LOCAL.name, kind=STUDY, data=data)
        return study_seen(here, case_id)

    assert keep(older).sound is not None
    other = keep(older | {"result": older["result"] | {"verdict": "deviate"}})
    assert other.sound is None
    assert other.differs == ("verdict (deviate → inconclusive)",)
    with pytest.raises(CompareKitError) as caught:
        study_of_case(here, LOCAL, case_id)
    assert caught.value.code == "report.differs"
    gone = keep(older | {"asked": older["asked"] | {"price": "water-tariff-nowhere"}})
    assert [fault.code for fault in gone.error.faults] == ["protocol.unknown"]
    case = result_of_case(here, LOCAL, case_id)
    assert "water-tariff-nowhere" in report_page(case.result, "zh", case_id=case_id, study=case.study)


def test_the_report_of_a_case_holds_its_study_and_the_text_its_verdict(stores):
    here, _ = stores
    case_id, compared = import_log(here, LOCAL, story_log("huangyan_7_days"))
    given = bills_given(price=4.0, series=compared)
    made = study_given(given)
    keep_study(here, LOCAL, case_id, given, made)
    case = result_of_case(here, LOCAL, case_id)
    page = report_page(case.result, "zh", case_id=case_id, study=case.study)
    plain = page.replace("\xa0", " ")
    assert headline(made, "zh", "official") in plain
    assert headline(made, "en", "official") in plain
    assert page.count(given.usage.sha256) == 2  # among the files, in either language
    assert len(page.encode()) <= MOST_BYTES
    shown = show_case(here, LOCAL, case_id)
    for language, word in (("zh", "表：无须关注"), ("en", "Meter: no concern")):
        said = case_text(shown.state, shown.events, language, masked=True)
        assert said.count(word) == 2


def test_a_second_look_takes_no_plates_from_a_study(stores, tmp_path):
    here, _ = stores
    log = story_log("huangyan_7_days")
    short = tmp_path / "short.csv"
    short.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-2]))
    case_id, _ = import_log(here, LOCAL, short)
    meters = GivenFile(name="meters.toml", content=b'[test]\nclass = "2"\nverified_on = 2019-03-02\n')
    given = bills_given(meters=meters)
    keep_study(here, LOCAL, case_id, given, study_given(given))
    import_log(here, LOCAL, log, case_id=case_id)
    with here.reading() as connection:
        state = load_case(connection, case_id)
    assert state.results[-1]["asked"]["meters"] is None
    assert study_seen(here, case_id).sound.inputs[-1].sha256 == meters.sha256


def test_nobody_is_named_in_a_study_of_a_case():
    study = replace(bills(), inputs=(InputFile(file="王小明的账单.csv", sha256="0" * 64),))
    shown = masked_study(study, Mask([{"role": "user", "name": "王小明"}]))
    assert [one.file for one in shown.inputs] == ["王**的账单.csv"]
    assert shown.bridge is study.bridge
