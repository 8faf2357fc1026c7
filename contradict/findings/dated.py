"""How likely a conflict is a change in the meantime, asked of a judge that can read dates.

The rule of ``changed`` reads wording and the order of the dates. A judge whose verdicts were learnt
on texts with speaker and date before them reads all of it; where there is one, the log-odds of both
are weighed together. It is asked only where the dates have an order and the texts may conflict:
elsewhere the answer moves no finding. Both shares of a conflict are at most as likely as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from contradict.findings.changed import share_changed
from contradict.findings.log_odds import expit, odds
from contradict.protocols import Explainer, Judge, can_read_dates
from contradict.records import Explanation, Pair

CONSIDERED = 0.1  # least P(conflict) from which the judge is asked
TRUST = 0.5  # in the judge beside the rule, 0 to 1
LEAST = 1e-3  # of a share: no answer is certain


def shares_changed(
    pairs: Sequence[Pair],
    conflicts: Sequence[float],
    judge: Judge | None,
    considered: float = CONSIDERED,
) -> list[float]:
    """P(changed | the texts conflict) of each pair, 0 to 1; 0 where the dates show no order.

    ``conflicts`` are P(conflict); the judge is asked where that is at least ``considered``. A
    pair's share depends on the pair and the judge alone.
    """
    shares = [share_changed(pair.left, pair.right) for pair in pairs]
    if not (can_read_dates(judge) and isinstance(judge, Explainer)):
        return shares
    asked = [
        place
        for place, (share, conflict) in enumerate(zip(shares, conflicts, strict=True))
        if share > 0 and conflict >= considered
    ]
    texts = [(pairs[place].left.attributed, pairs[place].right.attributed) for place in asked]
    for place, said in zip(asked, judge.explanations(texts), strict=True):
        if said is not None:
            shares[place] = weighed(shares[place], read_share(said))
    return shares


def read_share(said: Explanation) -> float:
    """What the judge's verdicts say of a conflict: the share of "changed", never 0 nor 1."""
    changed, stays = said.verdicts["changed"] + LEAST, said.verdicts["contradiction"] + LEAST
    return changed / (changed + stays)


def weighed(rule: float, read: float) -> float:
    """Both shares as one."""
    return expit((1 - TRUST) * odds(rule) + TRUST * odds(read))
