"""A new comparison over HTTP: what comes in, what comes back, and what is left behind."""

import re

import pytest

from comparekit.i18n.catalog import LANGUAGES, text
from comparekit.ingest.protocol_file import list_protocols
from comparekit.services.case_view import CaseDesk
from comparekit.services.draft_child import run_here
from comparekit.services.draft_desk import Desk
from comparekit.services.stories import story_log
from comparekit.store.cases import load_case
from dashboard.app import create_app
from dashboard.settings import DashboardServices, Settings
from services.draft_forms import GOOD, HERE, Form, content, drafts, file, shown


@pytest.fixture
def client(store):
    services = DashboardServices(
        protocols=list_protocols,
        desk=Desk(database=store, run=run_here),
        cases=CaseDesk(database=store, run=run_here),
    )
    return create_app(Settings(), services).server.test_client()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_stands_in_the_document_before_any_script(client, language):
    answer = client.get(f"/{language}/new")
    page = answer.get_data(as_text=True)
    assert f"<h1>{text(language, 'new_page.title')}</h1>" in page
    assert 'enctype="multipart/form-data"' in page
    assert page.count('inputmode="decimal"') >= 14
    assert "<script>" not in page
    assert "form-action 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_without_a_store_there_is_no_such_page():
    client = create_app(Settings(), DashboardServices()).server.test_client()
    for path in ("/zh/new", "/zh/cases", "/zh/case/2026-000001"):
        assert client.get(path).status_code == 404
    assert client.post("/zh/new/abcdefghijklmnop").status_code == 404


def test_looking_at_the_form_leaves_nothing_behind(client, store):
    client.get("/zh/new")
    client.get("/zh/new/abcdefghijklmnop")
    assert drafts(store) == []


def test_a_story_goes_from_file_to_case(client):
    name = story_log("fast_5_percent")
    answer = Form(client).send("read-files", log=file(name.read_bytes(), name.name))
    assert text("zh", "new_page.preview.ready") in shown(answer)
    key = answer.request.path
    compared = Form(client, key).send("compare", follow=False)
    assert compared.status_code == 303
    assert re.fullmatch(r"/zh/case/\d{4}-000001", compared.headers["Location"])
    assert client.get(compared.headers["Location"]).status_code == 200


def test_what_was_pasted_is_shown_with_its_rows_and_digits(client):
    answer = Form(client).send("read-pasted", pasted=GOOD)
    said = shown(answer)
    assert text("zh", "new_page.preview.ready") in said
    assert "1204.960" in said


def test_a_fault_is_told_at_its_row_and_nothing_typed_is_lost(client):
    rows = {"rows__0__time": "2025-05-06T09:00", "rows__0__test": "1204.3", "rows__0__reference": "3.0a"}
    rows |= {"rows__1__time": "2025-05-07T09:00", "rows__1__test": "1205.1", "rows__1__reference": "4.1"}
    answer = Form(client).send("read-typed", unit="m3", title="五楼", pasted="还没用的", **rows)
    said = shown(answer)
    assert "第 2 行" in said
    assert "3.0a" in said
    page = answer.get_data(as_text=True)
    for kept in ('value="3.0a"', 'value="1204.3"', 'value="五楼"', "还没用的"):
        assert kept in page


def test_letters_in_the_readings_are_told_row_by_row_and_the_file_is_kept(client, store):
    log = "抄表时间,旧表读数,新表读数\n2025-05-06 09:00,12O4.3,3.0\n2025-05-07 09:00,1205.1,四\n"
    said = shown(Form(client).send("read-files", log=file(log)))
    assert "第 2 行" in said and "12O4.3" in said
    assert "第 3 行" in said and "四" in said
    assert any("content" in data for data in drafts(store))


