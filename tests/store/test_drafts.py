from datetime import UTC, datetime, timedelta

from comparekit.store.check import check_store
from comparekit.store.drafts import (
    drop_draft,
    drop_drafts_before,
    has_drafts_before,
    load_draft,
    save_draft,
    touch_drafts,
)


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


def test_only_drafts_older_than_a_moment_go_and_never_those_of_nobody(store):
    with store.writing() as connection:
        for owner in ("王", "李", ""):
            save_draft(connection, key="k", owner=owner, data={})
        between = datetime.now(UTC) + timedelta(milliseconds=1)
        while datetime.now(UTC) <= between:
            pass
        touch_drafts(connection, keys=["k"], owner="李")
        assert has_drafts_before(connection, between, but_of="")
        assert drop_drafts_before(connection, between, but_of="") == 1
        assert not has_drafts_before(connection, between, but_of="")
        assert load_draft(connection, key="k", owner="王") is None
        assert load_draft(connection, key="k", owner="李") is not None
        assert load_draft(connection, key="k", owner="") is not None
