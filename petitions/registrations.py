"""Everything this app tells the floors below."""

from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _
from wagtail.signals import page_published, page_unpublished

from campaigns.kinds import register_action_kind
from outbox.hearing import register_listener
from outbox.ways_back import register_way_out
from petitions import coming, erasers, held, inventory, retention, segments, staff_inventory, tasks, timeline
from petitions.admin_views.dashboard import BurstsPanel, ModerationPanel, PetitionsPanel
from petitions.campus_letters import register_campus_letters
from petitions.jobs.fraud import forget_rule
from petitions.jobs.news import forget_news
from petitions.jobs.organizers import forget_organizer
from petitions.jobs.totals import purge_pages
from petitions.jobs.waiting import forget_reminders
from petitions.kinds import PetitionKind
from petitions.letters import register_letters
from petitions.marks import recompute_marks
from petitions.mergers import signature_merger
from petitions.models import (
    CampusOrganizer,
    CampusProof,
    Comment,
    FraudRule,
    NewsLetter,
    PageReport,
    Petition,
    Signature,
)
from petitions.news_listener import NewsListener
from petitions.paper_letters import register_paper_letters
from petitions.selectors import forget_rules
from petitions.wordings import FIRST_WORDINGS, NAMES, NEWS, PARTNER
from petitions.wordings import UPDATES as UPDATES_QUESTION
from privacy import schedule
from privacy.backups import register_after_restore
from privacy.dashboard import register_announced, register_coming, register_panel
from privacy.doors import register_public_urls
from privacy.erasure import register_eraser as register_row_eraser
from privacy.holds import register_hold_scope
from privacy.indexes import register_index_table
from privacy.retention import register_rule
from privacy.roles import Role, register_role_permissions
from supporters.registries import (
    register_eraser,
    register_held,
    register_live,
    register_merger,
    register_timeline,
    register_withdrawal,
    register_wording,
)
from supporters.segment_rules import register_segment_rule

EDITING = ["view_petition", "add_petition", "change_petition"]
EDITING += ["view_place", "add_place", "change_place"]
TENDING = ["view_petition", "view_signature", "change_signature"]
COMMENTS = ["view_comment", "change_comment"]
REPORTS = ["view_pagereport", "change_pagereport"]
PROPOSALS = ["view_place", "view_placeproposal", "change_placeproposal"]
PROPOSALS += ["view_recruiternotice", "change_recruiternotice"]
UPDATES = ["view_update", "add_update", "change_update"]
ORGANIZERS = ["view_campusorganizer", "add_campusorganizer", "change_campusorganizer"]
# Writing to signers and letting it go out are two rights.
WRITING = ["view_signernews", "add_signernews"]
MAILING = ["view_signernews", "change_signernews"]
PAPER = ["view_petition", "view_paperbatch", "add_paperbatch", "change_paperbatch"]
# Searching names and addresses, and taking many signatures out of the count.
SIFTING = ["view_signature", "change_fraudrule"]
EXPORTING = ["export_names", "add_signatureexport"]
DELIVERING = ["view_petition", "view_delivery", "add_delivery", "change_delivery"]
EMBEDS = ["view_embed", "add_embed", "change_embed"]

RIGHTS = {
    Role.EDITORS: EDITING,
    Role.ORGANIZERS: [
        *EDITING,
        *TENDING,
        *PROPOSALS,
        *UPDATES,
        *WRITING,
        *ORGANIZERS,
        *DELIVERING,
        *PAPER,
        *SIFTING,
        *EMBEDS,
    ],
    # They decide on what visitors wrote, and who wrote it is not theirs to know.
    Role.MODERATORS: ["view_petition", *COMMENTS, *REPORTS, *PROPOSALS, *UPDATES],
    Role.MAILERS: MAILING,
    # They also say which sites are a partner's.
    Role.STEWARDS: [*TENDING, *DELIVERING, *SIFTING, "view_embed"],
    Role.ADMINISTRATORS: [
        *EDITING,
        *TENDING,
        *COMMENTS,
        *REPORTS,
        *PROPOSALS,
        *UPDATES,
        *WRITING,
        *MAILING,
        *ORGANIZERS,
        *DELIVERING,
        *PAPER,
        *SIFTING,
        *EMBEDS,
        "delete_petition",
    ],
}


