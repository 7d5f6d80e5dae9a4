"""Writes of this app: one verb, one function, keyword-only."""

from campaigns.services.contracts import ImportedContracts, import_contracts
from campaigns.services.deeds import (
    Deed,
    TypedPerson,
    admit_person,
    attach_deed,
    find_or_add_institution,
    open_campaign,
    record_action,
    save_new_campaign,
    spend_proof,
    start_campaign,
    withdraw_action,
)
from campaigns.services.embeds import (
    MOST_ORIGINS,
    allow_origin,
    embed_source,
    end_embed,
    forbid_origin,
    resume_embed,
)
from campaigns.services.institutions import Imported, import_institutions
from campaigns.services.measures import save_measure
from campaigns.services.presses import count_press
from campaigns.services.reports import ReportFlood, close_report, finish_report, keep_report, report_page
from campaigns.services.teams import join_teams, watch_team

__all__ = [
    "MOST_ORIGINS",
    "Deed",
    "Imported",
    "ImportedContracts",
    "ReportFlood",
    "TypedPerson",
    "admit_person",
    "allow_origin",
    "attach_deed",
    "close_report",
    "count_press",
    "embed_source",
    "end_embed",
    "find_or_add_institution",
    "finish_report",
    "forbid_origin",
    "import_contracts",
    "import_institutions",
    "join_teams",
    "keep_report",
    "open_campaign",
    "record_action",
    "report_page",
    "resume_embed",
    "save_measure",
    "save_new_campaign",
    "spend_proof",
    "start_campaign",
    "watch_team",
    "withdraw_action",
]
