"""Readers' answers become labelled references: agreed or settled, each group in one split."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contradict.errors import InputError
from contradict.records import KINDS, VERDICTS, Claim, Document
from contradict.training.dataset.rows import read_lines
from contradict.training.recipes import natural, natural_labels
from contradict.training.recipes.natural_labels import Answer
from contradict.training.recipes.statements import LABELS_OF, SPLITS

LEGAL = [
    Answer(verdict, word)
    for verdict in VERDICTS
    for word in natural_labels.WORDS.get(verdict, (None,))
]
NAMES = [f"n-{number}" for number in range(6)]
ANSWERS = st.fixed_dictionaries({name: st.sampled_from(LEGAL) for name in NAMES})
BRIEFINGS = st.builds("2024-{:02}-{:02}-mill.md".format, st.integers(1, 12), st.integers(1, 28))
GROUPS = BRIEFINGS | st.text("abz059-", min_size=1, max_size=9)
DRAWN = st.dictionaries(GROUPS, st.sampled_from(("train", "test")), max_size=40)


def line(name: str, answer: Answer) -> str:
    return " ".join(filter(None, (name, answer.verdict, answer.word)))


def written(path: Path, answers: dict[str, Answer]) -> Path:
    path.write_text("".join(f"{line(*one)}\n" for one in answers.items()), "utf-8")
    return path


def candidate(name: str, group: str = "mill", split: str = "train") -> dict[str, Any]:
    sides = {side: {"file": f"{group}.md", "start": 0, "end": 9} for side in natural.SIDES}
    words = dict.fromkeys(natural.SIDES, "The wheel turned.")
    return {"id": name, "split": split, "group": group, "drawn": "random",
            **sides, "texts": words, "around": words}  # fmt: skip


def test_every_answer_there_is_can_be_written_and_read(tmp_path: Path) -> None:
    answers = {f"n-{number}": answer for number, answer in enumerate(LEGAL)}
    assert natural_labels.read_answers(written(tmp_path / "a.tsv", answers)) == answers


@pytest.mark.parametrize(
    "said",
    [
        "denied",
        "contradiction",
        "contradiction left",
        "refinement",
        "refinement numeric",
        "scope entity",
        "changed temporal",
        "",
        "contradiction numeric twice",
    ],
)
def test_what_is_no_answer_is_refused_with_its_line(tmp_path: Path, said: str) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(f"n-1 unrelated\nn-2 {said}\n", "utf-8")
    with pytest.raises(InputError, match=r"a\.tsv, row 2: "):
        natural_labels.read_answers(path)


def test_a_reader_answers_once_for_a_pair(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("n-1 unrelated\nn-1 scope\n", "utf-8")
    with pytest.raises(InputError, match=r"a\.tsv, row 2: "):
        natural_labels.read_answers(path)


@pytest.mark.parametrize("answer", LEGAL, ids=lambda answer: line("n", answer))
def test_labels_and_kinds_go_with_verdicts_as_among_statements(answer: Answer) -> None:
    assert answer.label in LABELS_OF.get(answer.verdict, ("neutral",))
    assert (answer.kind is not None) == (answer.verdict == "contradiction")
    assert answer.kind in (None, *KINDS)


def test_what_is_more_precise_on_the_left_entails_the_right() -> None:
    assert Answer("refinement", "left").label == "entailment"
    assert Answer("refinement", "right").label == "neutral"


@given(ANSWERS, ANSWERS, ANSWERS)
def test_where_readers_agree_it_holds_and_where_they_differ_the_third_settles(
    first: dict[str, Answer], second: dict[str, Answer], third: dict[str, Answer]
) -> None:
    rows = natural_labels.labelled([candidate(name) for name in NAMES], first, second, third)
    for name, row in zip(NAMES, rows, strict=True):
        final = first[name] if first[name] == second[name] else third[name]
        assert row["id"] == name
        assert (row["verdict"], row["kind"], row["label"]) == (
            final.verdict,
            final.kind,
            final.label,
        )
        both = [[one[name].verdict, one[name].word] for one in (first, second)]
        assert row["answers"] == both


def test_readers_who_name_other_kinds_differ() -> None:
    first, second, third = (
        {"n-1": Answer("contradiction", kind)} for kind in ("numeric", "temporal", "scope")
    )
    (row,) = natural_labels.labelled([candidate("n-1")], first, second, third)
    assert row["kind"] == "scope"


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_pair_that_a_reader_left_out_is_missed(missing: int) -> None:
    said = [Answer("scope"), Answer("unrelated"), Answer("scope")]
    answers = [{} if n == missing else {"n-1": one} for n, one in enumerate(said)]
    with pytest.raises(KeyError, match="n-1"):
        list(natural_labels.labelled([candidate("n-1")], *answers))


def test_a_pair_of_two_groups_is_labelled_once_and_without_words() -> None:
    same = {"n-1": Answer("restatement")}
    rows = [candidate("n-1"), candidate("n-1", "weir")]
    (row,) = natural_labels.labelled(rows, same, same, {})
    assert "wheel" not in json.dumps(row)


@given(DRAWN, st.randoms())
def test_every_group_gets_one_split_and_those_held_out_stay_so(
    drawn: dict[str, str], random: Any
) -> None:
    rows = [candidate("n", *one) for one in drawn.items() for _ in range(2)]
    found = natural_labels.splits(rows)
    assert set(found) == set(drawn)
    assert all(found[group] == "test" for group, split in drawn.items() if split == "test")
    counts = [list(found.values()).count(split) for split in SPLITS]
    assert counts[1] == (counts[0] + counts[1]) // natural_labels.DEV_EVERY
    random.shuffle(rows)
    assert natural_labels.splits(rows) == found


@pytest.mark.parametrize(
    ("group", "held_out"),
    [
        ("2024-08-30-mill.md", False),
        ("2024-09-02-mill.md", True),
        ("2024-12-30-mill.md", True),
        ("2023-11-02-mill.md", False),
        ("Weir, Ottoline", False),  # a speaker, not a late month
    ],
)
def test_late_briefings_are_for_measuring_however_they_were_drawn(
    group: str, held_out: bool
) -> None:
    assert (natural_labels.splits([candidate("n", group)])[group] == "test") == held_out


def test_the_command_writes_references_that_are_built_again_with_their_labels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    quotes = ("The weir broke on Friday.", "It held until Sunday.")
    text = " ".join(quotes)
    groups = {f"{name}.md": "train" for name in "abcde"} | {"2024-10-01-weir.md": "train"}
    candidates = []
    for group, split in groups.items():
        (tmp_path / group).write_text(text, "utf-8")
        document = Document(str(tmp_path / group), str(tmp_path / group), text)
        sides = {}
        for side, quote in zip(natural.SIDES, quotes, strict=True):
            start = text.index(quote)
            claim = Claim(document, start, start + len(quote), quote)
            sides[side] = natural.reference(claim, tmp_path)
        candidates += [candidate(f"{group}-{n}", group, split) | sides for n in range(2)]
    rows = "".join(json.dumps(row) + "\n" for row in candidates)
    (tmp_path / "natural.jsonl").write_text(rows, "utf-8")
    temporal = Answer("contradiction", "temporal")
    first = {row["id"]: temporal for row in candidates}
    second = first | {"a.md-1": Answer("unrelated")}
    third = {"a.md-1": Answer("refinement", "left")}
    words: list[Any] = [
        "natural_labels",
        tmp_path / "natural.jsonl",
        "-o",
        tmp_path / "new" / "out",
    ]
    for name, answers in (("first", first), ("second", second), ("settled", third)):
        words += [f"--{name}", written(tmp_path / f"{name}.tsv", answers)]
    monkeypatch.setattr("sys.argv", [str(word) for word in words])
    natural_labels.main()
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "train: 8 pairs, 7 contradictions or changes"
    kept = {split: read_lines(tmp_path / "new" / "out" / f"{split}.jsonl") for split in SPLITS}
    assert {split: {row["group"] for row in part} for split, part in kept.items()} == {
        "train": {"a.md", "b.md", "c.md", "d.md"},
        "dev": {"e.md"},
        "test": {"2024-10-01-weir.md"},
    }
    built, wrong = natural.rebuild(kept["train"], tmp_path)
    assert wrong == []
    assert {(row["left"], row["right"]) for row in built} == {quotes}
    settled = {row["id"]: row["label"] for row in built if row["verdict"] != "contradiction"}
    assert settled == {"a.md-1": "entailment"}
