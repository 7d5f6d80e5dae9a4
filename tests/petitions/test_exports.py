"""Data stewards export signatures: for a purpose, only what it allows, sealed, logged, gone in a day."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from openpyxl import load_workbook

from campaigns.enums import NewsChoice, Suspicion
from outbox.enums import RefusalReason
from outbox.selectors import refused_among
from outbox.services import refuse
from petitions import services
from petitions.enums import ExportFormat, ExportPurpose, ExportState
from petitions.exceptions import ExportGone, OwnExport
from petitions.jobs import exports as jobs
from petitions.models import Signature, SignatureExport
from petitions.retention import RULES
from privacy.actors import Actor
from privacy.choices import AccessDeed, AccessReason
from privacy.files import destroy_expired, destroy_files, read_file
from privacy.models import AccessLog, SealedFile
from supporters.models import Organization
from supporters.services import erase_supporter
from tests.petitions.deliveries import rows_of, sign_many
from tests.petitions.factories import at_place, open_place, sign, sign_and_confirm
from tests.petitions.test_place_staff import url_of
from tests.petitions.test_staff import cost_of, member

pytestmark = pytest.mark.django_db
DELIVER, CONTACT, FRAUD = ExportPurpose.DELIVER, ExportPurpose.CONTACT, ExportPurpose.FRAUD


@pytest.fixture
def steward(petition) -> User:
    return member(petition, "Data stewards", name="steward")


@pytest.fixture
def colleague(petition) -> User:
    return member(petition, "Data stewards", name="colleague")


@pytest.fixture
def two_persons(db):
    organization = Organization.load()
    organization.exports_need_two = True
    organization.save()


def ask(petition, user, purpose=DELIVER, file_format=ExportFormat.CSV) -> SignatureExport:
    return services.ask_for_export(
        petition=petition, purpose=purpose, file_format=file_format, language="en", actor=Actor.staff(user)
    )


def made(petition, user, purpose=DELIVER, file_format=ExportFormat.CSV) -> SignatureExport:
    export = ask(petition, user, purpose, file_format)
    assert jobs.make_export(export.pk) is True
    return reread(export)


def reread(export) -> SignatureExport:
    return SignatureExport.objects.select_related("petition", "file", "asked_by").get(pk=export.pk)


def table_in(export) -> list[list[str]]:
    return rows_of(b"".join(read_file(export.file)))


# --- what is in it -------------------------------------------------------------------------------


def test_names_are_of_those_who_ticked_it_and_of_nobody_else(petition, steward):
    sign_many(petition, 2, names=True, called="Willing")
    sign_many(petition, 3, called="Unwilling")
    heading, *rows = table_in(made(petition, steward))

    assert heading == ["First name", "Last name"]
    assert sorted(rows) == [["Willing0000", "Apellido"], ["Willing0001", "Apellido"]]


def test_without_a_consent_a_table_of_names_is_empty(petition, steward):
    sign_many(petition, 3)
    export = made(petition, steward)

    assert (table_in(export)[1:], export.rows) == ([], 0)


def test_addresses_are_of_those_who_asked_for_news_and_do_not_refuse_it(petition, steward):
    for name, news in (("a", NewsChoice.CAMPAIGN), ("b", NewsChoice.ONLY_THIS), ("c", NewsChoice.NO)):
        sign_and_confirm(petition, f"{name}@example.org", said={"news": news.value})
    for name in ("d", "e"):
        sign_and_confirm(petition, f"{name}@example.org", said={"news": NewsChoice.CAMPAIGN.value})
    refuse(address="d@example.org", reason=RefusalReason.NEVER)
    news_list = petition.campaign.news_list.public_id
    refuse(address="e@example.org", list_id=news_list, reason=RefusalReason.UNSUBSCRIBED)
    sign(petition, "f@example.org", said={"news": NewsChoice.CAMPAIGN.value})
    heading, *rows = table_in(made(petition, steward, CONTACT))

    assert heading == ["First name", "Address", "Language", "Asked for"]

    assert sorted(row[1] for row in rows) == ["a@example.org", "b@example.org"]
    written = {"D@example.org", "d@example.org", "no address"}
    assert refused_among(["a@example.org", *written]) == written


def test_a_table_to_look_into_names_nobody(petition, steward):
    bay = open_place(petition, "Bay College")
    counted = sign_and_confirm(petition, "ada@example.org", source="flyer", said=at_place(bay))
    held = sign(petition, "bo@example.org", suspicion=Suspicion.TOO_FAST)
    heading, *rows = table_in(made(petition, steward, FRAUD))

    by_id = {row[0]: dict(zip(heading, row, strict=True)) for row in rows}
    assert set(by_id) == {str(counted.public_id), str(held.public_id)}
    assert by_id[str(counted.public_id)]["Campus or city"] == "Bay College"
    assert by_id[str(held.public_id)]["Reason"] == "sent faster than a person types"
    written = str(rows).lower()
    assert [word for word in ("ada", "lovelace", "example.org", "94110") if word in written] == []


@pytest.mark.parametrize("file_format", ExportFormat)
def test_a_formula_stays_text_in_both_kinds_of_file(petition, steward, file_format):
    sign_and_confirm(petition, said={"given_name": "=cmd|' /C calc'!A0", "name_to_target": True})
    export = made(petition, steward, DELIVER, file_format)
    data = b"".join(read_file(export.file))
    if file_format == ExportFormat.CSV:
        cell = rows_of(data)[1][0]
    else:
        cell = load_workbook(io.BytesIO(data)).active["A2"]
        assert cell.data_type == "s"
        cell = cell.value
    assert cell == "'=cmd|' /C calc'!A0"


def test_the_file_is_sealed_and_gone_after_a_day_with_all_that_was_asked_after_a_week(petition, steward):
    sign_many(petition, 2, names=True)
    export = made(petition, steward)
    chunks = b"".join(bytes(row.data) for row in export.file.chunks.all())
    assert b"Signer" not in chunks
    rule = next(rule for rule in RULES if rule.key == "petitions.exports")
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=11)):
        destroy_expired()
        assert (SealedFile.objects.count(), reread(export).file) == (0, None)
        # A new one can be asked for.
        assert ask(petition, steward).pk != export.pk
    later = export.created + timedelta(days=30)
    assert (rule.overdue(later), rule.enforce(later), SignatureExport.objects.count()) == (2, 2, 0)


# --- who, how many, why --------------------------------------------------------------------------


def test_making_and_taking_it_are_in_the_access_log_without_a_value(petition, steward):
    sign_many(petition, 3, names=True)
    export = made(petition, steward)
    services.open_export(export=export, actor=Actor.staff(steward))

    said = [
        (row.user_id, row.deed, row.kinds, row.subject_ids, row.count, row.reason)
        for row in AccessLog.objects.order_by("pk")
    ]
    kinds = ["family_name", "given_name"]
    assert said == [
        (steward.pk, deed, kinds, [], 3, AccessReason.DELIVER)
        for deed in (AccessDeed.EXPORTED, AccessDeed.DOWNLOADED)
    ]
    assert "Apellido" not in str(AccessLog.objects.values())


def test_pressed_twice_it_is_asked_for_and_made_once(petition, steward):
    sign_many(petition, 1, names=True)
    first = ask(petition, steward)
    assert ask(petition, steward).pk == first.pk
    assert (jobs.make_export(first.pk), jobs.make_export(first.pk)) == (True, False)
    assert ask(petition, steward).pk == first.pk
    assert (SignatureExport.objects.count(), AccessLog.objects.count()) == (1, 1)


def test_only_whoever_asked_takes_it_along(petition, steward, colleague):
    export = made(petition, steward)
    with pytest.raises(ExportGone):
        services.open_export(export=export, actor=Actor.staff(colleague))
    assert AccessLog.objects.filter(deed=AccessDeed.DOWNLOADED).count() == 0


@pytest.mark.parametrize("how", ["gone", "no steward any more"])
def test_nothing_is_made_for_somebody_who_may_not_export_any_more(petition, steward, how):
    export = ask(petition, steward)
    if how == "gone":
        User.objects.filter(pk=steward.pk).update(is_active=False)
    else:
        steward.groups.clear()

    assert jobs.make_export(export.pk) is False
    assert (reread(export).state, SealedFile.objects.count()) == (ExportState.OVER, 0)


# --- the second person ---------------------------------------------------------------------------


def test_where_two_are_needed_nothing_is_made_before_the_second_agrees(
    petition, steward, colleague, two_persons
):
    export = ask(petition, steward)
    assert (jobs.make_waiting_exports(), export.state) == (0, ExportState.WAITING)
    with pytest.raises(OwnExport):
        services.allow_export(export=export, actor=Actor.staff(steward))
    services.allow_export(export=export, actor=Actor.staff(colleague))

    assert jobs.make_waiting_exports() == 1
    assert reread(export).allowed_by == colleague
    with pytest.raises(ExportGone):
        services.allow_export(export=export, actor=Actor.staff(colleague))


def test_the_database_too_refuses_one_person_in_both_places(petition, steward, two_persons):
    export = ask(petition, steward)
    with pytest.raises(IntegrityError), transaction.atomic():
        SignatureExport.objects.filter(pk=export.pk).update(allowed_by=steward)


def test_what_was_declined_is_not_made(petition, steward, colleague, two_persons):
    export = ask(petition, steward)
    services.end_export(export=export, actor=Actor.staff(colleague))
    with pytest.raises(ExportGone):
        services.allow_export(export=export, actor=Actor.staff(colleague))
    assert jobs.make_waiting_exports() == 0


# --- who leaves ----------------------------------------------------------------------------------


def test_who_is_erased_or_withdraws_takes_the_file_along(petition, steward, after_commit):
    first, second, *_others = sign_many(petition, 4, names=True)
    for leave in (
        lambda: erase_supporter(supporter=first.supporter, keep_fingerprint=False, actor=Actor.system()),
        lambda: services.withdraw_signature(
            signature=Signature.objects.get(pk=second.pk), actor=Actor.the_person()
        ),
    ):
        export = made(petition, steward)
        with after_commit():
            leave()
        assert (reread(export).file, SealedFile.objects.count()) == (None, 0)
        services.end_export(export=export, actor=Actor.staff(steward))


def test_who_is_in_no_table_leaves_it_standing(petition, steward, after_commit):
    sign_many(petition, 2, names=True)
    [other] = sign_many(petition, 1, called="Other")
    export = made(petition, steward)
    with after_commit():
        services.withdraw_signature(signature=Signature.objects.get(pk=other.pk), actor=Actor.the_person())
    assert reread(export).file is not None


# --- runs ----------------------------------------------------------------------------------------


class Killed(BaseException):
    """The worker is gone."""


def test_a_killed_run_is_taken_over_from_and_leaves_no_file(petition, steward, monkeypatch):
    sign_many(petition, 3, names=True)
    export = ask(petition, steward)

    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "write_csv", die)
        with pytest.raises(Killed):
            jobs.make_export(export.pk)
    assert (jobs.make_waiting_exports(), reread(export).state) == (0, ExportState.MAKING)
    with time_machine.travel(timezone.now() + jobs.LEASE + timedelta(seconds=1)):
        assert jobs.make_waiting_exports() == 1
    assert (reread(export).rows, SealedFile.objects.count()) == (3, 1)


def test_who_leaves_while_it_is_made_has_it_made_once_more(petition, steward, monkeypatch):
    sign_many(petition, 3, names=True)
    export = ask(petition, steward)

    def lose(*args, **kwargs):
        destroy_files([SealedFile.objects.get().pk])
        raise OSError("no such file")

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "write_csv", lose)
        assert jobs.make_export(export.pk) is False
    assert reread(export).state == ExportState.ASKED
    assert (jobs.make_waiting_exports(), reread(export).rows) == (1, 3)


def test_one_that_is_deleted_while_it_is_made_leaves_nothing(petition, steward, monkeypatch):
    sign_many(petition, 3, names=True)
    export = ask(petition, steward)
    go_on = jobs._go_on

    def delete_first(export, run, *, done):
        services.end_export(export=export, actor=Actor.staff(steward))
        go_on(export, run, done=done)

    monkeypatch.setattr(jobs, "_go_on", delete_first)
    assert jobs.make_export(export.pk) is False
    assert (reread(export).state, SealedFile.objects.count(), AccessLog.objects.count()) == (
        ExportState.OVER,
        0,
        0,
    )


def test_what_went_wrong_is_said_and_can_be_asked_for_again(petition, steward, monkeypatch):
    export = ask(petition, steward)

    def fail(*args, **kwargs):
        raise ValueError("a fault")

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "write_csv", fail)
        with pytest.raises(ValueError, match="a fault"):
            jobs.make_export(export.pk)
    assert (reread(export).state, SealedFile.objects.count()) == (ExportState.FAILED, 0)
    assert made(petition, steward).state == ExportState.READY


# --- the screen ----------------------------------------------------------------------------------


def test_a_steward_asks_downloads_and_deletes_on_one_screen(client, petition, steward):
    sign_many(petition, 2, names=True)
    client.force_login(steward)
    url = url_of("exports", petition)
    assert client.post(url, {"purpose": "", "file_format": "csv"}).status_code == 422
    for _press in range(2):
        assert client.post(url, {"purpose": "deliver", "file_format": "csv"}).status_code == 302
    assert "waits to be made" in client.get(url).text
    jobs.make_waiting_exports()
    assert "2 rows." in client.get(url).text
    export = SignatureExport.objects.get()
    answer = client.post(url_of("export_take", petition, export.public_id))
    assert len(rows_of(b"".join(answer.streaming_content))) == 3
    assert "Apellido" not in client.get(url).text
    assert client.get(url_of("export_take", petition, export.public_id)).status_code == 405
    assert client.post(url_of("export_end", petition, export.public_id)).status_code == 302
    assert SealedFile.objects.count() == 0
    assert client.post(url_of("export_take", petition, export.public_id)).status_code == 404


@pytest.mark.parametrize("role", ["Organizers", "Administrators"])
def test_whoever_is_no_steward_sees_why_not_and_gets_none(client, petition, steward, role):
    export = made(petition, steward)
    client.force_login(member(petition, role))
    page = client.get(url_of("exports", petition)).text
    assert ("data stewards alone" in page, "Make the table" in page, str(export.public_id) in page) == (
        True,
        False,
        False,
    )
    for name in ("export_take", "export_allow", "export_end"):
        assert client.post(url_of(name, petition, export.public_id)).status_code in (302, 403)
    assert client.post(url_of("exports", petition), {"purpose": "fraud"}).status_code in (302, 403)
    assert (SignatureExport.objects.count(), AccessLog.objects.count()) == (1, 1)


def test_the_second_person_agrees_on_the_screen_and_the_first_cannot(
    client, petition, steward, colleague, two_persons
):
    export = ask(petition, steward, CONTACT)
    url = url_of("export_allow", petition, export.public_id)
    client.force_login(steward)
    assert "Agree" not in client.get(url_of("exports", petition)).text
    client.post(url)
    assert reread(export).state == ExportState.WAITING
    client.force_login(colleague)
    assert "Agree" in client.get(url_of("exports", petition)).text
    client.post(url)
    assert reread(export).state == ExportState.ASKED


def test_a_steward_of_another_campaign_finds_nothing(client, petition, steward):
    export = made(petition, steward)
    client.force_login(member(None, "Organizers", name="other"))
    assert client.get(url_of("exports", petition)).status_code == 404
    assert client.post(url_of("export_take", petition, export.public_id)).status_code in (302, 403, 404)


def test_the_screen_costs_the_same_for_one_and_for_three(client, petition, steward, colleague):
    client.force_login(steward)
    made(petition, steward)
    one = cost_of(client, url_of("exports", petition))
    made(petition, steward, FRAUD)
    made(petition, colleague)
    assert cost_of(client, url_of("exports", petition)) == one
