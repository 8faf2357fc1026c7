"""The same scan on Ray: documents, vectors and judgements are worked out by actors on a cluster.

    from contradict import distributed
    report = distributed.scan(documents, address="head:6379")

Every stage is the function that a scan on one machine calls, so the report has the same bytes.
Candidates are searched for on the driver.
"""

from __future__ import annotations

from contradict.distributed.engine import scan

__all__ = ["scan"]
