"""The front door is light: nothing heavy is loaded before it is needed; and it is complete."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import contradict
from contradict.cli.program import program

HEAVY = {
    "torch", "spacy", "thinc", "sklearn", "scipy", "pandas", "pyarrow", "numpy", "onnxruntime",
    "tokenizers", "transformers", "sentence_transformers", "trafilatura", "jinja2", "rich",
}  # fmt: skip
TEXTS = ("The mine closed in May.", "The mine never closed.")


def loaded_by(code: str, folder: Path) -> set[str]:
    """Top-level modules that are loaded once ``code`` has run in a process of its own."""
    code += "\nimport sys; print('loaded:', *{name.partition('.')[0] for name in sys.modules})"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=folder
    )
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.splitlines()[-1].split()[1:])


def test_importing_the_package_loads_nothing_heavy(tmp_path: Path) -> None:
    assert not loaded_by("import contradict", tmp_path) & HEAVY


@pytest.mark.parametrize("args", [[], ["scan"], ["score"], ["train"], ["models", "show"]])
def test_help_loads_nothing_heavy(args: list[str], tmp_path: Path) -> None:
    code = f"from contradict.cli.program import run\nassert run({[*args, '--help']!r}) == 0"
    assert not loaded_by(code, tmp_path) & HEAVY


def test_score_and_scan_with_the_default_models_never_load_torch(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(" ".join(TEXTS), encoding="utf-8")
    code = (
        "from contradict.cli.program import run\n"
        f"assert run(['score', *{TEXTS!r}, '--format', 'json']) == 0\n"
        "assert run(['scan', 'a.txt', '--all', '--format', 'html', '-o', 'a.html']) == 0"
    )
    loaded = loaded_by(code, tmp_path)
    assert "onnxruntime" in loaded
    assert not loaded & {"torch", "transformers", "sentence_transformers"}


def test_all_is_complete_and_sorted() -> None:
    assert contradict.__all__ == sorted(contradict.__all__)
    assert set(contradict.__all__) == set(contradict._HOMES)
    assert all(getattr(contradict, name) is not None for name in contradict.__all__)
    assert dir(contradict) == contradict.__all__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'colour'"):
        contradict.colour  # noqa: B018


def commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")


EVERY = [("contradict", program), *commands(program, "contradict")]


@pytest.mark.parametrize(("path", "command"), EVERY, ids=[path for path, _ in EVERY])
def test_every_command_has_help_and_an_example(path: str, command: click.Command) -> None:
    text = command.help or ""
    assert text.split("\n")[0].endswith(".")
    assert "Example" in text
    assert f"      {path} " in f"    {text}".replace("\n", "\n    ")


@pytest.mark.parametrize(("path", "command"), EVERY, ids=[path for path, _ in EVERY])
def test_every_option_says_what_it_does(path: str, command: click.Command) -> None:
    options = [param for param in command.params if isinstance(param, click.Option)]
    assert all(option.help for option in options if not option.hidden), path


def test_python_m_runs_the_program(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "contradict", "--version"],
        capture_output=True, text=True, check=True, cwd=tmp_path,
    )  # fmt: skip
    assert ran.stdout == f"contradict {contradict.__version__}\n"
