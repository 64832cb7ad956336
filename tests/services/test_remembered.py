"""Answers are made once, forgotten in turn, and an error is not kept."""

import threading

import pytest

from comparekit.services.remembered import Remembered


def test_those_who_ask_at_once_wait_for_one_answer():
    made, asked, found = [], threading.Barrier(4), []
    remembered = Remembered(2)

    def make():
        made.append(1)
        return object()

    def ask():
        asked.wait()
        found.append(remembered.of("question", make))

    askers = [threading.Thread(target=ask) for _ in range(4)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert len(made) == 1
    assert len(set(map(id, found))) == 1


def test_the_one_not_asked_for_longest_is_forgotten():
    remembered = Remembered(2)
    for question in ("a", "b", "a", "c"):
        remembered.of(question, lambda question=question: [question])
    assert remembered.of("a", lambda: "anew") == ["a"]
    assert remembered.of("b", lambda: "anew") == "anew"


def test_an_error_is_told_and_not_kept():
    remembered = Remembered(2)
    with pytest.raises(ZeroDivisionError):
        remembered.of("a", lambda: 1 / 0)
    assert remembered.of("a", lambda: 5) == 5
