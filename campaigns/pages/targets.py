"""The mixin of pages that show a target's dossier."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from campaigns.models import Target
from campaigns.selectors import dossier


class TargetPageMixin(models.Model):
    """A page that shows what is known of one target; put it before ``Page`` in the bases::

        class TargetPage(TargetPageMixin, Page):
            template = "pages/target_page.html"

    What is known is on the target, once for all languages; the page adds the words around it.
    """

    target = models.ForeignKey(
        Target,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=pgettext_lazy("one whom a petition addresses", "target"),
        help_text=_("Its contracts, ties and dates are kept with the target, and show here by themselves."),
    )

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds ``dossier``, a ``Dossier`` or None, and ``about``: a text and its language."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)  # type: ignore[misc]
        if self.target is None:
            return {**context, "dossier": None, "about": ("", "")}
        about = self.target.about.best(get_language() or "")
        return {**context, "dossier": dossier(self.target), "about": about}
