"""Comments from the form to the page: refused with a word of why, held, approved, shown, hidden, gone."""

import html
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from campaigns.enums import TargetKind
from petitions import services
from petitions.copies import fingerprints_of
from petitions.enums import CommentChoice, CommentMark, CommentState, ModerationDeed
from petitions.erasers import forget_comment
from petitions.jobs import comments as jobs
from petitions.models import Comment, ModerationDecision, Petition, Signature
from petitions.retention import RULES
from petitions.selectors import comments_shown, forget_rules, read_comments
from petitions.services import Decided
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.erasure import destroy_subjects
from privacy.keystore import erased_among
from supporters.services import erase_supporter
from tests.petitions.conftest import only_signature
from tests.petitions.deliveries import pack, plan
from tests.petitions.deliveries import reread as reread_delivery
from tests.petitions.factories import at_place, make_petition, open_place, sign_and_confirm
from tests.petitions.test_staff import member

pytestmark = pytest.mark.django_db
HELD, APPROVED, DECLINED = CommentState.HELD, CommentState.APPROVED, CommentState.DECLINED
XSS = '</script><script>alert(1)</script>"><img src=x onerror=alert(2)>'


@pytest.fixture
def moderator(petition):
    return Actor.staff(member(petition, "Moderators", name="moderator"))


def write(petition, text="Because I live here", email="ada@example.org", *, state=HELD, **said) -> Comment:
    """A confirmed signature with a comment, in one state."""
    signature = sign_and_confirm(petition, email, said={"comment": text, **said})
    Comment.objects.filter(signature=signature).update(state=state)
    return reread(Comment.objects.get(signature=signature))


def reread(comment) -> Comment:
    return Comment.objects.select_related("signature__petition", "signature__supporter").get(pk=comment.pk)


def approve(comment, actor, seen=HELD):
    return services.approve_comments(comments=[comment], seen=seen, actor=actor)


def hide(comment, actor, seen=HELD):
    return services.hide_comments(comments=[comment], seen=seen, actor=actor)


def texts(petition) -> list[str]:
    return [one.text for one in comments_shown(petition)]


# --- the form ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "comment", "told"),
    [
        (
            "en",
            "I am undocumented and tired.",
            "Leave out who has which immigration status (“i am undocumented”)",
        ),
        ("es", "Soy indocumentada.", "No escribas quién tiene qué estatus migratorio («soy indocumentada»)"),
        ("en", "I live at 12 Oak St.", "Leave out the address (“12 Oak St.”)"),
        ("es", "Llámame al 415-555-0123", "No escribas el número de teléfono («415-555-0123»)"),
        ("en", "Ask ada@example.org", "Leave out the e-mail address (“ada@example.org”)"),
        ("es", "Sígueme: @ada_l", "No escribas la cuenta («@ada_l»)"),
    ],
)
def test_the_writer_is_told_what_to_leave_out_and_nothing_is_stored(
    petition, post_sign, language, comment, told
):
    answer = post_sign(petition, comment=comment, lang=language, given_name="Grace")

    assert answer.status_code == 422
    assert told in html.unescape(answer.text)
    assert 'aria-invalid="true"' in answer.text
    assert (html.escape(comment) in answer.text, 'value="Grace"' in answer.text) == (True, True)
    assert Signature.objects.count() == 0


def test_what_the_movement_is_about_passes(petition, post_sign):
    assert post_sign(petition, comment="ICE out. No deportation from our sanctuary city.").status_code == 303
    assert only_signature().unseal().comment == "ICE out. No deportation from our sanctuary city."


def test_what_is_quoted_of_a_hostile_comment_is_escaped(petition, post_sign):
    answer = post_sign(petition, comment=f"I am undocumented {XSS} x@<b>.org a@b.example")

    assert (answer.status_code, "<img src=x" in answer.text, "<script>alert" in answer.text) == (
        422,
        False,
        False,
    )


def test_the_default_is_as_usual(db):
    assert Petition().comment_choice == CommentChoice.USUAL
    assert [make_petition(**rules).takes_comments for rules in ({}, {"is_pledge": True})] == [True, False]
    assert make_petition(target_kind=TargetKind.UNIVERSITY).takes_comments is False


# --- decisions -----------------------------------------------------------------------------------


