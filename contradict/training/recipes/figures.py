"""Every figure of the default models on held-out data, by one command:

    python -m contradict.training.recipes.figures --data DATA --corpora CORPORA -o build/figures.md

Test sets of public NLI, random pairs of sentences from briefings of months that were not trained
on, and the sample corpus that comes with the project.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from contradict.detector import Detector, load
from contradict.documents import read_documents
from contradict.evaluation import match_findings
from contradict.evaluation.files import evaluate_files
from contradict.labelled import PairRow
from contradict.records import Claim
from contradict.training.recipes import neutrals

TEST_SETS = ("mnli.test", "snli.test")
SHOWN = (
    "accuracy",
    "macro_f1",
    "f1_contradiction",
    "average_precision_contradiction",
    "auroc_contradiction",
    "calibration_error",
    "calibration_error_contradiction",
)
HELD_OUT_MONTHS = ("2024-10", "2024-11", "2024-12")
RANDOM_PAIRS = 2000
THRESHOLD = 0.5
SAMPLES = Path("data/samples")


def lines(data: Path, corpora: Path, samples: Path, model: str | None) -> Iterator[str]:
    """The Markdown report, line by line."""
    detector = load(model)
    yield "| set | metric | pairs | value | 95 % interval |"
    yield "|---|---|---:|---:|---|"
    for name in TEST_SETS:
        metrics = evaluate_files(data / "eval" / f"{name}.parquet", detector)
        for one in metrics:
            if one.name in SHOWN:
                yield (
                    f"| {name} | {one.name} | {one.n} | {one.value:.4f}"
                    f" | {one.low:.4f} to {one.high:.4f} |"
                )
    flagged = random_pairs_flagged(corpora / "wh_press_briefings", detector)
    low, high = wilson(flagged, RANDOM_PAIRS)
    yield (
        f"| random pairs of briefing sentences | share scored ≥ {THRESHOLD} | {RANDOM_PAIRS}"
        f" | {flagged / RANDOM_PAIRS:.4f} | {low:.4f} to {high:.4f} |"
    )
    yield ""
    yield from sample_lines(samples, detector)


def random_pairs_flagged(briefings: Path, detector: Detector) -> int:
    """How many of RANDOM_PAIRS pairs, each of two held-out briefings, score over THRESHOLD."""
    documents = neutrals.briefing_sentences(briefings, HELD_OUT_MONTHS)
    rows = neutrals.random_pairs(documents, RANDOM_PAIRS, 0, "held_out")
    pairs = [PairRow(number, left, right) for number, (left, right, _, _) in enumerate(rows, 1)]
    return sum(one.contradiction >= THRESHOLD for one in detector.judge_rows(pairs))


def sample_lines(samples: Path, detector: Detector) -> Iterator[str]:
    """Claims and findings of the sample corpus against its gold."""
    documents, skipped = read_documents([samples / "corpus"])
    gold = _read(samples / "gold_claims.jsonl")
    right, total = claims_found(detector.claims(documents), gold)
    low, high = wilson(right, total)
    yield (
        f"Sample corpus: {right} of {total} gold quotes lie inside one claim with the right speaker"
        f" ({right / total:.3f}, {low:.3f} to {high:.3f})."
    )
    planted = _read(samples / "gold_findings.jsonl")
    true = [one for one in planted if one["verdict"] in ("contradiction", "changed")]
    report = detector.scan(documents, skipped=skipped).as_dict()
    matches = match_findings(report["findings"], true)
    shown = len(report["findings"])
    yield (
        f"Its scan shows {shown} findings; of its {len(true)} planted contradictions and changes"
        f" {len(matches.found(shown))} are among them, {len(matches.found(20))} among the first 20."
    )


def claims_found(claims: Sequence[Claim], gold: Sequence[dict[str, Any]]) -> tuple[int, int]:
    """(found with the right speaker, all) of the gold quotes that are claims."""
    wanted = [one for one in gold if one["claim"]]
    found = 0
    for one in wanted:
        found += any(
            _words(one["quote"]) in _words(claim.quote) and claim.speaker == one["speaker"]
            for claim in claims
            if Path(claim.document.source).name == Path(one["source"]).name
        )
    return found, len(wanted)


def wilson(hits: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927)."""
    share = hits / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    spread = share * (1 - share) / total + z * z / (4 * total * total)
    half = z * math.sqrt(spread) / (1 + z * z / total)
    return max(0.0, middle - half), min(1.0, middle + half)


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _words(text: str) -> str:
    return " ".join(text.replace("“", '"').replace("”", '"').replace("’", "'").split())


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with eval/")
    parser.add_argument("--corpora", type=Path, required=True, help="folder with real texts")
    parser.add_argument("--samples", type=Path, default=SAMPLES)
    parser.add_argument("--model", help="judge to measure  [default: the shipped one]")
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    text = "\n".join(lines(given.data, given.corpora, given.samples, given.model)) + "\n"
    given.output.parent.mkdir(parents=True, exist_ok=True)
    given.output.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
