"""``--price`` on the command line."""

import pytest
from click.testing import CliRunner

from comparekit.cli import case_import, compare
from comparekit.services.stories import story_log

LOG = str(story_log("worn_low_flow"))


def test_with_a_price_yuan_are_told():
    answer = CliRunner().invoke(
        compare.build("zh"), [LOG, "--price", "3.5"], obj={"language": "zh", "json": False}
    )
    assert "旧表每月少算约 2.0 元" in answer.stdout


@pytest.mark.parametrize("command", [compare, case_import])
@pytest.mark.parametrize("price", ["0", "-2", "nan", "inf", "三块五"])
def test_what_is_no_price_is_refused_with_what_to_write(command, price):
    answer = CliRunner().invoke(command.build("zh"), [LOG, "--price", price])
    assert answer.exit_code == 2
    assert "3.45" in answer.output
