"""The runs that make a pack: killed, failed, twice at a time, taken over; and when a pack goes."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from petitions import pack as pack_module
from petitions import services
from petitions.enums import DeliveryState, PackState
from petitions.jobs import packs
from petitions.jobs.fraud_rows import put_aside, put_back
from petitions.models import Delivery, Signature
from petitions.selectors import deliveries as selectors
from petitions.selectors import new_to, numbers_of
from privacy.files import destroy_expired
from privacy.models import SealedFile
from supporters.services import erase_supporter
from tests.petitions.deliveries import (
    STAFF,
    comment_on,
    hand_over,
    pack,
    plan,
    plan_at,
    reread,
    sign_many,
    words_of,
)

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The worker is gone: nothing after it runs, not even what follows a fault."""


def test_a_run_that_was_killed_while_gathering_is_gone_on_with(petition, monkeypatch):
    monkeypatch.setattr(packs, "WINDOW", 3)
    sign_many(petition, 10)
    delivery = plan(petition)
    services.ask_for_pack(delivery=delivery, language="en", with_names=True, actor=STAFF)
    windows, go_on = [], packs._go_on

    def die(delivery, run, *, done=0, **more):
        windows.append(done)
        if len(windows) == 4:
            raise Killed
        go_on(delivery, run, done=done, **more)

    monkeypatch.setattr(packs, "_go_on", die)
    with pytest.raises(Killed):
        packs.make_pack(delivery.pk)
    monkeypatch.setattr(packs, "_go_on", go_on)

    given = Signature.objects.filter(delivery=delivery).count()
    assert (0 < given < 10, packs.packs_to_make()) == (True, [])
    with time_machine.travel(timezone.now() + packs.LEASE + timedelta(seconds=1)):
        assert packs.make_waiting_packs() == 1
    assert (reread(delivery).signatures, reread(delivery).pack_state) == (10, PackState.READY)


def test_a_run_that_was_killed_while_writing_leaves_nothing_of_its_file(petition, monkeypatch):
    sign_many(petition, 10, names=True)
    delivery = plan(petition)
    services.ask_for_pack(delivery=delivery, language="en", with_names=True, actor=STAFF)

    def die(*args, **kwargs):
        raise Killed

    sheet = pack_module.PackWriter._name_sheet
    monkeypatch.setattr(pack_module.PackWriter, "_name_sheet", die)
    with pytest.raises(Killed):
        packs.make_pack(delivery.pk)
    monkeypatch.setattr(pack_module.PackWriter, "_name_sheet", sheet)

    assert SealedFile.objects.count() == 0
    with time_machine.travel(timezone.now() + packs.LEASE + timedelta(seconds=1)):
        assert packs.make_waiting_packs() == 1
    assert (reread(delivery).names, SealedFile.objects.count()) == (10, 1)


@pytest.mark.parametrize(
    ("where", "name"),
    [(packs, "numbers_told"), (pack_module.PackWriter, "_letter")],
    ids=["before", "within"],
)
def test_what_went_wrong_is_shown_and_can_be_asked_for_again(petition, monkeypatch, where, name):
    """Before there is a file, and in the middle of it: what fails each time is not tried for ever."""
    sign_many(petition, 1)
    delivery = plan(petition)
    services.ask_for_pack(delivery=delivery, language="en", with_names=True, actor=STAFF)

    def fail(_one):
        raise OSError("disk")

    with monkeypatch.context() as patch:
        patch.setattr(where, name, fail)
        with pytest.raises(OSError, match="disk"):
            packs.make_pack(delivery.pk)

    assert (reread(delivery).pack_state, SealedFile.objects.count()) == (PackState.FAILED, 0)
    assert pack(delivery).signatures == 1


def test_two_runs_never_make_one_pack_at_a_time(petition, monkeypatch):
    sign_many(petition, 1)
    delivery = plan(petition)
    services.ask_for_pack(delivery=delivery, language="en", with_names=True, actor=STAFF)
    assert packs.make_pack(delivery.pk) is True
    assert packs.make_pack(delivery.pk) is False

    services.ask_for_pack(delivery=delivery, language="en", with_names=True, actor=STAFF)
    letter, others = pack_module.PackWriter._letter, []

    def meanwhile(writer):
        others.append(packs.make_pack(delivery.pk))
        return letter(writer)

    monkeypatch.setattr(pack_module.PackWriter, "_letter", meanwhile)
    assert packs.make_pack(delivery.pk) is True
    assert (others, SealedFile.objects.count()) == ([False], 1)


