from comparekit.store.check import check_store
from comparekit.store.drafts import drop_draft, load_draft, save_draft


def test_a_draft_is_the_newest_of_its_owner(store):
    with store.writing() as connection:
        save_draft(connection, key="new-case", owner="王", data={"title": "1"})
        save_draft(connection, key="new-case", owner="李", data={"title": "2"})
        save_draft(connection, key="new-case", owner="王", data={"title": "3"}, case_id="2026-000001")
    with store.reading() as connection:
        draft = load_draft(connection, key="new-case", owner="王")
        assert (draft.data, draft.case_id) == ({"title": "3"}, "2026-000001")
        assert load_draft(connection, key="new-case", owner="李").data == {"title": "2"}
        assert load_draft(connection, key="other", owner="李") is None
        assert check_store(connection) == ()  # no evidence
    with store.writing() as connection:
        drop_draft(connection, key="new-case", owner="王")
        assert load_draft(connection, key="new-case", owner="王") is None
        assert load_draft(connection, key="new-case", owner="李") is not None


def test_owner_and_key_of_one_draft_cannot_be_taken_for_those_of_another(store):
    with store.writing() as connection:
        save_draft(connection, key="b c", owner="a", data={})
        assert load_draft(connection, key="c", owner="a b") is None
