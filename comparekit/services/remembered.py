"""Answers that cost something, made once: whoever asks meanwhile waits for the one who is at it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Any


class Remembered:
    """The latest answers by their questions; an error is told to all who waited, and not remembered."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._lock = Lock()

    def of(self, question: Hashable, make: Callable[[], Any]) -> Any:
        """The answer to `question`: what ``make()`` gives, or gave.

        Raises
        ------
        Exception
            As ``make()``.
        """
        with self._lock:
            known = self._kept.get(question)
            answer = known or Future()
            self._kept[question] = answer
            self._kept.move_to_end(question)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        if known is None:
            try:
                answer.set_result(make())
            except BaseException as error:
                with self._lock:
                    if self._kept.get(question) is answer:
                        del self._kept[question]
                answer.set_exception(error)
        return answer.result()
