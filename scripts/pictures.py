"""Take the pictures of the guides anew: the demo on a throwaway site, looked at in Chromium.

    .venv/bin/python scripts/pictures.py [NAME …]     (make pictures; with names: only these)

Everything but docs/images/guide-*.webp is made in a temporary directory and goes with it.
"""

# ruff: noqa: PLC0415  (what needs the site's settings is imported once they are known)

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

# nosemgrep: no-second-fetcher (asks the throwaway site of this script whether it is up)
import urllib.request
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
WIDTH, HEIGHT = 1280, 800
MOST_BYTES = 120_000
SECONDS_TO_START = 60


def main(wanted: list[str]) -> None:
    with tempfile.TemporaryDirectory() as data:
        port = free_port()
        os.environ |= {"DEBUG": "1", "DATA_DIR": data, "BASE_URL": f"http://127.0.0.1:{port}"}
        manage("scripts/dev_keys.py", f"{data}/keys")
        manage("manage.py", "migrate", "countersign_privacy", "--verbosity", "0", "--database", "keystore")
        manage("manage.py", "migrate", "--verbosity", "0")
        manage("manage.py", "demo")
        addresses = addresses_of_demo()
        server = subprocess.Popen([sys.executable, "manage.py", "serve", f"127.0.0.1:{port}"], cwd=ROOT)
        try:
            wait_for(f"{os.environ['BASE_URL']}/healthz", server)
            take(addresses, wanted or list(addresses), password=Path(data, "keys", "staff_password"))
        finally:
            server.terminate()
            server.wait()


def manage(*words: str) -> None:
    subprocess.run([sys.executable, *words], cwd=ROOT, check=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Until the site answers; RuntimeError where it ended or takes longer than a minute."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 (this machine)
                return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError("The site did not start.")


def addresses_of_demo() -> dict[str, str]:
    """The path of each picture's page. Asked before the browser starts: Django refuses beside its loop."""
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.urls import reverse

    from mailings.models import Mailing
    from pages.models import CampaignPage, EventPage, FundraiserPage, PetitionPage
    from petitions.models import Delivery, Petition

    page = PetitionPage.objects.get(slug="palantir-drop-the-ice-contracts")
    petition = Petition.objects.get(pk=page.petition_id)
    campaign = CampaignPage.objects.get(slug="not-with-our-data")
    event = EventPage.objects.get(slug="know-your-rights-training")
    delivery = Delivery.objects.select_related("petition").earliest("pk")
    return {
        "front": reverse("wagtailadmin_home"),
        "new-campaign": reverse("start_campaign"),
        "campaign-pages": reverse("wagtailadmin_explore", args=[campaign.pk]),
        "petition-editor": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "petition": page.url,
        "event": event.url,
        "lists": reverse("list:index"),
        "mailing": reverse("mailing:edit", args=[Mailing.objects.earliest("pk").pk]),
        "fundraiser": FundraiserPage.objects.get(slug="give").url,
        "overview": reverse("petition:overview", args=[petition.public_id]),
        "delivery": reverse("petition:delivery", args=[delivery.petition.public_id, delivery.public_id]),
    }


def take(addresses: Mapping[str, str], wanted: list[str], *, password: Path) -> None:
    from staff.development import STEP_SECONDS, development_secret

    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        page = browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT},
            base_url=os.environ["BASE_URL"],
            locale="en-US",
            timezone_id="America/New_York",
            reduced_motion="reduce",
        )
        page.set_default_timeout(60_000)
        page.goto("/admin/")
        page.locator("input[name=login]").fill("admin")
        page.locator("input[name=password]").fill(password.read_text().strip())
        page.locator("button[type=submit]").click()
        page.locator("input[name=code]").fill(code_of(development_secret(), STEP_SECONDS))
        page.locator("button[type=submit]").click()
        page.wait_for_url("**/admin/")
        for name in wanted:
            page.goto(addresses[name])
            page.wait_for_load_state("networkidle")
            if name == "new-campaign":
                page.get_by_label("Title in English").fill("No cameras in our parks")
                page.get_by_label("Demand in English").fill("Take the cameras down")
            size = write(name, page.screenshot(animations="disabled", caret="hide"))
            print(f"{name}: {size} bytes")
        browser.close()


def code_of(secret: str, step: int) -> str:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return str(format_hotp_value(hotp_value(secret, int(time.time()) // step)))


def write(name: str, png: bytes) -> int:
    """As small a file as its limit wants."""
    image = Image.open(BytesIO(png)).convert("RGB")
    for quality in (82, 70, 60, 50, 40):
        packed = BytesIO()
        image.save(packed, "WEBP", quality=quality, method=6)
        if packed.tell() <= MOST_BYTES:
            break
    (IMAGES / f"guide-{name}.webp").write_bytes(packed.getvalue())
    return packed.tell()


if __name__ == "__main__":
    main(sys.argv[1:])