def test_units_steps_plates_and_price_are_put_right_in_the_preview(client, store):
    log = "抄表时间,旧表,新表,品牌\n" + "".join(
        f"2025-05-0{day} 09:00,{1_204_000 + 613 * day},{3 + 0.613 * day:.3f},甲\n" for day in range(1, 9)
    )
    read = Form(client).send("read-files", log=file(log))
    assert text("zh", "new_page.preview.unused", columns="品牌") in shown(read)
    form = Form(client, read.request.path)
    wrong = {"unit_of__test": "L", "step__test": "一", "plates__test__q3": "2.5 m", "price": "三块"}
    told = form.send("adjust", **wrong)
    assert text("zh", "new_page.preview.faults", count=3) in shown(told)
    page = told.get_data(as_text=True)
    assert page.count('class="field faulty"') == 3
    for kept in ("一", "2.5 m", "三块"):
        assert f'value="{kept}"' in page
    assert 'href="#field-price"' in page and 'id="field-price"' in page
    assert 'value="compare"' in page  # whoever puts the fields right need not read again first
    right = {"unit_of__test": "L", "step__test": "1", "zone__": "", "plates__test__q3": "2.5", "price": "3.5"}
    unknown = form.send("adjust", **right, plates__test__class="7", protocol="water-bench-quick")
    assert 'class="field faulty"' in unknown.get_data(as_text=True)  # no limits for such a class
    ready = form.send("adjust", **right, plates__test__class="2", protocol="")
    assert text("zh", "new_page.preview.ready") in shown(ready)
    location = form.send("compare", follow=False, **right, plates__test__class="2").headers["Location"]
    page = content(client, f"{location}/technician")
    assert text("zh", "findings_by_hand.by_hand.unit", role="旧表", unit="L") in page
    with store.reading() as connection:
        files = load_case(connection, location.rpartition("/")[2]).files
    assert [(one.name, one.role) for one in files] == [("log.csv", "log"), ("meters.toml", "meters")]


def test_two_files_given_the_wrong_way_round_are_exchanged(client):
    old, new = (
        "时间,读数\n" + "".join(f"2025-05-0{day} 09:00,{start + 0.6 * day:.1f}\n" for day in range(1, 9))
        for start in (1204.0, 3.0)
    )
    read = Form(client).send("read-files", log=file(new, "new.csv"), reference=file(old, "old.csv"))
    page = Form(client, read.request.path).send("swap").get_data(as_text=True)
    assert page.index("old.csv") < page.index("new.csv")


def test_two_columns_the_wrong_way_round_are_exchanged_and_back(client):
    read = Form(client).send("read-pasted", pasted=GOOD)
    swapped = Form(client, read.request.path).send("swap").get_data(as_text=True)
    columns = re.findall(r'<select name="field.0.[12]">(.*?)</select>', swapped, re.DOTALL)
    assert ["reference_reading" in re.search(r"<option[^>]*selected[^>]*>", one)[0] for one in columns] == [
        True,
        False,
    ]
    again = Form(client, read.request.path).send("swap")
    assert text("zh", "new_page.preview.ready") in shown(again)


def test_the_unit_of_typed_readings_chooses_the_kind_of_meter(client):
    rows = {}
    for k in range(3):
        rows |= {f"rows__{k}__time": f"2025-05-0{k + 6}T09:00", f"rows__{k}__test": f"{100 + 5 * k}.10"}
        rows |= {f"rows__{k}__reference": f"{200 + 5 * k}.10"}
    said = shown(Form(client).send("read-typed", unit="kWh", **rows))
    assert "0.1 kWh" in said  # all readings are multiples of it


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("program.csv", b"MZ\x90\x00\x03" + bytes(range(256)) * 8, "file.binary"),
        ("page.xls", b"<html><head><title>x</title></head></html>", "file.html"),
        (
            "wide.csv",
            ",".join(f"c{k}" for k in range(10_000)) + "\n1",
            "file.too_many_columns",
        ),
        ("empty.csv", b"", "file.empty"),
        ("photo.csv", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 40, "file.binary"),
        ("report.pdf", b"%PDF-1.7 ...", "file.pdf"),
    ],
)
def test_what_is_no_log_gets_a_sentence_and_leaves_no_file(client, store, name, content, code):
    answer = Form(client).send("read-files", title="留着", log=file(content, name))
    expected = text("zh", f"input.fault.{code}", where=name, limit=200)
    assert expected.split("：", 1)[1] in shown(answer)
    assert 'value="留着"' in answer.get_data(as_text=True)
    assert len(drafts(store)) == 1  # what was typed, and no file
    assert "content" not in drafts(store)[0]


