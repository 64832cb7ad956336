"""Names of the few components that callbacks speak to."""

URL = "url"
PAGE = "page"
DIFFERENCE_FIGURE = "difference-figure"

PLAN_FORM = "plan-form"
PLAN_ASK = "plan-ask"
PLAN_ANSWER = "plan-answer"
PLAN_WAITING = "plan-waiting"
PLAN_FIELDS = {
    name: f"plan-{name.replace('_', '-')}"
    for name in ("test_step", "reference_step", "daily_use", "deviation", "power")
}

BENCH_ASK = "bench-ask"
BENCH_RUN = "bench-run"
BENCH_SEED = "bench-seed"

BOARD = "board"
BOARD_ENTRY = "board-entry"
BOARD_FORM = "board-form"
BOARD_HEADING = "board-heading"
BOARD_SHOW = "board-show"
BOARD_FIELDS = {
    utility: (f"board-{utility}-tested", f"board-{utility}-found")
    for utility in ("water", "electricity", "gas")
}
ROWS = "rows"
