"""``comparekit plan``: can the week show anything, and what would it take?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import click

from comparekit.cli.output import write
from comparekit.i18n.catalog import speaker, text


class _Rule(NamedTuple):
    """What a number must be: between the bounds, the lower one itself allowed or not."""

    low: float
    high: float
    expected: str
    open_low: bool = False
    percent: bool = False


_POSITIVE = _Rule(0.0, 1e9, "positive", open_low=True)
_RULES = {
    "test_step": _POSITIVE,
    "reference_step": _POSITIVE,
    "daily_use": _POSITIVE,
    "deviation": _Rule(-0.5, 0.5, "deviation", percent=True),
    "power": _Rule(0.5, 0.99, "power", percent=True),
}


def build(language: str) -> click.Command:
    """The command in `language`."""
    say = speaker(language, "cli.plan")
    return click.Command(
        "plan",
        callback=_plan,
        help=say("about"),
        epilog=say("exits"),
        params=[
            click.Option(["--protocol"], metavar="ID", help=say("protocol")),
            click.Option(["--test-step"], metavar="S", help=say("test_step")),
            click.Option(["--reference-step"], metavar="S", help=say("reference_step")),
            click.Option(["--daily-use"], metavar="V", help=say("daily_use")),
            click.Option(["--deviation"], metavar="D", help=say("deviation")),
            click.Option(["--power"], metavar="P", help=say("power")),
            click.Option(["--out"], type=click.Path(path_type=Path), metavar="FILE", help=say("out")),
        ],
    )


@click.pass_context
def _plan(ctx: click.Context, /, protocol: str | None, out: Path | None, **given: str | None) -> None:
    language = ctx.obj["language"]
    values = _numbers(given, language)  # before numpy: a typing error is told at once
    from comparekit.ingest.protocol_file import load_protocol  # noqa: PLC0415
    from comparekit.services.plan import plan_series  # noqa: PLC0415 - loads numpy and scipy

    chosen = None if protocol is None else load_protocol(protocol)
    plan = plan_series(protocol=chosen, **values)
    if ctx.obj["json"]:
        shown = json.dumps(plan.to_dict(), ensure_ascii=False, indent=2, allow_nan=False)
    else:
        from comparekit.reporting.plan_text import plan_text  # noqa: PLC0415

        shown = plan_text(plan, language)
    write(shown, out)


def _numbers(given: dict[str, str | None], language: str) -> dict[str, Any]:
    """The numbers that were given, or every fault at once."""
    values, faults = {}, []
    for name, found in given.items():
        if found is None:
            continue
        value = _number(found, _RULES[name])
        if value is None:
            faults.append(
                text(
                    language,
                    "cli.plan.bad_value",
                    option="--" + name.replace("_", "-"),
                    found=found,
                    expected=text(language, f"cli.plan.expected.{_RULES[name].expected}"),
                )
            )
        else:
            values[name] = value
    if faults:
        raise click.ClickException("\n".join(faults))
    return values


def _number(found: str, rule: _Rule) -> float | None:
    bare = found.strip().replace("−", "-").replace("％", "%")
    share = rule.percent and bare.endswith("%")
    try:
        value = float(bare[:-1] if share else bare) / (100 if share else 1)
    except ValueError:
        return None
    inside = rule.low < value <= rule.high if rule.open_low else rule.low <= value <= rule.high
    return value if inside else None
