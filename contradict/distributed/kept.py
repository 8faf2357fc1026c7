"""What was judged, kept as Parquet for whoever wants more than the findings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from contradict.errors import OutputError
from contradict.records import LABELS, Judgement

FILE = "judged.parquet"
ROWS_AT_ONCE = 65_536  # pairs in memory a second time, some 50 MB


class Kept:
    """A folder that gets one file with a row a judged pair."""

    def __init__(self, folder: Path) -> None:
        """Raises OutputError where the folder cannot be made or has something in it."""
        self._folder = Path(folder)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            taken = any(self._folder.iterdir())
        except OSError as error:
            raise OutputError(f"{folder}: no folder can be made; choose another place") from error
        if taken:
            raise OutputError(f"{folder}: is not empty; name a new folder")

    def write(self, judged: Sequence[Judgement]) -> None:
        """Write all pairs, in the order in which they were judged; raises OutputError."""
        import pyarrow as pa
        from pyarrow import parquet

        schema = pa.schema([(name, getattr(pa, kind)()) for name, kind in COLUMNS])
        part = self._folder / f".{FILE}.part"
        try:
            with parquet.ParquetWriter(part, schema) as writer:
                for start in range(0, len(judged), ROWS_AT_ONCE):
                    rows = [_row(one) for one in judged[start : start + ROWS_AT_ONCE]]
                    writer.write_table(pa.Table.from_pylist(rows, schema=schema))
            part.rename(self._folder / FILE)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise OutputError(f"{self._folder}: cannot be written ({error.strerror})") from error


SIDE = (("document", "string"), ("source", "string"), ("start", "int64"), ("end", "int64"),
        ("text", "string"))  # fmt: skip
COLUMNS = (
    *((f"left_{name}", kind) for name, kind in SIDE),
    *((f"right_{name}", kind) for name, kind in SIDE),
    ("similarity", "float64"),
    ("found_by", "string"),
    *((name, "float64") for name in LABELS),
)


def _row(judged: Judgement) -> dict[str, Any]:
    pair = judged.pair
    row: dict[str, Any] = {}
    for side, claim in (("left", pair.left), ("right", pair.right)):
        row |= {
            f"{side}_document": _encodable(claim.document.name),
            f"{side}_source": _encodable(claim.document.source),
            f"{side}_start": claim.start,
            f"{side}_end": claim.end,
            f"{side}_text": _encodable(claim.text),
        }
    shares: dict[str, Any] = {name: getattr(judged.probabilities, name) for name in LABELS}
    return {**row, "similarity": pair.similarity, "found_by": ",".join(pair.found_by), **shares}


def _encodable(text: str) -> str:
    """Parquet takes no lone surrogates, which JSON files may bring."""
    return text.encode("utf-8", "replace").decode("utf-8")
