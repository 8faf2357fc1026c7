"""The default judge: symmetric, the same in any company, every distinct pair once, nothing cut."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict.errors import ModelError
from contradict.judgements import judge_pairs, load_judge
from contradict.judgements.onnx_judge import OnnxJudge
from contradict.records import LABELS
from contradict.runtime import Input, OnnxText, Rows
from contradict.settings import Settings
from contradict.store import ModelFolder, digest, read_folder
from tests.judges import POSITIONS, WORDS, exported_folder, pair, rewrite_manifest

SENTENCES = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
LONG = st.lists(st.sampled_from(WORDS), min_size=POSITIONS, max_size=150).map(" ".join)
TEXTS = SENTENCES | st.text(max_size=60)


@given(TEXTS | LONG, TEXTS | LONG)
@settings(max_examples=60, deadline=None)
def test_contradiction_is_symmetric_to_the_bit(judge: OnnxJudge, left: str, right: str) -> None:
    (there,), (back,) = judge.probabilities([(left, right)]), judge.probabilities([(right, left)])
    assert there.contradiction == back.contradiction
    for one in (there, back):
        assert one.contradiction + one.entailment + one.neutral == pytest.approx(1, abs=1e-6)


@pytest.fixture(scope="module")
def judges(ours: ModelFolder) -> list[OnnxJudge]:
    return [OnnxJudge(ours, Settings(batch_tokens=tokens)) for tokens in (1, 100, 5000)]


@given(st.lists(st.tuples(TEXTS | LONG, TEXTS), min_size=1, max_size=6))
@settings(max_examples=30, deadline=None)
def test_nothing_beside_a_pair_changes_its_figures(
    judges: list[OnnxJudge], texts: list[tuple[str, str]]
) -> None:
    alone = [judges[0].probabilities([one])[0] for one in texts]
    for judge in judges:
        assert judge.probabilities(texts) == alone
        assert judge.probabilities(texts[::-1]) == alone[::-1]


def test_different_pairs_get_different_figures(judge: OnnxJudge) -> None:
    found = judge.probabilities([("the bridge is open", word) for word in WORDS])
    assert len({one.contradiction for one in found}) == len(WORDS)


def test_no_pairs_no_figures(judge: OnnxJudge) -> None:
    assert judge.probabilities([]) == []


def test_each_distinct_directed_pair_is_run_once(
    ours: ModelFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[Input] = []

    def run(self: OnnxText, inputs: Sequence[Input], batch_tokens: int) -> Rows:
        ran.extend(inputs)
        return original(self, inputs, batch_tokens)

    original = OnnxText.run
    monkeypatch.setattr(OnnxText, "run", run)
    judge = OnnxJudge(ours, Settings())
    a, b, c = "the bridge is open", "the bridge is closed", "the mayor signed"
    judge.probabilities([(a, b), (b, a), (a, b), (a, c), (c, c), (a, b + " ")])
    counts = Counter((tuple(ids), tuple(types)) for ids, types in ran)
    assert set(counts.values()) == {1}
    assert len(counts) == 5  # ab, ba, ac, ca, cc


@given(st.lists(st.tuples(TEXTS | LONG, TEXTS), min_size=1, max_size=6), st.floats(-2, 2))
@settings(max_examples=30, deadline=None)
def test_screening_leaves_out_and_changes_nothing(
    judges: list[OnnxJudge], texts: list[tuple[str, str]], floor: float
) -> None:
    whole = judges[0].probabilities(texts)
    for judge in judges:
        found = judge.screened(texts, floor)
        assert all(one in (None, as_ever) for one, as_ever in zip(found, whole, strict=True))
        turned = judge.screened([(right, left) for left, right in texts], floor)
        assert [one is None for one in turned] == [one is None for one in found]


def test_pairs_that_are_screened_out_have_no_judgement(judge: OnnxJudge) -> None:
    pairs = [pair("the bridge is open", word) for word in WORDS]
    assert judge_pairs(judge, pairs, floor=1e9) == []
    assert judge_pairs(judge, pairs, floor=-1e9) == judge_pairs(judge, pairs)


def test_pairs_keep_their_order_and_their_judgement(judge: OnnxJudge) -> None:
    pairs = [pair("the bridge is open", word) for word in WORDS]
    judged = judge_pairs(judge, pairs)
    assert [one.pair for one in judged] == pairs
    expected = judge.probabilities([(one.left.text, one.right.text) for one in pairs])
    assert [one.probabilities for one in judged] == expected


def test_the_clash_of_a_long_text_is_found_wherever_it_stands(judge: OnnxJudge) -> None:
    """A long text has the figures of the window of it that conflicts most."""
    short = "the harbour is closed"
    words = ["open", "bridge"] * POSITIONS
    long = " ".join(words)
    (whole,) = judge.probabilities([(long, short)])
    room = POSITIONS - 3 - 4  # three special tokens, four of the short text
    step = room - 16
    parts = [" ".join(words[start : start + room]) for start in range(0, len(words) - 16, step)]
    each = judge.probabilities([(part, short) for part in parts])
    assert whole == max(each, key=lambda one: one.contradiction)


@pytest.fixture(scope="module")
def by_order(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, ...], OnnxJudge]:
    root = tmp_path_factory.mktemp("orders")
    orders = [LABELS, ("entailment", "neutral", "contradiction")]
    return {
        order: OnnxJudge(exported_folder(root / "-".join(order), order), Settings())
        for order in orders
    }


def test_the_order_of_the_labels_changes_nothing(
    by_order: dict[tuple[str, ...], OnnxJudge],
) -> None:
    texts = [(one, other) for one, other in permutations(WORDS[4:], 2)]
    first, second = (judge.probabilities(texts) for judge in by_order.values())
    for one, other in zip(first, second, strict=True):
        for label in LABELS:
            assert getattr(one, label) == pytest.approx(getattr(other, label), abs=2e-6)


def test_the_stored_weights_judge_as_full_precision_does(
    judge: OnnxJudge, by_order: dict[tuple[str, ...], OnnxJudge]
) -> None:
    texts = [("the bridge is open", f"the {word} is closed") for word in WORDS]
    small, full = judge.probabilities(texts), by_order[LABELS].probabilities(texts)
    for one, other in zip(small, full, strict=True):
        assert one.contradiction == pytest.approx(other.contradiction, abs=0.05)


def test_the_report_names_the_model_and_its_checksum(judge: OnnxJudge, ours: ModelFolder) -> None:
    assert judge.info == ours.info
    assert (judge.info.role, judge.info.name) == ("judge", "tiny")
    assert judge.info.sha256 == ours.sha256


@pytest.fixture
def folder(ours: ModelFolder, tmp_path: Path) -> Path:
    """A copy to damage."""
    return Path(shutil.copytree(ours.path, tmp_path / "copy"))


def complaint(folder: Path) -> str:
    with pytest.raises(ModelError) as told:
        load_judge(folder).probabilities([("the bridge is open", "the bridge is closed")])
    assert "\n" not in str(told.value)
    return str(told.value)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "config.json"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert f"{name} is missing" in complaint(folder)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "config.json"])
def test_an_altered_file_is_named(folder: Path, name: str) -> None:
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    assert f"{name} is not the file" in complaint(folder)


def relabel(folder: Path, id2label: object) -> None:
    """Change config.json and make the manifest agree that this is the file."""
    path = folder / "config.json"
    config = json.loads(path.read_text(encoding="utf-8")) | {"id2label": id2label}
    path.write_text(json.dumps(config), encoding="utf-8")
    manifest = read_folder(folder).manifest
    entry = {"size": path.stat().st_size, "sha256": digest(path)}
    rewrite_manifest(folder, files=manifest.files | {"config.json": entry})


def test_labels_without_names_are_refused(folder: Path) -> None:
    relabel(folder, {str(number): f"LABEL_{number}" for number in range(3)})
    assert "LABEL_0" in complaint(folder).upper()


def test_two_labels_are_refused(folder: Path) -> None:
    relabel(folder, {"0": "contradiction", "1": "entailment"})
    assert "need exactly" in complaint(folder)


def test_labels_that_manifest_and_configuration_order_differently_are_refused(folder: Path) -> None:
    relabel(folder, {"0": "entailment", "1": "contradiction", "2": "neutral"})
    assert "disagree" in complaint(folder)


def test_a_configuration_that_is_no_json_is_refused(folder: Path) -> None:
    relabel(folder, {})
    (folder / "config.json").write_text("[]", encoding="utf-8")
    files = read_folder(folder).manifest.files
    entry = {"size": 2, "sha256": digest(folder / "config.json")}
    rewrite_manifest(folder, files=files | {"config.json": entry})
    assert "names no labels" in complaint(folder)


@pytest.mark.parametrize("stated", [None, "many", 3])
def test_a_manifest_without_a_usable_length_is_refused(folder: Path, stated: object) -> None:
    rewrite_manifest(folder, options={"max_tokens": stated})
    assert "tokens" in complaint(folder)


def test_a_model_for_something_else_is_refused(folder: Path) -> None:
    rewrite_manifest(folder, role="encoder")
    assert "'encoder', not for 'judge'" in complaint(folder)


def test_a_graph_of_another_width_than_its_labels_is_refused(folder: Path, tmp_path: Path) -> None:
    other = exported_folder(tmp_path / "wide", ("a", "b", "c", "d", "e"))
    path = folder / "model.onnx"
    shutil.copy(other.path / "model.onnx", path)
    entry = {"size": path.stat().st_size, "sha256": digest(path)}
    rewrite_manifest(folder, files=read_folder(folder).manifest.files | {"model.onnx": entry})
    assert "5 figures" in complaint(folder)
