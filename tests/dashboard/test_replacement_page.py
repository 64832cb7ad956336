"""Before and after a replacement over HTTP: what comes in, what comes back, what is kept and what is not."""

import json
import re
import zipfile
from io import BytesIO
from string import Formatter

import pytest
from sqlalchemy import select

from comparekit.errors import CompareKitError, Fault
from comparekit.i18n.catalog import LANGUAGES, section_texts, text
from comparekit.ingest.tariff_file import list_tariffs
from comparekit.reporting.case_text import case_text
from comparekit.reporting.html import is_report
from comparekit.services.case_check import check_cases
from comparekit.services.case_note import close_case, reopen_case
from comparekit.services.case_show import show_case
from comparekit.services.draft_child import run_limited
from comparekit.services.roles import LOCAL
from comparekit.services.stories import REPLACEMENT, run_replacement_story, story_log, story_names
from comparekit.services.usage_text import pasted_usage, typed_usage
from comparekit.store.cases import load_case
from comparekit.store.tables import FILES
from comparekit.wording.bridge import at_most_sentence
from comparekit.wording.findings import role_name
from comparekit.wording.replacement import headline
from dashboard.app import create_app
from dashboard.components.entry import field_id
from dashboard.components.replacement_trouble import error_words, fault_words
from dashboard.settings import DashboardServices, Settings
from services.draft_forms import Study, content, drafts, file, shown
from services.study_served import ROWS, case_of, served, typed


@pytest.fixture
def client(store):
    return served(store)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_stands_in_the_document_before_any_script(client, store, language):
    answer = client.get(f"/{language}/replacement")
    page = answer.get_data(as_text=True)
    assert f"<h1>{text(language, 'replacement_page.title')}</h1>" in page
    assert "<script" not in page
    assert page.count('inputmode="decimal"') >= 12
    assert answer.headers["Cache-Control"] == "no-store"
    unsure = text(language, "replacement_page.money.unconfirmed")
    example = text(language, "replacement_page.money.example_mark")
    for tariff in list_tariffs():
        (option,) = re.findall(rf'<option[^>]* value="{tariff.id}"[^>]*>([^<]+)<', page)
        assert (example in option) == tariff.example
        assert unsure in option or tariff.title[language] in option
    assert drafts(store) == []  # looking leaves nothing behind


def test_without_a_store_there_is_no_such_page():
    client = create_app(Settings(), DashboardServices()).server.test_client()
    assert client.get("/zh/replacement").status_code == 404


def test_bills_alone_show_a_change_and_say_nothing_of_the_meter(client, store):
    study = Study(client)
    answer = study.send(**typed())
    said = shown(answer)
    assert answer.status_code == 200
    assert text("zh", "replacement_page.word.inconclusive") in said
    assert text("zh", "replacement.meter.resident.alone_changed", record="账单", meter="水表") in said
    # the address leads back to it, in the other language too; the form below still holds what was typed
    again = client.get(answer.request.path.replace("/zh/", "/en/")).get_data(as_text=True)
    assert text("en", "replacement_page.word.inconclusive") in again
    assert 'value="352.4"' in again
    assert [json.loads(one)["replaced"] for one in drafts(store)] == ["2025-04-01"]


def test_a_log_of_the_comparison_bounds_the_meters_part_in_yuan(client):
    log = story_log("huangyan_7_days")
    answer = Study(client).send(**typed(price="4"), series=file(log.read_bytes(), log.name))
    said = shown(answer)
    assert text("zh", "replacement_page.word.no-concern") in said
    found = re.search(r"最多只能占\s([\d.]+)\s元", said)
    assert float(found[1]) < 1
    meeting = content(client, f"{answer.request.path}/present")
    assert "slide-days" in meeting and "slide-bill" in meeting and found[0] in meeting


def test_the_comparison_of_a_case_can_be_chosen(client):
    case_id = case_of(client, "fast_5_percent")
    answer = Study(client).send(**typed(price="4", case_id=case_id))
    assert text("zh", "replacement_page.word.deviate") in shown(answer)
    assert text("zh", "replacement_page.section.settlement") in shown(answer)
    wrong = Study(client).send(**typed(case_id="2026-999999"))
    assert "2026-999999" in shown(wrong) and 'value="352.4"' in wrong.get_data(as_text=True)


