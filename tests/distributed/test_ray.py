"""A real Ray cluster on this machine: the bytes of the local engine, whatever happens to it."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from contradict import distributed
from contradict.cli.program import run
from contradict.detector import load
from contradict.distributed.cluster import connected
from contradict.distributed.search import SpreadSelection
from contradict.documents import read_documents
from contradict.errors import ContradictError, MissingExtraError
from contradict.pairs.selection import Selection
from contradict.records import Claim, Document
from contradict.settings import Settings

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples" / "corpus"
FILES = ("ferry-contract-letter.txt", "statements.csv")
SHOWN = replace(Settings(), threshold=0.3)


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return list(read_documents([str(SAMPLES / name) for name in FILES])[0])


@pytest.fixture(scope="module")
def local(documents: list[Document]) -> str:
    return json.dumps(load(settings=SHOWN).scan(documents).as_dict())


@pytest.fixture(scope="module")
def two_nodes() -> Iterator[str]:
    """The address of two nodes with room for a worker each."""
    import ray
    from ray.cluster_utils import Cluster as Nodes

    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    nodes = Nodes(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    nodes.add_node(num_cpus=1)
    yield nodes.address
    ray.shutdown()
    nodes.shutdown()


def test_two_nodes_give_the_bytes_of_the_local_engine(
    documents: list[Document], local: str, two_nodes: str, tmp_path: Path
) -> None:
    report = distributed.scan(
        documents, settings=SHOWN, address=two_nodes, batch_pairs=64, parquet=tmp_path / "judged"
    )
    assert json.dumps(report.as_dict()) == local
    kept = pd.read_parquet(tmp_path / "judged" / "judged.parquet")
    assert len(kept) == report.pairs.judged
    assert {"left_text", "right_text", "found_by", "contradiction"} <= set(kept.columns)


def test_candidates_searched_by_two_nodes_are_those_searched_here(
    two_nodes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contradict.distributed.search.FEW", 10)
    random = np.random.default_rng(3)
    texts = [" ".join(random.choice(["lock", "ferry", "levy", "road"], size=5)) for _ in range(300)]
    claims = [
        Claim(Document(f"{n % 3}/{n}.txt", f"{n}", text), 0, len(text), text, f"{n % 7}")
        for n, text in enumerate(texts)
    ]
    vectors = random.normal(size=(300, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    settings = replace(Settings(), few_pairs=0, min_pair_worth=0.0, dense_neighbours=3)
    here = Selection(settings, None, None)
    with connected(two_nodes, None, 1, 0) as pool:
        there = SpreadSelection(settings, None, None, pool)
        assert there.chosen(claims, vectors) == here.chosen(claims, vectors)
        sides = [n % 2 for n in range(300)]
        assert there.chosen(claims, vectors, sides) == here.chosen(claims, vectors, sides)


def test_a_killed_worker_changes_nothing(
    documents: list[Document], local: str, two_nodes: str
) -> None:
    killed: list[int] = []
    watcher = threading.Thread(target=_kill_a_judge, args=(killed,), daemon=True)
    watcher.start()
    report = distributed.scan(
        documents, settings=SHOWN, address=two_nodes, workers=2, batch_pairs=16
    )
    watcher.join(timeout=1)
    assert killed
    assert json.dumps(report.as_dict()) == local


def _kill_a_judge(killed: list[int]) -> None:
    """Kill the first process of ours that is judging, with no chance to clean up."""
    ends = time.monotonic() + 120
    while time.monotonic() < ends:
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                name = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            ours = b"Judging)).submit" in name and _started_here(int(folder.name))
            if ours and name.startswith(b"ray::"):
                os.kill(int(folder.name), signal.SIGKILL)
                killed.append(int(folder.name))
                return
        time.sleep(0.02)


def _started_here(process: int) -> bool:
    """Whether a process descends from this one; others on the machine may run Ray too."""
    while process > 1:
        if process == os.getpid():
            return True
        try:
            status = Path(f"/proc/{process}/status").read_text()
        except OSError:
            return False
        process = int(status.partition("PPid:")[2].split()[0])
    return False


def test_without_ray_one_line_says_what_to_install(
    documents: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name == "ray" else real(name)
    )
    with pytest.raises(MissingExtraError, match=r"contradict\[distributed\]"):
        distributed.scan(documents)


def test_an_address_that_leads_nowhere_is_told(documents: list[Document]) -> None:
    import ray

    ray.shutdown()
    with pytest.raises(ContradictError, match="no Ray cluster"):
        distributed.scan(documents, address="127.0.0.1:1")


@pytest.mark.parametrize("option", [["--workers", "2"], ["--ray-address", "auto"]])
def test_options_of_the_ray_engine_are_wrong_without_it(
    option: list[str], capsys: pytest.CaptureFixture[Any]
) -> None:
    assert run(["scan", str(SAMPLES / FILES[0]), *option]) == 2
    assert "--engine ray" in capsys.readouterr().err
