"""People whose every field is a canary, and every flow there is, through the site's own doors."""

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.apps import apps
from django.conf import settings as site_settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from campaigns.embed_tokens import embed_token
from campaigns.enums import NewsChoice, ReportReason
from outbox.tasks import drain_outbox
from petitions.embed_links import embed_path
from petitions.enums import NewsAudience, SignatureState
from petitions.kiosk_links import kiosk_path
from petitions.models import (
    Comment,
    Delivery,
    Embed,
    FraudRun,
    Kiosk,
    PageReport,
    Petition,
    Signature,
    SignerNews,
)
from petitions.selectors import shown_embed
from petitions.services import ask_for_proof, propose_news, report_page
from petitions.tasks import make_waiting_packs, send_news, work_on_run
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.files import begin_file
from privacy.localized import LocalizedText
from privacy.worker import Worker
from supporters.models import Merge
from supporters.selectors import find_supporter
from tests.petitions.deliveries import plan
from tests.petitions.factories import affiliation_of, at_place
from tests.privacy.donation_flows import DONORS, give_money
from tests.privacy.event_flows import GUESTS, go_to_events
from tests.privacy.import_flows import bring_as_staff
from tests.privacy.leaving_flows import take_out_as_staff
from tests.privacy.list_flows import join_a_list, write_fields_as_staff
from tests.privacy.mailing_flows import send_to_the_list
from tests.privacy.pressing_flows import press_and_leave
from tests.privacy.seized import MARK, canaries_in
from tests.proof import proof_size

PEOPLE = proof_size(40, 1_000)
# And so many on slips of paper.
PAPER = 3
# As many as a campus needs to be handed over by itself.
AT_HILL = range(10, 20)

# Where some show that they are there; the domain itself is public.
CAMPUS = "bay.example"


@dataclass(frozen=True)
class Canary:
    """One visitor; every field holds the mark and a number."""

    number: int

    @property
    def email(self) -> str:
        return f"{MARK}-mail-{self.number}@{MARK}-{self.number}.example"

    def form(self, **more: str) -> dict[str, str]:
        return {
            "given_name": f"{MARK.capitalize()} {self.number}",
            "family_name": f"{MARK.upper()} {self.number}",
            "email": self.email,
            "postal_code": f"{MARK} {self.number}",
            "comment": f"{MARK} says {self.number} <b>why</b>",
            "news": NewsChoice.CAMPAIGN.value,
            "name_to_target": "on",
            "lang": "es" if self.number % 2 else "en",
            **more,
        }


class Visitors:
    """The flows, through the site's own doors."""

    def __init__(self, petition: Petition) -> None:
        self.petition = petition
        self.client = Client(headers={"sec-fetch-site": "same-origin"})
        self.urls: list[str] = []

    def post(self, url: str, data: dict[str, str] | None = None) -> int:
        response = self.client.post(url, data or {})
        self.urls += [url, response.get("Location", "")]
        return response.status_code

    def sign(self, canary: Canary, **more: str) -> int:
        return self.post(
            reverse("countersign_petition_sign", args=[self.petition.public_id]), canary.form(**more)
        )

    def sign_at_a_partner(self, canary: Canary, **more: str) -> int:
        """In the frame of a partner's page, with the partner's box ticked."""
        embed = Embed.objects.select_related("petition", "partner").get()
        form = canary.form(**more)
        form["partners"] = str(shown_embed(embed_token(embed)).opt_in(form["lang"]).public_id)
        return self.post(embed_path(embed, view="countersign_embed_sign"), form)

    def sign_at_a_table(self, canary: Canary, **more: str) -> int:
        """On a tablet that others sign on, too."""
        kiosk = Kiosk.objects.select_related("petition").get()
        return self.post(kiosk_path(kiosk, "countersign_kiosk_sign"), canary.form(**more))

    def work(self) -> dict[str, list[str]]:
        """Send what is due; the paths of the links in it, by address."""
        mail.outbox.clear()
        # A second wake-up within a second waits for its end; this does not.
        drain_outbox.enqueue()
        send_news.enqueue()
        Worker(batch=True).run()
        paths: dict[str, list[str]] = {}
        for message in mail.outbox:
            found = re.findall(rf"{re.escape(site_settings.COUNTERSIGN['BASE_URL'])}(/\S+)", message.body)
            paths.setdefault(message.to[0].lower(), []).extend(found)
        return paths