def test_a_study_is_kept_with_the_case_of_its_comparison(client, store):
    case_id = case_of(client, "huangyan_7_days")
    before = content(client, f"/zh/case/{case_id}/present")
    study = Study(client)
    study.send(**typed(price="4", case_id=case_id))
    kept = study.send("keep", follow=False)
    assert (kept.status_code, kept.headers["Location"]) == (303, f"/zh/case/{case_id}")
    most = re.search(r"最多只能占\s([\d.]+)\s元", content(client, f"/zh/case/{case_id}"))
    assert float(most[1]) < 1
    meeting = content(client, f"/zh/case/{case_id}/present")
    assert most[0] in meeting and most[0] not in before
    # its first step tells of the bills, its last one what they bound, in the word the case's page has for it
    first, *_, last = meeting.split("slide-number")[1:]
    assert text("zh", "present.complaint.nothing") not in meeting and "2025-04-01" in first
    assert most[0] in last and text("zh", "replacement_page.word.no-concern") in last
    assert most[0] in content(client, f"/zh/case/{case_id}/official")
    with store.reading() as connection:
        state = load_case(connection, case_id)
    assert [one.role for one in state.files] == ["log", "usage"]
    assert state.studies[-1]["result_seq"] == state.results[-1]["seq"]
    assert state.studies[-1]["result"]["verdict"] == "no-concern"
    assert check_cases(store, LOCAL) == ()
    told = show_case(store, LOCAL, case_id)
    said = case_text(told.state, told.events, "zh", masked=True)
    word = text("zh", "replacement_page.word.no-concern")
    assert text("zh", "case.event.study.made", replaced="2025-04-01", verdict=word) in said


def test_bills_alone_are_kept_with_the_case_that_is_chosen_and_not_with_a_closed_one(client, store):
    case_id = case_of(client, "huangyan_7_days")
    study = Study(client)
    assert f'<option value="{case_id}"' in study.send(**typed()).get_data(as_text=True)
    close_case(store, LOCAL, case_id)
    refused = study.send("keep", into_case=case_id)
    assert refused.status_code == 422 and 'value="352.4"' in refused.get_data(as_text=True)
    reopen_case(store, LOCAL, case_id)
    study.send("keep", into_case=case_id)
    said = text("zh", "replacement.meter.resident.alone_changed", record="账单", meter="水表")
    assert said in content(client, f"/zh/case/{case_id}").replace("\xa0", " ")


def test_faults_are_told_at_their_rows_and_fields_and_nothing_typed_is_lost(client):
    rows = (*ROWS[:2], ("", "2025-04-01", "三百"), ROWS[3])
    answer = Study(client).send(**typed(rows, price="四块", replaced=""))
    page, said = answer.get_data(as_text=True), shown(answer)
    assert text("zh", "replacement_page.typed.bill", number=3) in said and "三百" in said
    assert "第 4 行" not in said  # of a table nobody has seen
    assert text("zh", "replacement_page.trouble.price", found="四块") in said
    assert text("zh", "replacement_page.trouble.date_missing") in said
    assert page.count('class="field faulty"') == 2
    assert re.findall(r'<tr id="(bill-\d+)" class="faulty">', page) == ["bill-3"]
    assert 'href="#bill-3"' in page
    for kept in ('value="三百"', 'value="四块"', 'value="318.7"'):
        assert kept in page


def test_an_empty_form_says_what_is_missing(client):
    said = shown(Study(client).send(replaced="2025-04-01"))
    assert text("zh", "replacement_page.trouble.nothing") in said
    assert text("zh", "replacement_page.trouble.date_missing") in shown(Study(client).send())


def test_a_date_outside_the_bills_is_told(client):
    answer = Study(client).send(**typed(replaced="2030-01-01"))
    assert "2030-01-01" in shown(answer)
    assert 'value="352.4"' in answer.get_data(as_text=True)


def test_more_rows_are_added_without_losing_any(client):
    page = Study(client).send("more", **typed()).get_data(as_text=True)
    assert page.count('name="rows.') >= 4 * 10
    assert 'value="170.3"' in page


def test_everything_can_be_cleared(client, store):
    study = Study(client)
    study.send(**typed(), series=file("x", "x.csv"))
    assert len(drafts(store)) == 2
    study.send("discard")
    assert drafts(store) == []
    gone = client.get(study.action)
    assert gone.status_code == 404 and text("zh", "replacement_page.gone") in shown(gone)


