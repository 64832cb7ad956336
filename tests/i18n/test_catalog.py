import string

import pytest

from comparekit.i18n.catalog import default_language, section_texts, sections, text


def placeholders(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_both_languages_have_the_same_sections():
    assert sections("zh") == sections("en")


@pytest.mark.parametrize("section", sections("zh"))
def test_both_languages_say_the_same_with_the_same_placeholders(section):
    zh, en = section_texts("zh", section), section_texts("en", section)
    assert set(zh) == set(en)
    for key, sentence in zh.items():
        assert placeholders(sentence) == placeholders(en[key]), key
        assert sentence and en[key], key


@pytest.mark.parametrize("section", sections("zh"))
def test_chinese_is_chinese(section):
    """A sentence of three letters or more that has no Chinese character was left untranslated."""
    for key, sentence in section_texts("zh", section).items():
        bare = "".join(part for part, *_ in string.Formatter().parse(sentence))
        if sum(c.isalpha() and c.isascii() for c in bare) > 12:
            assert any("\u4e00" <= c <= "\u9fff" for c in bare), key


def test_a_missing_value_is_an_error_not_a_gap():
    with pytest.raises(KeyError):
        text("zh", "errors.output.not_written", file="x")


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("zh_CN.UTF-8", "zh"),
        ("C", "zh"),
        ("POSIX", "zh"),
        ("C.UTF-8", "zh"),
        ("en_GB.UTF-8", "en"),
        ("de_DE", "en"),
    ],
)
def test_language_follows_the_locale_and_none_counts_as_chinese(monkeypatch, locale, language):
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", locale)
    assert default_language() == language