def test_an_approved_comment_is_shown_and_the_page_purged(
    petition, petition_page, client, moderator, after_commit
):
    page = petition_page(petition)
    comment = write(petition)
    assert "Because I live here" not in client.get(page.get_url()).text

    with after_commit():
        assert approve(comment, moderator) == Decided(1, 0)

    text = client.get(page.get_url()).text
    assert ("Because I live here" in text, "Somebody who signed" in text) == (True, True)
    with after_commit():
        assert hide(comment, moderator, APPROVED) == Decided(1, 0)
    assert "Because I live here" not in client.get(page.get_url()).text


def test_of_two_moderators_the_first_decides_and_the_second_is_told(petition, moderator):
    comment = write(petition)
    other = Actor.staff(member(petition, "Moderators", name="other"))

    assert hide(comment, moderator) == Decided(1, 0)
    assert approve(comment, other) == Decided(0, 1)
    assert reread(comment).state == DECLINED
    # Who sees that it is hidden may approve it after all.
    assert approve(comment, other, DECLINED) == Decided(1, 0)
    assert hide(comment, moderator) == Decided(0, 1)
    assert reread(comment).state == APPROVED
    assert approve(comment, other, APPROVED) == Decided(0, 1)


def test_each_decision_is_logged_without_a_word_of_the_comment(petition, moderator):
    comment = write(petition)
    hide(comment, moderator)
    approve(comment, moderator)

    [row] = ModerationDecision.objects.values()
    assert set(row) == {"id", "petition_id", "user_id", "deed", "about", "day"}
    assert (row["user_id"], row["deed"], row["about"]) == (
        moderator.user.pk,
        ModerationDeed.HIDDEN,
        comment.public_id,
    )


def test_no_visitor_decides(petition):
    comment = write(petition)
    for deed in (approve, hide):
        with pytest.raises(ValueError, match="visitor"):
            deed(comment, Actor.the_person())
    assert reread(comment).state == HELD


@pytest.mark.parametrize("text", ["Soy indocumentada.", "Call 415-555-0123", "@ada_l says so"])
def test_what_got_past_the_form_cannot_be_approved_nor_handed_over(petition, moderator, text):
    comment = write(petition, text)

    assert approve(comment, moderator) == Decided(0, 0, 1)
    assert reread(comment).state == HELD
    assert pack(plan(petition)).comments == 0


def test_what_nobody_can_read_any_more_cannot_be_approved(petition, moderator):
    comment = write(petition)
    destroy_subjects([comment.subject_id])

    assert approve(comment, moderator) == Decided(0, 0, 1)
    assert hide(comment, moderator) == Decided(1, 0)
    assert reread(comment).fingerprint is None


def test_a_pack_that_waits_does_not_keep_a_hidden_comment(petition, moderator, after_commit):
    comment = write(petition, state=APPROVED)
    delivery = pack(plan(petition))
    assert (delivery.comments, delivery.pack_file is None) == (1, False)
    with after_commit():
        hide(comment, moderator, APPROVED)

    assert reread_delivery(delivery).pack_file is None


# --- copies --------------------------------------------------------------------------------------


def test_a_copy_of_a_hidden_text_is_marked_however_it_is_spelled(petition, moderator):
    hide(write(petition, "Buy our watches, now!"), moderator)
    copy = write(petition, "BUY our  watches now", "bo@example.org")
    elsewhere = write(make_petition(), "Buy our watches, now!", "cy@example.org")

    assert [list(one.marks) for one in read_comments([copy, elsewhere])] == [[CommentMark.COPY], []]


def test_the_fingerprint_is_keyed_and_leaves_with_the_approval(petition, moderator):
    comment = write(petition)
    hide(comment, moderator)
    kept = bytes(reread(comment).fingerprint)

    assert kept == fingerprints_of(petition.public_id, "because i live HERE")[0]
    assert len(kept) == 32
    approve(comment, moderator, DECLINED)
    assert reread(comment).fingerprint is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(fingerprint=kept)


def test_hidden_comments_and_their_fingerprints_go_14_days_later(petition, moderator, after_commit):
    rule = next(rule for rule in RULES if rule.key == "petitions.comments")
    cutoff = utc_today() - timedelta(days=rule.days)
    old = {"created": cutoff - timedelta(days=60)}
    fresh, over = write(petition), write(petition, email="bo@example.org")
    for comment in (fresh, over):
        hide(comment, moderator)
    Comment.objects.update(**old)
    Comment.objects.filter(pk=over.pk).update(changed=cutoff - timedelta(days=1))

    with after_commit():
        assert (rule.overdue(cutoff), rule.enforce(cutoff)) == (1, 1)
    assert list(Comment.objects.all()) == [fresh]
    assert erased_among([over.subject_id]) == {over.subject_id}


