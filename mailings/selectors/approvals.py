"""What a second person says yes to: every word, every rule of who gets it, and when."""

from typing import Any

from mailings.models import Mailing
from supporters.bound import fingerprint


def print_of(mailing: Mailing) -> bytes:
    """The fingerprint of a mailing as it stands, 32 bytes: change anything of it and they are others.

    Its name for staff is left out: nobody gets it to read. Who is on a list or fits a segment may change
    until it is sent; which lists and which rules may not. Nine queries, of which none reads a person.
    """
    sender, wrapper = mailing.sender, mailing.wrapper
    return fingerprint(
        mailing=mailing.public_id,
        words=_words(mailing),
        sender=[sender.public_id, dict(sender.name), sender.reply_to],
        wrapper=_wrapper(wrapper) if wrapper is not None else None,
        lists=_ids(mailing.lists),
        segments=_trees(mailing.segments),
        without_lists=_ids(mailing.without_lists),
        without_segments=_trees(mailing.without_segments),
        without_mailings=_ids(mailing.without_mailings),
        again_of=mailing.again_of_id,
        acted=[mailing.acted_kind, mailing.acted_id],
        last_hours_reason=mailing.last_hours_reason,
        deadline=[mailing.deadline_local, mailing.deadline_zone],
        scheduled=[mailing.scheduled_local, mailing.scheduled_zone, mailing.is_local_morning],
        test=[mailing.test_share, mailing.test_by, mailing.test_hours, mailing.sends_winner_itself],
    )


def is_approved(mailing: Mailing) -> bool:
    """Whether it may be sent as it stands: a second person said yes to exactly this, or none is needed."""
    if not mailing.needs_second:
        return True
    return mailing.approved_print is not None and bytes(mailing.approved_print) == print_of(mailing)


def _words(mailing: Mailing) -> list[Any]:
    rows = mailing.contents.order_by("variant", "language")
    return [
        [row.variant, row.language, row.subject, row.preheader, row.body.get_prep_value()] for row in rows
    ]


def _wrapper(wrapper: Any) -> list[Any]:
    colours = [wrapper.accent, wrapper.background, wrapper.text_colour]
    return [wrapper.public_id, wrapper.logo.get_prep_value(), colours, dict(wrapper.footer)]


def _ids(related: Any) -> list[str]:
    return sorted(str(public_id) for public_id in related.values_list("public_id", flat=True))


def _trees(related: Any) -> list[Any]:
    return sorted(
        ([str(public_id), tree] for public_id, tree in related.values_list("public_id", "tree")),
        key=lambda pair: str(pair[0]),
    )
