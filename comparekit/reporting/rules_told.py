"""What a comparison goes by: each rule with its reason, its source and how sure we are of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from comparekit.figures.scale import exact_percent
from comparekit.i18n.catalog import speaker, text
from comparekit.origin import Certainty, Origin
from comparekit.reporting.document import Rule, RulesPart
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.cited import cited
from comparekit.wording.numbers import percent_range


def rules_told(result: SeriesResult, language: str) -> RulesPart:
    """Protocol, tolerance, limits, permitted difference, then the sources of the protocol."""
    say = speaker(language, "dashboard.sources")
    protocol, permitted = result.protocol, result.permitted
    limits, plain = protocol.limits, partial(exact_percent, signed=False)
    tolerance = protocol.tolerance
    rules = [
        rule_of_origin(
            say("tolerance", low=exact_percent(tolerance.low), high=exact_percent(tolerance.high)),
            tolerance.origin,
            language,
        ),
        rule_of_origin(
            say(
                "limits",
                accuracy_class=limits.accuracy_class,
                lower=plain(limits.lower),
                upper=plain(limits.upper),
            ),
            limits.origin,
            language,
        ),
        rule_of_origin(
            say("in_service", factor=f"{limits.in_service_factor:g}"), limits.in_service_origin, language
        ),
        plain_rule(
            say("permitted", span=percent_range(permitted.low, permitted.high, language)),
            permitted.certainty,
            [say(f"permitted_exception_{protocol.utility}")],
            language,
        ),
        *(
            plain_rule(
                source.get(language) or source.get("what", ""),
                Certainty(source["certainty"]),
                [_cited(source.get("source", ""), source.get("edition", ""), language)],
                language,
            )
            for source in protocol.sources
        ),
    ]
    told = say(
        "protocol",
        title=protocol.title.get(language, protocol.id),
        id=protocol.id,
        version=protocol.version,
    )
    return rules_part(told, rules, language)


def rules_part(protocol: str, rules: Sequence[Rule], language: str) -> RulesPart:
    """The rules under their heading; with what a doubtful source means, where there is one."""
    doubtful = any(rule.certainty == Certainty.UNCONFIRMED for rule in rules)
    mark = text(language, f"dashboard.certainty.{Certainty.UNCONFIRMED}")
    return RulesPart(
        title=text(language, "dashboard.sources.title"),
        protocol=protocol,
        rules=tuple(rules),
        legend=text(language, "report_page.rules.unconfirmed", mark=mark) if doubtful else "",
    )


def rule_of_origin(words: str, origin: Origin, language: str) -> Rule:
    """A rule with the reason and the source its origin tells."""
    reason = origin.reason.get(language, "")
    cited = _cited(origin.source, origin.edition, language)
    return plain_rule(words, origin.certainty, [reason, cited], language)


def plain_rule(words: str, certainty: Certainty, lines: list[str], language: str) -> Rule:
    """A rule with lines of our own; empty ones are left out."""
    return Rule(
        words=words,
        certainty=str(certainty),
        mark=text(language, f"dashboard.certainty.{certainty}"),
        lines=tuple(line for line in lines if line),
    )


def _cited(source: str, edition: str, language: str) -> str:
    key = "cited_edition" if edition else "cited"
    return (
        speaker(language, "dashboard.sources")(
            key, source=cited(source, language), edition=cited(edition, language)
        )
        if source
        else ""
    )
