"""Work on somebody's file in a process of its own, with an end to its time and memory.

The boundary is one of resources, not of trust: the child runs our own code, and what it sends back is
pickled by that code. A file that needs too much takes the child with it, not whoever serves the pages.
"""

from __future__ import annotations

import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from comparekit.errors import CompareKitError, FaultyInput
from comparekit.services.draft_mould import THERE_IS_FORK, Mould, serve_children

SECONDS = 30.0
MEMORY = 2 * 1024**3  # bytes of address space: three times what the largest log that may be read took
_STARTING = 20.0  # s, for the first child, which waits until everything is loaded
_SIZE = 8  # bytes that say how long an answer is
_AT_ONCE = threading.BoundedSemaphore(2)  # two cores are the least we count on
_ONE_THREAD = {
    name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
}  # each thread of a BLAS takes address space
_MOULD = Mould({**os.environ, **_ONE_THREAD})

#: Runs ``task(*arguments)`` and gives what it gives.
Runner = Callable[..., Any]


def run_limited(
    task: Callable[..., Any], *arguments: Any, seconds: float = SECONDS, memory: int = MEMORY
) -> Any:
    """What ``task(*arguments)`` gives, computed in a child process.

    Parameters
    ----------
    task : callable
        A function of a module; its arguments and its result can be pickled.
    *arguments : object
        What it is given.
    seconds, memory : float, int
        When the child is ended [s], and the address space it may take [bytes; not on Windows].

    Raises
    ------
    CompareKitError
        As raised by the task; ``draft.too_slow``, ``draft.too_much_memory`` when it was ended;
        ``draft.broken`` when it failed in a way nobody thought of.
    """
    question = pickle.dumps((memory, seconds, pickle.dumps((task, arguments))))
    with _AT_ONCE:
        answer = _from_mould(question, seconds) if THERE_IS_FORK else _from_anew(question, seconds)
    if not answer:
        raise CompareKitError("draft.broken")
    kind, value = pickle.loads(answer)
    if kind == "memory":
        raise CompareKitError("draft.too_much_memory", megabytes=memory // 1024**2)
    if kind == "faults":
        error_class, faults = value
        raise error_class(faults)
    if kind == "error":
        code, context = value
        raise CompareKitError(code, **context)
    return value


def _from_mould(question: bytes, seconds: float) -> bytes:
    """The answer of a child of the mould, which ends itself at its time."""
    answer = bytearray()
    begun = time.monotonic()
    with _MOULD.child() as channel:
        channel.settimeout(seconds + _STARTING)
        try:
            channel.sendall(question)
            channel.shutdown(socket.SHUT_WR)
            while part := channel.recv(1 << 20):
                answer += part
        except TimeoutError as error:
            raise CompareKitError("draft.too_slow", seconds=round(seconds)) from error
        except OSError:
            answer.clear()  # it went away
    whole = len(answer) == _SIZE + int.from_bytes(answer[:_SIZE])  # else it was ended while it answered
    if not whole and time.monotonic() - begun >= seconds:
        raise CompareKitError("draft.too_slow", seconds=round(seconds))
    return bytes(answer[_SIZE:]) if whole else b""


def _from_anew(question: bytes, seconds: float) -> bytes:
    """The answer of a fresh interpreter."""
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **_ONE_THREAD},
    )
    try:
        answer, _ = child.communicate(question, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise CompareKitError("draft.too_slow", seconds=round(seconds)) from error
    finally:
        if child.poll() is None:
            child.kill()
            child.communicate()
    return answer


def in_child(task: Callable[..., Any]) -> Callable[..., Any]:
    """`task` as a function whose work another process does, one at a time; who serves pages goes on."""
    one_at_a_time = threading.Lock()

    def asked(*arguments: Any, **named: Any) -> Any:
        with one_at_a_time:  # so nobody's file waits for more than one run of each simulation
            return run_limited(partial(task, *arguments, **named))

    return asked


def run_here(task: Callable[..., Any], *arguments: Any) -> Any:
    """The same without a child, where the input is known to be harmless."""
    return task(*arguments)


def _limit_memory(most: int) -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on Windows

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _answer(question: bytes) -> bytes:
    memory, seconds, packed = pickle.loads(question)  # numbers and bytes only: loads nothing yet
    _limit_memory(memory)
    if THERE_IS_FORK:
        signal.setitimer(signal.ITIMER_REAL, seconds)  # nobody catches it: it ends us, whatever we are at
    try:
        return pickle.dumps(_outcome(*pickle.loads(packed)))
    except MemoryError:
        return pickle.dumps(("memory", None))


def _outcome(task: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[str, Any]:
    try:
        return "value", task(*arguments)
    except FaultyInput as error:
        return "faults", (type(error), error.faults)
    except CompareKitError as error:
        return "error", (error.code, dict(error.context))


def _work(asked: socket.socket) -> None:
    """In a child of the mould: read the question to its end, answer."""
    question = bytearray()
    while part := asked.recv(1 << 20):
        question += part
    answer = _answer(bytes(question))
    asked.sendall(len(answer).to_bytes(_SIZE) + answer)


def main() -> int:
    """Be the mould where a channel is given; else read a task, do it, write its result."""
    if len(sys.argv) > 1:
        with socket.socket(fileno=int(sys.argv[1])) as channel:
            serve_children(channel, _work)
        return 0
    out = sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever prints must not spoil the answer
    out.write(_answer(sys.stdin.buffer.read()))
    out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
