"""What happened: proposed by whoever tells it, shown when a member of staff says so."""

from datetime import date

from django.db import transaction

from petitions.enums import UpdateState
from petitions.exceptions import UpdateGone
from petitions.jobs.totals import purge_pages
from petitions.models import Petition, Place, Update
from petitions.models.updates import SECURE
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.localized import LocalizedText


def propose_update(
    *,
    petition: Petition,
    place: Place | None = None,
    title: LocalizedText,
    body: LocalizedText,
    url: str = "",
    day: date | None = None,
    actor: Actor,
) -> Update:
    """Keep an update for a moderator; nobody else sees it, and nothing of who told it is kept.

    ``title`` and ``body`` are plain text, ``url`` an https address or "". ``day`` is that on which it
    happened: today unless told. Raises ValueError for a campus of another petition, another sort of
    link, or an update without a title.
    """
    if place is not None and place.petition_id != petition.pk:
        raise ValueError("This campus is not one of the petition's.")
    refuse_insecure(url)
    if not any(title.values()):
        raise ValueError("An update needs a title.")
    return Update.objects.create(
        petition=petition, place=place, title=title, body=body, url=url, day=day or utc_today()
    )


def tell_update(
    *,
    petition: Petition,
    place: Place | None = None,
    title: LocalizedText,
    body: LocalizedText,
    url: str = "",
    day: date | None = None,
    actor: Actor,
) -> Update:
    """Propose and show in one: for staff, who need nobody's leave. Told twice, it stands once.

    Raises what ``propose_update()`` raises.
    """
    with transaction.atomic():
        Petition.objects.select_for_update(no_key=True).get(pk=petition.pk)
        said = {"place": place, "url": url, "day": day or utc_today(), "state": UpdateState.SHOWN}
        for known in Update.objects.filter(petition=petition, **said):
            if (known.title, known.body) == (title, body):
                return known
        update = propose_update(
            petition=petition, place=place, title=title, body=body, url=url, day=day, actor=actor
        )
        show_update(update=update, actor=actor)
    return update


def show_update(*, update: Update, actor: Actor) -> None:
    """Tell it on its page from now on: one that was proposed, or hidden. Raises UpdateGone."""
    _move(update, left=(UpdateState.PROPOSED, UpdateState.HIDDEN), entered=UpdateState.SHOWN)


def hide_update(*, update: Update, actor: Actor) -> None:
    """Take it off its page; it can be shown again for 30 days, then it is deleted. Raises UpdateGone."""
    _move(update, left=(UpdateState.SHOWN,), entered=UpdateState.HIDDEN)


def decline_update(*, update: Update, actor: Actor) -> None:
    """Do not tell what was proposed; it is deleted after 30 days. Raises UpdateGone."""
    _move(update, left=(UpdateState.PROPOSED,), entered=UpdateState.DECLINED)


def refuse_insecure(url: str) -> None:
    """Raises ValueError for a link that is neither empty nor https."""
    if url and not url.startswith(SECURE):
        raise ValueError("A public link begins with https://.")


def _move(update: Update, *, left: tuple[UpdateState, ...], entered: UpdateState) -> None:
    rows = Update.objects.filter(pk=update.pk, state__in=left)
    with transaction.atomic():
        if not rows.update(state=entered, changed=utc_today()):
            raise UpdateGone
        if UpdateState.SHOWN in (*left, entered):
            purge_pages()
    update.state = entered
