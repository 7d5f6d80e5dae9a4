"""The pages of the staff side: ours, empty and filled, and those of Wagtail that run under our policy."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.urls import reverse
from pyrage.x25519 import Identity

from campaigns.enums import ReportReason, Suspicion
from campaigns.models import PartnerOrigin
from mailings.models import MailContent
from pages.models import PetitionPage
from petitions.jobs.fraud import work_on_waiting
from petitions.models import (
    CampusOrganizer,
    Conditions,
    Delivery,
    Embed,
    Kiosk,
    PageReport,
    PaperBatch,
    Petition,
    PlaceProposal,
    RecruiterNotice,
    Signature,
    SignerNews,
    Update,
)
from petitions.services import report_page, write_rule
from petitions.wordings import PARTNER
from privacy.actors import Actor
from privacy.choices import FindingKind
from privacy.days import utc_today
from privacy.models import Finding
from staff.services import invite
from supporters.enums import FieldKind, SuggestionReason
from supporters.jobs.suggesting import suggest
from supporters.models import CustomField, List, Partner, Segment, Supporter, SupporterNote, Tag
from supporters.services import add_partner
from supporters.services.bulk import tag_everybody
from supporters.services.hand_overs import ask_for_hand_over
from tests.browser.fact_paths import fact_paths
from tests.browser.staff_donation_paths import donation_paths
from tests.browser.staff_event_paths import event_paths
from tests.browser.staff_mailing_paths import mailing_paths
from tests.campaigns.factories import make_institution
from tests.petitions.factories import open_place, sign
from tests.site.body_values import make_picture
from tests.supporters.factories import PartnerFactory
from tests.supporters.importing import imported, table
from tests.supporters.leaving import ask, need_two


def signatures_of(petition: Petition) -> str:
    return reverse("petition:signatures", args=[petition.public_id])


def staff_paths(petition: Petition, signature: Signature) -> list[str]:
    """The staff pages that are ours."""
    names = ("go_live", "pause", "resume", "close", "win", "archive", "unarchive", "deliveries")
    names += ("overview", "exports")
    ours = [reverse(f"petition:{name}", args=[petition.public_id]) for name in names]
    one = [petition.public_id, signature.public_id]
    ours += [reverse(f"petition:{name}", args=one) for name in ("unmask", "release", "invalidate")]
    ours += [
        f"{signatures_of(petition)}{query}" for query in ("", "?state=confirmed&p=2", "?state=withdrawn")
    ]
    listed = ("petition", "campaign", "target", "institution", "jurisdiction")
    ours += [reverse(f"{name}:{view}") for name in listed for view in ("index", "add")]
    ours += word_paths()
    ours += paper_paths()
    ours += moderation_paths(petition)
    ours += embed_paths()
    ours += kiosk_paths()
    ours.append(campus_delivery_path())
    ours += event_paths()
    ours += mailing_paths()
    ours += donation_paths()
    ours += fact_paths()
    ours += [
        reverse("petition:edit", args=[petition.pk]),
        reverse("petition:tell", args=[petition.public_id]),
        reverse("campaign:edit", args=[petition.campaign_id]),
        reverse("institution:import"),
        reverse("countersign_retention"),
        reverse("countersign_access_log"),
        *finding_paths(),
        reverse("countersign_legal"),
        reverse("countersign_legal_demand_add"),
        reverse("countersign_legal_hold_add"),
        reverse("countersign_lock"),
        f"{reverse('page_translations')}?all=1",
        reverse("start_campaign"),
        reverse("site_manual"),
        reverse("site_manual_page", args=["operators/subpoena-playbook.md"]),
        reverse("countersign_look_guide"),
        *door_paths(),
        f"{reverse('countersign_look_guide')}?mode=dark&direction=rtl",
    ]
    return ["/admin/", *ours]


def finding_paths() -> list[str]:
    """What was found, one thing of each kind, and who is told of it."""
    Finding.objects.bulk_create(
        Finding(rule=rule, key="1", number=321, told=number % 3) for number, rule in enumerate(FindingKind)
    )
    return [reverse("countersign_findings"), reverse("countersign_findings_who")]


def door_paths() -> list[str]:
    """One's own login and everybody's accounts, one of them invited; and what asks again."""
    invited = invite(username="invited", email="", roles=["Mailers"], actor=Actor.system())
    account = [invited.user.staff_account.public_id]
    names = ("account", "take_back", "end_sessions", "let_in_anew")
    return [
        *(reverse(f"site_staff_admin:{name}") for name in ("security", "change_password", "change_address")),
        *(reverse(f"site_staff_admin:{name}") for name in ("accounts", "invite")),
        *(reverse(f"site_staff_admin:{name}", args=account) for name in names),
        *(reverse(f"site_staff:{name}") for name in ("again", "begin_factor", "add_app", "add_key", "lost")),
        *(reverse(f"site_staff:{name}") for name in ("ask_password", "password_asked", "password_stored")),
    ]


def paper_paths() -> list[str]:
    """Slips of paper, and the demo's batch of them."""
    batch = PaperBatch.objects.select_related("petition").get()
    ids = [batch.petition.public_id, batch.public_id]
    return [
        reverse("petition:paper", args=ids[:1]),
        *(reverse(f"petition:{name}", args=ids) for name in ("paper_batch", "paper_undo")),
    ]


