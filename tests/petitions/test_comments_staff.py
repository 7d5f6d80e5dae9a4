"""Moderators read comments and reports of their own campaigns: masked, many at once or one by one."""

from uuid import uuid4

import pytest
from django.urls import reverse

from petitions.enums import CommentState
from petitions.models import Comment, ModerationDecision
from tests.petitions.factories import make_petition, sign_and_confirm
from tests.petitions.test_comments import XSS, write
from tests.petitions.test_staff import cost_of, member

pytestmark = pytest.mark.django_db
HELD, APPROVED, DECLINED = "held", "approved", "declined"
QUEUE = reverse("petition:comments")
NEXT = reverse("petition:comments_next")


@pytest.fixture
def moderator(client, petition):
    client.force_login(member(petition, "Moderators", name="moderator"))
    return client


def decide(client, deed, *comments, seen=HELD, **more):
    data = {"comment": [str(one.public_id) for one in comments], "seen": seen, **more}
    return client.post(reverse(f"petition:comments_{deed}"), data, follow=True)


def told(page) -> list[str]:
    return [str(one).strip() for one in page.context["messages"]]


def states() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("state", flat=True))


def test_a_comment_is_read_beside_an_initial_and_nothing_else_of_its_writer(moderator, petition):
    write(petition, email="ada.lovelace@example.org")

    text = moderator.get(QUEUE).text
    assert ("Because I live here" in text, "<bdi>A.</bdi>" in text) == (True, True)
    assert [word in text for word in ("Ada", "Lovelace", "lovelace@", "94110")] == [False] * 4


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("Moderators", True),
        ("Administrators", True),
        ("Organizers", False),
        ("Editors", False),
        ("Mailers", False),
    ],
)
def test_who_reads_and_decides(client, petition, role, may):
    comment = write(petition)
    client.force_login(member(petition, role))

    seen = [client.get(url).status_code for url in (QUEUE, NEXT)]
    decide(client, "approve", comment)
    assert (seen, states()) == (([200, 200], [APPROVED]) if may else ([302, 302], [HELD]))


def test_many_are_decided_on_at_once_and_what_is_not_fit_stays(moderator, petition):
    good, bad = write(petition), write(petition, "Soy indocumentada.", "bo@example.org")
    page = decide(moderator, "approve", good, bad)

    assert states() == [APPROVED, HELD]
    assert told(page) == [
        "1 comment approved.",
        "1 cannot be approved: it tells where or what somebody is.",
    ]
    assert "Cannot be approved. It holds:" in page.text


def test_a_decision_sent_twice_is_one_and_the_second_is_told(moderator, petition):
    comment = write(petition)
    decide(moderator, "approve", comment)
    page = decide(moderator, "hide", comment)

    assert states() == [APPROVED]
    assert told(page) == ["1 was decided on before, or is gone: a colleague may have been faster."]
    assert ModerationDecision.objects.count() == 1
    decide(moderator, "hide", comment, seen=APPROVED)
    assert states() == [DECLINED]


def test_nothing_ticked_and_nonsense_change_nothing(moderator, petition):
    write(petition)
    page = decide(moderator, "approve")
    assert told(page) == ["Tick the comments first."]
    moderator.post(reverse("petition:comments_hide"), {"comment": ["x", str(uuid4())], "seen": "nowhere"})
    assert states() == [HELD]
    assert [
        moderator.get(reverse(f"petition:comments_{deed}")).status_code for deed in ("approve", "hide")
    ] == [
        405,
        405,
    ]


def test_comments_of_other_campaigns_are_neither_read_nor_decided_on(moderator, petition):
    foreign = write(make_petition(), "Not yours")

    assert "Not yours" not in moderator.get(QUEUE).text
    assert "Not yours" not in moderator.get(NEXT).text
    decide(moderator, "approve", foreign)
    assert states() == [HELD]


def test_one_by_one_the_oldest_first_and_skipped_ones_stay(moderator, petition):
    rows = [write(petition, f"Reason {number}", f"s{number}@example.org") for number in range(3)]
    assert "Reason 0" in moderator.get(NEXT).text

    page = decide(moderator, "approve", rows[0], next="one")
    assert ("Reason 1" in page.text, 'aria-keyshortcuts="A"' in page.text) == (True, True)
    assert "Reason 2" in moderator.get(f"{NEXT}?after={rows[1].public_id}").text
    last = decide(moderator, "hide", rows[2], next="one")
    assert "That was the last one. What you skipped still waits." in last.text
    assert "Reason 1" in moderator.get(NEXT).text
    assert states() == [APPROVED, HELD, DECLINED]
    assert moderator.get(f"{NEXT}?after=nonsense").status_code == 200


def test_the_queue_costs_the_same_for_one_and_for_fifty_and_asks_the_keystore_once(moderator, petition):
    write(petition)
    one = cost_of(moderator, QUEUE)
    for number in range(9):
        write(petition, f"Reason {number}", f"s{number}@example.org")

    assert cost_of(moderator, QUEUE) == one
    assert one[1] == 1


def test_there_are_fifty_a_page(moderator, petition, monkeypatch):
    monkeypatch.setattr("petitions.admin_views.comments.AT_ONCE", 2)
    for number in range(3):
        write(petition, f"Reason {number}", f"s{number}@example.org")

    assert "Page 1 of 2" in moderator.get(QUEUE).text
    assert "Reason 2" in moderator.get(f"{QUEUE}?p=2").text


def test_the_front_page_tells_how_many_wait_and_since_when(moderator, petition, client):
    home = reverse("wagtailadmin_home")
    assert "No comment waits." in moderator.get(home).text
    write(petition)
    write(make_petition(), "Not yours")
    assert "1 comment waits, since" in moderator.get(home).text

    client.force_login(member(petition, "Organizers", name="another"))
    assert "To moderate" not in client.get(home).text


def test_hostile_text_is_text_for_moderators(moderator, petition):
    write(petition, XSS)
    sign_and_confirm(
        petition, "bo@example.org", said={"comment": f"{XSS} 415-555-0123", "given_name": "<img>"}
    )

    for url in (QUEUE, NEXT, f"{QUEUE}?state=declined"):
        text = moderator.get(url).text
        assert ("<img src=x" in text, "<script>alert(1)" in text) == (False, False)
    assert CommentState.HELD in states()
