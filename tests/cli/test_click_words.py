"""What the command line says when it is called wrongly, in the language of whoever called it."""

import pytest

from cli.commands import run

ENGLISH = (
    "Usage",
    "Options",
    "Error",
    "Missing",
    "No such",
    "Invalid",
    "unexpected",
    "[default",
    "[required]",
)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["compare"], "缺少参数 LOG。"),
        (["compare", "a", "b", "c", "d"], "多出了参数：c d。"),
        (["compare", "--figure"], "没有“--figure”这个选项。是不是想写 --figures？"),
        (["compare", "x", "--price", "abc"], "--price: “abc”不是大于零的价钱"),
        (["nonsense"], "没有“nonsense”这个命令。"),
        (["case"], "后面还要写一个命令。"),
        (["replacement", "x"], "缺少选项 --date，这一项必填。"),
        (["replacement", "x", "--people", "0"], "--people 的值“0”不对，应为 1 到 99 的整数。"),
        (["replacement", "x", "--peak-share", "2"], "--peak-share 的值“2.0”不对，应为 0 到 1 的数。"),
        (
            ["user", "add", "x", "--role", "boss"],
            "“boss”不对，应为 technician, official, administrator 之一。",
        ),
    ],
)
def test_a_refused_call_is_told_in_chinese_with_what_was_found_and_expected(arguments, said):
    done = run(*arguments, lang="zh")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.startswith("用法: comparekit")
    assert [word for word in ENGLISH if word in done.stderr] == []


@pytest.mark.parametrize(
    "command", [["compare"], ["replacement"], ["case", "import"], ["user", "add"], ["plan"]]
)
def test_the_frame_of_a_help_is_in_the_language_of_its_words(command):
    told = run(*command, "--help", lang="zh").stdout
    assert told.startswith("用法: comparekit")
    assert "显示本说明并退出。" in told
    assert [word for word in ENGLISH if word in told] == []
    assert run(*command, "--help", lang="en").stdout.startswith("Usage: comparekit")


def test_a_value_where_none_belongs_is_named():
    assert "选项 --json 后面的值不对" in run("compare", "x", "--json=1", lang="zh").stderr


def test_a_call_without_anything_gets_the_help():
    assert "用法: comparekit [OPTIONS] COMMAND" in run(LANG="zh_CN.UTF-8").stderr
