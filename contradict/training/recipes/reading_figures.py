"""What the readers make of real files, by one command:

    python -m contradict.training.recipes.reading_figures --corpora CORPORA -o build/reading.md

Each file of ``formats/`` with its turns, speakers, date and claims, or why it was skipped; and all
briefings: errors, turns with a speaker, claims of anonymous questioners, speed and memory.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator
from pathlib import Path

from contradict.claims import load_extractor
from contradict.documents import read_documents

FORMATS = "formats"
BRIEFINGS = "wh_press_briefings"


def format_lines(folder: Path) -> Iterator[str]:
    """A Markdown row for each file: what was read of it, or why nothing was."""
    extractor = load_extractor()
    yield "| file | documents | turns | speakers | date | title | claims | with a speaker |"
    yield "|---|---:|---:|---:|---|---|---:|---:|"
    for path in sorted(one for one in folder.iterdir() if one.is_file()):
        documents, skipped = read_documents([path])
        if not documents:
            yield f"| {path.name} | {skipped[0].reason if skipped else 'nothing'} | | | | | | |"
            continue
        turns = [turn for one in documents for turn in one.turns]
        speakers = {turn.speaker for turn in turns} | {one.speaker for one in documents}
        claims = list(extractor.claims(documents))
        named = sum(claim.speaker is not None for claim in claims)
        first = documents[0]
        yield (
            f"| {path.name} | {len(documents)} | {len(turns)} | {len(speakers - {None})}"
            f" | {first.date or '-'} | {(first.title or '-')[:40]} | {len(claims)}"
            f" | {named / max(1, len(claims)):.0%} |"
        )


def briefing_lines(folder: Path) -> Iterator[str]:
    """All briefings read, and their claims taken out."""
    files = sorted(folder.glob("*/*.md"))
    started = time.monotonic()
    documents, skipped = read_documents(files)
    turns = [turn for one in documents for turn in one.turns]
    named = sum(turn.speaker is not None for turn in turns)
    claims = asked = 0
    for claim in load_extractor().claims(documents):
        claims += 1
        asked += any(
            turn.asks and turn.start <= claim.start < turn.end for turn in claim.document.turns
        )
    seconds = time.monotonic() - started
    words = sum(len(one.text.split()) for one in documents)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield f"{len(files)} briefings, {words:,} words: {len(skipped)} could not be read."
    yield f"{len(turns):,} turns, {named / max(1, len(turns)):.1%} with a speaker."
    yield f"{claims:,} claims, {asked} of anonymous questioners."
    speed = f"{words / seconds:,.0f} words/s, {peak:,.0f} MiB peak."
    yield f"{seconds:.0f} s from file to claims, {speed}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True, help="folder with real texts")
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    lines = [*format_lines(given.corpora / FORMATS), "", *briefing_lines(given.corpora / BRIEFINGS)]
    given.output.parent.mkdir(parents=True, exist_ok=True)
    given.output.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
