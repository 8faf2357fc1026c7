"""contradict models: the models that come with the package, and what they are."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from contradict.cli import options
from contradict.cli.target import Target

if TYPE_CHECKING:
    from contradict.store import ModelFolder

COLUMNS = ("name", "role", "version", "licence", "base", "bytes")
CARD = "README.md"


@click.group("models")
def command() -> None:
    """List the embedded models, or show one.

    \b
    Examples:
      contradict models list
      contradict models show judge
    """


@command.command("list")
@options.output("text", "json", "jsonl", "csv", "parquet")
@options.debug
def list_models(target: Target) -> None:
    """List the embedded models.

    \b
    Example:
      contradict models list --format json
    """
    from contradict.store import embedded

    target.rows((_row(model) for model in embedded()), COLUMNS)


@command.command("show")
@click.argument("name", metavar="NAME|FOLDER")
@options.output("text", "json")
@options.debug
def show_model(name: str, target: Target) -> None:
    """Show what a model folder says of itself, with every file checked, and its card.

    \b
    Examples:
      contradict models show judge
      contradict models show my-model/ --format json
    """
    model = _find(name)
    for file in model.manifest.files:
        model.file(file)  # raises ModelError where it is missing or altered
    card_path = model.path / CARD
    card = card_path.read_text(encoding="utf-8") if card_path.is_file() else None
    if target.format == "json":
        target.record(asdict(model.manifest) | {"sha256": model.sha256, "card": card})
    else:
        shown = _row(model) | {"sha256": model.sha256, "folder": str(model.path)}
        lines = [f"{key:8} {'-' if value is None else value}" for key, value in shown.items()]
        target.text("\n".join(lines) + "\n" + (f"\n{card}" if card else ""))


def _find(name: str) -> ModelFolder:
    from contradict.errors import ModelError
    from contradict.store import embedded, find_folder, read_folder

    folder = find_folder(name)
    if folder is None:
        known = ", ".join(model.path.name for model in embedded()) or "none"
        raise ModelError(f"no model '{name}'; give a folder or one of: {known}")
    return read_folder(folder)


def _row(model: ModelFolder) -> dict[str, Any]:
    manifest = model.manifest
    return {
        "name": model.path.name,
        "role": manifest.role,
        "version": manifest.version,
        "licence": manifest.licence,
        "base": manifest.base,
        "bytes": sum(entry["size"] for entry in manifest.files.values()),
    }
