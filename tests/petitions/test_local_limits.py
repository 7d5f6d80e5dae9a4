"""What a campus link never tells or does: small numbers, news to few, links to addresses others read."""

from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns.domains import forget_domains
from campaigns.enums import NewsChoice
from campaigns.models import Institution, Target
from outbox import drain
from outbox.enums import RefusalReason
from outbox.letter_courier import LetterCourier
from outbox.models import Letter
from outbox.services import refuse
from petitions import services
from petitions.campus_links import campus_path
from petitions.exceptions import OrganizerGone, ReadByOthers
from petitions.models import (
    CampusOrganizer,
    PlaceTotal,
    Signature,
    SignerNews,
    Update,
)
from petitions.news_mail import way_out_of
from petitions.selectors import signed_periods_at, sources_at, told_takers
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.localized import LocalizedText
from tests.petitions.factories import at_place, sign_and_confirm
from tests.petitions.test_news import asked
from tests.petitions.test_staff import member

pytestmark = pytest.mark.django_db
STAFF = Actor.system()
ANYBODY = Actor.the_person()
CAMPAIGN, ONLY_THIS, NO = NewsChoice.CAMPAIGN, NewsChoice.ONLY_THIS, NewsChoice.NO
BASE = "http://localhost:8000"


def write(organizer, text="Come.", url="") -> SignerNews:
    return services.write_from_campus(
        organizer=organizer,
        subject=LocalizedText(en="Friday"),
        text=LocalizedText(en=text),
        button_label=LocalizedText(en="Go") if url else LocalizedText(),
        button_url=url,
        actor=ANYBODY,
    )


def crowd(place, number, news=CAMPAIGN, source="", first=0):
    """Signers of yesterday."""
    for one in range(first, first + number):
        said = {**at_place(place), "news": news.value}
        sign_and_confirm(place.petition, f"p{one}{source}@example.org", said=said, source=source)
    Signature.objects.update(created=utc_today() - timedelta(days=1))


# --- numbers -------------------------------------------------------------------------------------


def told(place):
    today = utc_today()
    return [
        ((today - one.first).days, (today - one.last).days, one.number) for one in signed_periods_at(place)
    ]


def on_days(place, amounts):
    for ago, amount in amounts.items():
        PlaceTotal.objects.update_or_create(
            place=place, affiliation=None, day=utc_today() - timedelta(days=ago), defaults={"amount": amount}
        )


def test_days_are_told_together_until_ten_signed_in_them_and_today_is_not_told(bay):
    on_days(bay, {9: 4, 8: 3, 5: 7, 4: 25, 2: 9, 0: 50})

    # 14, 25, and a rest of nine that nobody hears of; never exact.
    assert told(bay) == [(9, 5, 10), (4, 4, 20)]


def test_a_day_that_passes_moves_no_bar(bay):
    on_days(bay, {35: 3, 30: 8, 29: 2, 28: 9, 20: 10})

    # Begun with the first day of all, so that the window's edge tells nothing of one day.
    assert told(bay) == [(29, 28, 10), (20, 20, 10)]


def test_who_leaves_changes_no_number_of_a_day(bay):
    on_days(bay, {3: 16, 2: -1})
    before = told(bay)
    on_days(bay, {3: 15})

    assert told(bay) == before == [(3, 3, 10)]


@pytest.mark.parametrize(("number", "says"), [(9, None), (10, 10), (13, 10)])
def test_who_would_get_a_message_is_told_in_full_tens_as_of_yesterday(bay, number, says):
    crowd(bay, number)
    for one in range(11):
        asked(bay.petition, f"today{one}", CAMPAIGN, said=at_place(bay))

    assert told_takers(bay) == says


def test_sources_are_told_in_full_tens_as_of_yesterday(bay):
    crowd(bay, 13, source="flyer")
    for one in range(8):
        sign_and_confirm(bay.petition, f"today{one}@example.org", said=at_place(bay), source="flyer")

    assert [(one.source, one.number) for one in sources_at(bay)] == [("flyer", 10)]


@pytest.mark.parametrize(
    ("rest", "says"), [(0, ["flyer", "poster"]), (3, ["flyer"]), (10, ["flyer", "poster"])]
)
def test_a_source_is_not_told_where_its_being_told_leaves_a_rest_below_ten(bay, rest, says):
    crowd(bay, 12, source="flyer")
    crowd(bay, 10, source="poster")
    crowd(bay, rest)

    assert [one.source for one in sources_at(bay)] == says


