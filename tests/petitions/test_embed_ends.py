"""Forms on partners' pages that are over, and copies of them that are kept: nobody is shown an old one."""

import pytest

from campaigns import page_cache
from campaigns.exceptions import EmbedOver
from campaigns.models import PartnerOrigin
from campaigns.services import end_embed, forbid_origin, resume_embed
from petitions import services
from petitions.embed_links import embed_path
from petitions.models import Embed, Signature
from petitions.selectors import forget_rules
from tests.petitions.embeds import NOBODY, PARTNER_ONLY, STAFF, asked_for, framers, offer

pytestmark = pytest.mark.django_db


def test_an_ended_form_says_so_with_a_way_on(client, embed, petition, petition_page, post_embed):
    url = petition_page(petition).get_url()
    end_embed(embed=embed, actor=STAFF)
    page, sent = client.get(f"{embed_path(embed)}?lang=en"), post_embed(embed)

    assert (page.status_code, sent.status_code, Signature.objects.count()) == (410, 410, 0)
    assert ("This form has moved" in page.text, f'href="{url}"' in page.text) == (True, True)
    with pytest.raises(EmbedOver):
        end_embed(embed=embed, actor=STAFF)
    resume_embed(embed=embed, actor=STAFF)
    assert client.get(embed_path(embed)).status_code == 200


def test_offering_it_again_gives_the_same_form(embed, petition, partner):
    assert offer(petition, partner) == embed
    assert Embed.objects.count() == 1


def test_a_closed_petition_takes_nothing_and_says_so(client, embed, petition, post_embed):
    services.close_petition(petition=petition, actor=STAFF)
    forget_rules()

    assert post_embed(embed).status_code == 410
    assert "This petition is closed" in client.get(embed_path(embed)).text


def test_a_kept_copy_goes_when_the_form_ends_or_a_site_is_taken_off(client, embed, partner, after_commit):
    url = embed_path(embed)
    assert framers(client.get(url)) == PARTNER_ONLY
    with after_commit():
        forbid_origin(origin=PartnerOrigin.objects.get(), actor=STAFF)
    assert framers(client.get(url)) == NOBODY
    with after_commit():
        end_embed(embed=embed, actor=STAFF)
    assert client.get(url).status_code == 410


def test_a_browser_that_kept_the_form_learns_who_may_frame_it_now(client, embed, after_commit):
    url = embed_path(embed)
    kept = client.get(url)
    with after_commit():
        forbid_origin(origin=PartnerOrigin.objects.get(), actor=STAFF)
    again = client.get(url, headers={"if-none-match": kept["ETag"]})

    assert (again.content == kept.content, again.status_code, framers(again)) == (True, 200, NOBODY)
    assert client.get(url, headers={"if-none-match": again["ETag"]}).status_code == 304


def test_the_form_is_kept_for_all_visitors(client, embed):
    url = embed_path(embed)
    first = client.get(url)
    page_cache.forget_near()

    assert asked_for(client, url) == []
    again = client.get(url)
    assert (first.content, framers(first)) == (again.content, framers(again))
