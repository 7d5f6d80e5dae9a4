"""Mailings whose numbers would tell where somebody is: they are told in full tens, before and after sending.

From two numbers with and without one person it could else be read. Nobody has to get it for that: one that
waits for the morning is frozen, counted, and stopped.
"""

from collections.abc import Collection

from mailings.models import Mailing
from supporters.models import Segment
from supporters.segment_tree import is_narrow


def narrow_among(mailings: Collection[int]) -> set[int]:
    """Those of these, by primary key, with a segment that tells where people are. Two queries."""
    rows = [
        *Segment.objects.filter(mailings__in=mailings).values_list("mailings", "tree"),
        *Segment.objects.filter(left_out_of__in=mailings).values_list("left_out_of", "tree"),
    ]
    return {pk for pk, tree in rows if is_narrow(tree)}


def is_narrow_mailing(mailing: Mailing) -> bool:
    """Whether it is one, or leans on who got such a one. Three queries."""
    leans_on = mailing.without_mailings.values_list("pk", flat=True)
    return bool(narrow_among({mailing.pk, mailing.again_of_id or mailing.pk, *leans_on}))
