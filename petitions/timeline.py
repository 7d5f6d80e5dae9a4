"""What a supporter's timeline tells beside the Action of each signature: the comment left with it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from petitions.models import Comment
from supporters.models import Supporter
from supporters.registries import TimelineEntry


def comments_of(supporter: Supporter) -> Iterable[TimelineEntry]:
    """One entry for each comment and what became of it; never its words. One query."""
    rows = Comment.objects.filter(signature__supporter=supporter).select_related("signature__petition")
    for comment in rows:
        label = _("Comment under %(title)s: %(state)s") % {
            "title": comment.signature.petition.public_title,
            "state": comment.get_state_display(),
        }
        yield TimelineEntry(day=comment.created, kind="petition.comment", label=label)
