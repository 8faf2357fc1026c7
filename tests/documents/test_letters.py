"""The signature of a letter names its speaker, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from contradict.documents import read_documents
from contradict.documents.letters import signer

BODY = "Dear Ms Oduya,\n\nThe bridge is closed. The repair will take two months.\n\n"


@pytest.mark.parametrize(
    ("ending", "name"),
    [
        ("Yours sincerely,\n\nTomas Vell\nDirector", "Tomas Vell"),
        ("Sincerely yours\n/s/ Dr. Ama Boateng, Chief Engineer", "Ama Boateng"),
        ("With kind regards,\n\nMARIA DE LA CRUZ\n", "Maria De La Cruz"),
        ("Yours faithfully,\n\nThe roads department of the county\n", None),
        ("Regards", None),
        ("He sends regards, Tomas Vell said.", None),
        ("Regards,\nTomas Vell\n\nSincerely,\nAma Boateng", None),
    ],
)
def test_the_name_below_the_closing_formula_signs(ending: str, name: str | None) -> None:
    assert signer(BODY + ending) == name


def test_a_letter_is_spoken_by_its_signer(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(BODY + "Yours sincerely,\n\nTomas Vell\nDirector\n", encoding="utf-8")
    (document,), skipped = read_documents([path])
    assert (document.speaker, skipped) == ("Tomas Vell", [])


def test_a_transcript_has_its_own_speakers(tmp_path: Path) -> None:
    path = tmp_path / "briefing.txt"
    text = "MS. ODUYA: The bridge is closed.\n\nMR. VELL: It is open.\n\nRegards,\n\nTomas Vell\n"
    path.write_text(text, encoding="utf-8")
    (document,), _ = read_documents([path])
    assert document.speaker is None
