"""What of a shipped story is real and what is constructed, as its README tells it in each language."""

from __future__ import annotations

import re

from comparekit.services.stories import story_folder

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_FEW = 0.2  # of a paragraph's letters: an English one may name a Chinese term
_COMMAND = "    "  # how an indented block, the command to run, begins
_SHOWN = "**What it shows**"  # the page itself shows that
_EMPHASIS = re.compile(r"\*+([^*]+)\*+")
#: A line break between two characters that are written without a blank.
_WIDE_BREAK = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\n|\n(?=[\u3000-\u9fff\uff00-\uffef])")


def story_told(name: str, language: str) -> tuple[str, ...]:
    """The paragraphs of a story's README in one language that say where its numbers come from.

    Parameters
    ----------
    name : str
        A shipped story.
    language : str
        "zh" or "en".

    Returns
    -------
    tuple of str
        Plain text, without title, command, emphasis and what the story shows; names of other stories
        stay in backticks.

    Raises
    ------
    CompareKitError
        No such story.
    """
    written = (story_folder(name) / "README.md").read_text(encoding="utf-8").replace("\r\n", "\n")
    paragraphs = (part.strip("\n") for part in re.split(r"\n[ \t]*\n", written))
    return tuple(
        _plain(part)
        for part in paragraphs
        if part.strip() and not part.startswith(("#", _COMMAND, _SHOWN)) and _language(part) == language
    )


def _language(paragraph: str) -> str:
    letters = sum(letter.isalpha() for letter in paragraph)
    return "zh" if len(_CHINESE.findall(paragraph)) > _FEW * letters else "en"


def _plain(paragraph: str) -> str:
    return _EMPHASIS.sub(r"\1", _WIDE_BREAK.sub("", paragraph).replace("\n", " "))
