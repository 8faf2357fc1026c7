"""A Ray cluster to work on: one that is there, or one on this machine while it is needed."""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contradict.errors import ContradictError, MissingExtraError

MEBIBYTE = 2**20


@dataclass(frozen=True)
class Cluster:
    """Where to work and with how much.

    ``address`` is that of a running cluster ("auto", "ray://host:10001"); None starts one here with
    ``workers`` processors and ``object_store`` bytes of shared memory, and ends it afterwards. A
    stage has ``workers`` actors of ``cpus`` processors and ``gpus`` graphics cards each.
    """

    address: str | None = None
    workers: int = 2
    cpus: float = 1
    gpus: float = 0
    object_store: int = 512 * MEBIBYTE

    def actors(self) -> dict[str, Any]:
        """Arguments of ``map_batches``: a fixed pool, whose lost members and tasks come again."""
        from ray.data import ActorPoolStrategy

        return {
            "compute": ActorPoolStrategy(size=self.workers),
            "num_cpus": self.cpus,
            "num_gpus": self.gpus or None,
        }


@contextlib.contextmanager
def connected(cluster: Cluster) -> Iterator[None]:
    """Join or start the cluster; a connection that is already there is used and kept.

    Raises MissingExtraError where Ray is not installed, ContradictError where the address leads to
    no cluster.
    """
    if importlib.util.find_spec("ray") is None:
        raise MissingExtraError("the engine 'ray'", "distributed")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent anywhere
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    import ray
    import ray.data

    if ray.is_initialized():
        yield
        return
    try:
        ray.init(**_arguments(cluster))
    except (ConnectionError, ValueError, RuntimeError) as error:
        reason = str(error).strip().splitlines()[0]
        raise ContradictError(
            f"no Ray cluster at '{cluster.address}' ({reason}); start one or leave the address out"
        ) from error
    ray.data.DataContext.get_current().enable_progress_bars = False
    logging.getLogger("ray").setLevel(logging.ERROR)
    try:
        yield
    finally:
        ray.shutdown()


def _arguments(cluster: Cluster) -> dict[str, Any]:
    quiet = {"log_to_driver": False, "logging_level": "ERROR"}
    if cluster.address is not None:
        return {"address": cluster.address, **quiet}
    return {
        "num_cpus": max(1, round(cluster.workers * cluster.cpus)),
        "object_store_memory": cluster.object_store,
        "include_dashboard": False,
        **quiet,
    }
