"""What is held about a signer beside that they signed, for their own door."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from petitions.enums import DeliveryState
from petitions.models import Comment, Signature
from privacy.sealing import unseal_many
from supporters.models import Supporter
from supporters.registries import HeldFact


def signed_by(supporter: Supporter) -> Iterable[HeldFact]:
    """Of each signature its campus, and what becomes of the name; then each comment, in its words.

    Two queries, and one of the keystore.
    """
    mine = Signature.objects.counted_or_aside().filter(supporter=supporter)
    rows = mine.select_related(
        "petition", "place__institution", "place__jurisdiction", "affiliation", "delivery", "place_delivery"
    )
    for row in rows.order_by("-created", "-pk"):
        if told := _told_of(row):
            yield HeldFact(row.petition.public_title, " · ".join(told), row.created)
    comments = list(
        Comment.objects.filter(signature__supporter=supporter).select_related("signature__petition")
    )
    for comment, said in zip(comments, unseal_many(comments, skip_unreadable=True), strict=True):
        if said is not None:
            title = comment.signature.petition.public_title
            yield HeldFact(_("Your comment under %(title)s") % {"title": title}, said.text, comment.created)


def _told_of(row: Signature) -> list[str]:
    told = []
    if row.place is not None:
        told.append(_("Signed at %(place)s") % {"place": row.place.where.name})
    if row.affiliation is not None:
        told.append(str(row.affiliation))
    if row.name_to_target:
        handed = [
            one.day
            for one in (row.delivery, row.place_delivery)
            if one is not None and one.state == DeliveryState.HANDED_OVER and one.pack_with_names
        ]
        if handed:
            day = date_format(min(handed))
            told.append(_("Your first and last name were handed over on %(day)s") % {"day": day})
        else:
            told.append(_("Your first and last name are in what we hand over"))
    if row.show_name:
        told.append(_("Your first name and region may stand on the page"))
    return told
