"""The mixin of pages that present an action, and what happens when such a page is copied.

A plugin's own mixin adds the foreign key and names it:

    class PetitionPageMixin(ActionPageMixin):
        petition = models.ForeignKey(Petition, models.PROTECT, related_name="+")
        deed_field = "petition"
        deed_texts = {"title": "title", "demand": "demand"}

The words are on the page. Publishing copies those that mails need into the deed
object's ``LocalizedText`` fields, in the page's language.
"""

from collections.abc import Iterator
from copy import copy
from typing import Any, ClassVar

from django.db import models, transaction
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.models import get_page_models

from campaigns.exceptions import DeedOnTwoPages
from campaigns.models import Campaign
from campaigns.pages.forms import PageForm
from privacy.localized import LocalizedText


class ActionPageForm(PageForm):
    """Tells the editor at once what ``publish()`` would refuse."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        field = self.instance.deed_field
        if cleaned.get(field) is not None:
            # The page is filled in only after this: look at it as it would be.
            drafted = copy(self.instance)
            setattr(drafted, field, cleaned[field])
            if belongs_elsewhere(drafted):
                message = _(
                    "This already belongs to another page. Make a new one here, or translate that page."
                )
                self.add_error(field, message)
        return cleaned


class ActionPageMixin(models.Model):
    """A page that presents one deed object (a petition, an event); put it before ``Page`` in the bases."""

    # Name of the page's foreign key to its deed object.
    deed_field: ClassVar[str] = ""
    # Page field -> LocalizedText field of the deed object, copied when the page is published.
    deed_texts: ClassVar[dict[str, str]] = {}
    # Not the model's clean(): saving a fresh copy, which still shares, must pass.
    base_form_class = ActionPageForm

    class Meta:
        abstract = True

    def clone_deed(self, deed: Any) -> Any:
        """Make and return a deed object with the rules of ``deed``, and none of its deeds."""
        raise NotImplementedError

    @property
    def deed(self) -> Any:
        """The deed object this page presents, or None in an unfinished draft."""
        return getattr(self, self.deed_field, None)

    def deed_published(self) -> None:
        """Called when a page of the deed object went live: nothing here."""

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Publish; ``page_went_live()`` does the rest.

        Raises ``DeedOnTwoPages`` if the deed object belongs to a page that is no
        translation of this one. The guard stands here and not in a hook, because
        bulk, workflow and scheduled publishing run no hook. The page editor publishes
        past this method: there ``ActionPageForm`` refuses.
        """
        with transaction.atomic():
            drafted = revision.as_object()
            if drafted.deed is not None:
                # One publishing at a time per deed object: two drafts cannot both find it free.
                type(drafted.deed)._default_manager.select_for_update().filter(pk=drafted.deed.pk).first()
            if belongs_elsewhere(drafted):
                raise DeedOnTwoPages
            return super().publish(revision, *args, **kwargs)  # type: ignore[misc]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds ``form``: the one that was just refused, if this request brought it."""
        context = super().get_context(request, *args, **kwargs)  # type: ignore[misc]
        refused = getattr(request, "countersign_refused", None)
        if refused is not None and refused.obj == self.deed:
            context["form"] = refused.form
        return context


def page_went_live(page: ActionPageMixin) -> None:
    """Copy the words that mails need into the deed object, and tell it.

    Called by Wagtail's signal and not in ``publish()``: the page editor publishes past that method.
    """
    with transaction.atomic():
        live: Any = type(page)._default_manager.get(pk=page.pk)
        if live.live and live.alias_of_id is None:
            copy_texts(live)
            live.deed_published()


def copy_texts(page: ActionPageMixin) -> None:
    """Write the page's words into the deed object, under the page's language."""
    deed = page.deed
    if deed is None or not page.deed_texts:
        return
    language = page.locale.language_code  # type: ignore[attr-defined]
    # Read again under a lock: another language may be published at the same moment.
    deed = type(deed)._default_manager.select_for_update().get(pk=deed.pk)
    for page_field, deed_field in page.deed_texts.items():
        text = _plain(getattr(page, page_field))
        setattr(deed, deed_field, LocalizedText({**getattr(deed, deed_field), language: text}))
    deed.save(update_fields=list(page.deed_texts.values()))


def _plain(value: Any) -> str:
    """Text of a page field; of rich text and streams only the words."""
    rendered = str(value) if value is not None else ""
    return rendered if isinstance(value, str) and "<" not in rendered else strip_tags(rendered).strip()


def campaign_of(page: Any) -> Campaign | None:
    """The campaign of what a page presents, else that of the nearest page above it that has one.

    None for a page of the site at large.
    """
    if own := _own_campaign(page):
        return own
    above = page.get_ancestors().order_by("-depth").specific() if page.pk else ()
    return next((campaign for one in above if (campaign := _own_campaign(one))), None)


def _own_campaign(page: Any) -> Campaign | None:
    # A site may give a page of its own a campaign, by a foreign key of this name.
    owner = page.deed if isinstance(page, ActionPageMixin) else page
    campaign = getattr(owner, "campaign", None)
    return campaign if isinstance(campaign, Campaign) else None


def action_page_models() -> list[type[ActionPageMixin]]:
    """The concrete page types that present an action."""
    return [model for model in get_page_models() if issubclass(model, ActionPageMixin) and model.deed_field]


def pages_of(deed: models.Model) -> Iterator[Any]:
    """All pages that present ``deed``: its translations, drafts and aliases. One query a page type."""
    for model in action_page_models():
        if model._meta.get_field(model.deed_field).related_model is type(deed):
            yield from model._default_manager.filter(**{model.deed_field: deed}).order_by("pk")


def belongs_elsewhere(page: Any) -> bool:
    """True if the page's deed object belongs to a page with another ``translation_key``.

    It belongs to the oldest page that presents it. Aliases show another page's
    words, so they neither own anything nor are asked.
    """
    if page.deed is None or page.alias_of_id is not None:
        return False
    others = [other for other in pages_of(page.deed) if other.pk != page.pk and other.alias_of_id is None]
    strangers = [other for other in others if other.translation_key != page.translation_key]
    if not strangers:
        return False
    stored = type(page)._default_manager.filter(pk=page.pk, **{page.deed_field: page.deed}).exists()
    return not (stored and page.pk < min(stranger.pk for stranger in strangers))


def detach_copied_deeds(root: Any) -> int:
    """Give a copied page and its descendants deed objects of their own; returns how many were made.

    In the column *and* in the latest revision: an editor's next save starts from the
    revision, which still names the original. A page whose deed object belongs to no
    other page (a translation, an alias) is left alone.
    """
    made: dict[tuple[int, Any], Any] = {}
    with transaction.atomic():
        for page in root.get_descendants(inclusive=True).order_by("path").specific():
            if not getattr(page, "deed_field", "") or not belongs_elsewhere(page):
                continue
            key = (page.deed.pk, page.translation_key)
            if key not in made:
                made[key] = page.clone_deed(page.deed)
            _change_deed(page, made[key])
    return len(made)


def _change_deed(page: Any, deed: Any) -> None:
    type(page)._default_manager.filter(pk=page.pk).update(**{page.deed_field: deed})
    setattr(page, page.deed_field, deed)
    revision = page.latest_revision
    if revision is not None:
        revision.content[page.deed_field] = deed.pk
        revision.save(update_fields=["content"])