def link(paths: list[str], name: str) -> str:
    """The one link of that kind."""
    [found] = {path for path in paths if f"/{name}/" in path}
    return found


def go_through_every_flow(petition: Petition) -> Visitors:
    """Sign, mistype, confirm, sign again, disown, withdraw, be quarantined, be looked at by staff."""
    visitors = Visitors(petition)
    canaries = [Canary(number) for number in range(PEOPLE)]
    # One of them signs at a campus, and ten at another: until it counts, where and as what stays in the
    # sealed blob.
    place, hill = petition.places.order_by("pk")
    affiliation = affiliation_of(petition)
    somewhere = {6: at_place(place, affiliation)} | dict.fromkeys(AT_HILL, at_place(hill, affiliation))
    for canary in canaries:
        ways = {7: visitors.sign_at_a_partner, 8: visitors.sign_at_a_table}
        way = ways.get(canary.number, visitors.sign)
        assert way(canary, **somewhere.get(canary.number, {})) == 303
    assert visitors.sign_at_a_partner(canaries[0], email=MARK) == 422
    assert visitors.sign_at_a_table(canaries[0], email=MARK) == 422
    assert Signature.objects.filter(place__isnull=False).count() == 0
    assert visitors.sign(canaries[0], given_name=MARK * 40) == 422
    assert visitors.sign(Canary(PEOPLE), reply_by=MARK) == 303
    letters = visitors.work()
    assert len(letters) == PEOPLE

    for canary in canaries[3:]:
        assert visitors.post(link(letters[canary.email], "confirm")) == 303
    assert visitors.post(link(letters[canaries[3].email], "confirm")) == 303
    assert visitors.post(link(letters[canaries[0].email], "not-me")) == 303
    # Canary 1 and 2 keep waiting. One signs a second time; one takes the name off again.
    assert visitors.sign(canaries[4], comment=f"{MARK} again") == 303
    # Two show that they are at the campus; one of them never presses the button.
    proofs = [f"{MARK}-proof-{number}@{CAMPUS}" for number in range(2)]
    for address in proofs:
        ask_for_proof(place=place, address=address, language="en", actor=Actor.the_person())
    after = visitors.work()
    assert visitors.post(after[proofs[0]][0]) == 200
    assert visitors.post(link(after[canaries[4].email], "confirm")) == 303
    assert visitors.post(link(after[canaries[5].email], "withdraw")) == 303
    visitors.work()

    writer = begin_file(kind="import", name=f"{MARK}.csv", content_type="text/csv")
    writer.write(f"{MARK},".encode() * 100_000)
    # Killed midway: the writer never finishes.
    look_as_staff(visitors)
    enter_slips_as_staff(visitors)
    sift_as_staff(visitors)
    organize_by_link(visitors)
    moderate_as_staff(visitors)
    deliver_as_staff(visitors)
    deliver_a_campus_as_staff(visitors)
    join_a_list(visitors, canaries[11], [Canary(PEOPLE + 6), Canary(PEOPLE + 7)])
    write_fields_as_staff(canaries[11])
    take_out_as_staff(visitors)
    open_own_doors(visitors, canaries[9:11])
    merge_as_staff(canaries[20:22])
    go_to_events(visitors, [Canary(PEOPLE + number) for number in range(20, 20 + GUESTS)])
    give_money(visitors, [Canary(PEOPLE + number) for number in range(40, 40 + DONORS)])
    bring_as_staff(petition, [Canary(PEOPLE + number) for number in range(10, 15)])
    press_and_leave(visitors, canaries[23])
    send_to_the_list(visitors, canaries[24:29])
    return visitors


