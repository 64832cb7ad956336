"""The servers that `viewers.py` measures, each in a process of its own: ours, and a plain Dash app.

python tests/benchmarks/viewers_server.py ours STORE
python tests/benchmarks/viewers_server.py plain STORE
"""

from __future__ import annotations

import random
import re
import sys
import time
from pathlib import Path

CASES = 100


def log_of(draw: random.Random, days: int = 8) -> bytes:
    """A log of visits at about the same hour, as nobody else's."""
    lines, test, reference = (
        ["抄表时间,旧表读数(m³),新表读数(m³)"],
        draw.uniform(100, 2000),
        draw.uniform(1, 20),
    )
    for day in range(days):
        lines.append(f"2025-05-{6 + day:02d} 09:{draw.randrange(60):02d},{test:.3f},{reference:.3f}")
        used = draw.uniform(0.2, 1.0)
        test, reference = test + used * draw.gauss(1.01, 0.003), reference + used
    return "\n".join(lines).encode()


def fill(path: Path) -> None:
    """The store with its cases."""
    from comparekit.services.case_look import GivenFile
    from comparekit.services.draft import Draft, new_key
    from comparekit.services.draft_child import run_here
    from comparekit.services.draft_desk import Desk
    from comparekit.services.roles import LOCAL
    from comparekit.store.database import open_database

    draw, database = random.Random(7), open_database(path)
    desk = Desk(database=database, run=run_here)
    for number in range(CASES):
        file = GivenFile(name=f"log-{number}.csv", content=log_of(draw))
        kept = desk.keep(LOCAL, Draft(key=new_key(), title=f"东街 {number} 号"), {"log": file})
        desk.compare(LOCAL, kept)
    database.close()


def ours(path: Path) -> None:
    """The dashboard as ``comparekit serve`` starts it, with the time each answer took."""
    from comparekit.cli.dashboard_services import dashboard_services
    from comparekit.store.database import open_database
    from dashboard.app import create_app
    from dashboard.serve import serve as run
    from dashboard.settings import Settings

    app = create_app(Settings(), dashboard_services(open_database(path)))
    timed(app.server)
    run(app, "127.0.0.1", 0, lambda address: print(address, flush=True))


def timed(server) -> None:
    inner = server.wsgi_app

    def outer(environ, start_response):
        begun, spent = time.perf_counter(), time.thread_time()

        def start(status, headers, *rest):
            wall, own = time.perf_counter() - begun, time.thread_time() - spent
            told = f"wall;dur={1000 * wall:.2f}, cpu;dur={1000 * own:.2f}"
            return start_response(status, [*headers, ("Server-Timing", told)], *rest)

        return inner(environ, start)

    server.wsgi_app = outer


def plain(_path: Path) -> None:
    """What one would write instead: a Dash app with the figure and the table of one log, made when asked."""
    import csv
    from itertools import pairwise

    import plotly.graph_objects as go
    from dash import Dash, Input, Output, dcc, html
    from scipy import stats
    from werkzeug.serving import make_server

    from comparekit.services.stories import story_log

    app = Dash("plain", serve_locally=True)
    app.layout = html.Div([dcc.Location(id="url"), html.Div(id="page")])

    @app.callback(Output("page", "children"), Input("url", "pathname"))
    def show(_path):
        with story_log("two_good_meters_30_days").open(encoding="utf-8-sig") as file:
            rows = [row[:3] for row in csv.reader(file) if re.fullmatch(r"[\d.]+", row[1])]
        pairs = [(float(b[1]) - float(a[1]), float(b[2]) - float(a[2])) for a, b in pairwise(rows)]
        found = [test / reference - 1 for test, reference in pairs]
        low, high = stats.ttest_1samp(found, 0).confidence_interval()
        days = list(range(1, len(found) + 1))
        figure = go.Figure(go.Scatter(x=days, y=found, mode="markers"))
        figure.add_hrect(y0=low, y1=high)
        table = html.Table([html.Tr([html.Td(cell) for cell in row]) for row in rows])
        return [html.H1(f"{100 * low:.2f} % to {100 * high:.2f} %"), dcc.Graph(figure=figure), table]

    app._setup_server()
    timed(app.server)
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    print(f"http://127.0.0.1:{server.port}/", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    {"ours": ours, "plain": plain}[sys.argv[1]](Path(sys.argv[2]))