def test_who_decided_is_forgotten_after_180_days(petition, moderator):
    hide(write(petition), moderator)
    ModerationDecision.objects.update(day=utc_today() - timedelta(days=181))

    assert jobs.enforce_decisions(utc_today() - timedelta(days=180)) == 1


# --- what is shown -------------------------------------------------------------------------------


def test_a_first_name_is_shown_by_the_signers_tick_alone(moderator):
    petition = make_petition(shows_names=True)
    write(petition, "One", state=APPROVED, show_name=True)
    write(petition, "Two", "bo@example.org", state=APPROVED)
    write(petition, "Three", "cy@example.org", state=APPROVED, show_name=True, given_name="www.example.org")

    assert [(one.text, one.given_name) for one in comments_shown(petition)] == [
        ("Three", ""),
        ("Two", ""),
        ("One", "Ada"),
    ]
    Petition.objects.filter(pk=petition.pk).update(shows_names=False)
    forget_rules()
    petition.refresh_from_db()
    assert [one.given_name for one in comments_shown(petition)] == ["", "", ""]


@pytest.mark.parametrize("state", [HELD, DECLINED])
def test_nothing_else_is_ever_shown(petition, state):
    write(petition, state=state)
    assert comments_shown(petition) == []


def test_a_petition_that_takes_none_shows_none(petition):
    write(petition, state=APPROVED)
    assert texts(petition) == ["Because I live here"]
    petition.comment_choice = CommentChoice.OFF
    petition.save()
    assert texts(petition) == []


def test_none_of_a_campus_below_ten_is_shown_and_none_on_its_page(petition_page, client):
    petition = make_petition()
    place = open_place(petition)
    page = petition_page(petition)
    write(petition, "From the small campus", state=APPROVED, **at_place(place))
    for number in range(8):
        sign_and_confirm(petition, f"s{number}@example.org", said=at_place(place))
    assert texts(petition) == []

    sign_and_confirm(petition, "tenth@example.org", said=at_place(place))
    assert texts(petition) == ["From the small campus"]
    assert "From the small campus" in client.get(page.get_url()).text
    assert "From the small campus" not in client.get(f"{page.get_url()}at/{place.slug}/").text


@pytest.mark.parametrize("way", ["erase", "withdraw", "invalidate", "half"])
def test_whoever_leaves_takes_the_comment_from_the_page(  # noqa: PLR0917
    petition, petition_page, client, moderator, after_commit, way
):
    page = petition_page(petition)
    comment = write(petition, state=APPROVED)
    assert "Because I live here" in client.get(page.get_url()).text
    signature = comment.signature
    with after_commit():
        if way == "erase":
            erase_supporter(supporter=signature.supporter, keep_fingerprint=False, actor=Actor.the_person())
        elif way == "withdraw":
            services.withdraw_signature(signature=signature, actor=Actor.the_person())
        elif way == "invalidate":
            services.invalidate_signature(signature=signature, actor=moderator)
        else:
            destroy_subjects([comment.subject_id])
            forget_comment(comment.subject_id)

    assert Comment.objects.count() == 0
    assert "Because I live here" not in client.get(page.get_url()).text


def test_hostile_text_is_text_on_the_page(petition, petition_page, client):
    page = petition_page(petition)
    write(petition, XSS, state=APPROVED)

    text = client.get(page.get_url()).text
    assert ("&lt;img src=x onerror" in text, "<img src=x" in text, "<script>alert" in text) == (
        True,
        False,
        False,
    )


def test_twelve_at_most_cost_as_many_queries_as_one(petition, django_assert_num_queries):
    write(petition, "0", state=APPROVED)
    forget_rules()
    comments_shown(petition)
    with django_assert_num_queries(1):
        comments_shown(petition)
    for number in range(1, 14):
        write(petition, str(number), f"s{number}@example.org", state=APPROVED)
    comments_shown(petition)
    with django_assert_num_queries(1):
        assert texts(petition) == [str(number) for number in range(13, 1, -1)]
