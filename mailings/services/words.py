"""The words of a draft: begun, taken from elsewhere, thrown away; and a mailing made anew from an old one."""

from django.db import transaction

from mailings.enums import MailingState, Variant
from mailings.exceptions import NotThatState
from mailings.models import MailContent, Mailing
from mailings.selectors.words import words_of
from privacy.actors import Actor

# What a duplicate takes over. Hour, approval, and whom it is not for, are asked anew.
KEPT: tuple[str, ...] = ("name", "campaign_id", "sender_id", "wrapper_id", "needs_second")
KEPT += ("test_share", "test_by", "test_hours", "sends_winner_itself")
KEPT_ROWS = ("lists", "segments", "without_lists", "without_segments")


def hold_draft(mailing: Mailing) -> None:
    """Lock a draft to the end of the transaction. Raises NotThatState once it is none any more."""
    rows = Mailing.objects.select_for_update(no_key=True).filter(pk=mailing.pk, state=MailingState.DRAFT)
    if rows.values_list("pk", flat=True).first() is None:
        raise NotThatState


def start_words(
    *, mailing: Mailing, language: str, variant: Variant, like: MailContent | None = None, actor: Actor
) -> MailContent:
    """Words in a language that has none yet, empty or ``like`` those of another mailing, language or variant.

    What is there already stays, and is returned. Raises NotThatState.
    """
    with transaction.atomic():
        hold_draft(mailing)
        content, is_new = MailContent.objects.get_or_create(
            mailing=mailing, language=language, variant=variant, defaults=_words(like)
        )
        if is_new:
            content.save_revision(user=actor.user, log_action=True)
    return content


def remove_words(*, content: MailContent, actor: Actor) -> None:
    """Throw away the words of one language and variant. Raises NotThatState."""
    with transaction.atomic():
        hold_draft(content.mailing)
        content.delete()


def duplicate_mailing(*, mailing: Mailing, actor: Actor) -> Mailing:
    """A new draft with the words and people of ``mailing``, in whatever state that is; to be sent anew."""
    with transaction.atomic():
        made = Mailing.objects.create(
            **{name: getattr(mailing, name) for name in KEPT},
            made_by_id=actor.user.pk if actor.user is not None else None,
        )
        for name in KEPT_ROWS:
            getattr(made, name).set(getattr(mailing, name).all())
        for content in words_of(mailing).values():
            copied = MailContent.objects.create(
                mailing=made, language=content.language, variant=content.variant, **_words(content)
            )
            copied.save_revision(user=actor.user)
    return made


def _words(like: MailContent | None) -> dict[str, object]:
    if like is None:
        return {}
    return {"subject": like.subject, "preheader": like.preheader, "body": like.body}
