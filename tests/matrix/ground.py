"""What there is to ask for: the demo with one of everything, and the staff who ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, Locale, Site, Task, Workflow
from wagtail.users.models import UserProfile

from campaigns.models import Campaign, CampaignMember, Institution, Jurisdiction, Target
from campaigns.roles import top_up_groups
from donations.models import Fundraiser
from events.models import Event
from mailings.models import MailContent
from pages.models import LookSettings, PetitionPage
from petitions.enums import ExportFormat, ExportPurpose
from petitions.models import Petition
from petitions.services import ask_for_export
from privacy.actors import Actor
from privacy.choices import DemandKind
from privacy.days import utc_today
from privacy.files import write_file
from privacy.legal import begin_hold, write_demand
from privacy.models.legal import LegalWords
from privacy.roles import Role
from staff import proof
from staff.jobs import account_of
from staff.models import StaffSession
from staff.services.invitations import invite
from staff.session_store import hashed
from supporters.models import (
    CustomField,
    HandOver,
    ListSignUp,
    MergeSuggestion,
    Partner,
    Supporter,
    SupporterExport,
    Tag,
)
from supporters.services.merging import merge_supporters
from tests.browser.public_paths import public_pages
from tests.browser.staff_paths import all_staff_paths, foreign_paths, petition_page
from tests.campaigns.factories import make_campaign
from tests.matrix.routes import Address, addresses
from tests.site.factories import photo
from tests.supporters.factories import admit

ANONYMOUS, NOBODY, SUPERUSER = "anonymous", "former staff", "superuser"
# An administrator whose password was typed, and not the second step.
HALF = "half a login"
MEMBER, STRANGER = "of the campaign", "stranger"


@dataclass(frozen=True)
class Persona:
    """Somebody who asks: a role (or none), and whether they are of the team of the demo's campaigns."""

    name: str
    role: Role | None = None
    is_member: bool = False
    user_id: int | None = None

    def logged_in(self, client: Client) -> Client:
        """This client as this persona: as nobody, or after one step or both."""
        if self.name != ANONYMOUS:
            client.force_login(User.objects.get(pk=self.user_id))
        if self.name == HALF:
            session = client.session
            del session[proof.KEY]
            session.save()
        return client


def make_personas() -> list[Persona]:
    """Anonymous, former staff, half a login, each role in and outside of the campaigns, a superuser."""
    top_up_groups()
    here = list(Campaign.objects.all())
    elsewhere = make_campaign()
    found = [Persona(ANONYMOUS), Persona(NOBODY, user_id=_user("former").pk)]
    found.append(Persona(HALF, is_member=True, user_id=_user("half", Role.ADMINISTRATORS).pk))
    for role in Role:
        for is_member in (True, False):
            where = MEMBER if is_member else STRANGER
            user = _user(f"{role.name.lower()}-{'in' if is_member else 'out'}", role)
            team = here if is_member else [elsewhere]
            CampaignMember.objects.bulk_create(CampaignMember(campaign=one, user=user) for one in team)
            found.append(Persona(f"{role.value}, {where}", role, is_member, user.pk))
    root = _user("root")
    root.is_superuser = True
    root.save()
    return [*found, Persona(SUPERUSER, is_member=True, user_id=root.pk)]


def _user(name: str, *roles: Role) -> User:
    user = User.objects.create_user(f"matrix-{name}", password=uuid4().hex)
    # Wagtail makes it on the first visit.
    UserProfile.get_for_user(user)
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def make_addresses() -> list[Address]:
    """Every route with its real and its missing object. Makes one of everything; for the demo's site."""
    petition = Petition.objects.select_related("campaign").order_by("pk").first()
    staff = all_staff_paths(petition)
    page = petition_page()
    paths = [*staff, *foreign_paths(page), *public_pages("en")]
    rows = wagtails_rows(page) | our_rows(petition, page)
    return addresses(paths, {key: str(value) for key, value in rows.items()})


