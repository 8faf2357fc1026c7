"""The search for candidates spread over a cluster: each worker searches for some of the claims."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from contradict.distributed.cluster import Pool
from contradict.pairs import run_each
from contradict.pairs.barred import Indices
from contradict.pairs.cascade import Cascade
from contradict.pairs.neighbours import Found, merged
from contradict.pairs.rules import Plan
from contradict.pairs.selection import Selection
from contradict.pairs.terms import Terms
from contradict.settings import Settings

FEW = 1000  # claims: sending them out would take longer
SHARDS_A_WORKER = 4  # of the claims of an exact search, so that none waits long for the slowest


class SpreadSelection(Selection):
    """See ``Selection``; finds the same neighbours, each claim's on one worker."""

    def __init__(
        self, settings: Settings, terms: Terms | None, cascade: Cascade | None, pool: Pool
    ) -> None:
        super().__init__(settings, terms, cascade)
        self._pool = pool

    def searched(self, planned: Mapping[str, Plan]) -> Mapping[str, Found]:
        """What each rule finds; a worker that is lost has its shard done by another."""
        size = next(iter(planned.values())).where.size if planned else 0
        if size < FEW:
            return run_each(planned)
        import ray

        approximate = size > self.settings.exact_claims  # then each worker builds its own graph
        shards = self._pool.workers * (1 if approximate else SHARDS_A_WORKER)
        rows = [ray.put(part) for part in np.array_split(np.arange(size), shards)]
        task: Any = ray.remote(_near).options(num_cpus=self._pool.cpus, max_retries=-1)
        found = {}
        for rule, plan in planned.items():
            shared = ray.put(plan)
            parts = ray.get([task.remote(shared, part) for part in rows])
            found[rule] = merged(parts)
        return found


def _near(plan: Plan, rows: Indices) -> Found:
    """The nearest of some claims: what a worker does."""
    return plan.run(rows=rows)
