"""What a study before and after a replacement goes by: each rule with its source and its certainty."""

from __future__ import annotations

from comparekit.i18n.catalog import speaker, text
from comparekit.origin import Certainty, Origin, weakest
from comparekit.reporting.document import Rule, RulesPart
from comparekit.reporting.replacement_text import rule_origins
from comparekit.reporting.rules_told import plain_rule, rules_part
from comparekit.studies.replacement_result import ReplacementResult
from comparekit.tariff import Tariff
from comparekit.wording.cited import source_told
from comparekit.wording.settlement import rule_name


def study_rules(result: ReplacementResult, language: str) -> RulesPart:
    """Tolerance, season, what counts as a change, prices, rules of settlement."""
    say, protocol = speaker(language, "study_report"), result.protocol
    rules = [_rule(say(f"rule.{key}"), origin, language) for key, origin in rule_origins(result)]
    if result.tariff is not None:
        rules.append(_price_list(result.tariff, language))
    rules += [_rule(rule_name(one.rule, language), one.rule.origin, language) for one in result.settlements]
    told = say("protocol", title=protocol.title[language], id=protocol.id, version=protocol.version)
    if result.price is not None:
        price = say("price", price=f"{result.price:g}")
        told = text(language, "replacement.two_sentences", first=told, second=price)
    return rules_part(told, rules, language)


def _rule(words: str, origin: Origin, language: str) -> Rule:
    """A rule with its reason, and its source in plain words."""
    source = source_told(origin.source, origin.edition, language)
    cited = text(language, "dashboard.sources.cited", source=source) if source else ""
    return plain_rule(words, origin.certainty, [origin.reason.get(language, ""), cited], language)


def tariff_certainty(tariff: Tariff) -> Certainty:
    """How sure we are of the newest prices of a list: of the least sure of them."""
    return weakest(*(part.origin for part in tariff.editions[-1].components))


def _price_list(tariff: Tariff, language: str) -> Rule:
    words = text(language, "study_report.rule.tariff", title=tariff.title[language])
    example = [text(language, "tariff.example")] if tariff.example else []
    return plain_rule(words, tariff_certainty(tariff), example, language)