def moderation_paths(petition: Petition) -> list[str]:
    """The demo's comments in each state, one alone, and a report."""
    report_page(
        petition=petition,
        place=None,
        reason=ReportReason.BROKEN,
        text="The picture is missing",
        language="en",
        actor=Actor.system(),
    )
    report = PageReport.objects.get()
    return [
        *(f"{reverse('petition:comments')}?state={state}" for state in ("held", "approved", "declined")),
        reverse("petition:comments_next"),
        reverse("petition:reports"),
        *(reverse(f"petition:report_{deed}", args=[report.public_id]) for deed in ("done", "dismiss")),
    ]


def word_paths() -> list[str]:
    """What waits in the demo: an update, a message, and who holds a link to the campus they came from."""
    update, news = Update.objects.get(state="proposed"), SignerNews.objects.get()
    organizer = CampusOrganizer.objects.select_related("place__petition").get()
    at = [organizer.place.petition.public_id, organizer.place.public_id]
    deeds = [f"update_{deed}" for deed in ("show", "hide", "decline")]
    return [
        reverse("petition:words"),
        *(reverse(f"petition:{deed}", args=[update.public_id]) for deed in deeds),
        *(
            reverse(f"petition:{name}", args=[news.public_id])
            for name in ("news", "news_approve", "news_decline", "news_stop")
        ),
        reverse("petition:organizers", args=at),
        *(
            reverse(f"petition:organizer_{deed}", args=[*at, organizer.public_id])
            for deed in ("renew", "revoke")
        ),
    ]


def embed_paths() -> list[str]:
    """The demo's form on its partner's pages: offered, with a site, and what is asked about both."""
    embed = Embed.objects.select_related("petition").order_by("pk").first()
    origin = PartnerOrigin.objects.get(partner=embed.partner_id)
    one = [embed.petition.public_id, embed.public_id]
    return [
        reverse("petition:embeds", args=one[:1]),
        *(reverse(f"petition:{name}", args=one) for name in ("embed", "embed_end", "embed_resume")),
        reverse("petition:embed_forbid", args=[*one, origin.public_id]),
    ]


def campus_delivery_path() -> str:
    """What the demo hands over of one campus."""
    delivery = Delivery.objects.select_related("petition").get(place__isnull=False)
    return reverse("petition:delivery", args=[delivery.petition.public_id, delivery.public_id])


def kiosk_paths() -> list[str]:
    """The link of the demo's table: listed, with its code, and what is asked about it."""
    kiosk = Kiosk.objects.select_related("petition").get()
    one = [kiosk.petition.public_id, kiosk.public_id]
    names = ("kiosk", "kiosk_end")
    return [
        reverse("petition:kiosks", args=one[:1]),
        *(reverse(f"petition:{name}", args=one) for name in names),
    ]


