"""Private links to a campus: given, renewed, ended; whose they are is known to nobody but the mail."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from campaigns.domains import forget_domains
from campaigns.models import Target
from outbox import drain
from outbox.enums import RefusalReason
from outbox.letter_courier import LetterCourier
from outbox.models import Letter
from outbox.services import refuse
from petitions import services
from petitions.campus_links import campus_path
from petitions.exceptions import OrganizerGone, ReadByOthers, TooManyInvitations, TooManyOrganizers
from petitions.models import CampusOrganizer, OrganizerAddress
from petitions.retention import RULES
from petitions.selectors import masked_organizers
from petitions.services import organizers
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.erasure import destroy_subjects, sweep
from privacy.keystore import salts
from privacy.sealing import seal_new
from tests.petitions.factories import open_place

pytestmark = pytest.mark.django_db
STAFF = Actor.system()


def invite(place, address="grace@example.org", language="en") -> CampusOrganizer:
    return services.invite_organizer(place=place, address=address, language=language, actor=STAFF)


def test_an_invitation_is_a_mail_that_says_nothing_of_what_it_is_about(bay, letters):
    organizer = invite(bay)
    [(kind, recipient, content)] = letters()

    assert (kind, recipient.address) == ("petitions.campus_invitation", "grace@example.org")
    assert (organizer.ends - utc_today()).days == 30
    written = (content.subject + content.text + content.html).lower()
    said = " ".join(word for word in written.split() if "http" not in word)
    tell_tale = ("bay college", "drop the contract", "petition", "campus", "campaign", "sign", "grace")
    assert [word for word in tell_tale if word in said] == []
    assert f"http://localhost:8000{campus_path(organizer)}" in content.text
    assert Letter.objects.get().sealed is None


def test_it_is_in_the_language_that_was_chosen(bay, letters):
    invite(bay, language="es")
    [(_kind, recipient, content)] = letters()

    assert recipient.language == "es"
    assert content.subject == "Tu enlace privado"


def test_inviting_the_same_address_twice_gives_one_link_and_one_mail(bay):
    first, second = invite(bay), invite(bay, "Grace@Example.org ")

    assert first.pk == second.pk
    assert (CampusOrganizer.objects.count(), Letter.objects.count()) == (1, 1)


def test_a_fourth_link_is_refused_and_the_database_would_refuse_it_too(bay, petition):
    for number in range(3):
        invite(bay, f"o{number}@example.org")
    with pytest.raises(TooManyOrganizers):
        invite(bay, "o3@example.org")
    assert CampusOrganizer.objects.count() == 3
    for slot in (1, 4):
        row = CampusOrganizer(place=bay, slot=slot, language="en")
        seal_new(row, OrganizerAddress(email="o4@example.org"))
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
    # Another campus has three of its own.
    invite(open_place(petition, "Hill College"), "o0@example.org")


def test_a_link_that_ended_makes_room_at_once(bay):
    for number in range(3):
        invite(bay, f"o{number}@example.org")
    CampusOrganizer.objects.filter(slot=2).update(ends=utc_today() - timedelta(days=1))

    assert invite(bay, "o3@example.org").slot == 2
    assert CampusOrganizer.objects.count() == 3


def test_the_target_s_own_address_is_never_mailed(bay):
    Target.objects.update(mail_domains=["vendor.example"])
    forget_domains()

    with pytest.raises(ReadByOthers):
        invite(bay, "ada@vendor.example")
    assert (CampusOrganizer.objects.count(), Letter.objects.count()) == (0, 0)


def test_who_refuses_all_mail_is_not_invited_by_it_but_gets_what_they_asked_for(bay, mailoutbox):
    refuse(address="grace@example.org", reason=RefusalReason.NEVER)
    organizer = invite(bay)
    drain.drain(LetterCourier())
    assert (mailoutbox, list(Letter.objects.values_list("why", flat=True))) == ([], ["refused"])

    services.mail_fresh_link(organizer=organizer, actor=Actor.the_person())
    drain.drain(LetterCourier())
    assert [message.to for message in mailoutbox] == [["grace@example.org"]]


def test_renewing_counts_from_today_and_mails_once_an_hour(bay):
    with time_machine.travel("2026-05-01 12:00:00+00:00", tick=False):
        organizer = invite(bay)
        Letter.objects.all().delete()
    with time_machine.travel("2026-05-20 12:00:00+00:00", tick=False):
        for _ in range(2):
            services.renew_organizer(organizer=organizer, actor=STAFF)
        organizer.refresh_from_db()

        assert organizer.ends == date(2026, 6, 19)
        assert list(Letter.objects.values_list("kind", flat=True)) == ["petitions.campus_renewal"]


def test_what_has_ended_cannot_be_renewed(bay):
    organizer = invite(bay)
    CampusOrganizer.objects.update(ends=utc_today() - timedelta(days=1))
    with pytest.raises(OrganizerGone):
        services.renew_organizer(organizer=organizer, actor=STAFF)


def test_revoking_destroys_the_address_at_once(bay, after_commit):
    organizer = invite(bay)
    with after_commit():
        services.revoke_organizer(organizer=organizer, actor=STAFF)

    assert (CampusOrganizer.objects.count(), salts([organizer.subject_id])) == (0, {})
    with pytest.raises(OrganizerGone):
        services.revoke_organizer(organizer=organizer, actor=STAFF)


def test_a_link_s_address_goes_when_its_last_day_is_past(bay, after_commit):
    rule = next(rule for rule in RULES if rule.key == "petitions.organizers")
    organizer = invite(bay)
    today = utc_today()
    CampusOrganizer.objects.update(ends=today)
    assert rule.overdue(today) == 0
    tomorrow = today + timedelta(days=1)
    with after_commit():
        assert (rule.overdue(tomorrow), rule.enforce(tomorrow), rule.overdue(tomorrow)) == (1, 1, 0)

    assert (CampusOrganizer.objects.count(), salts([organizer.subject_id])) == (0, {})


def test_a_half_done_erasure_ends_the_link(bay):
    organizer = invite(bay)
    destroy_subjects([organizer.subject_id])
    sweep()

    assert CampusOrganizer.objects.count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_staff_see_them_masked_for_the_same_queries(bay, number, django_assert_num_queries):
    for one in range(number):
        invite(bay, f"grace{one}@example.org")
    with django_assert_num_queries(1):
        assert [row.email for row in masked_organizers(bay)] == ["g•••@e•••.org"] * number
    assert "grace" not in str(CampusOrganizer.objects.first())


def test_a_member_of_staff_gives_out_so_many_links_a_day(petition, bay, sifter, monkeypatch):
    monkeypatch.setattr(organizers, "INVITED_PER_DAY", 2)
    hill = open_place(petition, "Hill College")
    for address in ("one@example.org", "two@example.org", "two@example.org"):
        services.invite_organizer(place=bay, address=address, language="en", actor=sifter)
    with pytest.raises(TooManyInvitations):
        services.invite_organizer(place=hill, address="three@example.org", language="en", actor=sifter)
    with pytest.raises(TooManyInvitations):
        services.invite_organizers(addresses={hill: "three@example.org"}, language="en", actor=sifter)

    assert CampusOrganizer.objects.count() == 2