def test_forms_from_elsewhere_and_stale_ones_change_nothing(client, store):
    study = Study(client)
    assert study.send(headers={"Sec-Fetch-Site": "cross-site"}, **typed()).status_code == 403
    study.token = "0" * 64
    answer = study.send(**typed())
    assert answer.status_code == 403
    assert 'value="352.4"' in answer.get_data(as_text=True)
    assert drafts(store) == []


def test_a_hostile_file_ends_in_its_child_and_leaves_the_page_standing(store):
    client = served(store, run_limited)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/sharedStrings.xml", b"<si><t>a</t></si>" * 4_000_000)
    sent = {"usage": file(packed.getvalue(), "bills.xlsx"), "replaced": "2025-04-01"}
    answer = Study(client).send(**sent)
    assert text("zh", "replacement_page.trouble.title") in shown(answer)
    good = story_log("huangyan_bills")
    named = f"<script>alert(1)</script>{good.name}"
    fine = Study(client).send(usage=file(good.read_bytes(), named), replaced="2025-04-01")
    assert text("zh", "replacement_page.word.inconclusive") in shown(fine)
    assert "<script" not in fine.get_data(as_text=True)
    with store.reading() as connection:
        assert connection.execute(select(FILES.c.sha256)).all() == []


def test_the_share_of_the_peak_is_asked_for_where_the_price_list_has_hours(client):
    chosen = {"tariff": "electricity-tariff-zhejiang-peak-valley", "utility": "electricity"}
    asked = Study(client).send(**typed(**chosen))
    said = shown(asked)
    assert text("zh", "replacement_page.trouble.peak_share_missing") in said
    assert "--peak" not in said
    assert f'href="#{field_id("peak_share")}"' in asked.get_data(as_text=True)  # a way to the field
    fraction = shown(Study(client).send(**typed(**chosen, peak_share="0.6")))
    assert text("zh", "replacement_page.trouble.peak_share", found="0.6") in fraction
    told = Study(client).send(**typed(**chosen, peak_share="60 %"))
    assert text("zh", "replacement_page.word.inconclusive") in shown(told)
    # what another price list does not need is no fault in it
    assert text("zh", "replacement_page.word.inconclusive") in shown(
        Study(client).send(**typed(peak_share="0.6"))
    )


CERTIFICATE = {
    "plates.test.certificate.date": "2025-04-03",
    "plates.test.certificate.1.flow": "0.05", "plates.test.certificate.1.error": "4.5",
    "plates.test.certificate.1.expanded_uncertainty": "0.4",
    "plates.test.certificate.2.flow": "1.5", "plates.test.certificate.2.error": "3.1",
    "plates.test.certificate.2.expanded_uncertainty": "0.4",
}  # fmt: skip


def test_a_certificate_is_typed_or_handed_in_and_says_the_same(client):
    typed_in = Study(client).send(**typed(price="4", **CERTIFICATE))
    assert text("zh", "replacement_page.word.deviate") in shown(typed_in)
    assert 'value="3.1"' in typed_in.get_data(as_text=True)
    points = "".join(
        f"[[test.certificate]]\nflow = {flow}\nerror = {error}\nexpanded_uncertainty = 0.004\n"
        "date = 2025-04-03\n"
        for flow, error in ((0.05, 0.045), (1.5, 0.031))
    )
    study = Study(client)
    handed = study.send(**typed(price="4"), meters=file(f"[test]\n{points}", "plates.toml"))
    heading = r'<h1 class="headline-long">(.*?)</h1>'
    said = [re.search(heading, answer.get_data(as_text=True))[1] for answer in (typed_in, handed)]
    assert said[0] == said[1]
    dropped = study.send("drop:meters", **typed(price="4"))
    assert text("zh", "replacement_page.word.inconclusive") in shown(dropped)


