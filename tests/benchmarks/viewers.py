"""The dashboard under fifty viewers: ``python tests/benchmarks/viewers.py [--viewers 50] [--seconds 90]``.

A server in a process of its own, on a store of a hundred cases; viewers who open a page every few seconds
and read it; five uploads a minute through the form. All on this machine, bounded in time. ``seen`` is what
a viewer waits, from asking to the last byte; every answer says how long the server took (header
``Server-Timing``): ``wall``, with what children compute for a plan, a run of the bench or a file, and
``processor``, of the server's own thread. The first half minute, in which everything is made for the first
time, is not counted.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from http.client import HTTPConnection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.viewers_server import CASES, fill, log_of

UPLOADS = 5.0  # a minute
PAUSE = (2.0, 6.0)  # s a viewer reads a page
PAGE = ("page.children", "page.lang", "page.data-title")
SERVER = Path(__file__).resolve().with_name("viewers_server.py")


class Times:
    """What the server told, by the name of what was asked [ms]."""

    def __init__(self) -> None:
        self.seen, self.wall, self.cpu = defaultdict(list), defaultdict(list), defaultdict(list)
        self.failed = defaultdict(int)
        self.since = 0.0  # monotonic time before which nothing is kept

    def add(self, name: str, told: str | None, status: int, seen: float) -> None:
        if time.monotonic() < self.since:
            return
        if status >= 400 or told is None:
            self.failed[name] += 1
            return
        wall, cpu = map(float, re.findall(r"dur=([\d.]+)", told))
        self.seen[name].append(1000 * seen)
        self.wall[name].append(wall)
        self.cpu[name].append(cpu)


class Viewer:
    """Somebody at a browser that asks as Dash does."""

    def __init__(self, port: int, times: Times) -> None:
        self.port, self.times = port, times

    def ask(self, name, method, path, body=None, **headers):
        begun = time.perf_counter()
        link = HTTPConnection("127.0.0.1", self.port, timeout=60)
        link.request(method, path, body, {"Accept-Encoding": "gzip", **headers})
        answer = link.getresponse()
        content = answer.read()
        link.close()
        self.times.add(name, answer.getheader("Server-Timing"), answer.status, time.perf_counter() - begun)
        packed = answer.getheader("Content-Encoding") == "gzip"
        return gzip.decompress(content) if packed else content, answer.getheader("Location")

    def call(self, name, outputs, inputs, state=()):
        named = [dict(zip(("id", "property"), output.rsplit(".", 1), strict=True)) for output in outputs]
        asked = {
            "output": f"..{'...'.join(outputs)}.." if len(outputs) > 1 else outputs[0],
            "outputs": named if len(outputs) > 1 else named[0],
            "inputs": [dict(zip(("id", "property", "value"), one, strict=True)) for one in inputs],
            "state": [dict(zip(("id", "property", "value"), one, strict=True)) for one in state],
            "changedPropIds": [f"{one[0]}.{one[1]}" for one in inputs],
        }
        body = json.dumps(asked).encode()
        return self.ask(name, "POST", "/_dash-update-component", body, **{"Content-Type": "application/json"})

    def open(self, name, path):
        self.ask("document", "GET", path)
        self.call(f"page: {name}", PAGE, [("url", "pathname", path)])

    def upload(self, log: bytes):
        """As the form sends it: a file, what was understood, then the case."""
        page, _ = self.ask("form", "GET", "/zh/new")
        for act, file in (("read-files", log), ("compare", None)):
            words = page.decode()
            action = re.search(r'<form action="([^"]+)"', words)[1]
            fields = {"token": re.search(r'name="token" value="([^"]+)"', words)[1], "act": act}
            body, kind = multipart(fields, file)
            told = {"Content-Type": kind, "Sec-Fetch-Site": "same-origin"}
            _, where = self.ask(f"upload: {act}", "POST", action, body, **told)
            if act == "read-files":
                page, _ = self.ask("upload: what was understood", "GET", where)


def multipart(fields, file):
    edge = "edge-of-a-part"
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode()
        for k, v in fields.items()
    ]
    if file is not None:
        head = f'--{edge}\r\nContent-Disposition: form-data; name="log"; filename="log.csv"\r\n\r\n'
        parts.append(head.encode() + file + b"\r\n")
    return b"".join(parts) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


def one_page(viewer: Viewer, draw: random.Random) -> None:
    """What somebody looks at next."""
    language = draw.choice(("zh", "zh", "en"))
    story = draw.choice(("huangyan_7_days", "two_good_meters_30_days", "fast_5_percent", "worn_low_flow"))
    case = f"{language}/case/{time.gmtime().tm_year}-{draw.randint(1, CASES):06d}"
    kind = draw.choice(("home", "case", "official", "technician", "story", "why", "present", "plan", "bench"))
    where = {
        "home": f"/{language}/",
        "case": f"/{case}",
        "story": f"/{language}/story/{story}",
        "why": f"/{language}/why",
        "present": f"/{language}/story/{story}/present",
        "plan": f"/{language}/plan",
        "bench": f"/{language}/bench",
    }.get(kind, f"/{case}/{kind}")
    viewer.open(kind, where)
    at = [("url", "pathname", where)]
    if kind == "plan":
        step = draw.choice(("0.001", "0.01", "0.1"))
        use = f"{draw.uniform(0.2, 0.9):.1f}"
        asked = [
            ("url", "search", f"?test_step={step}&daily_use={use}"),
            ("plan-waiting", "id", "plan-waiting"),
        ]
        viewer.call("callback: plan", ("plan-form.children", "plan-answer.children"), asked, at)
    if kind == "bench":
        days, seed = draw.choice((7, 7, 30)), draw.randrange(1000)
        asked = [[f"?old=fast&new=good&home=family&step=0.001&days={days}&seed={seed}", draw.random() < 0.5]]
        viewer.call(f"callback: bench, {days} days", ("bench-run.data",), [("bench-ask", "data", *asked)], at)


def viewing(port, times, seed, end):
    draw, viewer = random.Random(seed), Viewer(port, times)
    time.sleep(draw.uniform(0, PAUSE[1]))
    while time.monotonic() < end:
        one_page(viewer, draw)
        time.sleep(draw.uniform(*PAUSE))


def uploading(port, times, end):
    draw, viewer = random.Random(1), Viewer(port, times)
    while time.monotonic() < end:
        begun = time.monotonic()
        viewer.upload(log_of(draw))
        time.sleep(max(0.0, 60 / UPLOADS - (time.monotonic() - begun)))


class Served:
    """A server in a process of its own, until the block ends."""

    def __init__(self, how: str, path: Path) -> None:
        self.command = [sys.executable, str(SERVER), how, str(path)]

    def __enter__(self) -> int:
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True)
        return int(re.search(r":(\d+)/", self.process.stdout.readline())[1])

    def __exit__(self, *_) -> None:
        self.process.terminate()
        self.process.wait()


def quantile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, round(share * (len(times) - 1)))]


def table(times: Times) -> None:
    print("| asked | times | seen p50 | p95 | wall p50 | p95 | processor p50 | p95 |")
    print("|---" * 8 + "|")
    groups = {name: [name] for name in sorted(times.wall)}
    groups["all callbacks"] = [name for name in groups if name.startswith(("page", "callback"))]
    for name, members in groups.items():
        cells = []
        for kind in (times.seen, times.wall, times.cpu):
            found = [one for member in members for one in kind[member]]
            cells += [f"{value:.0f}" for value in (quantile(found, 0.5), quantile(found, 0.95))]
        print(f"| {name} | {len(found)} | {' | '.join(cells)} |")
    print(f"\nfailed: {dict(times.failed) or 'none'}")


def ratio(path: Path, count: int = 40) -> None:
    """The page of a month against a plain Dash app with one figure and one table; one viewer."""
    medians = {}
    for how, outputs in (("ours", PAGE), ("plain", ("page.children",))):
        with Served(how, path) as port:
            times, at = Times(), [("url", "pathname", "/zh/story/two_good_meters_30_days")]
            viewer = Viewer(port, times)
            for language in ("zh", "en") if how == "ours" else ("zh",):
                at = [("url", "pathname", f"/{language}/story/two_good_meters_30_days")]
                for k in range(count):
                    viewer.call("again" if k else "first", outputs, at)
            medians[how] = {name: statistics.median(found) for name, found in times.cpu.items()}
            medians[how]["first"] = times.cpu["first"][-1]
    ours, theirs = medians["ours"], medians["plain"]["again"]
    print(f"\nthe page of a month, made: {ours['first']:.0f} ms, again: {ours['again']:.1f} ms; ", end="")
    print(f"a plain Dash app, each time: {theirs:.1f} ms; ", end="")
    print(f"ratios {ours['first'] / theirs:.1f} and {ours['again'] / theirs:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--viewers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=90.0)
    parser.add_argument("--warm-up", type=float, default=30.0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, times = Path(folder) / "cases.sqlite3", Times()
        fill(path)
        with Served("ours", path) as port:
            times.since = time.monotonic() + given.warm_up
            end = times.since + given.seconds
            work = [
                threading.Thread(target=viewing, args=(port, times, k, end)) for k in range(given.viewers)
            ]
            work.append(threading.Thread(target=uploading, args=(port, times, end)))
            for thread in work:
                thread.start()
            for thread in work:
                thread.join()
        table(times)
        ratio(path)


if __name__ == "__main__":
    main()
