"""ZIP files are folders in memory."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.documents import archive, read_documents
from contradict.errors import InputError
from contradict.settings import Settings


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


TEXT = b"The lock was shut on Monday.\n"


def test_members_are_read_by_name_like_files_of_a_folder(tmp_path: Path) -> None:
    files = {
        "b/2031-05-12.txt": TEXT,
        "a.csv": b"id,text\n1,The lock was open.\n",
        ".hidden.txt": TEXT,
        "__MACOSX/a.txt": TEXT,
        "lock.png": b"x",
        "../outside.txt": TEXT,
        "inner.zip": packed({"deep.txt": TEXT, "deeper.zip": packed({"x.txt": TEXT})}),
    }
    path = tmp_path / "given.zip"
    path.write_bytes(packed(files))
    documents, skipped = read_documents([path])
    inside = [one.source.removeprefix(f"{path}/") for one in documents]
    assert sorted(inside) == ["a.csv", "b/2031-05-12.txt", "inner.zip/deep.txt", "outside.txt"]
    assert next(one.date for one in documents if "b/" in one.source) == "2031-05-12"
    told = {one.source.removeprefix(f"{path}/"): one.reason for one in skipped}
    assert set(told) == {"lock.png", "inner.zip/deeper.zip"}


def test_limits_on_members_and_bytes() -> None:
    content = packed({f"{n}.txt": TEXT * 100 for n in range(5)})
    with pytest.raises(InputError, match="5 files"):
        list(archive.members(content, "a.zip", Settings(max_archive_members=4)))
    with pytest.raises(InputError, match="unpacks"):
        list(archive.members(content, "a.zip", Settings(max_unpacked_bytes=5000)))
    bomb = packed({"bomb.txt": b"0" * 8_000_000, "good.txt": TEXT})
    found = list(archive.members(bomb, "a.zip", Settings()))
    assert [isinstance(one, archive.Member) for one in found] == [False, True]


def test_a_member_that_cannot_be_unpacked_is_told_and_the_rest_read() -> None:
    content = bytearray(packed({"a.txt": b"The lock is open. " * 50, "b.txt": TEXT}))
    at = content.find(b"a.txt") + 10
    content[at : at + 8] = b"\xff" * 8
    found = list(archive.members(bytes(content), "a.zip", Settings()))
    assert len(found) == 2
    assert any(isinstance(one, archive.Member) and one.content == TEXT for one in found)


SAMPLE = packed({"a.txt": TEXT, "b/c.md": TEXT})


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), max_size=6),
    st.integers(0, len(SAMPLE)),
)
def test_damaged_archives_are_read_or_refused(changes: list[tuple[int, int]], end: int) -> None:
    content = bytearray(SAMPLE)
    for place, value in changes:
        content[place] = value
    for cut in (bytes(content), bytes(content[:end])):
        try:
            found = list(archive.members(cut, "a.zip", Settings()))
        except InputError:
            continue
        assert len(found) <= 2