def test_a_formula_and_a_title_with_markup_are_shown_as_text(client):
    log = "抄表时间,旧表读数,新表读数,<script>alert(1)</script>\n2025-05-06 09:00,=1+2,3,x\n"
    answer = Form(client).send("read-files", log=file(log))
    assert "=1+2" in shown(answer)
    assert "<script>alert" not in answer.get_data(as_text=True)
    assert "&lt;script&gt;" in answer.get_data(as_text=True)


def typed(days, **more):
    rows = dict(more)
    for k in range(days):
        rows |= {
            f"rows__{k}__time": f"2025-05-{k + 6:02d}T09:00",
            f"rows__{k}__test": f"{1204 + 0.613 * k:.3f}",
        }
        rows |= {f"rows__{k}__reference": f"{3 + 0.612 * k:.3f}"}
    return rows


def test_saving_says_so_and_the_draft_is_found_again_and_discarded(client, store):
    answer = Form(client).send("save", **typed(3, title="五月"))
    said, key = shown(answer), answer.request.path
    assert text("zh", "new_page.kept.title") in said and text("zh", "new_page.kept.rows", count=3) in said
    assert f'value="http://localhost{key}"' in answer.get_data(as_text=True)
    for page in (client.get("/zh/new").get_data(as_text=True), content(client, "/zh/")):
        assert "五月" in page and key in page
    listed = client.get("/zh/new").get_data(as_text=True)
    action = re.search(r'"(/_draft/[^"/]+/discard/zh)"', listed)[1]
    button = re.search(r'<button[^>]*aria-label="丢弃：五月"[^>]*>', listed)[0]
    token = re.search(r'value="([^"]+)"', button)[1]
    assert client.post(action, data={"token": "no"}, headers=HERE).status_code == 403
    assert len(drafts(store)) == 1
    assert client.post(action, data={"token": token}, headers=HERE).headers["Location"] == "/zh/new"
    assert drafts(store) == []


def test_what_disqualifies_is_told_in_the_first_line(client):
    rows = typed(9)
    rows["rows__5__test"] = "1107.065"  # backward, unexplained
    said = shown(Form(client).send("read-typed", unit="m3", **rows))
    word = text("zh", "verdict.word.inconclusive")
    assert text("zh", "findings.severity.disqualifying") in said
    assert text("zh", "new_page.preview.ready") not in said
    assert any(text("zh", "new_page.preview.unusable", count=n, word=word) in said for n in (1, 2, 3))


def test_a_meter_without_a_number_is_called_old_or_new(client):
    said = shown(Form(client).send("read-typed", unit="m3", **typed(1)))
    assert "旧表" in said and "“test”" not in said and "“reference”" not in said


def test_an_accepted_correction_is_named_in_words(client):
    name = story_log("stairwell_log")
    key = Form(client).send("read-files", log=file(name.read_bytes(), name.name)).request.path
    said = shown(Form(client, key).send("accept:r11-reference"))
    assert text("zh", "new_page.preview.correction_reading", row=11, role="新表") in said
    assert "r11-reference" not in said


def test_numbers_and_the_zero_test_typed_reach_the_case_and_come_back_to_be_gone_on_with(client):
    told = {"number__test": "A-17", "number__reference": "N 3", "zero_test": "passed"}
    read = Form(client).send("read-typed", unit="m3", **typed(8, **told))
    assert "A-17" in shown(read)
    form = Form(client, read.request.path)
    assert 'value="A-17"' in form.page and 'id="field-plates-' not in form.page
    ratio = {"plates__test__ratio_r": "r 80", "plates__test__q3": "2.5", "plates__test__class": "2"}
    location = form.send("compare", follow=False, **ratio).headers["Location"]
    page = content(client, f"{location}/technician")
    assert text("zh", "findings.protocol.zero_test_missing") not in page
    more = client.get(f"{location}/add").get_data(as_text=True)
    assert f"<title>{text('zh', 'new_page.title_add')}</title>" in more
    for kept in ('value="2025-05-13T09:00"', 'value="1204.613"', 'value="A-17"', 'value="N 3"'):
        assert kept in more
    assert "selected" in re.search(r'<option[^>]*value="passed"[^>]*>', more)[0]


