"""A scan of more claims than are at hand: real ones, and copies with other words and figures.

    python -m tests.bench.many_claims BRIEFINGS --claims 1000000

Claims are taken out of the files once. A copy of a claim has each figure replaced by another one,
and one of its longer words by a word of another claim. All are embedded, searched for candidates
and sifted by the cascade; of what the judge would read, a sample is judged and the time for all
worked out from it. Prints one line a stage, with the peak of memory so far, that of the processes
which take claims out aside.
"""

from __future__ import annotations

import argparse
import re
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import TypeVar

from contradict.claims import quantities_in
from contradict.detector import Detector, load
from contradict.documents import read_documents
from contradict.judgements import judge_pairs
from contradict.records import Claim, Document

Made = TypeVar("Made")

FIGURE = re.compile(r"\d+")
LONG_WORD = re.compile(r"[a-z]{6,}")
SAMPLE = 20_000  # pairs that are judged
KIBIBYTES_A_GIGABYTE = 1e9 / 1024


def copies(claims: Sequence[Claim], wanted: int, seed: int = 0) -> Iterator[Claim]:
    """The claims, then altered copies of all of them in turn, until there are so many.

    The copies of a document's claims make a document of their own. Of no claims there are none.
    """
    yield from claims[:wanted]
    random = Random(seed)
    words = sorted({word for claim in claims for word in LONG_WORD.findall(claim.text)})
    by_document = defaultdict(list)
    for claim in claims:
        by_document[id(claim.document)].append(claim)
    made, number = len(claims), 0
    while claims and made < wanted:
        number += 1
        for group in by_document.values():
            group = group[: wanted - made]
            made += len(group)
            yield from _copied(group, f"copy {number}", words, random)


def _copied(
    claims: Sequence[Claim], name: str, words: Sequence[str], random: Random
) -> Iterator[Claim]:
    """Altered claims, each a line of one new document."""
    texts = [altered(claim.text, words, random) for claim in claims]
    if not claims:
        return
    first = claims[0].document
    source = f"{name}/{first.source}"
    document = Document(source, source, "\n".join(texts), date=first.date)
    start = 0
    for claim, text in zip(claims, texts, strict=True):
        end = start + len(text)
        amounts = quantities_in(document.text, start, end, ())
        yield replace(
            claim,
            document=document,
            start=start,
            end=end,
            text=text,
            quantities=amounts,
            moments=(),
        )
        start = end + 1


def altered(text: str, words: Sequence[str], random: Random) -> str:
    """The text with other figures, and another word for one of its longer ones."""
    text = FIGURE.sub(lambda match: str(random.randint(1, 10 ** len(match[0]))), text)
    places = list(LONG_WORD.finditer(text))
    if not places or not words:
        return text
    place = random.choice(places)
    return text[: place.start()] + random.choice(words) + text[place.end() :]


def measure(detector: Detector, claims: list[Claim], sample: int) -> None:
    """Carry out the stages after the claims, and say what each took."""
    claims, vectors = told("embedded and weighed", lambda: detector._worthy(claims))
    print(f"{len(claims):,} of them worth comparing", flush=True)
    pairs, count = told("searched and sifted", lambda: detector.selection.chosen(claims, vectors))
    print(f"{count.possible:,} possible, {count.proposed:,} proposed, {len(pairs):,} to be judged")
    part = Random(0).sample(pairs, min(sample, len(pairs)))
    floor = detector.selection.floor(count.possible)
    started = time.perf_counter()
    judge_pairs(detector.judge, part, floor=floor, at_once=4096)
    share = len(pairs) / max(1, len(part))
    print(f"judging all would take {(time.perf_counter() - started) * share:,.0f} s", flush=True)


def told(stage: str, work: Callable[[], Made]) -> Made:
    """What the work gives; prints the seconds it took and the peak of memory."""
    started = time.perf_counter()
    found = work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIBIBYTES_A_GIGABYTE
    print(f"{stage}: {time.perf_counter() - started:,.0f} s, {peak:.1f} GB at most", flush=True)
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.many_claims", description=__doc__)
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="files and folders with real texts"
    )
    parser.add_argument("--claims", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--sample", type=int, default=SAMPLE, metavar="N", help="pairs to judge")
    chosen = parser.parse_args(arguments)
    detector = load()
    documents, skipped = read_documents(chosen.paths)
    for one in skipped:
        print(f"{one.source}: {one.reason}", file=sys.stderr)
    real = told("real claims", lambda: list(detector.extractor.claims(documents)))
    claims = told("copied", lambda: list(copies(real, chosen.claims)))
    print(f"{len(real):,} real claims, {len(claims):,} with their copies", flush=True)
    measure(detector, claims, chosen.sample)


if __name__ == "__main__":
    main()
