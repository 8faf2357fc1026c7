"""The recipe of models/verdict: what its three regressions learn from, and what they may not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contradict import symbols
from contradict.errors import InputError
from contradict.findings import load_combiner
from contradict.findings.combiner import OTHERS
from contradict.findings.log_odds import odds
from contradict.records import KINDS, VERDICTS, Judgement, Pair
from contradict.training.recipes import scans, verdict, verdict_pairs
from contradict.training.recipes.verdict_pairs import Labelled
from tests.judges import FixedJudge, RuleJudge, pair

SAID = {"left": "The kiln was lit.", "right": "The kiln was not lit."}
KILN = verdict_pairs.pair_of(SAID)
WIDTH = 1 + len(symbols.NAMES)
SAME_SPEAKER = 1 + symbols.NAMES.index("same_speaker")


def lines(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def sample(part: str, count: int, share: float, seed: int) -> tuple[list[Labelled], Any]:
    """Pairs of which ``share`` conflict, and a table in which the judge mostly sees which."""
    random = np.random.default_rng(seed)
    conflicts = np.arange(count) < round(count * share)
    values = np.zeros((count, WIDTH))
    values[:, 0] = random.normal(np.where(conflicts, 1.0, -1.0), 1.5)
    values[:, SAME_SPEAKER] = random.integers(2, size=count)
    return [Labelled(KILN, bool(one), part, "g") for one in conflicts], values


def shares(values: Any, weights: Any, offset: Any) -> Any:
    return 1 / (1 + np.exp(-(values @ weights + offset)))


@given(st.sampled_from(verdict.OWN_OFFSET), st.floats(0.1, 0.9), st.floats(0.03, 0.9))
@settings(deadline=None, max_examples=25)
def test_the_score_is_calibrated_on_public_pairs_whatever_the_other_parts_are_like(
    part: str, public: float, other: float
) -> None:
    rows, values = sample("public", 200, public, 1)
    more, others = sample(part, 200, other, 2)
    weights, offset = verdict.fit_score([*rows, *more], np.vstack([values, others]))
    mean = shares(values, weights, offset).mean()
    assert mean == pytest.approx(np.mean([row.conflict for row in rows]), abs=0.03)
    assert weights[0] > 0


def test_that_scans_seldom_conflict_does_not_come_to_mean_that_named_speakers_do_not() -> None:
    public, plain = sample("public", 200, 0.5, 1)
    rare, named = sample("scans", 200, 0.05, 2)
    plain[:, SAME_SPEAKER], named[:, SAME_SPEAKER] = 0, 1
    values = np.vstack([plain, named])
    weights, _ = verdict.fit_score([*public, *rare], values)
    assert abs(weights[SAME_SPEAKER]) < 0.2
    as_one = [Labelled(row.pair, row.conflict, "public", "g") for row in [*public, *rare]]
    assert verdict.fit_score(as_one, values)[0][SAME_SPEAKER] < -1


def test_a_signal_that_is_not_scored_has_no_weight_however_well_it_tells() -> None:
    rows, values = sample("public", 100, 0.5, 1)
    told, hidden = (1 + symbols.NAMES.index(name) for name in ("figures_conflict", "alike"))
    assert "alike" not in verdict.SCORED
    values[:, told] = values[:, hidden] = [float(row.conflict) for row in rows]
    weights, _ = verdict.fit_score(rows, values)
    assert weights[told] > 0
    assert weights[hidden] == 0
    weights, _ = verdict.fit_score(rows, values, columns=["alike"])
    assert weights[hidden] > 0
    assert weights[told] == 0


@given(
    st.permutations(["brass", "copper", "iron"]),
    st.floats(0.01, 100),
    st.floats(-50, 50),
)
@settings(deadline=None, max_examples=25)
def test_names_stand_in_order_whatever_the_order_and_the_scale_of_the_signals(
    order: list[str], scale: float, shift: float
) -> None:
    names = ["brass", "copper", "iron"] * 20
    metals = np.array([[name == metal for metal in ("brass", "copper", "iron")] for name in names])
    values = (metals + np.random.default_rng(0).normal(0, 0.1, metals.shape)) * scale + shift
    weights, offset = verdict.fit_names(values, names, order)
    assert [order[place] for place in (values @ weights + offset).argmax(1)] == names
    plain = (values - shift) / scale
    there, back = verdict.fit_names(plain, names, order)
    assert values @ weights + offset == pytest.approx(plain @ there + back, abs=0.02)


def test_a_name_is_not_likelier_for_being_frequent() -> None:
    names = ["brass"] * 90 + ["copper"] * 9 + ["iron"]
    weights, offset = verdict.fit_names(np.ones((100, 2)), names, ["brass", "copper", "iron"])
    logits = np.ones(2) @ weights + offset
    assert logits == pytest.approx([logits.mean()] * 3, abs=0.01)


@given(st.floats(0, 1))
def test_the_table_is_what_the_judge_says_and_then_the_signals(said: float) -> None:
    pairs = [KILN, pair("It held 40 jars.", "It held 55 jars.")]
    rows = [Labelled(one, True, "public", "g") for one in pairs]
    found = verdict.table(rows, FixedJudge(said, 0.0))
    assert found[:, 0] == pytest.approx([odds(said)] * 2)
    assert (found[:, 1:] == symbols.matrix(pairs)).all()


def test_a_row_is_two_claims_with_who_said_them_and_when() -> None:
    told = {"left_speaker": "Odile Renn", "left_date": "2021-03-04", "right_speaker": None}
    found = verdict_pairs.pair_of({**SAID, **told})
    assert (found.left.text, found.right.text) == (SAID["left"], SAID["right"])
    assert (found.left.speaker, found.left.date) == ("Odile Renn", "2021-03-04")
    assert (found.right.speaker, found.right.date) == (None, None)
    with pytest.raises(InputError, match="right: the text is empty"):
        verdict_pairs.pair_of({**SAID, "right": " "})


def test_contradictions_and_changes_conflict_and_nothing_else_does(tmp_path: Path) -> None:
    rows = [{**SAID, "verdict": one, "shelf": number} for number, one in enumerate(VERDICTS)]
    found = list(verdict_pairs.labelled(lines(tmp_path / "a.jsonl", rows), "natural", "shelf"))
    conflicts = {VERDICTS[int(one.group)] for one in found if one.conflict}
    assert conflicts == {"contradiction", "changed"}
    assert len(found) == len(VERDICTS)
    assert {one.part for one in found} == {"natural"}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a table of 30 public pairs for each of two sets, of which some are drawn."""
    monkeypatch.setattr(verdict_pairs, "PUBLIC", {"alder": 12, "birch": 20})
    (tmp_path / "eval").mkdir()
    for name in verdict_pairs.PUBLIC:
        rows = [
            {
                "premise": f"Oven {n} of {name} was hot.",
                "hypothesis": f"Oven {n} of {name} was {word}hot.",
                "label": label,
            }
            for n in range(10)
            for label, word in (("contradiction", "not "), ("entailment", ""), ("neutral", "once "))
        ]
        pd.DataFrame(rows).to_parquet(tmp_path / "eval" / f"{name}.dev.parquet")
    return tmp_path


