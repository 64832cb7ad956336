"""A task in a child ends: with its result, its error, or at the limit of time or memory."""

import os
import time

import pytest

from comparekit.errors import CompareKitError, FaultyLog
from comparekit.ingest.read import read_log_bytes
from comparekit.services.draft_child import run_limited
from comparekit.store.database import open_database


def test_what_the_task_gives_comes_back():
    assert run_limited(divmod, 17, 5) == (3, 2)


def test_faults_come_back_with_their_class_and_all_of_them():
    with pytest.raises(FaultyLog) as caught:
        run_limited(read_log_bytes, b"time,test_reading,reference_reading\nx,y,1\nz,2,w\n", "log.csv")
    with pytest.raises(FaultyLog) as here:
        read_log_bytes(b"time,test_reading,reference_reading\nx,y,1\nz,2,w\n", "log.csv")
    assert caught.value.faults == here.value.faults
    assert len(caught.value.faults) == 4


def test_an_error_comes_back_with_code_and_context():
    with pytest.raises(CompareKitError) as caught:
        run_limited(open_database, "mysql://x/y")
    assert (caught.value.code, caught.value.context) == ("store.url", {"found": "mysql://x/y"})


def test_who_takes_too_long_is_ended():
    begun = time.monotonic()
    with pytest.raises(CompareKitError) as caught:
        run_limited(time.sleep, 600, seconds=1.0)
    assert caught.value.code == "draft.too_slow"
    assert time.monotonic() - begun < 60


@pytest.mark.skipif(os.name == "nt", reason="no limit of address space on Windows")
def test_who_takes_too_much_memory_is_ended_and_the_parent_goes_on():
    with pytest.raises(CompareKitError) as caught:
        run_limited(bytes, 3 * 1024**3)
    assert caught.value.code == "draft.too_much_memory"
    assert run_limited(abs, -1) == 1


def test_who_dies_without_a_word_is_an_error_too():
    with pytest.raises(CompareKitError) as caught:
        run_limited(os._exit, 9)
    assert caught.value.code == "draft.broken"
