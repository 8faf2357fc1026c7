"""The figures of reading say what was read and why not."""

from __future__ import annotations

from pathlib import Path

from contradict.training.recipes.reading_figures import briefing_lines, format_lines

BRIEFING = """---
title: Briefing on the lock
date: 2031-05-12
---

MS. BRANDT: The lock was shut on Monday. Nobody opened it.

Q    The keeper says that it was open.

MS. BRANDT: That is not what the log says about it.
"""


def test_each_file_has_a_row_with_what_was_read_or_why_not(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(BRIEFING, "utf-8")
    (tmp_path / "b.pptx").write_bytes(b"x")
    rows = list(format_lines(tmp_path))[2:]
    assert rows[0].startswith("| a.md | 1 | 3 | 2 | 2031-05-12 | Briefing on the lock |")
    assert "save the slides as PDF" in rows[1]


def test_questioners_have_no_claims(tmp_path: Path) -> None:
    (tmp_path / "2031-05").mkdir()
    (tmp_path / "2031-05" / "a.md").write_text(BRIEFING, "utf-8")
    lines = list(briefing_lines(tmp_path))
    assert lines[0].startswith("1 briefings")
    assert "0 could not be read" in lines[0]
    assert lines[1].endswith("100.0% with a speaker.")
    assert ", 0 of anonymous questioners." in lines[2]
    assert not lines[2].startswith("0 claims")
