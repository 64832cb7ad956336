"""Several processes at once: nothing is lost, nothing is told twice, nobody waits forever."""

import os

import pytest
from sqlalchemy import select

from comparekit.store import case_state as kinds
from comparekit.store.cases import add_file, load_case, open_case, record
from comparekit.store.check import chain_end, check_store
from comparekit.store.database import open_database
from comparekit.store.evidence import file_content
from comparekit.store.tables import EVENTS
from store.forked import fork
from store.samples import photograph

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
PROCESSES, EACH = 8, 25


def finished(running):
    lines = [process.lines() for process in running]
    assert [process.status for process in running] == [0] * len(running)
    return lines


@pytest.mark.slow
def test_eight_processes_writing_at_once_lose_nothing(url):
    """Each opens a case, then adds by turns to its own and to one that all share."""
    database = open_database(url)
    with database.writing() as connection:
        shared = open_case(connection, who="x", title="shared")
    database.close()

    def write(number):
        def work(tell):
            own_database = open_database(url)
            with own_database.writing() as connection:
                own = open_case(connection, who=f"p{number}", title=str(number))
            tell(own)
            for count in range(EACH - 1):
                with own_database.writing() as connection:
                    case_id = (own, shared)[count % 2]
                    if count == 3:
                        content = photograph(number)
                        event = add_file(
                            connection, case_id, who="x", name="p", role="other", content=content
                        )
                    else:
                        data = {"text": f"{number}/{count}"}
                        event = record(connection, case_id, who=f"p{number}", kind=kinds.NOTE, data=data)
                tell(str(event.seq))

        return work

    told = finished([fork(write(number)) for number in range(PROCESSES)])
    assert len({lines[0] for lines in told}) == PROCESSES
    seqs = [int(seq) for lines in told for seq in lines[1:]]
    assert len(set(seqs)) == PROCESSES * (EACH - 1)
    database = open_database(url)
    with database.reading() as connection:
        assert chain_end(connection)[0] == 1 + PROCESSES * EACH
        assert set(connection.execute(select(EVENTS.c.seq)).scalars()) >= set(seqs)
        notes = {note["text"] for note in load_case(connection, shared).notes}
        assert notes == {f"{n}/{c}" for n in range(PROCESSES) for c in range(1, EACH - 1, 2) if c != 3}
        contents = [file_content(connection, file.sha256) for file in load_case(connection, shared).files]
        assert sorted(contents) == sorted(photograph(number) for number in range(PROCESSES))
        assert check_store(connection) == ()
    database.close()


def test_eight_processes_opening_a_new_store_at_once_make_one(new_url):
    def work(tell):
        database = open_database(new_url)
        with database.writing() as connection:
            tell(open_case(connection, who="x", title=""))

    told = finished([fork(work) for _ in range(8)])
    assert len({case_id for (case_id,) in told}) == 8
    database = open_database(new_url)
    with database.reading() as connection:
        assert check_store(connection) == ()
    database.close()


def test_whoever_reads_sees_one_moment_while_others_write(url):
    database = open_database(url)
    with database.writing() as connection:
        case_id = open_case(connection, who="x", title="")
    with database.reading() as reader:
        assert chain_end(reader)[0] == 1
        other = open_database(url)
        with other.writing() as connection:
            record(connection, case_id, who="x", kind=kinds.NOTE, data={"text": ""})
        other.close()
        assert chain_end(reader)[0] == 1
        assert load_case(reader, case_id).notes == []
    with database.reading() as reader:
        assert chain_end(reader)[0] == 2
    database.close()
