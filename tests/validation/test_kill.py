"""A few rounds here, two hundred in the full run."""

import os

import pytest

from store.cluster import missing_server
from validation.kill import addresses, run_rounds

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")


@pytest.fixture(params=["sqlite", "postgresql"])
def new(request, tmp_path):
    if request.param == "postgresql" and (lacking := missing_server()):
        if os.environ.get("CI"):
            pytest.fail(f"killing on PostgreSQL needs a server: {lacking}")
        pytest.skip(lacking)
    with addresses(request.param, tmp_path) as given:
        yield given


@pytest.mark.slow
def test_nothing_accepted_is_lost_when_processes_are_killed(new, tmp_path):
    counted = run_rounds(20, new, tmp_path, seed=3)
    assert counted["accepted: upload"] > 10
    assert counted["killed in: upload"] + counted["killed in: analysis"] > 10


@pytest.mark.full
def test_two_hundred_rounds_lose_nothing(new, tmp_path):
    counted = run_rounds(200, new, tmp_path, seed=4)
    assert counted["accepted: upload"] > 200
    assert counted["killed in: upload"] + counted["killed in: analysis"] > 100
    assert counted["killed in: backup"] > 50