def foreign_paths(page: PetitionPage) -> list[str]:
    """Wagtail's own pages, which run under our policy."""
    home = page.get_parent()
    return [
        f"/admin/pages/{home.pk}/",
        f"/admin/pages/{home.pk}/edit/",
        f"/admin/pages/{page.pk}/edit/",
        f"/admin/pages/add/site_pages/petitionpage/{home.pk}/",
        f"/admin/pages/{page.pk}/history/",
        "/admin/images/add/",
        reverse("wagtailimages:edit", args=[make_picture().pk]),
        "/admin/documents/",
        "/admin/account/",
        "/admin/reports/site-history/",
        # Its editor of blocks is the one of pages.
        reverse("mail_words:edit", args=[MailContent.objects.order_by("pk").first().pk]),
    ]


def file_paths() -> list[str]:
    """The demo's supporter file, and everything about the one with a note: for who has every right."""
    note = SupporterNote.objects.select_related("supporter").get()
    supporter = note.supporter
    standing = supporter.subscriptions.first()
    one = [supporter.public_id]
    names = ("profile", "look", "answers", "unsubscribe_all", "erase")
    return [
        *(f"{reverse('supporter:index')}{query}" for query in ("", "?region=CA&standing=none", "?region=WY")),
        *(reverse(f"supporter:{name}", args=one) for name in names),
        reverse("supporter:unsubscribe", args=[*one, standing.list.public_id]),
        reverse("supporter:note_delete", args=[*one, note.public_id]),
        *merging_paths(supporter),
    ]


def merging_paths(supporter: Supporter) -> list[str]:
    """Two records that may be one person's: suggested, looked for, and side by side."""
    other = Supporter.objects.exclude(pk=supporter.pk).order_by("pk").first()
    suggest([(supporter.pk, other.pk)], reason=SuggestionReason.PHONE)
    one = [supporter.public_id]
    return [
        reverse("supporter:alike"),
        reverse("supporter:held"),
        reverse("supporter:merge", args=one),
        reverse("supporter:merge_with", args=[*one, other.public_id]),
        *leaving_paths(),
    ]


def leaving_paths() -> list[str]:
    """A table that waits for a second person, a hand-over that is made, and where both are asked for."""
    segment, owner = Segment.objects.order_by("pk").last(), get_user_model().objects.create_user("exporter")
    need_two()
    ask(segment, owner)
    partner = Partner.objects.order_by("pk").first()
    partner.recipient = partner.agreed_recipient = str(Identity.generate().to_public())
    partner.save()
    PartnerFactory(recipient=str(Identity.generate().to_public()))
    ask_for_hand_over(partner=partner, question=PARTNER, actor=Actor.staff(owner))
    return [
        reverse("supporter_export:index"),
        reverse("hand_over:index"),
        reverse("segment:export", args=[segment.public_id]),
    ]


def supporters_paths() -> list[str]:
    """What concerns all supporters: for administrators."""
    names = ("list", "partner", "tag", "customfield", "consentwording")
    settings = [
        reverse("wagtailsettings:edit", args=path)
        for path in (("countersign_supporters", "organization"), ("site_pages", "looksettings"))
    ]
    listed = [reverse(f"{name}:{view}") for name in (*names, "segment") for view in ("index", "add")]
    return [*listed, *segment_paths(), *import_paths(), *settings, reverse("house_rules")]


def import_paths() -> list[str]:
    """Where a file of people is chosen, and one that was imported, with rows that could not be."""
    steward = User.objects.create_user("importer")
    data = table(["ada@example.org", "Ada", "subscribed"], ["no address", "Ben", ""])
    done = imported(data, List.objects.first(), Actor.staff(steward))
    one = [reverse(f"supporter_import:{name}", args=[done.public_id]) for name in ("one", "undo")]
    return [reverse("supporter_import:index"), *one]