def test_what_is_typed_is_there_after_a_reload(client):
    form = Form(client)
    told = {
        "title": "五楼",
        "pasted": "abc",
        "rows.0.test": "12.30",
        "act": "discard",
        "protocol": "/etc/passwd",
    }
    path = form.action.replace("/zh/new/", "/_draft/")
    saved = client.post(path, json=told, headers={**HERE, "X-Draft-Token": form.token})
    assert saved.status_code == 200
    page = client.get(form.action).get_data(as_text=True)
    assert 'value="12.30"' in page
    assert ">\nabc</textarea>" in page


def test_columns_are_corrected_by_hand(client):
    log = "抄表时间,甲,乙\n" + "".join(f"2025-05-0{d} 09:00,{d}.5,{d * 2}.5\n" for d in range(1, 8))
    answer = Form(client).send("read-files", log=file(log))
    assert text("zh", "new_page.preview.faults", count=1) in shown(answer)
    chosen = {"column__0__1": "甲", "field__0__1": "reference_reading"}
    chosen |= {"column__0__2": "乙", "field__0__2": "test_reading"}
    answer = Form(client, answer.request.path).send("adjust", **chosen)
    assert text("zh", "new_page.preview.ready") in shown(answer)


def test_a_suggestion_is_accepted_and_taken_back(client):
    name = story_log("stairwell_log")
    answer = Form(client).send("read-files", log=file(name.read_bytes(), name.name))
    key = answer.request.path
    assert 'value="accept:r11-reference"' in answer.get_data(as_text=True)
    accepted = Form(client, key).send("accept:r11-reference").get_data(as_text=True)
    assert 'value="refuse:r11-reference"' in accepted
    back = Form(client, key).send("refuse:r11-reference").get_data(as_text=True)
    assert 'value="accept:r11-reference"' in back


def test_a_suggestion_nobody_made_does_not_lock_the_draft(client):
    answer = Form(client).send("read-pasted", pasted=GOOD)
    key = answer.request.path
    wrong = Form(client, key).send("accept:r99-test")
    assert wrong.status_code == 422
    assert "r99-test" in shown(wrong)
    assert text("zh", "new_page.preview.ready") in shown(client.get(key))


def test_a_discarded_draft_leaves_nothing(client, store):
    answer = Form(client).send("read-pasted", pasted=GOOD)
    Form(client, answer.request.path).send("discard", follow=False)
    assert drafts(store) == []
    assert text("zh", "new_page.gone") in shown(client.get(answer.request.path))


def test_a_new_file_replaces_the_one_before_and_its_corrections(client, store):
    first = Form(client).send("read-pasted", pasted=GOOD)
    key = first.request.path
    Form(client, key).send("read-files", log=file("time,test_reading,reference_reading\n"))
    page = client.get(key).get_data(as_text=True)
    assert "1204.960" in page  # the unreadable one did not take the place of the good one


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["log.csv", "log.xlsx", "log-long.csv", "log-long.xlsx", "meters.toml"])
def test_every_template_offered_can_be_had(client, language, name):
    assert f'href="/_template/{language}/{name}"' in client.get(f"/{language}/new").get_data(as_text=True)
    answer = client.get(f"/_template/{language}/{name}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    assert len(answer.data) > 20


@pytest.mark.parametrize("path", ["/_template/zh/x.csv", "/_template/xx/log.csv", "/_template/zh/log.exe"])
def test_no_other_template_is_made_up(client, path):
    assert client.get(path).status_code == 404
