"""Any Hugging Face cross-encoder that names its labels is a judge; nothing pickled is ever read."""

from __future__ import annotations

import json
import shutil
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest
import torch

from contradict.errors import ModelError
from contradict.judgements import load_judge
from contradict.judgements.cross_encoder import CrossEncoderJudge
from contradict.judgements.onnx_judge import OnnxJudge
from contradict.records import LABELS
from contradict.store import ModelFolder
from tests.judges import POSITIONS, WORDS, hugging_face_folder, random_classifier

TEXTS = [("the bridge is open", f"the {word} is closed") for word in WORDS]


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="module")
def judge(foreign: Path) -> CrossEncoderJudge:
    judge = load_judge(foreign)
    assert isinstance(judge, CrossEncoderJudge)
    return judge


def test_a_folder_of_ours_runs_on_onnxruntime(ours: ModelFolder) -> None:
    assert isinstance(load_judge(ours.path), OnnxJudge)
    assert isinstance(load_judge(str(ours.path), "cpu"), OnnxJudge)


def test_a_foreign_folder_has_the_softmax_of_its_own_logits(
    judge: CrossEncoderJudge, foreign: Path
) -> None:
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(foreign)
    model = random_classifier()
    for left, right in TEXTS:
        inputs = [
            tokenizer(*texts, return_tensors="pt") for texts in ((left, right), (right, left))
        ]
        with torch.no_grad():
            logits = torch.cat([model(**one).logits for one in inputs]).double().numpy()
        from contradict.judgements.calibration import Calibration

        (expected,) = Calibration().apply(logits[:1], logits[1:])
        (found,) = judge.probabilities([(left, right)])
        shares = [getattr(found, label) for label in LABELS]
        assert shares == pytest.approx(list(expected), abs=1e-5)
        assert sum(shares) == pytest.approx(1, abs=1e-6)


def test_contradiction_is_symmetric_and_company_changes_nothing_that_shows(
    judge: CrossEncoderJudge,
) -> None:
    together = judge.probabilities([*TEXTS, *[(b, a) for a, b in TEXTS]])
    there, back = together[: len(TEXTS)], together[len(TEXTS) :]
    assert [one.contradiction for one in there] == [one.contradiction for one in back]
    for texts, one in zip(TEXTS, there, strict=True):
        (alone,) = judge.probabilities([texts])
        assert alone.contradiction == pytest.approx(one.contradiction, abs=1e-5)
    assert judge.probabilities([]) == []


def test_each_distinct_directed_pair_is_run_once(
    judge: CrossEncoderJudge, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sentence_transformers import CrossEncoder

    ran: list[tuple[str, str]] = []

    def predict(self: CrossEncoder, pairs: list[tuple[str, str]], **options: object) -> object:
        ran.extend(pairs)
        return original(self, pairs, **options)

    original = CrossEncoder.predict
    monkeypatch.setattr(CrossEncoder, "predict", predict)
    judge.probabilities([("a", "b"), ("b", "a"), ("a", "b"), ("c", "c")])
    assert sorted(ran) == [("a", "b"), ("b", "a"), ("c", "c")]


def test_the_order_of_the_labels_changes_nothing(judge: CrossEncoderJudge, tmp_path: Path) -> None:
    turned = load_judge(
        hugging_face_folder(tmp_path / "t", ("neutral", "contradiction", "entailment"))
    )
    for one, same in zip(judge.probabilities(TEXTS), turned.probabilities(TEXTS), strict=True):
        for label in LABELS:
            assert getattr(one, label) == pytest.approx(getattr(same, label), abs=1e-5)


def test_ours_through_torch_judges_as_ours_through_onnx(ours: ModelFolder) -> None:
    through_torch = CrossEncoderJudge(ours.path, ours, "cpu")
    assert through_torch.info == ours.info
    both = [judge.probabilities(TEXTS) for judge in (through_torch, load_judge(ours.path))]
    for one, other in zip(*both, strict=True):  # weights in fp16 and in 8 bits
        assert one.contradiction == pytest.approx(other.contradiction, abs=0.05)


def test_ours_through_torch_is_checked_as_well(ours: ModelFolder, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ours.path, tmp_path / "copy"))
    (folder / "model.safetensors").write_bytes(b"another")
    with pytest.raises(ModelError, match=r"model\.safetensors is not the file"):
        load_judge(folder, device="cuda")


