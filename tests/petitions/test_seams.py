"""What falls between features: slips, rules, comments, packs, tables, embeds, the life of a petition."""

import pytest

from campaigns.enums import NewsChoice, TargetKind
from campaigns.models import Target
from petitions import services
from petitions.admin_views.common import may_pack_names
from petitions.comment_rules import problems_in
from petitions.copies import fingerprints_of
from petitions.embed_links import embed_path
from petitions.enums import (
    CommentProblem,
    CommentState,
    ExportPurpose,
    PetitionState,
    QuarantineReason,
    SignatureState,
)
from petitions.exceptions import TooManyOrganizers
from petitions.jobs.open_numbers import tell_numbers
from petitions.jobs.totals import fold_totals
from petitions.jobs.waiting import AFTER
from petitions.models import Comment, OpenRegion, Signature
from petitions.selectors import comments_in, count_differences, forget_rules, total_of
from privacy.actors import Actor
from privacy.models import SealedFile
from supporters.models import Organization
from tests.petitions.deliveries import plan, sign_many
from tests.petitions.factories import at_place, confirm, sign, sign_and_confirm
from tests.petitions.paper import begin, enter
from tests.petitions.test_exports import CONTACT, made, table_in
from tests.petitions.test_place_staff import url_of
from tests.petitions.test_staff import member

pytestmark = pytest.mark.django_db


def put_aside(petition, *signatures):
    services.put_aside_chosen(
        petition=petition, signatures=signatures, reason=QuarantineReason.ALIKE, actor=Actor.system()
    )


def test_a_slip_that_was_put_aside_gives_way_to_who_proves_the_address(petition):
    forged = enter(begin(petition), "ada@example.org")
    put_aside(petition, forged)
    signed = sign_and_confirm(petition, "ada@example.org")
    fold_totals(petition.pk)

    assert signed.state == SignatureState.CONFIRMED
    assert Signature.objects.get(pk=forged.pk).state == SignatureState.INVALIDATED
    assert (total_of(petition), count_differences(petition)) == (1, [])


def test_a_comment_leaves_the_page_with_the_signature_that_is_put_aside(
    petition, petition_page, client, after_commit
):
    page = petition_page(petition)
    signature = sign_and_confirm(petition, said={"comment": "Because I live here"})
    Comment.objects.update(state=CommentState.APPROVED)
    assert "Because I live here" in client.get(page.get_url()).text

    with after_commit():
        put_aside(petition, signature)
    assert "Because I live here" not in client.get(page.get_url()).text


def test_it_was_not_me_takes_the_tables_along(petition, after_commit):
    steward = member(petition, "Data stewards", name="steward")
    signature, *_others = sign_many(petition, 4, names=True)
    made(petition, steward, ExportPurpose.DELIVER)
    with after_commit():
        services.disown_signature(signature=Signature.objects.get(pk=signature.pk), actor=Actor.the_person())

    assert SealedFile.objects.count() == 0


def test_who_is_put_aside_before_the_button_gets_the_mail_after_it_all_the_same(petition, letters):
    petition.confirm_by_mail, petition.is_delivered, petition.ask_news = False, False, False
    petition.save()
    forget_rules()
    signature = sign(petition)
    put_aside(petition, signature)
    confirm(signature)

    assert AFTER in [kind for kind, _to, _content in letters()]


def test_a_table_to_reach_people_leaves_out_who_reads_mail_at_the_target(petition):
    steward = member(petition, "Data stewards", name="steward")
    for address in ("a@vendor.example", "b@example.org"):
        sign_and_confirm(petition, address, said={"news": NewsChoice.CAMPAIGN.value})
    # Its domain became known later.
    Target.objects.create(name="A vendor", kind=TargetKind.VENDOR, mail_domains=["vendor.example"])
    _heading, *rows = table_in(made(petition, steward, CONTACT))

    assert [row[1] for row in rows] == ["b@example.org"]


def test_a_draft_is_shown_to_no_partner_and_a_pause_is_called_one(petition, embed, client):
    path = f"{embed_path(embed)}?lang=en"
    type(petition).objects.filter(pk=petition.pk).update(state=PetitionState.PAUSED)
    forget_rules()
    assert "is paused" in client.get(path).text

    type(petition).objects.filter(pk=petition.pk).update(state=PetitionState.DRAFT)
    forget_rules()
    client.cookies.clear()
    assert client.get(f"{embed_path(embed)}?lang=es").status_code == 404
    assert client.get(f"/do/petitions/{petition.public_id}/thanks/?lang=es").status_code == 404


def test_a_pack_with_names_is_nobody_s_where_two_have_to_agree(petition):
    steward = member(petition, "Data stewards", name="steward")
    assert may_pack_names(steward)
    organization = Organization.load()
    organization.exports_need_two = True
    organization.save()

    assert not may_pack_names(steward)


def test_the_pack_tells_no_comment_that_the_page_keeps_back(petition, bay):
    petition.targets.clear()
    sign_and_confirm(petition, "a@example.org", said={"comment": "From a small campus", **at_place(bay)})
    sign_and_confirm(petition, "b@example.org", said={"comment": "From anywhere"})
    Comment.objects.update(state=CommentState.APPROVED)
    delivery = plan(petition)
    Signature.objects.update(delivery=delivery)

    assert [one.text for portion in comments_in(delivery) for one in portion] == ["From anywhere"]
    type(petition).objects.filter(pk=petition.pk).update(comment_choice="off")
    delivery.petition.refresh_from_db()
    assert list(comments_in(delivery)) == []


def test_at_a_full_campus_a_known_address_looks_like_any_other(bay):
    def invite(address):
        services.invite_organizer(place=bay, address=address, language="en", actor=Actor.system())

    for number in range(3):
        invite(f"o{number}@example.org")
    for address in ("o1@example.org", "nobody@example.org"):
        with pytest.raises(TooManyOrganizers):
            invite(address)


def test_links_are_mailed_for_no_petition_that_cannot_be_signed(client, petition, bay):
    client.force_login(member(petition, "Organizers", name="organizing"))
    services.close_petition(petition=petition, actor=Actor.system())
    answer = client.post(
        url_of("places_links", petition), {f"address-{bay.public_id}": "a@example.org", "language": "en"}
    )

    assert (answer.status_code, bay.organizers.count()) == (200, 0)


def test_no_region_is_told_while_no_total_is(petition):
    Signature.objects.bulk_create(
        Signature(
            petition=petition,
            state=SignatureState.CONFIRMED,
            language="en",
            country="US",
            region="CA",
            created=petition.created,
            mark=bytes([number]) * 32,
        )
        for number in range(12)
    )
    type(petition).objects.filter(pk=petition.pk).update(created="2026-01-01")
    Signature.objects.update(created="2026-01-01")
    tell_numbers()

    assert OpenRegion.objects.count() == 0


@pytest.mark.parametrize("unseen", ["\u00ad", "\u200b", "\u200d", "\u034f", "\ufe0f", "\u2060"])
def test_what_nobody_sees_hides_nothing_from_the_rules_of_comments(petition, unseen):
    words = f"My neighbour Juan is undocu{unseen}mented, call 415-555-{unseen}0123"

    assert [one.problem for one in problems_in(words)] == [CommentProblem.STATUS, CommentProblem.PHONE]
    assert fingerprints_of(petition.public_id, words) == fingerprints_of(
        petition.public_id, words.replace(unseen, "")
    )
