"""What the heads of a judge say: the same in any batch, mirrored when the texts are swapped."""

from __future__ import annotations

import pytest

from contradict.errors import ModelError
from contradict.judgements.explanations import Heads
from contradict.judgements.onnx_judge import OnnxJudge
from contradict.protocols import Explainer
from contradict.records import KINDS, VERDICTS
from contradict.settings import Settings
from contradict.store import ModelFolder

PAIRS = [
    ("the bridge is open", "the bridge is closed"),
    ("a bridge", "the bridge is open a a a a a"),
    ("the bridge is open", "the bridge is open"),
    ("a", "bridge"),  # padded to eight tokens, as many as there are kinds
]


def test_shares_sum_to_one_and_pieces_lie_in_the_texts(judge: OnnxJudge) -> None:
    assert isinstance(judge, Explainer)
    for texts, found in zip(PAIRS, judge.explanations(PAIRS), strict=True):
        assert found is not None
        assert tuple(found.verdicts) == VERDICTS
        assert tuple(found.kinds) == KINDS
        assert sum(found.verdicts.values()) == pytest.approx(1, abs=1e-3)
        assert sum(found.kinds.values()) == pytest.approx(1, abs=1e-3)
        for text, pieces in zip(texts, (found.left, found.right), strict=True):
            assert pieces
            assert [text[start:end] for start, end, _ in pieces] == text.split()


def test_a_pair_says_the_same_alone_in_company_and_mirrored(judge: OnnxJudge) -> None:
    together = judge.explanations(PAIRS)
    assert [judge.explanations([one])[0] for one in PAIRS] == together
    for found, mirrored in zip(
        together, judge.explanations([(b, a) for a, b in PAIRS]), strict=True
    ):
        assert found is not None
        assert mirrored is not None
        assert (mirrored.left, mirrored.right) == (found.right, found.left)
        assert (mirrored.verdicts, mirrored.kinds) == (found.verdicts, found.kinds)


def test_a_pair_too_long_for_one_input_has_none(judge: OnnxJudge) -> None:
    assert judge.explanations([("the bridge " * 200, "a")]) == [None]
    assert judge.explanations([]) == []


def test_heads_are_read_by_name_and_unknown_names_refused(ours: ModelFolder) -> None:
    assert Heads.from_options({}) is None
    assert Heads.from_options(ours.manifest.options) == Heads(VERDICTS, KINDS)
    for options in ({"verdicts": ["odd"], "kinds": list(KINDS)}, {"verdicts": list(VERDICTS)}):
        with pytest.raises(ModelError, match="manifest"):
            Heads.from_options(options)


def test_a_judge_without_heads_says_nothing(ours: ModelFolder) -> None:
    plain = OnnxJudge(ours, Settings())
    plain._heads = None
    assert plain.explanations(PAIRS) == [None] * len(PAIRS)
