"""The Ray engine from the command line, and what it says where it cannot work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contradict import distributed
from contradict.cli.program import run
from contradict.distributed.cluster import Pool
from contradict.distributed.engine import _plain, spread
from contradict.distributed.stages import FEW, _packed, _text
from contradict.errors import ModelError, OutputError, UsageError

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples" / "corpus"


def test_one_worker_across_two_sides_gives_the_bytes_of_the_local_engine(
    capfd: pytest.CaptureFixture[str],
) -> None:
    asked = ["scan", str(SAMPLES / "statements.csv"), "--format", "json"]
    asked += ["--against", str(SAMPLES / "ferry-contract-letter.txt")]
    assert run(asked) == 0
    local = capfd.readouterr().out
    assert run([*asked, "--engine", "ray", "--workers", "1"]) == 0
    assert capfd.readouterr().out == local
    report = json.loads(local)
    assert report["findings"]
    assert report["pairs"]["judged"] >= FEW  # fewer do not travel


@pytest.mark.parametrize("address", ["ray://127.0.0.1:10001", "head", "head:many", "head:99999"])
def test_what_is_no_address_is_wrong_use(address: str) -> None:
    with pytest.raises(UsageError, match="host:port"):
        distributed.scan([], address=address)


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.parquet").touch()
    with pytest.raises(OutputError, match="not empty"):
        distributed.scan([], parquet=tmp_path)


@pytest.mark.parametrize("text", ["Plain.", "H\u00f6he, \U0001f600", "broken \ud83d half"])
def test_texts_travel_unchanged(text: str) -> None:
    assert _text(_packed(text)) == text


def test_an_error_of_a_worker_is_told_as_one_of_ours() -> None:
    from ray.exceptions import RayTaskError, WorkerCrashedError

    wrapped = RayTaskError("work", "a traceback\nof lines", ModelError("no model; add it"))
    for error in (wrapped, wrapped.as_instanceof_cause()):
        told = _plain(error)
        assert type(told) is ModelError
        assert str(told) == "no model; add it"
    assert "\n" not in str(_plain(WorkerCrashedError()))


@pytest.mark.parametrize(("gpus", "share"), [(1, 0.25), (4, 1), (8, 1)])
def test_actors_share_the_graphics_cards(gpus: int, share: float) -> None:
    assert Pool(4, 1, gpus).actors(gpu=True)["num_gpus"] == share
    assert Pool(4, 1, gpus).actors()["num_gpus"] is None


def test_a_device_that_the_cluster_lacks_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="no graphics card"):
        spread(Pool(2, 1), device="cuda")