# --- the way out ---------------------------------------------------------------------------------


def press(client, signature):
    return client.post(way_out_of(signature).removeprefix(BASE), {"lang": "en"})


def test_the_way_out_of_one_petition_works_also_after_more_was_asked_for(client, petition):
    signature = asked(petition, "c", ONLY_THIS)
    path = way_out_of(signature).removeprefix(BASE)
    asked(petition, "c", CAMPAIGN)
    answer = client.post(path)

    assert "We tell you no more of it" in answer.text
    assert Signature.objects.counted().get().news == NO


def test_the_way_out_says_so_where_its_signature_stands_no_more(client, petition):
    signature = asked(petition, "c", ONLY_THIS)
    path = way_out_of(signature).removeprefix(BASE)
    services.withdraw_signature(signature=signature, actor=ANYBODY)
    asked(petition, "c", CAMPAIGN)
    asks, withdrawn = client.get(path), client.post(path)
    services.disown_signature(signature=signature, actor=ANYBODY)
    removed = client.post(path)

    for answer in (asks, withdrawn, removed):
        assert answer.status_code == 200
        assert "We tell you no more of it" not in answer.text
        assert "If you signed again" in answer.text
    assert Signature.objects.counted().get().news == CAMPAIGN


# --- links ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["a@college.example", "a@council.example", "a@vendor.example"])
def test_no_link_goes_to_an_address_that_others_can_read(client, bay, address):
    Institution.objects.update(mail_domains=["college.example"])
    Target.objects.update(mail_domains=["vendor.example"])
    Target.objects.create(kind="council", name=LocalizedText(en="Council"), mail_domains=["council.example"])
    forget_domains()
    with pytest.raises(ReadByOthers):
        services.invite_organizer(place=bay, address=address, language="en", actor=STAFF)
    client.force_login(member(bay.petition, "Organizers", name="org"))
    url = reverse("petition:organizers", args=[bay.petition.public_id, bay.public_id])
    answer = client.post(url, {"address": address, "language": "en"})

    assert answer.status_code == 422
    assert "can be read by others" in answer.text
    assert (CampusOrganizer.objects.count(), Letter.objects.count()) == (0, 0)


def test_a_link_is_not_mailed_once_its_domain_is_a_school_s(bay, organizer, mailoutbox):
    Institution.objects.update(mail_domains=["example.org"])
    forget_domains()
    services.mail_fresh_link(organizer=organizer, actor=ANYBODY)
    drain.drain(LetterCourier())

    assert (mailoutbox, Letter.objects.count()) == ([], 0)


def test_renewing_mails_nobody_who_refuses_all_mail(organizer, mailoutbox):
    Letter.objects.all().delete()
    refuse(address="grace@example.org", reason=RefusalReason.NEVER)
    services.renew_organizer(organizer=organizer, actor=STAFF)
    drain.drain(LetterCourier())

    assert (mailoutbox, list(Letter.objects.values_list("why", flat=True))) == ([], ["refused"])


def test_the_address_of_a_link_names_neither_petition_nor_campus(organizer):
    path = campus_path(organizer)

    assert path.startswith("/do/desk/")
    assert len(path) < 120


def test_a_link_that_is_ended_meanwhile_writes_nothing(organizer):
    services.revoke_organizer(organizer=organizer, actor=STAFF)
    with pytest.raises(OrganizerGone):
        write(organizer)
    with pytest.raises(OrganizerGone):
        services.tell_from_campus(
            organizer=organizer,
            title=LocalizedText(en="It"),
            body=LocalizedText(),
            url="",
            day=utc_today(),
            actor=ANYBODY,
        )
    assert (SignerNews.objects.count(), Update.objects.count()) == (0, 0)


def test_giving_a_link_twice_does_not_claim_a_second_mail(client, bay):
    client.force_login(member(bay.petition, "Organizers", name="org"))
    url = reverse("petition:organizers", args=[bay.petition.public_id, bay.public_id])
    said = {"address": "grace@example.org", "language": "en"}
    answers = [client.post(url, said, follow=True).text for _ in range(2)]

    for answer in answers:
        assert "This address has a link now" in answer
        assert "is on its way" not in answer
