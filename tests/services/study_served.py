"""Studies before and after a replacement over HTTP: a server on a store, bills typed in, a case."""

from comparekit.ingest.tariff_file import list_tariffs
from comparekit.services.case_view import CaseDesk
from comparekit.services.draft_child import run_here
from comparekit.services.draft_desk import Desk
from comparekit.services.replacement_desk import ReplacementDesk
from comparekit.services.stories import REPLACEMENT, run_replacement_story, story_log, story_names
from comparekit.services.story_series import series_of_story
from dashboard.app import create_app
from dashboard.settings import DashboardServices, Settings
from services.draft_forms import Form, file

ROWS = (
    ("2025-01-01", "2025-02-01", "352.4"),
    ("", "2025-03-01", "318.7"),
    ("", "2025-04-01", "395.2"),
    ("", "2025-05-01", "170.3"),
)


def typed(rows=ROWS, **others):
    cells = {}
    for k, (start, end, amount) in enumerate(rows):
        cells |= {f"rows.{k}.start": start, f"rows.{k}.end": end, f"rows.{k}.amount": amount}
    return {**cells, "replaced": "2025-04-01", **others}


def served(store, run=run_here):
    cases = CaseDesk(database=store, run=run)
    services = DashboardServices(
        desk=Desk(database=store, run=run),
        cases=cases,
        replacements=ReplacementDesk(database=store, cases=cases, run=run),
        tariffs=list_tariffs,
        studies=lambda: story_names(REPLACEMENT),
        study=run_replacement_story,
        study_series=series_of_story,
    )
    return create_app(Settings(), services).server.test_client()


def case_of(client, story):
    """A case made from the log of a story; its id."""
    log = story_log(story)
    read = Form(client).send("read-files", log=file(log.read_bytes(), log.name))
    made = Form(client, read.request.path).send("compare", follow=False)
    return made.headers["Location"].rsplit("/", 1)[1]