def wagtails_rows(page: PetitionPage) -> Mapping[str, object]:
    """What stands in the routes of Wagtail's own."""
    root = Collection.get_first_root_node()
    collection = root.add_child(name="Matrix")
    image = get_image_model().objects.create(
        title="Matrix",
        file=ContentFile(photo().read(), "matrix.jpg"),
        collection=root,
        description="A poster",
    )
    image._set_image_file_metadata()
    image.file.close()
    image.save()
    document = get_document_model().objects.create(
        title="Matrix", file=ContentFile(b"a,b\n1,2\n", "matrix.csv"), collection=root
    )
    # What an upload writes, and a look at the form would.
    document._set_document_file_metadata()
    document.file.close()
    document.save()
    # Made on the first visit of a site.
    LookSettings.for_site(Site.objects.get(is_default_site=True))
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="password", password="matrix"
    )
    redirect = Redirect.objects.create(old_path="/matrix", redirect_link="/en/")
    workflow = Workflow.objects.create(name="Matrix")
    task = Task.objects.first() or Task.objects.create(name="Matrix")
    revision = page.save_revision()
    target, somebody = page.get_parent(), _user("somebody")
    kinds = {"app_label": "site_pages", "model_name": "petitionpage"}
    found = {
        "admin/api/main/pages/ pk": page.pk,
        "admin/api/main/pages/ action_name": "unpublish",
        "admin/api/main/documents/ pk": document.pk,
        "admin/api/main/images/ pk": image.pk,
        "admin/bulk/ app_label": "wagtailcore",
        "admin/bulk/ model_name": "page",
        "admin/bulk/ action": "delete",
        **{f"admin/pages/create/ {name}": value for name, value in kinds.items()},
        **{f"admin/editing-sessions/ {name}": value for name, value in kinds.items()},
        "admin/editing-sessions/ object_id": page.pk,
        "admin/editing-sessions/ session_id": 1,
        "admin/pages/ pk": page.pk,
        "admin/pages/ page_id": page.pk,
        "admin/pages/ page_to_move_id": page.pk,
        "admin/pages/ destination_id": target.pk,
        "admin/pages/ revision_id": revision.pk,
        "admin/pages/ revision_id_a": "earliest",
        "admin/pages/ revision_id_b": revision.pk,
        "admin/pages/ action_name": "approve",
        "admin/pages/ task_state_id": 1,
        "admin/pages/ task_id": task.pk,
        "admin/pages/ workflow_state_id": 1,
        "admin/choose-page/ parent_page_id": page.pk,
        "admin/tag-autocomplete/ app_name": "taggit",
        "admin/tag-autocomplete/ model_name": "tag",
        "admin/collections/ pk": collection.pk,
        "admin/collections/ collection_id": collection.pk,
        "admin/workflows/ pk": workflow.pk,
        "admin/workflows/ page_pk": page.pk,
        "admin/workflows/ workflow_pk": workflow.pk,
        "admin/workflows/tasks/ pk": task.pk,
        "admin/workflows/tasks/ app_label": "wagtailcore",
        "admin/workflows/tasks/ model_name": "groupapprovaltask",
        "admin/workflows/task_chooser/ task_id": task.pk,
        "admin/settings/ pk": 1,
        "admin/redirects/ redirect_id": redirect.pk,
        "admin/translation/ page_id": page.pk,
        "admin/translation/ app_label": "countersign_mailings",
        "admin/translation/ model_name": "mailcontent",
        "admin/translation/ pk": MailContent.objects.order_by("pk").first().pk,
        "admin/locales/ pk": Locale.objects.get(language_code="es").pk,
        "admin/sites/ pk": Site.objects.get(is_default_site=True).pk,
        "admin/users/ pk": somebody.pk,
        "admin/groups/ pk": Group.objects.get(name=Role.MODERATORS).pk,
        "admin/images/ filter_spec": "width-100",
        "documents/ group0": document.pk,
        "admin/manual/ name": "operators/README.md",
        "admin/manual/pictures/ name": "petition.png",
        "documents/ group1": document.filename,
        "documents/ restriction_id": restriction.pk,
        "en/_util/ page_id": page.pk,
        "en/_util/ page_view_restriction_id": 1,
        "en/ group0": page.get_url_parts()[2].removeprefix("/en/"),
        "media/ path": image.file.name,
    }
    files = [("documents", ("document_id", "doc_id"), document), ("images", ("image_id",), image)]
    for room, names, row in files:
        found |= {f"admin/{room}/ {name}": row.pk for name in names}
        found |= {f"admin/{room}/ uploaded_file_id": 1, f"admin/{room}/chooser/ pk": row.pk}
    return found