def test_the_report_names_a_foreign_model_by_folder_and_weights(
    judge: CrossEncoderJudge, foreign: Path, tmp_path: Path
) -> None:
    elsewhere = Path(shutil.copytree(foreign, tmp_path / foreign.name))
    assert judge.info == load_judge(elsewhere).info
    assert judge.info.name == foreign.name
    assert len(judge.info.sha256 or "") == 64


def test_a_pair_too_long_is_refused_not_cut(judge: CrossEncoderJudge) -> None:
    words = ["open"] * (POSITIONS - 4)
    assert judge.probabilities([(" ".join(words), "closed")])
    with pytest.raises(ModelError, match=f"reads {POSITIONS} tokens and a pair has 65") as told:
        judge.probabilities([(" ".join([*words, "open"]), "closed")])
    assert "\n" not in str(told.value)


def test_lone_surrogates_are_read_as_question_marks(judge: CrossEncoderJudge) -> None:
    assert judge.probabilities([("a \ud800 b", "c")]) == judge.probabilities([("a ? b", "c")])


def refused(name: str | Path) -> str:
    with pytest.raises(ModelError) as told:
        load_judge(name)
    assert "\n" not in str(told.value)
    return str(told.value)


def test_pickled_weights_are_refused(foreign: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(foreign, tmp_path / "pickled"))
    (folder / "model.safetensors").unlink()
    torch.save(random_classifier().state_dict(), folder / "pytorch_model.bin")
    assert "cannot be loaded" in refused(folder)


@pytest.mark.parametrize("modular", [True, False])
def test_code_in_a_folder_is_never_run(foreign: Path, tmp_path: Path, modular: bool) -> None:
    folder = Path(shutil.copytree(foreign, tmp_path / "code"))
    trap = f"import pathlib\npathlib.Path({str(tmp_path / 'ran')!r}).touch()\n"
    (folder / "trap.py").write_text(trap, encoding="utf-8")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config["auto_map"] = {
        "AutoConfig": "trap.Trap",
        "AutoModelForSequenceClassification": "trap.Trap",
    }
    config["sentence_transformers"] = {"activation_fn": "trap.Trap"}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    modules = [{"idx": 0, "name": "0", "path": "", "type": "trap.Trap"}]
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    kind = json.dumps({"model_type": "CrossEncoder" if modular else "SentenceTransformer"})
    (folder / "config_sentence_transformers.json").write_text(kind, encoding="utf-8")
    with pytest.raises(ModelError) if modular else nullcontext():
        load_judge(folder).probabilities([("a", "b")])
    assert not (tmp_path / "ran").exists()
    assert "trap" not in sys.modules


@pytest.mark.parametrize(
    "order", [("LABEL_0", "LABEL_1", "LABEL_2"), ("contradiction", "entailment")]
)
def test_unknown_labels_are_refused(tmp_path: Path, order: tuple[str, ...]) -> None:
    assert "need exactly" in refused(hugging_face_folder(tmp_path / "model", order))


def test_an_empty_folder_and_an_unknown_name_are_refused(tmp_path: Path) -> None:
    assert "cannot be loaded" in refused(tmp_path)
    assert "cannot be loaded" in refused("nobody/has-such-a-model")
    assert "no model" in refused(tmp_path / "nowhere")
    assert "no model" in refused(str(tmp_path / "nowhere"))


def test_without_the_shipped_judge_the_default_is_refused_at_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("contradict.store.models_root", lambda: tmp_path)
    with pytest.raises(ModelError, match="no model 'judge'"):
        load_judge()
