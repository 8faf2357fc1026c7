"""ZIP files: a folder of files, read in memory; no member's name is ever opened on the disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from contradict.errors import InputError
from contradict.records import Skipped
from contradict.settings import Settings

SUFFIX = ".zip"
HIDDEN = ("__MACOSX", "Thumbs.db", "desktop.ini")
RATIO = 200  # bytes unpacked for one packed; text packs 3 to 10 times
SMALL = 2**20  # bytes up to which the ratio says nothing


@dataclass(frozen=True)
class Member:
    """A file inside an archive: its path there and its bytes."""

    path: PurePosixPath
    content: bytes


def members(content: bytes, source: str, settings: Settings) -> Iterator[Member | Skipped]:
    """The files in an archive by name, and those that cannot be unpacked with the reason.

    Hidden files are left out as in folders. Raises InputError where it is no archive, or one of
    more members or more bytes than allowed.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        listed = _listed(archive)
    except Exception as error:  # zipfile raises several kinds for damage
        raise InputError(
            "not a ZIP file, or a damaged one", source=source, advice="pack it anew"
        ) from error
    with archive:
        if len(listed) > settings.max_archive_members:
            raise InputError(
                f"{len(listed):,} files are more than the {settings.max_archive_members:,} allowed",
                source=source,
                advice="split the archive or raise max_archive_members",
            )
        if not listed:
            raise InputError("the archive holds no files", source=source, advice="leave it out")
        room = settings.max_unpacked_bytes
        for one in listed:
            found = _unpacked(archive, one, f"{source}/{_shown(one.filename)}", settings)
            if isinstance(found, Member):
                room -= len(found.content)
                if room < 0:
                    raise InputError(
                        f"unpacks to more than {settings.max_unpacked_bytes:,} bytes",
                        source=source,
                        advice="split the archive or raise max_unpacked_bytes",
                    )
            yield found


def _listed(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files to be read, by name."""
    return sorted(
        (one for one in archive.infolist() if not one.is_dir() and _is_shown(one.filename)),
        key=lambda one: (PurePosixPath(one.filename).parts, one.header_offset),
    )


def _unpacked(
    archive: zipfile.ZipFile, one: zipfile.ZipInfo, name: str, settings: Settings
) -> Member | Skipped:
    if one.flag_bits & 1:
        return Skipped(name, "encrypted; pack it without a password")
    limit = settings.max_file_bytes
    if one.file_size > SMALL and one.file_size > RATIO * max(1, one.compress_size):
        return Skipped(name, "unpacks to far more than text does; leave it out")
    try:
        with archive.open(one) as stream:
            content = stream.read(limit + 1)
    except Exception:  # zipfile and the decompressors raise several kinds for damage
        return Skipped(name, "damaged in the archive; pack it anew")
    if len(content) > limit:
        return Skipped(name, f"more than the {limit:,} bytes allowed; split the file")
    return Member(PurePosixPath(_shown(one.filename)), content)


def _is_shown(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and not any(
        part in HIDDEN or (part.startswith(".") and part not in (".", "..")) for part in parts
    )


def _shown(name: str) -> str:
    """The path as it may be written out, without what would lead out of the archive."""
    parts = [part for part in PurePosixPath(name).parts if part not in ("/", ".", "..")]
    readable = "/".join(parts).encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() else "?" for c in readable) or "?"