def test_public_pairs_are_drawn_and_only_contradictions_conflict(data: Path) -> None:
    found = list(verdict_pairs.public(data, 0))
    assert len({one.group for one in found}) == len(found) == 12 + 20
    assert all(one.conflict == (" not " in one.pair.right.text) for one in found)
    assert found == list(verdict_pairs.public(data, 0))
    assert found != list(verdict_pairs.public(data, 1))


GOLD = {"left_source": "a.txt", "right_source": "b.txt", "left_quote": "The oven was hot."}
SCANNED = [
    ("The oven was hot.", "The oven was not hot."),
    ("The oven was hot.", "Rain stopped the fair."),
    *(("The vat leaked.", f"Vat {n} was not sound.") for n in range(600)),
]


def scanned_sets(
    detector: Any = None, folder: Path = Path(), shortlist: int | None = None
) -> list[scans.ScannedSet]:
    """A set with a contradiction, a pair of unrelated gold, and a lot of others, hardest first."""
    pairs: list[Pair] = [pair(*texts) for texts in SCANNED]
    judged = [
        Judgement(one, said)
        for one, said in zip(pairs, RuleJudge().probabilities(SCANNED), strict=True)
    ]
    gold = [
        {**GOLD, "right_quote": right, "verdict": given}
        for (_, right), given in zip(SCANNED, ("contradiction", "unrelated"), strict=False)
    ]
    return [scans.ScannedSet.of("bakery", judged, gold)]