def test_what_is_wrong_with_a_certificate_is_told_at_its_field_and_of_the_meter_in_doubt_only(client):
    wrong = {**CERTIFICATE, "plates.test.certificate.2.error": "三"}
    answer = Study(client).send(**typed(**wrong))
    assert answer.get_data(as_text=True).count('class="field faulty"') == 1
    assert "第 2 点" in shown(answer) and "“三”" in shown(answer)
    other = Study(client).send(**typed(**wrong, suspect="new"))
    assert text("zh", "replacement_page.word.inconclusive") in shown(other)
    empty = Study(client).send(**typed(), meters=file('[test]\nplate = "N1.5"\n', "p.toml"))
    said = text(
        "zh", "replacement_page.said.meters.no_certificate", file="p.toml", meter=role_name("test", "zh")
    )
    assert said in shown(empty)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_the_page_names_an_option_or_a_command(language):
    """Every error a study may end in, said as the page says it."""
    errors = [
        CompareKitError(code, **_known(sentence))
        for code, sentence in section_texts(language, "errors").items()
        if code.startswith(("replacement.", "tariff.")) or code == "case.unknown"
    ]
    faults = [
        Fault(code=code.removeprefix("fault."), file="a.csv", row=3, context=_known(sentence, _FILLED))
        for code, sentence in section_texts(language, "input").items()
        if code.startswith("fault.")
    ]
    said = [error_words(error, language) for error in errors]
    said += [fault_words(fault, language) for fault in faults]
    assert len(said) > 100
    shown_too = ("findings_replacement", "findings_use", "bridge", "settlement", "figures_replacement")
    said += [sentence for section in shown_too for sentence in section_texts(language, section).values()]
    assert [one for one in said if re.search(r"--[a-z]|comparekit [a-z]", one)] == []


_FILLED = {"where", "found", "expected", "code"}  # placeholders that every fault has


def _known(sentence, but=frozenset()):
    """A word for every placeholder."""
    return {name: "x" for _, name, _, _ in Formatter().parse(sentence) if name and name not in but}


def test_the_report_of_a_study_is_a_file_to_keep(client):
    answer = Study(client).send(**typed(price="4"))
    path = answer.request.path
    assert f"{path}/report.html" in answer.get_data(as_text=True)
    report = client.get(f"{path}/report.html")
    assert report.headers["Content-Disposition"].endswith("replacement-2025-04-01.html")
    assert is_report(report.get_data(as_text=True)[:1024])
    assert text("zh", "replacement_page.typed.file") in report.get_data(as_text=True)
    story = client.get("/en/story/huangyan_bills/report.html")
    assert is_report(story.get_data(as_text=True)[:1024])
    assert client.get(f"/zh/replacement/{'a' * 22}/report.html").status_code == 303  # where it is told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_story_says_its_headline_and_its_meeting_shows_the_study_as_the_bills_step(client, language):
    result = run_replacement_story("huangyan_bills_and_series")
    page = content(client, f"/{language}/story/huangyan_bills_and_series")
    most = at_most_sentence(result.bridge, language)
    assert most in page.replace("\N{NO-BREAK SPACE}", " ")
    assert most in headline(result, language)
    meeting = content(client, f"/{language}/story/huangyan_bills_and_series/present")
    assert most in meeting.replace("\N{NO-BREAK SPACE}", " ")
    assert [step in meeting for step in ("slide-days", "slide-difference", "slide-bill")] == [True] * 3
    alone = content(client, f"/{language}/story/huangyan_bills/present")
    assert "slide-days" not in alone and "slide-bill" in alone and "slide-evidence" in alone


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_story_of_a_replacement_is_told_on_the_first_page(client, language):
    home = content(client, f"/{language}/")
    for name in story_names(REPLACEMENT):
        assert text(language, f"replacement_page.story.{name}.title") in home.replace('\\"', '"')


def test_pasted_lines_become_bills():
    table = (
        pasted_usage("2025年3月 335.20元 68吨\n闲话\n2025年4月：￥1,170，35方", "zh").decode().splitlines()
    )
    assert table == ["月份,金额,用量,粘贴的第几行", "2025-03,335.20,68,1", ",,,", "2025-04,1170,35,3"]
    dated = pasted_usage("2025/3/1 2025/4/1 352\n2025/4/1 2025/5/1 170 35", "en").decode().splitlines()
    assert dated == [
        "from,to,amount,volume,pasted line",
        "2025-03-01,2025-04-01,352,,1",
        "2025-04-01,2025-05-01,170,35,2",
    ]
    whole = "账期\t金额\n2025-03\t352"
    assert pasted_usage(whole, "zh").decode().splitlines() == whole.splitlines()


def test_a_bill_typed_without_its_first_day_begins_where_the_one_above_ends():
    rows = [("2025-01-01", "2025-02-01", "3", ""), ("", "", "", ""), ("", "2025-03-01", "4", "")]
    assert typed_usage(rows, "m3", "zh").decode().splitlines() == [
        "账单起,账单止,金额,填写的第几期", "2025-01-01,2025-02-01,3,1", ",,,", "2025-02-01,2025-03-01,4,3",
    ]  # fmt: skip