def test_a_run_whose_pack_another_took_over_stops_and_destroys_its_file(petition, monkeypatch):
    sign_many(petition, 10, names=True)
    delivery = plan(petition)
    services.ask_for_pack(delivery=delivery, language="en", with_names=True, actor=STAFF)
    letter, runs = pack_module.PackWriter._letter, []

    def slow(writer):
        if not runs:
            runs.append(writer)
            with time_machine.travel(timezone.now() + packs.LEASE + timedelta(seconds=1)):
                assert packs.make_pack(delivery.pk) is True
        return letter(writer)

    monkeypatch.setattr(pack_module.PackWriter, "_letter", slow)
    assert packs.make_pack(delivery.pk) is False
    assert (SealedFile.objects.count(), reread(delivery).names) == (1, 10)


def test_a_pack_whose_signer_is_erased_while_it_is_written_is_made_once_more(
    petition, monkeypatch, after_commit
):
    rows = sign_many(petition, 3, names=True)
    delivery = plan(petition)
    services.ask_for_pack(delivery=delivery, language="en", with_names=True, actor=STAFF)
    letter, erased = pack_module.PackWriter._letter, []

    def erase_first(writer):
        if not erased:
            erased.append(rows[0])
            with after_commit():
                erase_supporter(supporter=rows[0].supporter, keep_fingerprint=False, actor=STAFF)
        return letter(writer)

    monkeypatch.setattr(pack_module.PackWriter, "_letter", erase_first)
    assert packs.make_pack(delivery.pk) is False
    assert (reread(delivery).pack_state, SealedFile.objects.count()) == (PackState.ASKED, 0)
    assert packs.make_waiting_packs() == 1
    assert "Signer0000" not in words_of(delivery)


@pytest.mark.parametrize("before", [True, False], ids=["before it is counted", "while it is written"])
@pytest.mark.parametrize("at_campus", [False, True], ids=["whole", "campus"])
def test_a_pack_in_which_somebody_is_put_aside_meanwhile_is_begun_again(
    own_bay, monkeypatch, after_commit, before, at_campus
):
    """Each of the 13 is handed over once: nobody twice, and nobody is told of who was not there."""
    rows = sign_many(own_bay.petition, 13, at=own_bay)
    delivery = plan_at(own_bay) if at_campus else plan(own_bay.petition)
    services.ask_for_pack(delivery=delivery, language="en", with_names=False, actor=STAFF)
    numbers, letter, aside = packs.numbers_told, pack_module.PackWriter._letter, []

    def put_one_aside():
        if not aside:
            aside.append(rows[0].pk)
            with after_commit():
                assert put_aside(aside, None, reason="by_hand") == 1

    def count_them(delivery):
        if before:
            put_one_aside()
        return numbers(delivery)

    def write_it(writer):
        put_one_aside()
        return letter(writer)

    monkeypatch.setattr(packs, "numbers_told", count_them)
    monkeypatch.setattr(pack_module.PackWriter, "_letter", write_it)
    assert packs.make_pack(delivery.pk) is False
    assert (reread(delivery).pack_state, SealedFile.objects.count()) == (PackState.ASKED, 0)
    assert packs.make_waiting_packs() == 1

    assert hand_over(reread(delivery)).signatures == reread(delivery).signatures == 12
    assert put_back(aside) == 1
    assert new_to(delivery).count() == 1


def test_a_run_says_that_it_is_alive_with_each_portion_of_comments_and_of_names(petition, monkeypatch):
    monkeypatch.setattr(selectors, "READ", 2)
    for row in sign_many(petition, 3, names=True):
        comment_on(row, "Because")
    delivery, said = pack(plan(petition)), []
    pack_module.PackWriter(delivery, numbers_of(delivery), progress=said.append).write(io.BytesIO())

    # Each twice: for the table, and for print.
    assert said == [0, 0, 0, 0, 2, 1, 2, 1]


def test_the_old_pack_goes_when_the_new_one_is_there_and_each_after_a_day(petition):
    sign_many(petition, 1)
    delivery = pack(plan(petition))
    pack(delivery)
    assert SealedFile.objects.count() == 1

    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        destroy_expired()
    assert (SealedFile.objects.count(), reread(delivery).pack_file) == (0, None)
    assert (reread(delivery).signatures, reread(delivery).state) == (1, DeliveryState.PLANNED)


def test_an_empty_petition_makes_an_empty_pack(petition):
    delivery = pack(plan(petition))

    assert (delivery.signatures, delivery.names, delivery.comments) == (0, 0, 0)
    assert hand_over(delivery).state == DeliveryState.HANDED_OVER
    assert Delivery.objects.count() == 1
