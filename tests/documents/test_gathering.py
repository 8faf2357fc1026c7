"""Files, folders and standard input: order, names, what is skipped and why."""

import dataclasses
import io
import os
from pathlib import Path

import pytest

from contradict.documents import read_documents
from contradict.documents.registry import READERS, readers_by_suffix
from contradict.errors import InputError
from contradict.settings import Settings

SENTENCE = "The bridge is closed.\n"


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SENTENCE, encoding="utf-8")


def test_a_folder_is_read_by_name_and_without_hidden_files(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.md", "a/.hidden.txt", ".git/c.txt", "c.txt")
    documents, skipped = read_documents([tmp_path])
    assert [d.source for d in documents] == [
        f"{tmp_path}/{name}" for name in ("a/z.md", "b.txt", "c.txt")
    ]
    assert skipped == []


def test_sources_are_spelt_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "one/a.txt", "b.txt")
    monkeypatch.chdir(tmp_path)
    documents, _ = read_documents(["./b.txt", "one/", "."])
    assert [(d.source, d.name) for d in documents] == [("./b.txt",) * 2, ("one/a.txt",) * 2]


def test_a_file_reached_twice_is_read_once_in_the_order_given(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt")
    documents, _ = read_documents([tmp_path / "b.txt", tmp_path, str(tmp_path / "a.txt")])
    assert [Path(d.source).name for d in documents] == ["b.txt", "a.txt"]


def test_a_link_to_a_file_already_read_is_no_second_document(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    documents, _ = read_documents([tmp_path])
    assert len(documents) == 1


def test_a_missing_path_is_an_error_in_one_line_before_anything_is_read(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    with pytest.raises(InputError) as caught:
        read_documents([tmp_path / "a.txt", tmp_path / "gone.txt"])
    assert "gone.txt" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["slides.xyz", "README"])
def test_an_unsupported_file_in_a_folder_is_skipped_with_advice(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, "a.txt")
    documents, skipped = read_documents([tmp_path])
    assert len(documents) == 1
    assert [s.source for s in skipped] == [f"{tmp_path}/{name}"]
    assert "convert it to one of .txt" in skipped[0].reason


def test_formats_that_are_often_given_are_refused_with_what_to_do(tmp_path: Path) -> None:
    write(tmp_path, "slides.pptx", "a.txt")
    _, skipped = read_documents([tmp_path])
    assert [one.reason for one in skipped] == [
        "no reader for '.pptx' files; save the slides as PDF or text"
    ]


def test_an_unsupported_file_named_directly_is_skipped(tmp_path: Path) -> None:
    write(tmp_path, "slides.pptx")
    documents, skipped = read_documents([tmp_path / "slides.pptx"])
    assert (documents, len(skipped)) == ([], 1)


def test_a_file_without_a_suffix_named_directly_is_text(tmp_path: Path) -> None:
    write(tmp_path, "letter")
    documents, _ = read_documents([tmp_path / "letter"])
    assert [d.text for d in documents] == [SENTENCE]


def test_an_empty_folder_is_said_to_be_one(tmp_path: Path) -> None:
    documents, skipped = read_documents([tmp_path])
    assert documents == []
    assert "no files" in skipped[0].reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00", "binary"),
        (b"x" * 200, "more than the 100 allowed"),
        (b"# Heading only", "no running text"),
    ],
)
def test_what_cannot_be_used_is_skipped_with_a_reason(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    (tmp_path / "a.md").write_bytes(content)
    write(tmp_path, "b.txt")
    settings = dataclasses.replace(Settings(), max_file_bytes=100)
    documents, skipped = read_documents([tmp_path], settings=settings)
    assert [Path(d.source).name for d in documents] == ["b.txt"]
    assert reason in skipped[0].reason
    assert ";" in skipped[0].reason  # and what to do
    assert "\n" not in skipped[0].reason


def test_an_overlong_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE + "x" * 60)
    settings = dataclasses.replace(Settings(), max_line_characters=50)
    documents, skipped = read_documents([tmp_path], settings=settings)
    assert documents == []
    assert (skipped[0].row, "line of 60 characters" in skipped[0].reason) == (2, True)


def test_standard_input_is_one_document_named_by_a_dash() -> None:
    documents, skipped = read_documents(["-", "-"], stdin=io.BytesIO(SENTENCE.encode()))
    assert [(d.source, d.name, d.text) for d in documents] == [("-", "-", SENTENCE)]
    assert skipped == []


def test_standard_input_may_have_front_matter() -> None:
    text = f"---\ntitle: On the bridge\n---\n{SENTENCE}"
    documents, _ = read_documents(["-"], stdin=io.BytesIO(text.encode()))
    assert documents[0].title == "On the bridge"


def test_standard_input_over_the_limit_is_skipped() -> None:
    settings = dataclasses.replace(Settings(), max_file_bytes=10)
    documents, skipped = read_documents(["-"], settings=settings, stdin=io.BytesIO(b"x" * 99))
    assert documents == []
    assert skipped[0].source == "-"


def test_a_dash_without_standard_input_is_an_error() -> None:
    with pytest.raises(InputError, match="standard input"):
        read_documents(["-"])


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    _, skipped = read_documents([tmp_path])
    assert "not a regular file" in skipped[0].reason


def test_every_suffix_has_one_reader() -> None:
    suffixes = [suffix for reader in READERS for suffix in reader.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert list(readers_by_suffix(Settings())) == suffixes
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in suffixes)
