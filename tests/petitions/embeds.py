"""Partners and who may frame an answer, for tests of embedded forms."""

import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from petitions.models import Embed, Petition
from petitions.services import offer_embed
from privacy.actors import Actor
from supporters.models import Partner
from supporters.services import add_partner

STAFF = Actor.system()
SITE = "https://union.example"
NOBODY = ("'none'", "DENY")
PARTNER_ONLY = (SITE, None)


def make_partner(name: str = "River Union") -> Partner:
    return add_partner(partner=Partner(name=name), actor=STAFF)


def offer(petition: Petition, partner: Partner) -> Embed:
    return offer_embed(petition=petition, partner=partner, actor=STAFF)


def framers(response) -> tuple[str, str | None]:
    """Who may show this answer in a frame, by the new header and by the old one."""
    [found] = re.findall(r"frame-ancestors ([^;]+)", response["Content-Security-Policy"])
    return found, response.get("X-Frame-Options")


def asked_for(client: Client, url: str) -> list[str]:
    """The statements behind a GET, but for those of the cache, which may be a table."""
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return [query["sql"] for query in asked if not re.search("countersign_cache|SAVEPOINT", query["sql"])]
