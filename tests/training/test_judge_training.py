"""Labelled tables -> a judge's folder, end to end, with a base of a few thousand weights."""

from __future__ import annotations

import json
import warnings
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest
import torch

from contradict.errors import ContradictError, InputError, ModelError, OutputError
from contradict.judgements import load_judge
from contradict.records import LABELS
from contradict.store import read_folder, write_manifest
from contradict.training import TrainingSummary, artefact, train
from contradict.training.examples import Example
from tests.training.conftest import make_base, toy_rows, write_csv, write_jsonl

pytestmark = pytest.mark.usefixtures("one_thread")
FAST = {"learning_rate": 3e-3, "progress": False, "device": "cpu"}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return toy_rows()


@pytest.fixture(scope="module")
def trained(
    base: Path, rows: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> TrainingSummary:
    """Trained on a CSV and a JSONL file with two bad rows among them."""
    folder = tmp_path_factory.mktemp("trained")
    half = len(rows) // 2
    first = write_csv(folder / "first.csv", [*rows[:half], rows[0] | {"left": ""}])
    second = write_jsonl(folder / "second.jsonl", [rows[half] | {"label": "maybe"}, *rows[half:]])
    return train([first, second], folder / "judge", base=base, epochs=8, **FAST)


def accuracy(metrics: object) -> float:
    return next(one.value for one in metrics if one.name == "accuracy")  # type: ignore[attr-defined]


def test_a_learnable_task_is_learnt(trained: TrainingSummary) -> None:
    assert accuracy(trained.after) > 0.8  # a third would be chance


def test_the_folder_is_complete_and_nothing_lies_beside_it(trained: TrainingSummary) -> None:
    path = trained.folder.path
    names = {"README.md", "config.json", "manifest.json", "model.onnx", "model.safetensors"}
    names |= {"heads.safetensors"}
    assert names | {"tokenizer.json", "tokenizer_config.json"} == {p.name for p in path.iterdir()}
    assert {p.name for p in path.parent.iterdir()} == {"first.csv", "second.jsonl", "judge"}
    folder = read_folder(path)
    assert set(folder.manifest.files) == {p.name for p in path.iterdir()} - {"manifest.json"}
    for name in folder.manifest.files:
        folder.file(name)
    assert folder.manifest.labels == LABELS


def test_both_runtimes_open_it_and_agree(trained: TrainingSummary) -> None:
    pairs = [(row["left"], row["right"]) for row in toy_rows()[:12]]
    ours = load_judge(trained.folder.path).logits(pairs)  # type: ignore[attr-defined]
    import transformers

    model = transformers.AutoModelForSequenceClassification.from_pretrained(
        trained.folder.path, dtype=torch.float32
    )
    tokenizer = transformers.AutoTokenizer.from_pretrained(trained.folder.path)
    feed = tokenizer(*zip(*pairs, strict=True), padding=True, return_tensors="pt")
    with torch.no_grad():
        theirs = model.eval()(**feed).logits.numpy()
    assert [model.config.id2label[index] for index in range(3)] == list(LABELS)
    np.testing.assert_allclose(ours, theirs, atol=0.1)  # 8-bit storage
    assert (ours.argmax(1) == theirs.argmax(1)).all()


def test_the_weights_are_stored_as_fp16_and_nothing_is_pickled(trained: TrainingSummary) -> None:
    from safetensors.torch import load_file

    weights = load_file(trained.folder.path / "model.safetensors")
    assert {value.dtype for value in weights.values()} == {torch.float16}


def test_the_card_shows_the_figures(trained: TrainingSummary) -> None:
    card = (trained.folder.path / "README.md").read_text("utf-8")
    shown = {one.name for one in trained.after if not one.name.startswith("brier")}
    for name in shown:
        assert f"| {name} |" in card
    assert {"accuracy", "auroc_contradiction", "calibration_error"} <= shown
    assert f"{accuracy(trained.after):.3f}" in card
    assert trained.held_out in card


def test_bad_rows_are_told_with_file_and_row_and_stop_nothing(trained: TrainingSummary) -> None:
    told = [(Path(bad.source).name, bad.row, bad.reason) for bad in trained.bad]
    assert told[0][:2] == ("first.csv", len(toy_rows()) // 2 + 1)
    assert "left" in told[0][2]
    assert told[1][:2] == ("second.jsonl", 1)
    assert "maybe" in told[1][2]


def test_a_second_training_starts_from_the_first(
    trained: TrainingSummary, rows: list[dict[str, str]], tmp_path: Path
) -> None:
    table = write_jsonl(tmp_path / "rows.jsonl", rows)
    base = trained.folder.path
    found = train(
        [table], tmp_path / "again", base=base, epochs=1, learning_rate=1e-6, device="cpu"
    )
    assert accuracy(found.before) == accuracy(trained.after)  # the same pairs are held out
    assert accuracy(found.after) == accuracy(trained.after)
    assert "–" not in (found.folder.path / "README.md").read_text("utf-8").split("## Figures")[1]


def test_a_calibration_stays_where_there_are_too_few_pairs_to_fit_one(
    trained: TrainingSummary, rows: list[dict[str, str]], tmp_path: Path
) -> None:
    base = Path(copytree(trained.folder.path, tmp_path / "base"))
    stated = {"contradiction_slope": 0.5, "contradiction_offset": -0.25}
    options = trained.folder.manifest.options | {"calibration": stated}
    write_manifest(base, replace(trained.folder.manifest, options=options))
    table = write_jsonl(tmp_path / "rows.jsonl", rows)
    found = train([table], tmp_path / "again", base=base, epochs=0.1, **FAST)
    assert found.folder.manifest.options["calibration"] == stated | {
        "entailment_slope": 1.0,
        "entailment_offset": 0.0,
    }


def test_labels_are_translated(base: Path, rows: list[dict[str, str]], tmp_path: Path) -> None:
    codes = {"contradiction": "2", "entailment": "0", "neutral": "1"}
    table = write_csv(
        tmp_path / "codes.csv", [row | {"label": codes[row["label"]]} for row in rows]
    )
    labels = {code: label for label, code in codes.items()}
    found = train([table], tmp_path / "judge", base=base, labels=labels, epochs=0.1, **FAST)
    assert not found.bad
    with pytest.raises(InputError, match="ambiguous"):
        train([table], tmp_path / "other", base=base, epochs=0.1, **FAST)
    assert not (tmp_path / "other.work").exists()


def test_two_way_labels_alone_are_enough(
    base: Path, rows: list[dict[str, str]], tmp_path: Path
) -> None:
    names = {"contradiction": "not_entailment"}
    table = write_csv(
        tmp_path / "two.csv",
        [row | {"label": names.get(row["label"], "not_contradiction")} for row in rows],
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = train([table], tmp_path / "judge", base=base, epochs=0.1, **FAST)
    assert found.folder.manifest.options["gate"]["pairs"] == 0


def test_held_out_tables_are_used_whole_and_their_bad_rows_told(
    base: Path, rows: list[dict[str, str]], tmp_path: Path
) -> None:
    table = write_csv(tmp_path / "train.csv", rows[:90])
    dev = write_csv(tmp_path / "dev.csv", [*rows[90:], rows[0] | {"label": "?"}])
    found = train([table], tmp_path / "judge", base=base, dev=[dev], epochs=0.1, **FAST)
    assert (found.trained_on, found.after[0].n) == (90, len(rows) - 90)
    assert "dev.csv" in found.held_out
    assert [(Path(bad.source).name, bad.row) for bad in found.bad] == [("dev.csv", len(rows) - 89)]


def test_long_pairs_are_cut_for_training_and_a_short_base_reads_what_it_can(
    rows: list[dict[str, str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = make_base(tmp_path / "short", positions=40)
    long = [row | {"left": " ".join([row["left"]] * 9)} for row in rows[:40]]
    table = write_jsonl(tmp_path / "rows.jsonl", [*rows[40:], *long])
    options = FAST | {"progress": True}
    found = train([table], tmp_path / "judge", base=base, epochs=0.1, **options)
    assert "longer than 32 tokens: cut" in capsys.readouterr().err
    assert found.folder.manifest.options["max_tokens"] == 32


@pytest.mark.parametrize("kind", ["file", "folder", "foreign manifest", "extra file"])
def test_what_is_no_model_folder_is_never_overwritten(
    kind: str, base: Path, rows: list[dict[str, str]], trained: TrainingSummary, tmp_path: Path
) -> None:
    output = tmp_path / "precious"
    if kind == "file":
        output.write_text("mine", "utf-8")
    elif kind == "extra file":
        copytree(trained.folder.path, output)
        (output / "notes.txt").write_text("mine", "utf-8")
    else:
        output.mkdir()
        name = "notes.txt" if kind == "folder" else "manifest.json"
        (output / name).write_text('{"name": "mine"}', "utf-8")
    before = {p: p.read_bytes() for p in [output, *output.rglob("*")] if p.is_file()}
    table = write_csv(tmp_path / "rows.csv", rows)
    with pytest.raises(OutputError, match="is no model folder; choose another name"):
        train([table], output, base=base, epochs=0.1, **FAST)
    assert {p: p.read_bytes() for p in [output, *output.rglob("*")] if p.is_file()} == before
    assert not (tmp_path / "precious.work").exists()


def test_an_earlier_model_folder_is_replaced(
    base: Path, rows: list[dict[str, str]], trained: TrainingSummary, tmp_path: Path
) -> None:
    output = Path(copytree(trained.folder.path, tmp_path / "judge"))
    table = write_csv(tmp_path / "rows.csv", rows)
    found = train([table], output, base=base, epochs=0.1, **FAST)
    assert found.folder.sha256 != trained.folder.sha256
    assert {p.name for p in tmp_path.iterdir()} == {"judge", "rows.csv"}


@pytest.mark.parametrize("name", [".", ".."])
def test_a_folder_without_a_name_is_refused(
    name: str,
    base: Path,
    rows: list[dict[str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = write_csv(tmp_path / "rows.csv", rows)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutputError, match="choose another name"):
        train([table], Path(name), base=base, **FAST)


def test_a_place_that_cannot_hold_a_folder_is_told_before_the_work(
    base: Path, rows: list[dict[str, str]], tmp_path: Path
) -> None:
    table = write_csv(tmp_path / "rows.csv", rows)
    with pytest.raises(OutputError, match=r"rows\.csv/judge: .*cannot be written"):
        train([table], table / "judge", base=base, **FAST)


@pytest.mark.parametrize("where", ["export_onnx", "shrink_weights", "_gate"])
def test_nothing_half_written_is_left_when_writing_fails(
    where: str,
    base: Path,
    rows: list[dict[str, str]],
    trained: TrainingSummary,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"contradict.training.artefact.{where}", fail)
    output = Path(copytree(trained.folder.path, tmp_path / "judge"))
    before = read_folder(output).sha256
    table = write_csv(tmp_path / "rows.csv", rows)
    with pytest.raises(OutputError, match="No space left"):
        train([table], output, base=base, epochs=0.1, **FAST)
    assert read_folder(output).sha256 == before
    assert {p.name for p in tmp_path.iterdir()} == {"judge", "judge.work", "rows.csv"}
    monkeypatch.undo()
    assert train([table], output, base=base, epochs=0.1, **FAST).folder.sha256 != before
    assert {p.name for p in tmp_path.iterdir()} == {"judge", "rows.csv"}


def test_too_few_pairs_or_one_situation_are_refused_in_one_line(
    base: Path, rows: list[dict[str, str]], tmp_path: Path
) -> None:
    few = write_csv(tmp_path / "few.csv", rows[:19])
    with pytest.raises(InputError, match="19 usable labelled pairs; give at least 20"):
        train([few], tmp_path / "judge", base=base, **FAST)
    one = write_csv(tmp_path / "one.csv", [row | {"scenario": "all"} for row in rows])
    with pytest.raises(InputError, match="add a scenario column"):
        train([one], tmp_path / "judge", base=base, **FAST)
    assert {p.name for p in tmp_path.iterdir()} == {"few.csv", "one.csv"}


def test_a_base_that_is_none_is_told_in_one_line(
    rows: list[dict[str, str]], tmp_path: Path
) -> None:
    table = write_csv(tmp_path / "rows.csv", rows)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError) as caught:
        train([table], tmp_path / "judge", base=tmp_path / "empty", **FAST)
    assert isinstance(caught.value, ContradictError)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "judge.work").exists()


def test_integers_that_cost_accuracy_are_given_up(
    base: Path, rows: list[dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([True, False])  # integers lose too much, storage alone does not
    monkeypatch.setattr(artefact, "quantise", lambda *_: 12)
    monkeypatch.setattr(artefact, "_loses", lambda *_: next(answers))
    table = write_csv(tmp_path / "rows.csv", rows)
    found = train([table], tmp_path / "judge", base=base, epochs=0.1, **FAST)
    assert found.folder.manifest.options["integer_products"] == 0
    assert "everything computed in fp32" in (found.folder.path / "README.md").read_text("utf-8")


def test_the_artefact_must_be_as_good_as_full_precision(
    trained: TrainingSummary,
) -> None:
    dev = [Example("a", "b", (LABELS[number % 3],)) for number in range(300)]
    right = np.eye(3)[[number % 3 for number in range(300)]]
    worse = right.copy()
    worse[:6] = np.roll(worse[:6], 1, axis=1)
    assert artefact._gate(right, right, dev)["accuracy_shipped"] == 1.0
    with pytest.raises(ModelError, match=r"2\.0 points worse"):
        artefact._gate(right, worse, dev)
    gate = trained.folder.manifest.options["gate"]
    assert json.dumps(gate)  # plain numbers
    assert gate["largest_logit_change"] < 0.1
