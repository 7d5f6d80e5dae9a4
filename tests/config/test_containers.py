"""The containers, as far as they can be tried without an engine: what they may, and what they run."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core.management import get_commands

from tests.postgres import binaries, two_clusters
from tests.proof import proof_size, record_figure

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = (ROOT / "compose.yaml").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SITE = "petitions.example.org"
PATIENCE = 90  # seconds, for a server to come up on a busy machine


def services():
    """The lines of each service of compose.yaml, by its name."""
    block = re.search(r"^services:\n(.*?)^\S", COMPOSE, re.MULTILINE | re.DOTALL)[1]
    parts = re.split(r"^  (\w+):\n", block, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def command_of(name):
    """What a service runs, as a list: a flow list, or a folded text for a shell."""
    text = services()[name]
    if flow := re.search(r"^    command: (\[.*\])$", text, re.MULTILINE):
        return json.loads(flow[1])
    folded = re.search(r"command:\n      - sh\n      - -c\n      - >-\n((?:        .*\n)+)", text)
    return ["sh", "-c", " ".join(folded[1].split())] if folded else None


def image_command():
    return json.loads(re.findall(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)[0])


def test_what_the_guide_puts_beside_compose_is_handed_to_the_site():
    said = (ROOT / "docs/operators/install.md").read_text()
    names = set(re.findall(r"echo ([A-Z_]+)=\S+ >>? \.env", said))

    assert {"SITE", "ORGANIZATION_ZONE", "BACKUP_RECIPIENT"} == names
    assert [name for name in names if f"${{{name}" not in COMPOSE] == []


def test_every_service_may_write_nothing_and_gain_nothing():
    narrow = re.search(r"^x-narrow: &narrow\n((?:  .*\n)+)", COMPOSE, re.MULTILINE)[1]
    for line in (
        "read_only: true",
        "cap_drop: [ALL]",
        'security_opt: ["no-new-privileges:true"]',
        "ulimits: {core: 0}",
    ):
        assert f"  {line}\n" in narrow
    for kind in ("site", "postgres"):
        assert f"x-{kind}: &{kind}\n  <<: *narrow\n" in COMPOSE
    assert set(services()) == {"migrate", "web", "worker", "caddy", "redis", "main", "keystore"}
    for name, text in services().items():
        assert re.search(r"^    <<: \*(site|postgres|narrow)$", text, re.MULTILINE), name
    assert re.search(r"^    profiles: \[redis\]$", services()["redis"], re.MULTILINE)
    assert 'ports: ["80:80"' in services()["caddy"]
    assert [name for name, text in services().items() if "ports:" in text] == ["caddy"]


def test_every_secret_that_is_used_is_declared_and_none_is_a_variable():
    declared = set(re.findall(r"^  (\w+): \{file: secrets/\1\}$", COMPOSE, re.MULTILINE))
    used = set(re.findall(r"/run/secrets/(\w+)", COMPOSE))
    listed = {name for names in re.findall(r"secrets: \[(.*?)\]", COMPOSE) for name in names.split(", ")}

    assert declared == used == listed
    assert (
        re.findall(
            r"^    (?:KEK|IDX|SIG|SECRET_KEY|DATABASE_URL|KEYSTORE_URL|MAIL_URL):", COMPOSE, re.MULTILINE
        )
        == []
    )


def test_the_image_runs_as_nobody_and_says_whether_it_is_well():
    assert re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE) == ["python:3.13-slim"] * 2
    assert DOCKERFILE.index("USER countersign") < DOCKERFILE.index("CMD [")
    assert "/healthz" in re.search(r"^HEALTHCHECK(.*\\\n)*.*$", DOCKERFILE, re.MULTILINE)[0]
    for path in re.findall(r"(?:python |--config )([\w/.]+\.py)", DOCKERFILE + COMPOSE):
        assert (ROOT / path).is_file(), path


def test_what_the_containers_run_are_commands_of_ours():
    commands = [command_of(name) for name in ("migrate", "worker")]
    names = set(re.findall(r"manage\.py (\w+)", " ".join(" ".join(command) for command in commands)))

    assert names == {"migrate", "createcachetable", "run_worker"}
    assert names <= get_commands().keys()
    assert commands[1] == ["python", "manage.py", "run_worker"]
    assert image_command()[0] == "gunicorn"


@pytest.mark.parametrize("file", ["compose.yaml"])
def test_it_is_yaml(file):
    yaml = pytest.importorskip("yaml", reason="there is no YAML parser here")
    said = yaml.safe_load((ROOT / file).read_text())

    assert said["services"]["web"]["read_only"] is True
    assert said["services"]["worker"]["command"] == command_of("worker")


# --- the same commands as plain processes ----------------------------------------------------------


def ask(port, method, path, form=None):
    """A request as Caddy passes it on."""
    headers = {"Host": SITE, "X-Forwarded-Proto": "https", "Sec-Fetch-Site": "same-origin"}
    if form:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, urlencode(form) if form else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except OSError:
        return 0, ""
    finally:
        connection.close()


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture
def environment(tmp_path):
    """What compose.yaml gives a container, on two clusters of its own."""
    secrets, data = tmp_path / "secrets", tmp_path / "var"
    subprocess.run([sys.executable, ROOT / "scripts/dev_keys.py", secrets], check=True)
    with two_clusters(binaries()) as urls:
        (secrets / "database_url").write_text(urls["DATABASE_URL"])
        (secrets / "keystore_url").write_text(urls["KEYSTORE_URL"])
        (secrets / "mail_url").write_text("later")
        for file in secrets.iterdir():
            file.chmod(0o400)
        named = re.findall(
            r"^    (\w+_FILE): /run/secrets/(\w+)$", COMPOSE.split("x-postgres")[0], re.MULTILINE
        )
        yield {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATA_DIR": str(data),
            "BASE_URL": f"https://{SITE}",
            "BEHIND_PROXY": "1",
            "CACHE": "database",
            **{name: str(secrets / file) for name, file in named},
        }


@pytest.mark.proof
@pytest.mark.skipif(proof_size(0, 1) == 0, reason="makes two clusters by their migrations: in make prove")
def test_a_petition_is_signed_through_what_the_containers_run(environment, tmp_path):
    def run(*command, **how):
        return subprocess.run(
            command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True, **how
        )

    run("python", "manage.py", "collectstatic", "--no-input", "--verbosity", "0")
    run(*command_of("migrate"))
    run("python", "manage.py", "demo")
    find = (
        "from petitions.models import Petition as P; print('id', P.objects.filter(state='open')[0].public_id)"
    )
    public_id = re.search(r"id (\S+)", run("python", "manage.py", "shell", "-c", find).stdout)[1]
    port, started = free_port(), []
    serve = [part if part != "0.0.0.0:8000" else f"127.0.0.1:{port}" for part in image_command()]
    log = (tmp_path / "log").open("w")
    try:
        started += [
            subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
            for command in (serve, command_of("worker"))
        ]
        until = time.monotonic() + PATIENCE
        while ask(port, "GET", "/readyz")[0] != 200 and time.monotonic() < until:
            time.sleep(0.2)
        assert [ask(port, "GET", path)[0] for path in ("/healthz", "/readyz")] == [200, 200]
        form = {"given_name": "Ada", "email": "ada@example.org", "news": "no", "lang": "en"}
        status, _page = ask(port, "POST", f"/do/petitions/{public_id}/sign/", form)
        assert status == 303
        left = "from outbox.models import Letter; print('letters', Letter.objects.count())"
        assert "letters 1" in run("python", "manage.py", "shell", "-c", left).stdout
    finally:
        for process in started:
            process.terminate()
        ended = [process.wait(60) for process in started]
        log.close()
    assert "Traceback" not in (tmp_path / "log").read_text()
    assert ended[1] == 0
    record_figure(
        "containers: their commands as processes, on two PostgreSQL clusters; a petition signed through them",
        "1 of 1",
    )
