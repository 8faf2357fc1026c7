"""Model folders: found by name or path, checked before use, never trusted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contradict import store
from contradict.errors import ModelError
from contradict.store import (
    FORMAT,
    MANIFEST,
    Manifest,
    digest,
    embedded,
    find_folder,
    open_model,
    read_folder,
    write_manifest,
)
from tests.judges import rewrite_manifest

MINE = Manifest("judge", "mine", "1", "none", labels=("a", "b"), options={"n": 1})


def make(folder: Path, manifest: Manifest = MINE) -> Path:
    (folder / "inner").mkdir(parents=True)
    (folder / "weights.onnx").write_bytes(b"weights")
    (folder / "inner" / "words.txt").write_bytes(b"words")
    write_manifest(folder, manifest)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "mine")


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A root of embedded models with one called judge; the working directory is elsewhere."""
    root, elsewhere = tmp_path / "root", tmp_path / "elsewhere"
    elsewhere.mkdir()
    make(root / "judge")
    monkeypatch.setattr(store, "models_root", lambda: root)
    monkeypatch.chdir(elsewhere)
    return root


def test_a_written_manifest_is_read_back_with_every_file(folder: Path) -> None:
    model = read_folder(folder)
    assert model.manifest.labels == ("a", "b")
    assert model.manifest.options == {"n": 1}
    assert set(model.manifest.files) == {"weights.onnx", "inner/words.txt"}
    assert model.manifest.files["weights.onnx"] == {
        "size": 7,
        "sha256": digest(folder / "weights.onnx"),
    }
    assert model.file("inner/words.txt").read_bytes() == b"words"
    assert (model.info.role, model.info.name, model.info.sha256) == ("judge", "mine", model.sha256)


def test_the_same_files_give_the_same_bytes_and_others_another_checksum(
    folder: Path, tmp_path: Path
) -> None:
    again = make(tmp_path / "again")
    assert (again / MANIFEST).read_bytes() == (folder / MANIFEST).read_bytes()
    (again / "weights.onnx").write_bytes(b"weighty")
    assert write_manifest(again, MINE).sha256 != read_folder(folder).sha256


def test_embedded_models_are_found_by_name_from_anywhere(shipped: Path) -> None:
    assert find_folder("judge") == shipped / "judge"
    assert [model.path.name for model in embedded()] == ["judge"]
    assert open_model("judge", "judge").manifest.name == "mine"


def test_a_stray_folder_does_not_stand_in_for_a_name_of_ours(shipped: Path) -> None:
    Path("judge").mkdir()
    assert find_folder("judge") == shipped / "judge"
    assert find_folder("./judge") == Path("judge")
    assert find_folder(Path("judge")) == Path("judge")


def test_other_names_are_folders_or_nothing(shipped: Path) -> None:
    Path("own").mkdir()
    assert find_folder("own") == Path("own")
    assert find_folder("other") is None
    assert find_folder("../root/other") is None
    assert find_folder("") is None
    assert find_folder("nul\0byte") is None


def test_a_name_that_no_file_system_takes_is_an_error_of_ours(shipped: Path) -> None:
    with pytest.raises(ModelError, match="give another folder"):
        find_folder("x" * 5000)


def test_an_unknown_name_is_answered_with_the_known_ones(shipped: Path) -> None:
    with pytest.raises(ModelError, match="no model 'juge'; give a folder or one of: judge"):
        open_model("juge", "judge")


def test_a_model_for_another_role_is_refused(folder: Path) -> None:
    with pytest.raises(ModelError, match="for 'judge', not for 'encoder'"):
        open_model(folder, "encoder")


def test_a_missing_altered_or_unlisted_file_is_named(folder: Path) -> None:
    model = read_folder(folder)
    (folder / "weights.onnx").write_bytes(b"weighty")  # of the same size
    with pytest.raises(ModelError, match=r"weights\.onnx is not the file"):
        model.file("weights.onnx")
    (folder / "weights.onnx").unlink()
    with pytest.raises(ModelError, match=r"weights\.onnx is missing"):
        model.file("weights.onnx")
    (folder / "other.txt").write_bytes(b"")
    with pytest.raises(ModelError, match=r"lists no other\.txt"):
        model.file("other.txt")


def refused(folder: Path) -> str:
    with pytest.raises(ModelError) as told:
        read_folder(folder)
    assert "\n" not in str(told.value)
    assert str(folder) in str(told.value)
    return str(told.value)


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    assert "not a model folder" in refused(tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "inner/../../x",
        "/etc/hostname",
        "model.pkl",
        "MODEL.PKL",
        "inner/model.pickle",
        "model.pt",
        "code.py",
        "two\nlines.pkl",
        "nul\0byte",
    ],
)
def test_files_that_no_folder_may_hold_are_refused(folder: Path, name: str) -> None:
    rewrite_manifest(folder, files={name: {"size": 0, "sha256": "0" * 64}})
    assert "no model folder may hold" in refused(folder)


def test_a_link_out_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"")
    (folder / "link").symlink_to(tmp_path / "secret")
    rewrite_manifest(folder, files={"link": {"size": 0, "sha256": "0" * 64}})
    assert "no model folder may hold" in refused(folder)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b"[]", b"null", b"3", b'"text"', b"{}", b"[" * 100_000],
    ids=lambda content: repr(content[:8]),
)
def test_what_is_no_manifest_is_refused(folder: Path, content: bytes) -> None:
    (folder / MANIFEST).write_bytes(content)
    assert "not a manifest" in refused(folder)


@pytest.mark.parametrize(
    "fields",
    [
        {"role": 3},
        {"name": None},
        {"labels": "abc"},
        {"labels": [1, 2]},
        {"options": []},
        {"files": ["weights.onnx"]},
        {"files": {"weights.onnx": 7}},
        {"files": {"weights.onnx": {"size": 7}}},
        {"files": {"weights.onnx": {"size": "7", "sha256": ""}}},
        {"format": "new"},
        {"surprise": 1},
    ],
    ids=str,
)
def test_fields_of_the_wrong_type_are_refused(folder: Path, fields: dict[str, Any]) -> None:
    rewrite_manifest(folder, **fields)
    assert "not a manifest" in refused(folder)


def test_a_manifest_of_tomorrow_is_refused(folder: Path) -> None:
    rewrite_manifest(folder, format=FORMAT + 1)
    assert "upgrade" in refused(folder)


def test_a_missing_required_field_is_refused(folder: Path) -> None:
    fields = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    del fields["role"]
    (folder / MANIFEST).write_text(json.dumps(fields), encoding="utf-8")
    assert "not a manifest" in refused(folder)
