"""Flows of the supporter file that take people out of it: a table, and what a partner is given."""

import io
import zipfile
from typing import TYPE_CHECKING
from uuid import uuid4

import pyrage
from django.apps import apps
from django.conf import settings as site_settings
from django.test import Client
from django.urls import reverse
from pyrage.x25519 import Identity

from petitions.models import (
    Embed,
)
from petitions.wordings import PARTNER
from privacy.actors import Actor
from privacy.worker import Worker
from supporters.models import HandOver, Organization, Partner, Segment, SupporterExport
from supporters.services.segments import save_segment
from tests.privacy.seized import canaries_in

if TYPE_CHECKING:
    from tests.privacy.flows import Visitors


def take_out_as_staff(visitors: "Visitors") -> None:
    """The campaign's list leaves as a table, and who ticked a partner's box is given to that partner."""
    staff = Client()
    staff.force_login(apps.get_model(site_settings.AUTH_USER_MODEL).objects.get(username="steward"))
    news, identity = visitors.petition.campaign.news_list, Identity.generate()
    tree = {"rule": "supporters.on_list", "list": str(news.public_id), "state": "subscribed"}
    segment = save_segment(segment=Segment(name="Takes news"), tree=tree, actor=Actor.system())
    partner = Embed.objects.select_related("partner").get().partner
    Partner.objects.filter(pk=partner.pk).update(recipient=str(identity.to_public()))
    columns = ["given_name", "family_name", "email", "postal_code", "custom"]
    said = {"purpose": "mail", "columns": columns, "file_format": "xlsx", "public_id": uuid4()}
    said["mail_list"] = news.public_id
    organization = Organization.load()
    organization.canary_domain = "mail.invalid"
    organization.save()
    staff.post(reverse("segment:export", args=[segment.public_id]), said)
    asked = {"partner": partner.public_id, "question": PARTNER}
    staff.post(reverse("hand_over:index"), asked)
    Worker(batch=True).run()
    for kind, work in (("supporter_export", SupporterExport), ("hand_over", HandOver)):
        url = reverse(f"{kind}:take", args=[work.objects.get().public_id])
        taken = b"".join(staff.post(url).streaming_content)
        data = taken if kind == "supporter_export" else pyrage.decrypt(taken, [identity])
        with zipfile.ZipFile(io.BytesIO(data)) as bundle:
            assert sum(canaries_in(bundle.read(name)) for name in bundle.namelist()) > 0
        assert canaries_in(staff.get(reverse(f"{kind}:index")).content) == 0
