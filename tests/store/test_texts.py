"""Every error the store can raise has a sentence; sentences ask for nothing the error does not bring."""

import ast
import string
from pathlib import Path

import pytest

import comparekit.store
from comparekit.i18n.catalog import section_texts

SOURCES = sorted(Path(comparekit.store.__file__).parent.glob("*.py"))


def raised():
    """Code and names of the context of every CompareKitError in the sources."""
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "CompareKitError":
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    yield source.name, code.value, {keyword.arg for keyword in node.keywords}


def test_the_search_finds_them():
    assert len({code for _, code, _ in raised()}) > 30


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_error_of_the_store_can_be_said(language):
    sentences = section_texts(language, "errors")
    for source, code, context in raised():
        assert code in sentences, (source, code)
        wanted = {name for _, name, _, _ in string.Formatter().parse(sentences[code]) if name}
        assert wanted <= context, (source, code)
