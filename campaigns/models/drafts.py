"""Facts that wait for somebody to check them."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class DraftQuerySet(models.QuerySet[Any]):
    """Rows some of which are drafts."""

    def public(self) -> "DraftQuerySet":
        """Those that visitors see."""
        return self.filter(is_draft=False)


class MayBeDraft(models.Model):
    """A fact that no visitor sees while it is a draft."""

    is_draft = models.BooleanField(
        _("draft"),
        default=False,
        help_text=_("While this is ticked, no visitor sees it. Untick it once it is checked."),
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        abstract = True