def open_own_doors(visitors: Visitors, canaries: list[Canary]) -> None:
    """Two ask what is held, and somebody unknown; one corrects it, pauses and takes it along, one goes."""
    for canary in [*canaries, Canary(PEOPLE + 1)]:
        assert visitors.post(reverse("countersign_supporters:ask_door"), {"email": canary.email}) == 303
    letters = visitors.work()
    for canary in canaries:
        [opening] = {path for path in letters[canary.email] if "/own-door/" in path}
        assert visitors.post(opening) == 303
        room = visitors.urls[-1]
        if canary != canaries[0]:
            assert visitors.post(f"{room}erase/", {"fingerprint": "keep"}) == 200
            continue
        said = {name: f"{MARK} {name}" for name in ("given_name", "family_name", "postal_code")}
        assert visitors.post(f"{room}correct/", said | {"phone": "+1 415 555 0123"}) == 303
        until = (utc_today() + timedelta(days=30)).isoformat()
        assert visitors.post(f"{room}choices/", {"language": "es", "paused_until": until}) == 303
        assert visitors.post(f"{room}correct/", {"given_name": "", "phone": MARK}) == 422
        assert visitors.post(f"{room}download/", {"as": "json"}) == 200
        assert visitors.post(f"{room}close/") == 200
    visitors.work()


def merge_as_staff(canaries: list[Canary]) -> None:
    """Two of them turn out to be one: found, compared, merged, undone, and merged for good."""
    staff = Client()
    staff.force_login(apps.get_model(site_settings.AUTH_USER_MODEL).objects.get(username="steward"))
    one, other = (find_supporter(canary.email) for canary in canaries)
    found = staff.post(reverse("supporter:merge", args=[one.public_id]), {"typed": canaries[1].email})
    assert found["Location"].endswith(f"{other.public_id}/")
    # First names are shown.
    page = staff.get(found["Location"]).content.decode()
    assert (page.count(f"{MARK}-mail"), page.count(MARK.upper())) == (0, 0)
    for _time in range(2):
        assert staff.post(found["Location"]).status_code == 302
        merge = Merge.objects.get(survivor=one)
        undo = reverse("supporter:merge_undo", args=[one.public_id, merge.public_id])
        assert staff.post(undo).status_code == 302
    assert staff.post(found["Location"]).status_code == 302


def look_as_staff(visitors: Visitors) -> None:
    """A listing, an unmasked record and a failed login are what staff leave traces with."""
    user = apps.get_model(site_settings.AUTH_USER_MODEL).objects.create_superuser(username="steward")
    staff = Client()
    staff.force_login(user)
    listing = reverse("petition:signatures", args=[visitors.petition.public_id])
    page = staff.get(listing).content.decode()
    # A first name and an initial are shown; the rest is not.
    assert (page.count(f"{MARK}-mail"), page.count(MARK.upper())) == (0, 0)
    signature = Signature.objects.filter(state=SignatureState.CONFIRMED, supporter__isnull=False).first()
    unmasked = staff.post(
        reverse("petition:unmask", args=[visitors.petition.public_id, signature.public_id]),
        {"reason": "answer"},
    )
    assert unmasked.status_code == 200
    assert canaries_in(unmasked.content) > 0
    Client().post(reverse("wagtailadmin_login"), {"username": Canary(1).email, "password": MARK})