def _session_of(user: User) -> StaffSession:
    """Somebody is logged in elsewhere."""
    key = hashed(uuid4().hex)
    until = timezone.now() + timedelta(hours=1)
    Session.objects.create(session_key=key, session_data="", expire_date=until)
    return StaffSession.objects.create(user=user, key_hash=key, number=1)


def our_rows(petition: Petition, page: PetitionPage) -> Mapping[str, object]:
    """What no page of the sweeps leads to."""
    steward = User.objects.create_user("matrix-owner")
    invite(username="matrix-invited", email="", roles=[Role.EDITORS], actor=Actor.system(), language="en")
    invited = User.objects.get(username="matrix-invited")
    actor = Actor.staff(steward)
    export = ask_for_export(
        petition=petition,
        purpose=ExportPurpose.FRAUD,
        file_format=ExportFormat.CSV,
        language="en",
        actor=actor,
    )
    with write_file(kind="campaigns.matrix", name="a.csv", content_type="text/csv", owner=steward) as writer:
        writer.write(b"name\nExample\n")
    said = {"kind": DemandKind.SUBPOENA, "authority": "A court", "received": utc_today()}
    demand = write_demand(demand=None, words=LegalWords(words="Everything"), said=said, actor=actor)
    hold = begin_hold(
        demand=demand, scope="everything", review=utc_today(), words=LegalWords(words="Keep"), actor=actor
    )
    survivor, loser = admit("matrix.one@example.org"), admit("matrix.two@example.org")
    merge = merge_supporters(survivor=survivor, loser=loser, actor=actor)
    field = CustomField.objects.first()
    words = MailContent.objects.order_by("pk").first()
    revision = words.save_revision()
    tagged = Supporter.objects.filter(tags__isnull=False).first() or survivor
    tag = Tag.objects.first()
    return {
        "admin/staff/ public_id": account_of(invited).public_id,
        "admin/security/ public_id": _session_of(invited).public_id,
        "admin/legal/demand/ public_id": demand.public_id,
        "admin/legal/hold/ public_id": hold.public_id,
        "admin/segments/ number": 0,
        "admin/supporter-exports/ public_id": SupporterExport.objects.first().public_id,
        "admin/hand-overs/ public_id": HandOver.objects.first().public_id,
        "admin/hand-overs/keys/ public_id": Partner.objects.order_by("pk").last().public_id,
        "admin/privacy/files/ public_id": writer.file.public_id,
        "admin/contract/import/ file": writer.file.public_id,
        "admin/institution/import/ file": writer.file.public_id,
        "admin/petition/<uuid:petition>/exports/ petition": petition.public_id,
        "admin/petition/<uuid:petition>/exports/ export": export.public_id,
        "admin/petition/<uuid:petition>/deliveries/<uuid:delivery>/letter/ language": "en",
        "admin/petition_chooser/ pk": petition.pk,
        "admin/event_chooser/ pk": Event.objects.first().pk,
        "admin/fundraiser_chooser/ pk": Fundraiser.objects.first().pk,
        "admin/campaign_chooser/ pk": petition.campaign_id,
        "admin/target_chooser/ pk": Target.objects.first().pk,
        "admin/institution_chooser/ pk": Institution.objects.first().pk,
        "admin/jurisdiction_chooser/ pk": Jurisdiction.objects.first().pk,
        "admin/jurisdiction/ pk": Jurisdiction.objects.first().pk,
        "admin/mailing-words/history/ pk": words.pk,
        "admin/mailing-words/history/ revision_id": revision.pk,
        "admin/mailing-words/compare/ pk": words.pk,
        "admin/mailing-words/compare/ revision_id_a": "earliest",
        "admin/mailing-words/compare/ revision_id_b": "latest",
        "admin/supporter/held/ sign_up": ListSignUp.objects.first().public_id,
        "admin/supporter/<uuid:supporter>/tags/<uuid:tag>/ supporter": tagged.public_id,
        "admin/supporter/<uuid:supporter>/tags/<uuid:tag>/ tag": tag.public_id,
        "admin/supporter/alike/ suggestion": MergeSuggestion.objects.first().public_id,
        "admin/supporter/<uuid:supporter>/merges/ supporter": survivor.public_id,
        "admin/supporter/<uuid:supporter>/merges/ merge": merge.public_id,
        "admin/customfield/ pk": field.pk,
    }