def segment_paths() -> list[str]:
    """The demo's segment with a group in it: what it says, its builder, who fits, and its end."""
    segment = Segment.objects.order_by("pk").last()
    names = ("one", "edit", "people", "delete", "bulk_tag", "bulk_untag", "bulk_fields")
    return [
        *(reverse(f"segment:{name}", args=[segment.public_id]) for name in names),
        *bulk_paths(segment),
    ]


def bulk_paths(segment: Segment) -> list[str]:
    """A field of each kind to be written of everybody, and a deed that waits, with what is asked about it."""
    fields = [
        CustomField.objects.create(
            key=f"axe_{kind}", label={"en": f"Axe {kind}"}, kind=kind, choices=["S", "M"]
        )
        for kind in FieldKind.values
    ]
    deed = tag_everybody(
        segment=segment,
        tag=Tag.objects.create(name="axe"),
        is_put_on=True,
        public_id=segment.public_id,
        actor=Actor.staff(get_user_model().objects.create_user("axe-bulk")),
    )
    asked = ("deed", "deed_undo", "deed_go_on")
    return [
        *(reverse("segment:bulk_field", args=[segment.public_id, one.public_id]) for one in fields),
        reverse("segment:deeds"),
        *(reverse(f"segment:{name}", args=[deed.public_id]) for name in asked),
    ]


def filled_paths(petition: Petition) -> list[str]:
    """The same listings with something in them, and the forms and questions about one row."""
    rows = {
        "target": petition.petition_targets.get().target,
        "institution": make_institution("college.example"),
        "list": List.objects.first(),
        "partner": add_partner(partner=Partner(name="Neighbors United"), actor=Actor.system()),
        "tag": Tag.objects.create(name="housing"),
    }
    ours = [reverse(f"{name}:edit", args=[row.pk]) for name, row in rows.items()]
    ours += [reverse(f"petition:{view}", args=[petition.pk]) for view in ("delete", "history", "usage")]
    return [
        *ours,
        *campus_paths(petition),
        *fraud_paths(petition),
        *(reverse(f"{name}:index") for name in rows),
        reverse("consentwording:index"),
    ]


def campus_paths(petition: Petition) -> list[str]:
    """A petition's campuses: one, one that a visitor proposed, and what is asked about each."""
    place = open_place(petition)
    proposal = PlaceProposal.objects.create(petition=petition, name="Hill College", language="en")
    notice = RecruiterNotice.objects.create(
        place=place, day=utc_today(), url="https://example.org/fair", language="en"
    )
    pages = [("places", []), ("places_add", []), ("places_flyers", []), ("place_edit", [place.public_id])]
    pages += [("delivery_plan_place", [place.public_id])]
    pages += [(f"notice_{deed}", [notice.public_id]) for deed in ("approve", "remove")]
    pages += [(f"proposal_{deed}", [proposal.public_id]) for deed in ("accept", "decline")]
    return [reverse(f"petition:{name}", args=[petition.public_id, *ids]) for name, ids in pages]


def fraud_paths(petition: Petition) -> list[str]:
    """A rule against bad signatures that was counted, and what is asked about it."""
    staff = Actor.staff(get_user_model().objects.create_user("sifter"))
    run = write_rule(petition=petition, conditions=Conditions(region="CA"), actor=staff)
    work_on_waiting()
    at = [petition.public_id, run.public_id]
    pages = [("rules", [petition.public_id]), ("rule_add", [petition.public_id])]
    pages += [(name, at) for name in ("run", "run_let_loose", "run_undo", "run_go_on")]
    pages += [("rule_delete", [petition.public_id, run.rule.public_id])]
    return [reverse(f"petition:{name}", args=ids) for name, ids in pages]


def all_staff_paths(petition: Petition) -> list[str]:
    """Every page of ours on the staff side, of one of everything that it makes."""
    signature = sign(petition, "fast@example.org", suspicion=Suspicion.TOO_FAST)
    return [*staff_paths(petition, signature), *supporters_paths(), *file_paths(), *filled_paths(petition)]


def petition_page() -> PetitionPage:
    return PetitionPage.objects.live().filter(locale__language_code="en").order_by("pk").first()
