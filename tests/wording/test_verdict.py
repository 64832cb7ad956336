"""The sentence that stands biggest: one for every case, in both languages, for both audiences."""

import numpy as np
import pytest

from comparekit.findings import Finding, Severity
from comparekit.ingest.protocol_file import load_protocol
from comparekit.readings.register import RegisterSeries
from comparekit.studies.series import compare_series
from comparekit.wording.findings import finding_text
from comparekit.wording.verdict import case_of, could_show, facts, figure_title, headline, next_step, word

PROTOCOL = load_protocol("water-series-7d")
DAYS = np.datetime64("2025-05-06T01:00:00") + np.arange(8) * np.timedelta64(1, "D")
VOLUMES = np.array([0.61, 0.55, 0.72, 0.48, 0.66, 0.81, 0.375])
GRAVE = Finding(
    "registers.backward", Severity.DISQUALIFYING, {"role": "test", "row": 5, "before": 9.0, "after": 3.0}
)


def result(factor=1.0, step=0.001, findings=(), volumes=VOLUMES):
    def register(scale, start):
        total = start + np.concatenate([[0.0], np.cumsum(volumes * scale)])
        return RegisterSeries(DAYS, np.floor(total / step + 1e-6) * step, step)

    return compare_series(register(factor, 1286.0), register(1.0, 12.0), PROTOCOL, findings=findings)


CASES = {
    "agree_alike": result(),
    "agree_different": result(1.005),
    "deviate_permitted": result(0.955),
    "deviate_beyond": result(1.22),
    "more": result(1.0, step=1.0),
    "more_different": result(1.024, step=0.01),
    "never": result(1.02, step=0.0001),
    "disqualified": result(findings=(GRAVE,)),
    "no_volume": result(volumes=np.full(7, 0.00005)),
}


@pytest.mark.parametrize("case", CASES)
def test_every_case_is_recognised(case):
    assert case_of(CASES[case]) == case


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_case_has_its_sentences(case, language):
    shown = CASES[case]
    sentences = [headline(shown, language, audience) for audience in ("resident", "official")]
    sentences += [next_step(shown, language), could_show(shown, language), figure_title(shown, language)]
    sentences += [word(shown, language), *(value for pair in facts(shown, language) for value in pair)]
    for sentence in sentences:
        assert sentence
        assert "{" not in sentence
        assert "nan" not in sentence.lower()
        assert "None" not in sentence


def test_the_tone_for_residents():
    """From the table of the front-end design."""
    assert headline(CASES["agree_alike"], "zh").startswith("两只表走得一样。7 天各走了 4.2 吨，相差不到 ")
    assert "在约定的 2 吨以内" in headline(CASES["agree_different"], "zh")
    assert "少走约 4.5 吨，超过约定的 2 吨。这不等于哪只表不合格，建议送检。" in headline(
        CASES["deviate_permitted"], "zh"
    )
    assert "至少有一只表超出允许范围，或者有一部分流得太慢、表走不动：应当送检。" in headline(
        CASES["deviate_beyond"], "zh"
    )
    assert headline(CASES["more"], "zh").startswith("现在还说不准：")


@pytest.mark.parametrize("case", CASES)
def test_residents_read_no_jargon_and_nobody_reads_that_a_meter_is_qualified(case):
    resident = headline(CASES[case], "zh") + next_step(CASES[case], "zh")
    assert not any(term in resident for term in ("置信", "p 值", "区间", "显著", "异常"))
    both = resident + headline(CASES[case], "zh", "official")
    assert "合格" not in both.replace("不等于哪只表不合格", "").replace(
        "两只合格表之间可能出现的最大差异", ""
    )


def test_a_finding_names_meter_and_row():
    assert finding_text(GRAVE, "zh") == "旧表在第 5 行倒退：从 9 到 3。"
    assert "row 5" in finding_text(GRAVE, "en")


def test_an_unknown_audience_is_a_callers_bug():
    with pytest.raises(ValueError, match="audience"):
        headline(CASES["never"], "zh", "judge")


def test_too_few_readings_and_scattered_ones_have_sentences_of_their_own():
    def register(volumes, start):
        return RegisterSeries(
            DAYS[: len(volumes) + 1], start + np.concatenate([[0], np.cumsum(volumes)]), 0.001
        )

    early = compare_series(register(VOLUMES[:2], 1286.0), register(VOLUMES[:2], 12.0), PROTOCOL)
    assert case_of(early) == "early"
    wild = VOLUMES * np.array([1.9, 0.2, 1.8, 0.3, 1.7, 0.4, 1.3])
    rough = compare_series(register(wild, 1286.0), register(VOLUMES, 12.0), PROTOCOL)
    assert case_of(rough) in ("rough", "disqualified")
    for result in (early, rough):
        for language in ("zh", "en"):
            assert headline(result, language)
            assert next_step(result, language)
            assert figure_title(result, language)
