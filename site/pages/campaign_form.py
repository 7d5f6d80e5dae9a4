"""The form of a campaign's page."""

from typing import Any

from django.db.models import Q

from campaigns.models import Campaign
from campaigns.pages.forms import PageForm
from campaigns.selectors import visible_campaigns


class CampaignPageForm(PageForm):
    """Offers the campaigns of whose team one is, and that of the page: no name of what others prepare."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "campaign" in self.fields and self.for_user is not None:
            mine = Q(pk__in=visible_campaigns(self.for_user).values("pk"))
            of_page = Q(pk=self.instance.campaign_id)
            self.fields["campaign"].queryset = Campaign.objects.filter(mine | of_page)
