"""README's blocks run as they stand, in order, in a folder with nothing but the project's data."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [(match[1], match[2]) for match in BLOCK.finditer(README)]
SHELL = [code for language, code in BLOCKS if language == "sh"]
PYTHON = [code for language, code in BLOCKS if language == "python"]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a reader has after installing: the sample data, and an empty build folder."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "data", folder / "data")
    (folder / "build").mkdir()
    return folder


def run(command: list[str], place: Path) -> None:
    programs = sysconfig.get_path("scripts") + os.pathsep + os.environ.get("PATH", "")
    ran = subprocess.run(
        command, cwd=place, capture_output=True, text=True, check=False,
        env=os.environ | {"PATH": programs},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout


def test_there_are_five_lines_of_shell_and_five_of_python() -> None:
    assert [len(code.splitlines()) for code in SHELL] == [5]
    assert [len(code.split("\n\n", 1)[1].splitlines()) for code in PYTHON] == [4]  # and import


def test_no_block_is_of_a_kind_that_is_not_tried() -> None:
    assert {language for language, _ in BLOCKS} <= {"sh", "python", "console", "text"}


@pytest.mark.parametrize("line", [line for code in SHELL for line in code.splitlines()])
def test_every_line_of_shell_runs(line: str, place: Path) -> None:
    run(["bash", "-euo", "pipefail", "-c", line], place)


@pytest.mark.parametrize("code", PYTHON)
def test_the_lines_of_python_run(code: str, place: Path) -> None:
    run([sys.executable, "-c", code], place)


def test_the_make_targets_of_the_console_blocks_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^\$ make (\w+)", README, re.MULTILINE)
    assert "run" in targets
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)


def test_nothing_is_left_to_fill_in() -> None:
    assert "@@" not in README


def test_every_relative_link_leads_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", README)
    assert links
    assert all((ROOT / link).exists() for link in links)
