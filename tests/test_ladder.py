"""Imports point down the ladder only, never up and never sideways; those inside functions too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "contradict"

# From the bottom up. Parts on one rung are strangers to each other, except where LEANS says so.
LADDER = (
    ("errors", "version"),
    ("lexicon", "settings", "records"),
    ("protocols", "decoding", "store", "runtime", "tokenizer", "tables", "labelled", "symbols"),
    ("documents", "claims", "embeddings", "worth", "pairs", "judgements", "findings"),
    ("scoring", "equipment", "encoding"),
    ("two_texts",),
    ("detector",),
    ("corpus",),
    ("scored", "estimate"),
    ("evaluation", "reports"),
    ("training", "distributed"),
    ("cli",),
)
# The foundation is one rung in the plan and has an order within: the first may import the second.
LEANS = {("labelled", "tables"), ("tables", "decoding"), ("runtime", "tokenizer")}
RUNGS = {part: rung for rung, parts in enumerate(LADDER) for part in parts}
FRONT = ("__init__", "__main__")  # they may name anything; nothing may name them


def imports_of(path: Path, tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, part) of everything of ours that a file imports, at whatever depth of nesting."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "contradict":
                    yield node.lineno, part_of(alias.name)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: write imports in full, without dots"
            if node.module == "contradict":
                for alias in node.names:
                    yield node.lineno, part_of(f"contradict.{alias.name}")
            elif (node.module or "").startswith("contradict."):
                yield node.lineno, part_of(str(node.module))


def part_of(module: str) -> str:
    """The first name below ``contradict``: a file or a folder of the package."""
    names = module.split(".")
    return names[1] if len(names) > 1 else "__init__"


def own_part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def wrong(importer: str, imported: str) -> str | None:
    """What is wrong with an import, None where it points down."""
    if importer in FRONT or imported == importer or (importer, imported) in LEANS:
        return None
    if imported not in RUNGS:
        return f"imports contradict.{imported}, which has no place on the ladder"
    if RUNGS[imported] == RUNGS[importer]:
        return f"imports contradict.{imported} sideways; the two shall not know each other"
    if RUNGS[imported] > RUNGS[importer]:
        return f"imports contradict.{imported} upwards; move the code down or the call up"
    return None


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    part = own_part(path)
    assert part in RUNGS or part in FRONT, f"give contradict/{part} a place on the ladder"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [
        f"{path.relative_to(PACKAGE.parent)}:{line}: contradict.{part} {problem}"
        for line, imported in imports_of(path, tree)
        if (problem := wrong(part, imported))
    ]
    assert not found, "\n".join(found)


def test_every_rung_is_a_part_that_exists() -> None:
    there = {own_part(path) for path in FILES} | {"lexicon"}
    assert {part for parts in LADDER for part in parts} <= there


@pytest.mark.parametrize(
    ("importer", "imported", "complaint"),
    [
        ("detector", "claims", None),
        ("claims", "claims", None),
        ("cli", "records", None),
        ("claims", "detector", "upwards"),
        ("claims", "pairs", "sideways"),
        ("records", "__init__", "no place"),
        ("reports", "utilities", "no place"),
    ],
)
def test_the_guard_itself(importer: str, imported: str, complaint: str | None) -> None:
    found = wrong(importer, imported)
    assert found is None if complaint is None else complaint in str(found)


def test_imports_inside_functions_are_seen() -> None:
    tree = ast.parse(
        "def work():\n    from contradict import detector\n    import contradict.cli.scan"
    )
    assert list(imports_of(Path("x.py"), tree)) == [(2, "detector"), (3, "cli")]


def test_no_drawers_and_no_names_of_the_standard_library() -> None:
    import sys

    taken = set(sys.stdlib_module_names) | {"utils", "helpers", "common", "manager", "misc"}
    names = {path.stem for path in FILES} | {path.parent.name for path in FILES}
    assert not {name for name in names if name in taken}
