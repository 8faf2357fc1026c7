"""setup.cfg and constraints.txt say what the code needs."""

from __future__ import annotations

import ast
import configparser
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "contradict"


@pytest.fixture
def config() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def requirements(text: str) -> list[Requirement]:
    return [Requirement(line) for line in text.splitlines() if line.strip()]


def pinned() -> list[Requirement]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def imported() -> set[str]:
    """Top-level names of everything that is not ours and not the standard library's."""
    names: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"contradict", "__future__"}


def test_every_imported_package_is_declared(config: configparser.ConfigParser) -> None:
    declared = requirements(config["options"]["install_requires"])
    for extra in config["options.extras_require"].values():
        declared += requirements(extra)
    names = {canonicalize_name(requirement.name) for requirement in declared}
    providers = packages_distributions()
    missing = {
        name
        for name in imported()
        if not names & {canonicalize_name(provider) for provider in providers.get(name, [name])}
    }
    assert not missing


def test_every_folder_of_the_package_is_listed(config: configparser.ConfigParser) -> None:
    folders = {path.parent for path in PACKAGE.rglob("*.py")} | {PACKAGE / "lexicon"}
    packages = {".".join(folder.relative_to(ROOT).parts) for folder in folders}
    listed = config["options"]["packages"].split()
    assert set(listed) == packages | {"contradict.models"}


def test_every_requirement_is_pinned_once_for_each_python(
    config: configparser.ConfigParser,
) -> None:
    needed = requirements(config["options"]["install_requires"])
    needed += requirements(config["options.extras_require"]["dev"])
    for version in ("3.10", "3.11", "3.12", "3.13"):
        place = {"python_version": version}
        pins = [pin for pin in pinned() if pin.marker is None or pin.marker.evaluate(place)]
        names = [canonicalize_name(pin.name) for pin in pins]
        assert len(names) == len(set(names))
        wanted = {canonicalize_name(one.name) for one in needed} - {"contradict"}
        assert wanted <= set(names)


def test_pins_lie_within_the_requirements(config: configparser.ConfigParser) -> None:
    wanted = {
        canonicalize_name(one.name): one.specifier
        for one in requirements(config["options"]["install_requires"])
    }
    for pin in pinned():
        (version,) = [specifier.version for specifier in pin.specifier]
        specifier = wanted.get(canonicalize_name(pin.name))
        assert specifier is None or specifier.contains(version), pin


def test_the_makefile_explains_every_target() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", text, re.MULTILINE))
    explained = set(re.findall(r"^([a-z]+):.*## \S", text, re.MULTILINE))
    assert targets == explained == {"help", "run", "test", "lint", "bench", "models", "clean"}


def test_pyproject_holds_only_the_build_system_and_ruff() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    tables = set(re.findall(r"^\[([\w.]+)\]", text, re.MULTILINE))
    assert all(name == "build-system" or name.startswith("tool.ruff") for name in tables)