def test_of_a_scan_gold_is_kept_with_its_verdict_and_the_hardest_others_as_none() -> None:
    found, again, another = (
        list(verdict_pairs.scanned(scanned_sets(), seed)) for seed in (0, 0, 1)
    )
    assert [one.pair.right.text for one in found if one.conflict] == ["The oven was not hot."]
    texts = [(one.pair.left.text, one.pair.right.text) for one in found]
    assert set(SCANNED[: 2 + verdict_pairs.HARD]) <= set(texts)
    assert len(set(texts)) == len(texts) == 2 + verdict_pairs.HARD + verdict_pairs.EASY
    assert found == again
    assert found != another  # the easy ones are drawn


def test_months_of_briefings_count_as_no_conflicts_but_for_held_out_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    month = tmp_path / "wh_press_briefings" / "2024-02"
    month.mkdir(parents=True)
    for name in ("kept", "barred"):
        (month / f"{name}.md").write_text(f"The {name} oven was hot.\n", "utf-8")
    file = "wh_press_briefings/2024-02/barred.md"
    place = {"file": file, "document": None}
    held = lines(tmp_path / "held.jsonl", [{"left": place, "right": place}])
    monkeypatch.setattr(verdict_pairs, "READ", (held,))
    monkeypatch.setattr(verdict_pairs, "MONTHS", ("2024-02",))

    def shortlisted(detector: Any, documents: Any, gold: Any, count: int) -> list[Pair]:
        assert [Path(one.source).name for one in documents] == ["kept.md"]
        return [pair(*texts) for texts in SCANNED]

    monkeypatch.setattr(scans, "shortlisted", shortlisted)
    detector: Any = SimpleNamespace(judge=RuleJudge())
    found = list(verdict_pairs.transcripts(detector, tmp_path, 0))
    assert len(found) == len(SCANNED)
    assert {(one.conflict, one.part, one.group) for one in found} == {(False, "scans", "2024-02")}
    assert found[0].said == max(one.said for one in found if one.said is not None) > 0.5
    known = verdict.table(found[:1], FixedJudge(0.0, 0.0))
    assert known[0, 0] == pytest.approx(odds(found[0].said))


def test_the_command_writes_a_model_that_gives_scores_and_thresholds(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [("contradiction", kind) for kind in KINDS] + [(one, None) for one in OTHERS]
    rows = [
        {**SAID, "right": f"Kiln {n} was lit.", "verdict": one, "kind": kind, "scenario": "kiln"}
        for n, (one, kind) in enumerate(said * 2)
    ]
    (tmp_path / "statements").mkdir()
    lines(tmp_path / "statements" / "train.jsonl", rows)
    lines(tmp_path / "statements" / "dev.jsonl", rows)
    natural = lines(tmp_path / "natural.jsonl", [row | {"group": "g"} for row in rows])
    for module in (verdict, verdict_pairs):
        monkeypatch.setattr(module, "STATEMENTS", tmp_path / "statements")
    monkeypatch.setattr(scans, "scanned_sets", scanned_sets)
    monkeypatch.setattr(verdict, "load", lambda model: SimpleNamespace(judge=RuleJudge()))
    monkeypatch.setattr(verdict, "transcripts", lambda detector, corpora, seed: [])
    output = tmp_path / "model"
    words = ["verdict", "--data", data, "--corpora", tmp_path, "--natural", natural, "-o", output]
    monkeypatch.setattr("sys.argv", [str(word) for word in words])
    verdict.main()
    combiner = load_combiner(output)
    assert combiner.conflict(KILN, 0.9) > combiner.conflict(KILN, 0.1)
    asked = [combiner.threshold(precision / 100) for precision in range(1, 100)]
    assert asked == sorted(asked)
    assert asked[0] < 1
    card = (output / "README.md").read_text("utf-8")
    assert f"| 0.5 | {combiner.threshold(0.5):.3f} |" in card
