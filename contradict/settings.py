"""Every knob with its default, and where the default comes from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Settings:
    """Immutable; ``dataclasses.replace(settings, threshold=0.7)`` makes a changed copy."""

    # --- what is shown ---------------------------------------------------------------------------
    threshold: float = 0.5  # on strength; 0.5 is "more likely than not" for a calibrated number
    limit: int | None = None
    precision: float | None = None  # in place of a threshold: that of the findings shown, 0 to 1

    # --- documents: what untrusted input may cost ------------------------------------------------
    max_file_bytes: int = 64 * 2**20  # the longest hearing seen was 3 MB
    max_archive_members: int = 10_000  # a year of daily transcripts with all that belongs to them
    max_unpacked_bytes: int = (
        512 * 2**20
    )  # of an archive or a Word file: eight of the largest files
    max_pages: int = 5_000  # of a PDF; a long inquiry report has two thousand
    max_line_characters: int = 5_000_000  # a whole speech on one line is 15 thousand
    context_characters: int = 160  # `before` and `after` of a finding

    # --- claims ----------------------------------------------------------------------------------
    min_claim_words: int = 3
    # Left out below it: a side of one in 150 gold pairs of data/corpora/dev, nine in a hundred
    # claims of a press briefing ("I will pause here for that").
    min_worth: float = 0.001

    # --- pairs: candidates per claim and rule ----------------------------------------------------
    dense_neighbours: int = 12
    # Cosine below which two claims are not paired. Of 140 gold pairs of data/corpora/dev whose
    # claims are found, 105 are proposed at 0.25, 129 at 0.15 and 138 at 0.05.
    dense_floor: float = 0.05
    # Of the same folder, or file. Of 144 gold pairs of data/corpora/dev among 50,000 claims of
    # briefings, 133 are within 12 and 137 within 16; 97 are within 20 of all claims.
    beside_neighbours: int = 16
    exact_claims: int = 100_000  # beyond, neighbours are approximate (measured: docs/scale.md)
    few_pairs: int = 10_000  # up to so many in all, claims have no budget of neighbours
    # Of the worthier claim of a pair, where there are more than few_pairs. Below it: one of 144
    # gold pairs of data/corpora/dev, one in five pairs of a press briefing ("I'm going to focus on
    # today" / "I'm not going to get into conversations").
    min_pair_worth: float = 0.02
    # Whether claims are compared that say too little by themselves (``pairs.standing``), or that
    # a speaker makes in one breath (``pairs.one_breath``); else they are not where there are more
    # than few_pairs. Of 855 gold pairs of data/corpora/dev that the judge takes for conflicts
    # five say too little, of the first 100 findings in debates 74.
    vague_pairs: bool = False
    lexical_neighbours: int = 6
    lexical_floor: float = 0.15
    speaker_neighbours: int = 2  # of the same speaker
    entity_neighbours: int = 2  # that name the same, in the same words
    quantity_neighbours: int = 2  # with an amount in the same unit, in the same words

    # Log-odds of models/cascade from which a candidate is judged, where there are more than
    # few_pairs; None: every candidate is. Throws out 82 in 100 candidates of briefings, 56 of
    # debates and 40 of data/corpora/dev, where it loses 1 of 59 gold pairs that a scan shows.
    cascade_floor: float | None = -3.25
    # And at most so many of a claim's; None: all of those. At 6 an earlier cascade kept 87 of 136
    # gold pairs among 50,788 claims, without it 126.
    judged_neighbours: int | None = None

    # Calibrated log-odds of contradiction by one direction alone below which the judge does not
    # read the other, and the pair is dropped; used where the cascade is. None: always reads both.
    # With the judge before this one none of 244 findings in dev sets, later briefings, debates and
    # speeches was lost. Of the pairs of debates that pass the cascade a third are read both ways.
    screen_floor: float | None = -2.5

    # --- judging ---------------------------------------------------------------------------------
    batch_tokens: int = 1024  # with padding, in one call; fastest of 64 to 4096 within a tenth
    max_tokens: int = 256  # of both texts together; longer ones are split, never cut silently

    # --- everything random -----------------------------------------------------------------------
    seed: int = 0

    @property
    def neighbours(self) -> dict[str, int]:
        """How many candidates a claim has by each rule of ``pairs.rules``."""
        ending = "_neighbours"
        return {
            name.removesuffix(ending): value
            for name, value in asdict(self).items()
            if name.endswith(ending)
        }

    def as_dict(self) -> dict[str, Any]:
        """The knobs that can change a result; batch sizes only change speed and memory."""
        return {name: value for name, value in asdict(self).items() if name != "batch_tokens"}


DEFAULT_JUDGE = "judge"
DEFAULT_ENCODER = "encoder"
DEFAULT_CLAIMS = "claims"
DEFAULT_WORTH = "worth"
DEFAULT_VERDICT = "verdict"
DEFAULT_CASCADE = "cascade"
DEFAULT_TERMS = "terms"