def enter_slips_as_staff(visitors: Visitors) -> None:
    """Three slips of paper: one confirms the address, one never does, one has none; one is mistyped first."""
    staff = Client()
    staff.force_login(apps.get_model(site_settings.AUTH_USER_MODEL).objects.get(username="steward"))
    begun = staff.post(
        reverse("petition:paper", args=[visitors.petition.public_id]),
        {"key": uuid4(), "day": utc_today(), "code": "1-1"},
    )
    for number in range(PAPER):
        canary = Canary(PEOPLE + 2 + number)
        typed = canary.form(key=str(uuid4()), language="en", email="" if number == 2 else canary.email)
        assert staff.post(begun.url, typed | {"family_name": MARK * 20}).status_code == 422
        assert staff.post(begun.url, typed).status_code == 302
        assert canaries_in(staff.get(begun.url).content) == 0
    letters = visitors.work()
    assert len(letters) == PAPER - 1
    assert visitors.post(link(letters[Canary(PEOPLE + 2).email], "confirm")) == 303
    visitors.work()


def sift_as_staff(visitors: Visitors) -> None:
    """A rule that looks for the canaries' names is written, counted, let loose and undone."""
    staff = Client()
    staff.force_login(apps.get_model(site_settings.AUTH_USER_MODEL).objects.get(username="steward"))
    at = visitors.petition.public_id
    before = Signature.objects.counted().count()
    page = staff.post(reverse("petition:rule_add", args=[at]), {"name": f"*{MARK} ?*"})
    Worker(batch=True).run()
    run = FraudRun.objects.get()
    assert (page.url, run.hits) == (reverse("petition:run", args=[at, run.public_id]), before)
    assert staff.get(page.url).status_code == 200
    staff.post(reverse("petition:run_let_loose", args=[at, run.public_id]), {"number": run.hits})
    # A second wake-up within a second waits for its end; this does not.
    work_on_run.enqueue(run.pk)
    Worker(batch=True).run()
    assert Signature.objects.counted().count() == 0
    staff.post(reverse("petition:run_undo", args=[at, run.public_id]))
    work_on_run.enqueue(run.pk)
    Worker(batch=True).run()
    assert Signature.objects.counted().count() == before


def organize_by_link(visitors: Visitors) -> None:
    """A private link to a campus, mailed to a canary's address; a message that it has sent; a no to it."""
    place = visitors.petition.places.order_by("pk").first()
    staff = Client()
    staff.force_login(apps.get_model(site_settings.AUTH_USER_MODEL).objects.get(username="steward"))
    organizer = Canary(PEOPLE + 1)
    at_campus = reverse("petition:organizers", args=[visitors.petition.public_id, place.public_id])
    assert staff.post(at_campus, {"address": organizer.email, "language": "en"}).status_code == 302
    assert canaries_in(staff.get(at_campus).content) == 0
    # The form for many campuses: mistyped, then the same address, which has its link already.
    to_many = reverse("petition:places_links", args=[visitors.petition.public_id])
    field = f"address-{place.public_id.hex}"
    for typed, status in ((f"{MARK} {organizer.email}", 422), (organizer.email, 302)):
        assert staff.post(to_many, {field: typed, "language": "en"}).status_code == status
    desk = link(visitors.work()[organizer.email], "desk")
    assert visitors.client.get(desk).status_code == 200
    assert visitors.post(f"{desk}update/", {"title_en": "We met the dean", "lang": "en"}) == 303
    assert visitors.post(f"{desk}news/", {"subject_en": "Friday", "text_en": "Come.", "lang": "en"}) == 303
    local = SignerNews.objects.get()
    assert staff.post(reverse("petition:news_approve", args=[local.public_id])).status_code == 302
    # An organizer's message does not go to one person alone; the campaign's own does.
    assert list(visitors.work()) == []
    news = propose_news(
        petition=visitors.petition,
        place=place,
        audience=NewsAudience.OF_CAMPAIGN,
        subject=LocalizedText(en="Friday"),
        text=LocalizedText(en="Come."),
        actor=Actor.system(),
    )
    assert staff.post(reverse("petition:news_approve", args=[news.public_id])).status_code == 302
    # The one who signed at this campus.
    assert list(visitors.work()) == [Canary(6).email]
    assert visitors.post(f"{desk}ask/") == 200


