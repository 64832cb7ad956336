"""The ways to a study before and after a replacement, and on from it."""

import re

import pytest

from comparekit.i18n.catalog import text
from comparekit.services.case_check import check_cases
from comparekit.services.draft_keeping import DAYS_KEPT
from comparekit.services.replacement_draft import ReplacementDraft
from comparekit.services.roles import LOCAL
from comparekit.store.cases import load_case
from dashboard.pages.replacement import view
from services.draft_forms import Study, content, shown
from services.study_served import case_of, served, typed


@pytest.fixture
def client(store):
    return served(store)


def test_a_study_opens_a_case_of_its_own_where_nobody_chooses_one(client, store):
    study = Study(client)
    page = study.send(**typed()).get_data(as_text=True)
    assert text("zh", "replacement_page.case.keep_new") in page
    kept = study.send("keep", case_title="3 号楼\n的账单", follow=False)
    case_id = kept.headers["Location"].rsplit("/", 1)[1]
    with store.reading() as connection:
        state = load_case(connection, case_id)
    assert (state.title, [file.role for file in state.files]) == ("3 号楼 的账单", ["usage"])
    assert check_cases(store, LOCAL) == ()
    shown_there = content(client, f"/zh/case/{case_id}")
    assert text("zh", "replacement_page.case.study_alone") in shown_there
    assert f"/zh/case/{case_id}/present" in shown_there
    assert "study-final" in content(client, f"/zh/case/{case_id}/present")
    assert case_id in content(client, "/zh/cases") and case_id in content(client, "/zh/")


def test_a_replacement_inside_the_last_bill_is_told_where_the_steps_would_stand(client):
    answer = Study(client).send(**typed(replaced="2025-04-12"))
    why = text("zh", "replacement.no_steps.inside_last")
    assert why in shown(answer)
    assert why in content(client, f"{answer.request.path}/present")


def test_fields_of_the_certificate_are_those_of_the_meter_chosen(client):
    typed_in = typed(utility="gas", **{"plates.test.q3": "2.5", "plates.test.certificate.1.zone": "Q1"})
    fitted = Study(client).send("fit", **typed_in).get_data(as_text=True)
    assert "plates.test.q_min" in fitted and "plates.test.q3" not in fitted and "Qmax" in fitted
    assert 'value="352.4"' in fitted  # nothing typed is lost
    # what nobody can see any more keeps nothing from being worked out
    assert text("zh", "replacement_page.word.inconclusive") in shown(Study(client).send(**typed_in))


def test_the_form_says_who_can_see_what_was_entered():
    def said(signed):
        page = view(ReplacementDraft(key="a" * 32), "", "zh", signed=signed)
        return str(page.to_plotly_json())

    told = {k: text("zh", f"replacement_page.kept_{k}", days=DAYS_KEPT) for k in ("open", "signed")}
    assert told["open"] in said(False) and told["signed"] not in said(False)
    assert told["signed"] in said(True)


def test_the_first_page_and_a_meeting_lead_to_the_bills(client):
    home = content(client, "/zh/")
    assert '"/zh/replacement"' in home and text("zh", "replacement_page.home.way") in home
    case_id = case_of(client, "huangyan_7_days")
    way = f"/zh/replacement?case={case_id}"
    assert way in content(client, f"/zh/case/{case_id}/present")
    (option,) = re.findall(rf'<option[^>]* value="{case_id}"[^>]*>', client.get(way).get_data(as_text=True))
    assert "selected" in option
