"""Showing that one is at a campus: one neutral mail, one button, and nothing kept but a number."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.domains import forget_domains
from campaigns.enums import TargetKind
from campaigns.exceptions import ProofSpent
from campaigns.gate import HONEYPOT
from campaigns.models import Target
from outbox.enums import RefusalReason
from outbox.exceptions import Gone
from outbox.kinds import kind_of, write
from outbox.models import Letter
from outbox.services import refuse
from petitions import services
from petitions.exceptions import ProofGone
from petitions.jobs.proofs import expire_proofs
from petitions.models import CampusProof, Petition, Place, PlaceTotal, Signature
from petitions.retention import RULES
from petitions.selectors import forget_rules
from petitions.services import proving
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.models import SubjectKey
from supporters.models import Supporter
from tests.petitions.factories import make_institution, open_place
from tests.petitions.test_place_pages import text_of

pytestmark = pytest.mark.django_db
ADDRESS = "ada@students.bay.example"


@pytest.fixture
def place(petition):
    institution = make_institution("Bay College")
    institution.mail_domains = ["bay.example"]
    institution.save()
    Petition.objects.filter(pk=petition.pk).update(ask_campus_proof=True)
    place = open_place(petition, "Bay College")
    forget_rules()
    return place


@pytest.fixture
def page(place, petition_page):
    return petition_page(place.petition)


@pytest.fixture
def ask(client, page):
    def post(**said):
        url = reverse("countersign_prove", args=[page.petition.public_id, "bay-college"])
        return client.post(
            url, {"email": ADDRESS, "lang": "en", **said}, headers={"sec-fetch-site": "same-origin"}
        )

    return post


@pytest.fixture
def link(letters):
    """The path in the last letter."""

    def read():
        _kind, recipient, content = letters()[-1]
        assert recipient.address == ADDRESS
        return "/do/address/" + content.text.split("/do/address/")[1].split()[0]

    return read


def proved():
    return Place.objects.get().proved


def campus(client, page):
    return text_of(client.get(f"{page.get_url()}at/bay-college/").text)


def test_one_press_adds_one_and_forgets_the_address(client, ask, page, link, after_commit):
    response = ask()
    assert response["Location"] == f"{page.get_url()}at/bay-college/prove/thanks/"
    assert client.get(response["Location"]).status_code == 200
    keys, path = SubjectKey.objects.count(), link()
    assert client.get(path).status_code == 200
    assert proved() == 0
    with after_commit():
        done = client.post(path)

    assert (done.status_code, proved(), CampusProof.objects.count()) == (200, 1, 0)
    assert SubjectKey.objects.count() == keys - 1
    assert (Supporter.objects.count(), Signature.objects.count()) == (0, 0)
    assert "no-store" in done["Cache-Control"]
    with pytest.raises(Gone):
        write(kind_of("petitions.prove"), Letter.objects.get())


def test_a_second_press_counts_nothing_and_says_the_same_as_a_forgotten_address(client, ask, link):
    ask()
    path = link()
    row = CampusProof.objects.select_related("place").get()
    client.post(path)
    assert (client.post(path).status_code, client.get(path).status_code) == (410, 410)
    assert proved() == 1
    with pytest.raises(ProofGone):
        services.prove_campus(campus_proof=row, actor=Actor.the_person())
    assert proved() == 1


def test_it_wasnt_me_forgets_without_counting(client, ask, link):
    ask()
    path = f"{link()}forget/"
    assert (client.get(path).status_code, CampusProof.objects.count()) == (200, 1)

    assert (client.post(path).status_code, CampusProof.objects.count(), proved()) == (410, 0, 0)


def test_an_address_counts_once_a_day_whatever_stands_behind_its_plus(client, ask, link, letters):
    ask()
    client.post(link())
    assert ask(email=ADDRESS.replace("@", "+again@")).status_code == 303
    assert letters() == []
    assert (CampusProof.objects.count(), proved()) == (0, 1)

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        ask()
        assert len(letters()) == 1


def test_the_letter_is_neutral_in_both_languages_and_in_its_address(ask, letters):
    ask(lang="es")
    ask(email="grace@bay.example")

    for _kind, _recipient, content in letters():
        written = f"{content.subject} {content.text} {content.html}".lower()
        words = (
            "petition",
            "petición",
            "pledge",
            "compromiso",
            "sign",
            " firma",
            "drop the contract",
            "bay college",
        )
        assert [word for word in words if word in written] == []


def test_the_page_says_who_can_see_it_and_that_it_is_not_needed(client, page):
    html = client.get(f"{page.get_url()}at/bay-college/prove/").text

    assert "Your university can see that we wrote to you." in html
    assert "your signature counts without it" in html
    assert "csrfmiddlewaretoken" not in html
    assert f'{page.get_url()}at/bay-college/prove/"' in client.get(f"{page.get_url()}at/bay-college/").text


@pytest.mark.parametrize(
    "address",
    ["", "ada", "ada@example.org", "ada@bay.example.org", "ada@notbay.example", "a b@bay.example", "x" * 255],
)
def test_an_address_elsewhere_brings_the_page_back_and_posts_nothing(client, ask, page, address):
    form = client.get(f"{page.get_url()}at/bay-college/prove/").text
    response = ask(email=address, page=form.split('name="page" value="')[1].split('"')[0])

    assert response.status_code == 422
    assert page.title in response.text
    back = f'<a href="{page.get_url()}at/bay-college/">Rather not'
    assert (back in form, back in response.text) == (True, True)
    assert (Letter.objects.count(), CampusProof.objects.count()) == (0, 0)


@pytest.mark.parametrize("sign", [{HONEYPOT: "soon"}, {"stamp": "forged"}])
def test_a_program_gets_the_same_page_and_no_mail(ask, sign):
    assert ask(**sign)["Location"] == ask()["Location"]
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("off", ["rule", "domains"])
def test_where_it_is_not_offered_there_is_no_door(client, ask, page, off):
    if off == "rule":
        Petition.objects.update(ask_campus_proof=False)
    else:
        institution = Place.objects.get().institution
        institution.mail_domains = []
        institution.save()
    forget_rules()

    assert ask().status_code == 404
    for path in ("prove/", "prove/thanks/"):
        assert client.get(f"{page.get_url()}at/bay-college/{path}").status_code == 404
    assert "prove/" not in client.get(f"{page.get_url()}at/bay-college/").text


def test_it_is_off_unless_an_organizer_turns_it_on():
    assert Petition().ask_campus_proof is False


@pytest.mark.parametrize(
    ("number", "total", "told"), [(9, 30, ""), (10, 30, "10 have shown"), (40, 30, "30 have shown")]
)
def test_the_number_is_told_from_ten_on_and_never_above_the_total(  # noqa: PLR0917
    client, page, place, number, total, told
):
    Place.objects.update(proved=number)
    PlaceTotal.objects.create(place=place, day=utc_today(), amount=total)
    text = campus(client, page)

    assert (told in text, "have shown" in text) == (True, bool(told))


def test_what_nobody_pressed_goes_after_a_day(ask, after_commit):
    ask()
    rule = next(rule for rule in RULES if rule.key == "petitions.proofs")
    assert (expire_proofs(), CampusProof.objects.count()) == (0, 1)
    row = CampusProof.objects.get()
    assert timedelta(hours=23) < row.expires_at - timezone.now() <= timedelta(hours=24, minutes=10)
    with time_machine.travel(timezone.now() + timedelta(days=2)), after_commit():
        cutoff = utc_today()
        assert (rule.overdue(cutoff), rule.enforce(cutoff), rule.overdue(cutoff)) == (1, 1, 0)
    assert SubjectKey.objects.filter(pk=row.subject_id).count() == 0


def test_the_link_is_the_permission_and_needs_no_token_of_a_form(ask, link):
    ask()
    stranger = Client(enforce_csrf_checks=True)

    assert (stranger.post(f"{link()}").status_code, proved()) == (200, 1)


def test_altered_links_lead_nowhere(client, ask, link):
    ask()
    path = link()

    assert client.post("/do/address/altered/").status_code == 404
    assert client.post(path.replace("/do/address/", "/do/petitions/confirm/")).status_code == 404
    assert (proved(), CampusProof.objects.count()) == (0, 1)


# --- what it tells nobody ------------------------------------------------------------------------


@pytest.mark.parametrize("known", [True, False])
def test_known_and_fresh_addresses_leave_the_same_rows_and_spend_the_same_proof(place, ask, known):
    if known:
        ask()
    before = Letter.objects.count(), CampusProof.objects.count()
    said = {"place": place, "address": ADDRESS, "language": "en", "actor": Actor.the_person()}
    services.ask_for_proof(proof=b"x" * 32, **said)

    assert (Letter.objects.count(), CampusProof.objects.count()) == (before[0] + 1, before[1] + 1)
    for address in (ADDRESS, "new@bay.example"):
        with pytest.raises(ProofSpent):
            services.ask_for_proof(proof=b"x" * 32, **said | {"address": address})
    sizes = {len(row.sealed) for row in CampusProof.objects.all()}
    assert len(sizes) == 1


def test_the_letter_of_a_repeat_is_dropped_with_its_address_when_its_turn_comes(ask, letters):
    ask()
    ask()
    assert (Letter.objects.count(), CampusProof.objects.count()) == (2, 2)

    assert len(letters()) == 1
    assert CampusProof.objects.count() == 1


def test_a_targets_own_domain_is_never_written_to_and_not_offered(client, ask, place, page, make_target):
    make_target(["police.bay.example"])
    assert ask(email="ada@police.bay.example")["Location"] == ask()["Location"]
    assert Letter.objects.count() == 1

    make_target(["bay.example"])
    forget_rules()
    assert ask().status_code == 404
    assert "prove/" not in campus(client, page)


@pytest.fixture
def make_target(place):
    def make(domains):
        Target.objects.create(name=f"Police of {domains[0]}", kind=TargetKind.AGENCY, mail_domains=domains)
        forget_domains()

    yield make
    forget_domains()


def test_one_campus_has_a_limit_for_all_together(ask, monkeypatch):
    monkeypatch.setattr(proving, "MOST_PER_HOUR", 1)

    assert ask()["Location"] == ask(email="grace@bay.example")["Location"]
    assert Letter.objects.count() == 1


def test_who_refuses_our_mail_gets_none_and_the_address_goes(ask, letters):
    refuse(address=ADDRESS, reason=RefusalReason.NEVER)
    ask()

    assert (letters(), CampusProof.objects.count()) == ([], 0)


@pytest.mark.parametrize("off", ["closed", "hidden", "rule"])
def test_a_link_counts_nothing_once_the_campus_takes_no_proofs(client, ask, link, place, off):
    ask()
    path = link()
    if off == "closed":
        services.close_petition(petition=place.petition, actor=Actor.system())
    elif off == "hidden":
        services.hide_place(place=place, actor=Actor.system())
    else:
        Petition.objects.update(ask_campus_proof=False)

    assert [client.get(path).status_code, client.post(path).status_code, proved()] == [410, 410, 0]
    client.post(f"{path}forget/")
    assert CampusProof.objects.count() == 0


def test_a_link_ends_with_its_row_also_while_that_still_lies_there(client, ask, link):
    ask()
    path = link()
    CampusProof.objects.update(expires_at=timezone.now())

    assert (client.post(path).status_code, proved(), CampusProof.objects.count()) == (410, 0, 1)


def test_yes_never_forgets_wherever_it_is_shown(client, ask, link):
    ask()
    path = link()

    for shown in (path, f"{path}forget/"):
        html = client.get(shown).text
        assert [f'action="{path}"' in html, f'action="{path}forget/"' in html] == [True, True]