def moderate_as_staff(visitors: Visitors) -> None:
    """Two reports, one dealt with; a comment hidden, which leaves a fingerprint; the others approved."""
    for number in range(2):
        report_page(
            petition=visitors.petition,
            place=None,
            reason=ReportReason.PERSON,
            text=f"{MARK} report {number}",
            language="en",
            actor=Actor.the_person(),
        )
    staff = Client()
    staff.force_login(apps.get_model(site_settings.AUTH_USER_MODEL).objects.get(username="steward"))
    assert canaries_in(staff.get(reverse("petition:reports")).content) == 2
    done = reverse("petition:report_done", args=[PageReport.objects.first().public_id])
    assert staff.post(done).status_code == 302
    assert canaries_in(staff.get(reverse("petition:comments")).content) > 0
    hidden = str(Comment.objects.order_by("-pk").first().public_id)
    staff.post(reverse("petition:comments_hide"), {"comment": hidden, "seen": "held"})
    waiting = Comment.objects.filter(state="held").values_list("public_id", flat=True)
    while held := [str(one) for one in waiting[:50]]:
        staff.post(reverse("petition:comments_approve"), {"comment": held, "seen": "held"})


def deliver_as_staff(visitors: Visitors) -> None:
    """Names and approved comments are packed by the worker, and one pack is taken along."""
    delivery = plan(visitors.petition)
    staff = Client()
    staff.force_login(apps.get_model(site_settings.AUTH_USER_MODEL).objects.get(username="steward"))
    at = [visitors.petition.public_id, delivery.public_id]
    staff.post(reverse("petition:delivery_pack", args=at), {"language": "en", "with_names": "on"})
    Worker(batch=True).run()
    taken = b"".join(staff.post(reverse("petition:delivery_take", args=at)).streaming_content)
    with zipfile.ZipFile(io.BytesIO(taken)) as bundle:
        names = bundle.read("names.csv")
    assert canaries_in(names) == (PEOPLE - 4) * 2
    staff.post(reverse("petition:delivery_hand_over", args=at), {"day": utc_today(), "way": "post"})
    # The words are staff's: nobody's name is proposed for them.
    assert MARK not in staff.get(reverse("petition:delivery_tell", args=at)).text.lower()


def deliver_a_campus_as_staff(visitors: Visitors) -> None:
    """What ten signed at one campus goes to that campus's own office: their comments, and nobody's name."""
    staff = Client()
    staff.force_login(apps.get_model(site_settings.AUTH_USER_MODEL).objects.get(username="steward"))
    hill = visitors.petition.places.order_by("pk").last()
    form = {"day": utc_today(), "way": "meeting", "venue": "", "note": "", "letter_en": "", "letter_es": ""}
    at_hill = [visitors.petition.public_id, hill.public_id]
    assert staff.post(reverse("petition:delivery_plan_place", args=at_hill), form).status_code == 302
    delivery = Delivery.objects.get(place=hill)
    at = [visitors.petition.public_id, delivery.public_id]
    staff.post(reverse("petition:delivery_pack", args=at), {"language": "es", "with_names": "on"})
    make_waiting_packs.enqueue()
    Worker(batch=True).run()
    taken = b"".join(staff.post(reverse("petition:delivery_take", args=at)).streaming_content)
    with zipfile.ZipFile(io.BytesIO(taken)) as bundle:
        tables = {name: bundle.read(name) for name in bundle.namelist() if name.endswith(".csv")}
    assert sorted(name for name in tables if canaries_in(tables[name])) == ["comentarios.csv"]
    assert canaries_in(tables["comentarios.csv"]) == len(AT_HILL)
    staff.post(reverse("petition:delivery_hand_over", args=at), {"day": utc_today(), "way": "in_person"})
    delivery.refresh_from_db()
    assert (delivery.state, delivery.signatures, delivery.names) == ("handed_over", len(AT_HILL), 0)
