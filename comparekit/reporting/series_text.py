"""A series result as plain text for a terminal: the verdict sentence first."""

from __future__ import annotations

from comparekit.i18n.catalog import speaker, text
from comparekit.reporting.error_text import error_lines
from comparekit.reporting.text_table import text_table
from comparekit.studies.flip import FlipSearch
from comparekit.studies.series_result import SeriesResult
from comparekit.studies.truth_rate import TruthRate
from comparekit.wording import plan as plan_words
from comparekit.wording import verdict as words
from comparekit.wording.block_days import with_length
from comparekit.wording.findings import finding_text, severity_word
from comparekit.wording.flip import flip_lines, flip_title
from comparekit.wording.money import money_lines
from comparekit.wording.numbers import percent, percent_range, signed, step_decimals, unit_sign
from comparekit.wording.readings_used import readings_used
from comparekit.wording.times import moment


def series_text(
    result: SeriesResult,
    language: str,
    truth: TruthRate | None = None,
    flip: FlipSearch | None = None,
) -> str:
    """All a person at a terminal needs: sentence, what was assumed, days, budget, findings, next step.

    `truth`, where given, adds how often this very set-up tells the truth; `flip`, what would change the
    verdict.
    """
    say = speaker(language, "report")
    lines = [words.headline(result, language)]
    guessed = [code for code in result.assumptions if code == "utility_water"]
    lines += [words.assumption_text(code, result, language) for code in guessed]
    lines += readings_used(result, language)
    lines += [advice] if (advice := words.advice(result, language)) else []
    unusable = words.case_of(result) in ("disqualified", "no_volume")
    lines += ["", words.headline(result, language, "official")]
    lines += [] if unusable else [words.basis_note(result, language)]
    lines.append(words.could_show(result, language))
    window = result.window_deviation
    if window.estimate is not None and not unusable:
        width = None if window.low is None or window.high is None else (window.high - window.low) / 2
        lines.append(
            say(
                "window_runs" if result.protocol.plan.runs else "window",
                estimate=percent(window.estimate, width, language),
                bounds=percent_range(window.low, window.high, language),
            )
        )
    if money := money_lines(result, language):
        lines += ["", *money]
    if about := error_lines(result, language):
        lines += ["", *about]
    each = say("runs" if result.protocol.plan.runs else "days", zone=result.protocol.timezone)
    lines += ["", each, *_days(result, language)]
    if result.budget:
        lines += ["", say("budget"), *_budget(result, language)]
    if flip is not None:
        lines += ["", flip_title(language)]
        lines += [f"  {line}" for line in flip_lines(flip, result, language)]
    if truth is not None and not unusable:
        lines += ["", plan_words.truth_title(truth, language)]
        lines += [f"  {plan_words.truth_line(truth, pair, language)}" for pair in plan_words.PAIRS]
        lines += [f"  {plan_words.truth_note(truth, language)}"]
    if result.findings:
        lines += ["", say("findings")]
        lines += [
            f"  [{severity_word(finding, language)}] {finding_text(finding, language)}"
            for finding in result.findings
        ]
    others = [code for code in result.assumptions if code not in guessed]
    lines += ["", say("assumptions")] if others else []
    lines += [f"  {words.assumption_text(code, result, language)}" for code in others]
    origin = result.protocol.tolerance.origin
    lines += [
        "",
        say("tolerance", reason=origin.reason.get(language, origin.source)),
        say(
            "permitted",
            bounds=percent_range(result.permitted.low, result.permitted.high, language),
            certainty=text(language, f"report.certainty.{result.permitted.certainty}"),
        ),
        say("protocol", title=result.protocol.title[language], id=result.protocol.id),
        *(say("input", file=i.file, sha256=i.sha256) for i in result.inputs),
        "",
        words.next_step(result, language),
        words.screening_note(language),
    ]
    return "\n".join(lines)


def _days(result: SeriesResult, language: str) -> list[str]:
    head = [text(language, f"report.column.{name}") for name in ("until", "test", "reference", "difference")]
    unit = unit_sign(result.unit, language)
    digits = step_decimals(min(result.test.resolution, result.reference.resolution))
    own = [step_decimals(m.resolution) for m in (result.test, result.reference)]
    rows = [
        [
            with_length(moment(block.end, result.protocol.timezone), block, result, language),
            f"{block.test:.{own[0]}f}",
            f"{block.reference:.{own[1]}f}",
            signed(block.difference, digits),
        ]
        for block in result.blocks
    ]
    difference = result.volume_test - result.volume_reference
    total = [
        text(language, "report.column.total"),
        f"{result.volume_test:.{own[0]}f}",
        f"{result.volume_reference:.{own[1]}f}",
        signed(difference, digits),
    ]
    head[1:] = [f"{name} ({unit})" for name in head[1:]]
    table = [head, *rows, total]
    if result.protocol.plan.runs:
        flow_unit = unit_sign(result.protocol.table.flow_unit, language)
        flows = ["—" if block.flow is None else f"{block.flow:g}" for block in result.blocks]
        flow = f"{text(language, 'report.error.flow')} ({flow_unit})"
        table = [[row[0], cell, *row[1:]] for row, cell in zip(table, [flow, *flows, ""], strict=True)]
    return text_table(table)


def _budget(result: SeriesResult, language: str) -> list[str]:
    say = speaker(language, "report.column")
    rows = [[say("source"), say("uncertainty"), say("share")]]
    for row in result.budget:
        share = "" if row.share is None else f"{100 * row.share:.0f} %"
        u = percent(row.standard_uncertainty, row.standard_uncertainty, language, signed=False)
        rows.append([text(language, f"report.source.{row.source}"), u, share])
    return text_table(rows)
