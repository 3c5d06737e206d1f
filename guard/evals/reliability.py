"""How well several labellers agree: Krippendorff's alpha and Gwet's AC1, for words that have no order.

Cohen's kappa stands in `statistics`. AC1 is for labels of which one is rare, where kappa falls
though the labellers hardly ever differ; alpha is for more than two labellers and for gaps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

Labels = Sequence[Hashable | None]
"""What each labeller said of one case; None where a labeller said nothing."""


def alpha(cases: Sequence[Labels]) -> float | None:
    """Return Krippendorff's alpha for nominal labels; cases with fewer than two labels tell nothing.

    1 - (disagreement observed) / (disagreement expected by chance).
    Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011).

    Returns:
        At most 1; None where there are not two different labels to tell apart.

    Example:
        >>> round(alpha([("fail", "fail"), ("pass", "pass"), ("pass", "fail"), ("pass", None)]), 3)
        0.444
    """
    counts = [Counter(label for label in labels if label is not None) for labels in cases]
    paired = [count for count in counts if count.total() >= 2]
    total: Counter[Hashable] = Counter()
    for count in paired:
        total.update(count)
    n = total.total()
    expected = n * n - sum(times * times for times in total.values())
    if not expected:
        return None
    observed = sum(
        (count.total() ** 2 - sum(times * times for times in count.values())) / (count.total() - 1) for count in paired
    )
    return 1 - (n - 1) * observed / expected


def ac1(cases: Sequence[Labels]) -> float | None:
    """Return Gwet's AC1 for any number of labellers; cases with fewer than two labels count for chance alone.

    Source: K. Gwet, Computing inter-rater reliability and its variance in the presence of high
    agreement, British Journal of Mathematical and Statistical Psychology 61 (2008).

    Returns:
        At most 1; None where no case has two labels, or only one label is used at all.

    Example:
        >>> round(ac1([("pass", "pass")] * 18 + [("pass", "fail")] * 2), 3)
        0.89
    """
    counts = [Counter(label for label in labels if label is not None) for labels in cases]
    paired = [count for count in counts if count.total() >= 2]
    words = {label for count in counts for label in count}
    if not paired or len(words) < 2:
        return None
    agreed = sum(
        sum(times * (times - 1) for times in count.values()) / (count.total() * (count.total() - 1)) for count in paired
    ) / len(paired)
    labelled = [count for count in counts if count]
    shares = [sum(count[word] / count.total() for count in labelled) / len(labelled) for word in words]
    chance = sum(share * (1 - share) for share in shares) / (len(words) - 1)
    return (agreed - chance) / (1 - chance)
