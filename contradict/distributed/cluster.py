"""A Ray cluster to work on: one that is there, or one on this machine while it is needed."""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from contradict.errors import ContradictError, MissingExtraError, UsageError

MEBIBYTE = 2**20
OBJECT_STORE = 512 * MEBIBYTE
ANSWER_WITHIN = 10.0  # seconds; Ray itself goes on trying for minutes where nobody listens


@dataclass(frozen=True)
class Pool:
    """What a stage has: ``workers`` actors of ``cpus`` processors each, in a cluster with GPUs."""

    workers: int
    cpus: float
    cluster_gpus: float = 0

    def actors(self, *, gpu: bool = False) -> dict[str, Any]:
        """Arguments of ``map_batches``: a fixed pool.

        Ray Data restarts its actors and repeats their tasks as often as a process or machine is
        lost (max_restarts and max_task_retries are -1); an error of the code is raised at once.
        With ``gpu`` each has an equal share of the cluster's graphics cards, one at most.
        """
        from ray.data import ActorPoolStrategy

        return {
            "compute": ActorPoolStrategy(size=self.workers),
            "num_cpus": self.cpus,
            "num_gpus": min(1.0, self.cluster_gpus / self.workers) if gpu else None,
        }


@contextlib.contextmanager
def connected(
    address: str | None, workers: int | None, cpus: float, object_store: int
) -> Iterator[Pool]:
    """Join the cluster at ``address``, or start one here and end it afterwards.

    A connection that is already there is used and kept. ``workers`` None is as many as there is
    room for; more are not started. Raises MissingExtraError where Ray is not installed, UsageError
    for an address or a size that Ray cannot take, ContradictError where no cluster answers.
    """
    if importlib.util.find_spec("ray") is None:
        raise MissingExtraError("the engine 'ray'", "distributed")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent anywhere
    # Ray's core reports on standard error what Ray Data then repairs; what fails is raised
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    import ray

    if ray.is_initialized():
        yield _pool(workers, cpus)
        return
    _connect(address, workers, cpus, object_store)
    try:
        yield _pool(workers, cpus)
    finally:
        ray.shutdown()


def _connect(address: str | None, workers: int | None, cpus: float, object_store: int) -> None:
    import ray
    import ray.data

    given: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR"}
    if address is None:
        given["address"] = "local"  # None would join one that happens to be there
        given |= {"object_store_memory": object_store, "include_dashboard": False}
        given["num_cpus"] = None if workers is None else max(1, round(workers * cpus))
    else:
        given["address"] = address
        _reach(address)
    try:
        ray.init(**given)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise _nobody(address, error) from error
    ray.data.DataContext.get_current().enable_progress_bars = False
    for name in ("ray", "ray.data"):  # the second has a level of its own
        logging.getLogger(name).setLevel(logging.ERROR)


def _reach(address: str) -> None:
    """See whether anybody listens there, before Ray tries."""
    if address == "auto":
        return
    try:
        parts = urlsplit(f"//{address}")
        place = parts.hostname or "", parts.port or 0  # a port that is no number raises
    except ValueError:
        place = "", 0
    if "://" in address or not all(place):
        raise UsageError(
            f"'{address}' is no address of a Ray cluster; give host:port, or auto on its machines"
        )
    try:
        socket.create_connection(place, timeout=ANSWER_WITHIN).close()
    except OSError as error:
        raise _nobody(address, error) from error


def _nobody(address: str | None, error: Exception) -> ContradictError:
    reason = (str(error).strip().splitlines() or [repr(error)])[0]
    if address is None:
        return ContradictError(f"no Ray cluster can be started here ({reason})")
    return ContradictError(
        f"no Ray cluster at '{address}' ({reason}); start one or leave the address out"
    )


def _pool(workers: int | None, cpus: float) -> Pool:
    import ray

    if cpus <= 0 or (workers is not None and workers < 1):
        raise UsageError("a worker needs a processor, and a scan a worker; give larger numbers")
    each = [node["Resources"] for node in ray.nodes() if node["Alive"]]  # type: ignore[no-untyped-call]
    room = sum(int(one.get("CPU", 0) // cpus) for one in each)
    if not room:
        raise UsageError(f"no machine of the cluster has {cpus:g} processors; give fewer")
    gpus = sum(one.get("GPU", 0) for one in each)
    return Pool(room if workers is None else min(workers, room), cpus, gpus)
