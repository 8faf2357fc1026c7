"""Model folders: a name or a path becomes a checked folder with a manifest.

A folder of ours holds ``manifest.json`` beside the files that it lists with size and SHA-256.
Nothing in a folder is ever executed or unpickled.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from contradict.errors import ModelError
from contradict.records import ModelInfo

MANIFEST = "manifest.json"
FORMAT = 1  # raised when a folder written today could not be read by yesterday's code
FORBIDDEN_SUFFIXES = {".pkl", ".pickle", ".pt", ".pth", ".ckpt", ".joblib", ".py"}
SHOWN = 80  # characters of a name in a message
FIELD_TYPES = {
    **dict.fromkeys(("role", "name", "version", "licence"), str),
    **{"labels": list, "options": dict, "files": dict, "format": int},
}


@dataclass(frozen=True)
class Manifest:
    """What a model folder says of itself; ``files`` maps a relative path to size and SHA-256."""

    role: str
    name: str
    version: str
    licence: str
    base: str | None = None
    labels: tuple[str, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: int = FORMAT


@dataclass(frozen=True)
class ModelFolder:
    """A checked model folder."""

    path: Path
    manifest: Manifest
    sha256: str  # over the manifest, which holds the digest of every file

    @property
    def info(self) -> ModelInfo:
        return ModelInfo(role=self.manifest.role, name=self.manifest.name, sha256=self.sha256)

    def file(self, name: str) -> Path:
        """Path of a listed file; raises ModelError where it is missing or altered."""
        entry = self.manifest.files.get(name)
        if entry is None:
            raise ModelError(f"{self.path}: {MANIFEST} lists no {name}; restore the folder")
        path = self.path / name
        if not path.is_file():
            raise ModelError(
                f"{self.path}: {name} is missing; restore the folder or train it again"
            )
        if path.stat().st_size != entry["size"] or digest(path) != entry["sha256"]:
            raise ModelError(
                f"{self.path}: {name} is not the file that {MANIFEST} describes; restore the folder"
            )
        return path

    def numbers(self, name: str, sizes: Mapping[str, tuple[int, ...]]) -> dict[str, Any]:
        """The float64 arrays of a listed safetensors file, by name.

        Raises ModelError where it cannot be read, or holds others than those of ``sizes`` (name to
        shape).
        """
        from safetensors.numpy import load_file

        path = self.file(name)
        try:
            found = {key: array.astype("float64") for key, array in load_file(path).items()}
        except Exception as error:  # the library raises several kinds for a damaged file
            raise ModelError(f"{path}: not a model that can be read; restore the folder") from error
        shapes = {key: array.shape for key, array in found.items()}
        if shapes != dict(sizes):
            raise ModelError(f"{path}: {shapes} where {dict(sizes)} belongs; restore the folder")
        return found


class NumbersModel:
    """A model that is a few arrays, which are read from its folder when they are first needed."""

    def __init__(self, folder: ModelFolder) -> None:
        self._folder = folder

    @property
    def info(self) -> ModelInfo:
        return self._folder.info


def models_root() -> Path:
    """Where the embedded models lie: inside an installed package, or beside it in a checkout."""
    here = Path(__file__).resolve().parent
    packaged = here / "models"
    return packaged if packaged.is_dir() else here.parent / "models"


def embedded() -> list[ModelFolder]:
    """The models that come with the package, by name."""
    folders = sorted(path.parent for path in models_root().glob(f"*/{MANIFEST}"))
    return [read_folder(folder) for folder in folders]


def find_folder(name: str | Path) -> Path | None:
    """The folder that a name or path stands for, or None where there is none on this machine.

    A plain word is one of our names before it is a folder: a stray folder called ``claims`` in the
    working directory changes nothing. ``./claims`` and Path("claims") are that folder.
    """
    as_path, packaged = Path(name), models_root() / str(name)
    is_word = bool(str(name)) and str(name) == as_path.name
    try:
        if is_word and isinstance(name, str) and (packaged / MANIFEST).is_file():
            return packaged
        if str(name) and as_path.is_dir():
            return as_path
        return packaged if is_word and packaged.is_dir() else None
    except OSError as error:  # a name too long for a path, a folder that may not be read
        short = str(name)[:SHOWN]
        raise ModelError(f"no model '{short}' ({error.strerror}); give another folder") from error


def open_model(name: str | Path, role: str) -> ModelFolder:
    """Open a folder of ours by name or path and check that it holds a model for ``role``."""
    folder = find_folder(name)
    if folder is None:
        fitting = [model.path.name for model in embedded() if model.manifest.role == role]
        known = ", ".join(fitting) or "none"
        raise ModelError(f"no model '{name}'; give a folder or one of: {known}")
    model = read_folder(folder)
    if model.manifest.role != role:
        raise ModelError(f"{folder} holds a model for '{model.manifest.role}', not for '{role}'")
    return model


def read_folder(folder: Path) -> ModelFolder:
    """Read and check a manifest; the files are checked when they are asked for."""
    path = folder / MANIFEST
    if not path.is_file():
        raise ModelError(f"{folder}: no {MANIFEST}; this is not a model folder of contradict")
    try:
        content = path.read_bytes()
        manifest = _manifest(json.loads(content))
    except (ValueError, TypeError, RecursionError) as error:
        raise ModelError(f"{path}: not a manifest ({error}); restore the folder") from error
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror})") from error
    if manifest.format > FORMAT:
        raise ModelError(f"{path}: written by a newer version; upgrade contradict")
    for name in manifest.files:
        if not _may_be_listed(folder, name):
            raise ModelError(f"{path}: lists {name!r}, which no model folder may hold")
    return ModelFolder(folder, manifest, hashlib.sha256(content).hexdigest())


def _manifest(fields: Any) -> Manifest:
    """The fields of ``manifest.json`` as a record; raises TypeError where one is of another type.

    Whoever opens a folder may rely on the types, whoever wrote it.
    """
    _check_type("manifest", fields, dict)
    for name, kind in FIELD_TYPES.items():
        _check_type(name, fields.get(name, kind()), kind)
    for label in fields.get("labels", []):
        _check_type("label", label, str)
    for name, entry in fields.get("files", {}).items():
        _check_type(name, entry, dict)
        _check_type("size", entry.get("size"), int)
        _check_type("sha256", entry.get("sha256"), str)
    return Manifest(**fields | {"labels": tuple(fields.get("labels", []))})


def _check_type(name: str, value: Any, kind: type) -> None:
    if not isinstance(value, kind):
        raise TypeError(f"{name!r} is {type(value).__name__} instead of {kind.__name__}")


def _may_be_listed(folder: Path, name: str) -> bool:
    """Whether a listed file lies inside the folder and is of a kind that nothing executes."""
    if "\0" in name or Path(name).suffix.lower() in FORBIDDEN_SUFFIXES:
        return False
    return (folder / name).resolve().is_relative_to(folder.resolve())


def write_manifest(folder: Path, manifest: Manifest) -> ModelFolder:
    """List every file of the folder with size and digest, and write ``manifest.json``."""
    files = {
        path.relative_to(folder).as_posix(): {"size": path.stat().st_size, "sha256": digest(path)}
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }
    fields = asdict(manifest) | {"files": files}
    text = json.dumps(fields, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return read_folder(folder)


def digest(path: Path) -> str:
    """SHA-256 of a file, 64 hexadecimal digits."""
    state = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(2**20):
            state.update(chunk)
    return state.hexdigest()
