"""The form by which a visitor says what is wrong with a page of a petition."""

from typing import Any

from django.urls import reverse

from campaigns.report_form import ReportForm
from petitions.models import Petition
from petitions.selectors import OfferedPlace


class PetitionReportForm(ReportForm):
    """Of the petition's own page, or of the one of a campus."""

    def __init__(
        self,
        data: Any = None,
        *,
        petition: Petition,
        at: OfferedPlace | None = None,
        page_id: int | None = None,
    ) -> None:
        ids = [petition.public_id, *([at.slug] if at else [])]
        super().__init__(
            data,
            name=f"report-{at.key if at else petition.public_id}",
            action_url=reverse("countersign_report_place" if at else "countersign_report", args=ids),
            page_id=page_id,
        )
        self.petition = petition
        self.at = at
