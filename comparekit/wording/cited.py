"""Where a number comes from, in the reader's language: the rules' files cite in English."""

from __future__ import annotations

import re

from comparekit.i18n.catalog import section_texts, text

_FILES = "en"  # the language of the files
_PHRASE = "phrase."
_ARTICLE = re.compile(r"\bArt\. (\d+)")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_STOP = re.compile(r"([,;:]) ")
_WIDE = {",": "，", ";": "；", ":": "："}


def source_told(source: str, edition: str, language: str) -> str:
    """A source for people who settle a bill: what this tool chose itself by where it is explained, no files.

    `comparekit protocols ID` cites those too.
    """
    if re.match(r"comparekit\b", source):
        return text(language, "cited.own")
    return cited(f"{source}, {edition}" if edition else source, language)


def cited(words: str, language: str) -> str:
    """`words` of a source or an edition, with the phrases that the catalog knows in `language`.

    Names of documents stay as they are, and so does what the catalog does not know.
    """
    if language == _FILES:
        return words
    told = section_texts(language, "cited")
    for key, phrase in section_texts(_FILES, "cited").items():
        if key.startswith(_PHRASE):
            words = words.replace(phrase, told[key])
    words = _ARTICLE.sub(lambda found: text(language, "cited.article", number=found[1]), words)
    return _STOP.sub(lambda found: _WIDE[found[1]], words) if _CHINESE.search(words) else words
