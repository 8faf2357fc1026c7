"""All default models anew: every command exists, and each takes what one before it made."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from contradict.training.recipes.__main__ import commands


def test_every_command_is_one_and_files_are_made_before_they_are_read() -> None:
    found = commands(Path("D"), Path("C"), Path("M"))
    modules = [command[1] for command in found]
    assert all(importlib.util.find_spec(module) is not None for module in modules)
    made: set[str] = set()
    for command in found:
        read = {part for part in command[2:] if part.startswith("build/")}
        output = command[command.index("-o") + 1] if "-o" in command else ""
        assert read - {output} <= made, command
        made.add(output)
    assert {"M/claims", "M/encoder", "M/worth", "M/judge", "M/cascade"} <= made


def test_the_judge_is_a_mean_and_card_and_symbols_follow() -> None:
    *_, keeping, mean, card, symbols, cascade = commands(Path("D"), Path("C"), Path("M"))
    assert keeping[2] == "keep"
    assert mean[2] == "write"
    assert keeping[-1] in mean
    assert mean[-1] == card[-1] == "M/judge"
    assert card[1].endswith("judge_card")
    assert symbols[1].endswith("verdict")
    assert cascade[1].endswith("cascade")


def test_a_student_learns_from_all_teachers() -> None:
    steps = [one for one in commands(Path("D"), Path("C"), Path("M")) if "distil" in one[1]]
    teachers = [one[-1] for one in steps if one[2] == "teach" and "--alone" not in one]
    students = [one for one in steps if one[2] == "learn"]
    assert len(set(teachers)) == len(teachers) > 1
    assert all(set(teachers) <= set(one) for one in students)
    assert len({one[one.index("--seed") + 1] for one in students}) == len(students) > 1
