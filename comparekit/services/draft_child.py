"""Work on somebody's file in a process of its own, with an end to its time and memory.

The boundary is one of resources, not of trust: the child runs our own code, and what it sends back is
pickled by that code. A file that needs too much takes the child with it, not whoever serves the pages.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

from comparekit.errors import CompareKitError, FaultyInput

SECONDS = 30.0
MEMORY = 2 * 1024**3  # bytes of address space: three times what the largest log that may be read took
_AT_ONCE = threading.BoundedSemaphore(2)  # two cores are the least we count on
_MEMORY_OUT = 86  # exit code, free of a meaning of its own
_ONE_THREAD = {
    name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
}  # each thread of a BLAS takes address space

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
    command = [sys.executable, "-P", "-m", __name__]
    question = pickle.dumps((memory, pickle.dumps((task, arguments))))
    with _AT_ONCE:
        child = subprocess.Popen(
            command,
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
    if child.returncode == _MEMORY_OUT:
        raise CompareKitError("draft.too_much_memory", megabytes=memory // 1024**2)
    if child.returncode != 0 or not answer:
        raise CompareKitError("draft.broken")
    kind, value = pickle.loads(answer)
    if kind == "faults":
        error_class, faults = value
        raise error_class(faults)
    if kind == "error":
        code, context = value
        raise CompareKitError(code, **context)
    return value


def run_here(task: Callable[..., Any], *arguments: Any) -> Any:
    """The same without a child, where the input is known to be harmless."""
    return task(*arguments)


def _limit_memory(most: int) -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on Windows

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _answer() -> tuple[str, Any]:
    question = sys.stdin.buffer.read()
    memory, packed = pickle.loads(question)  # numbers and bytes only: loads nothing yet
    _limit_memory(memory)
    task, arguments = pickle.loads(packed)
    try:
        return "value", task(*arguments)
    except FaultyInput as error:
        return "faults", (type(error), error.faults)
    except CompareKitError as error:
        return "error", (error.code, dict(error.context))


def main() -> int:
    """Read a task, do it, write its result."""
    out = sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever prints must not spoil the answer
    try:
        out.write(pickle.dumps(_answer()))
        out.flush()
    except MemoryError:
        return _MEMORY_OUT
    return 0


if __name__ == "__main__":
    sys.exit(main())