def register_all(config: AppConfig) -> None:
    """Called once, from the app's ``ready()``."""
    inventory.declare_all()
    staff_inventory.declare_all()
    register_action_kind(PetitionKind())
    register_letters()
    register_campus_letters()
    register_paper_letters()
    register_public_urls("petitions/", "petitions.urls")
    register_public_urls("address/", "petitions.neutral_urls")
    register_public_urls("desk/", "petitions.desk_urls")
    register_eraser(erasers.signature_eraser)
    register_merger(signature_merger)
    register_row_eraser(Signature._meta.label, erasers.forget_signature)
    register_row_eraser(Comment._meta.label, erasers.forget_comment)
    register_row_eraser(PageReport._meta.label, erasers.forget_report)
    register_row_eraser(CampusOrganizer._meta.label, forget_organizer)
    register_row_eraser(FraudRule._meta.label, forget_rule)
    register_row_eraser(CampusProof._meta.label, erasers.forget_proof)
    register_index_table(Signature, recompute_marks, index_field="mark", version_field="mark_version")
    register_after_restore(forget_reminders)
    register_way_out("countersign_petition_no_reminders", "countersign_petition_no_updates")
    register_listener(NewsLetter, NewsListener())
    register_after_restore(forget_news)
    register_live("petitions", erasers.live_signers)
    register_timeline("petitions", timeline.comments_of)
    register_held("petitions", held.signed_by)
    for segment_rule in segments.RULES:
        register_segment_rule(segment_rule)
    register_hold_scope("petitions", _("Petitions and signatures"))
    for rule in retention.RULES:
        register_rule(rule)
    for key, texts in FIRST_WORDINGS.items():
        register_wording(key, texts, name=NAMES[key], each_partner=key == PARTNER)
    register_withdrawal(NEWS, erasers.want_no_news)
    register_withdrawal(UPDATES_QUESTION, erasers.want_no_updates)
    for role, rights in RIGHTS.items():
        register_role_permissions(role, sorted({f"{config.label}.{right}" for right in rights}))
    # Names leave with stewards, and with nobody else.
    exporting = [f"{config.label}.{right}" for right in EXPORTING]
    register_role_permissions(Role.STEWARDS, exporting, alone=True)
    schedule.register("petitions.fold", tasks.fold_all, timedelta(minutes=1), while_locked=True)
    schedule.register("petitions.waiting", tasks.tend_waiting, timedelta(minutes=10))
    schedule.register("petitions.spent", tasks.drop_spent, timedelta(hours=1))
    schedule.register("petitions.close", tasks.close_due, timedelta(minutes=10))
    schedule.register("petitions.news", tasks.send_news, timedelta(minutes=1))
    schedule.register("petitions.packs", tasks.make_waiting_packs, timedelta(minutes=1))
    schedule.register("petitions.fraud", tasks.work_on_waiting_runs, timedelta(minutes=1))
    schedule.register("petitions.exports", tasks.make_waiting_exports, timedelta(minutes=1))
    schedule.register("petitions.redeliver", tasks.plan_redeliveries, timedelta(hours=6))
    schedule.register("petitions.recount", tasks.recount_all, timedelta(days=1))
    # Once a day, and not whenever somebody signs: their change must tell nobody an hour.
    schedule.register("petitions.numbers", tasks.tell_numbers, timedelta(days=1))
    schedule.register("petitions.tests", tasks.forget_tests, timedelta(hours=1))
    register_front_page()
    # What is kept in this process is read anew at once where it was changed; elsewhere in 3 seconds.
    post_save.connect(_petition_changed, sender=Petition, dispatch_uid="countersign_petition_saved")
    for signal in (page_published, page_unpublished):
        signal.connect(_page_changed, dispatch_uid="countersign_petition_pages")


def register_front_page() -> None:
    """What is coming of petitions, and their panels."""
    register_coming("petitions", coming.coming_of)
    register_announced("petitions", coming.announced)
    for panel in (BurstsPanel, PetitionsPanel, ModerationPanel):
        register_panel(panel)


def _petition_changed(instance: Petition, **kwargs: object) -> None:
    forget_rules(instance.public_id)
    # Staff may have turned the names off.
    purge_pages()


def _page_changed(**kwargs: object) -> None:
    forget_rules()
