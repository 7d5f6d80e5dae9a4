"""The mixin of the page that lists local fights."""

from typing import Any

from django.db import models
from django.http import HttpRequest

from campaigns.fight_pages import fights_context


class FightsPageMixin(models.Model):
    """The page that lists all local fights; put it before ``Page`` in the bases::

        class FightsPage(FightsPageMixin, Page):
            template = "pages/fights_page.html"

    The filters lead to the plugin's own address, for this page is kept for everybody.
    """

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds what ``campaigns/fights/list.html`` needs."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)  # type: ignore[misc]
        # The number of a page of the list is the one parameter that the cache lets through.
        return {**context, **fights_context({"page": request.GET.get("page", "")})}
