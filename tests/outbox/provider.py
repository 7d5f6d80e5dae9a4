"""A provider-shaped HTTP server: takes what Anymail posts, joins mails with gaps as that provider does."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import parse_qs

KEYS = {
    "brevo": {"api_key": "k"},
    "mailersend": {"api_token": "k"},
    "mailgun": {"api_key": "k", "sender_domain": "campaign.example"},
    "mailjet": {"api_key": "k", "secret_key": "k"},
    "postmark": {"server_token": "k"},
    "resend": {"api_key": "k"},
    "sparkpost": {"api_key": "k"},
}


@dataclass
class Mail:
    """One mail as it would arrive."""

    to: str
    subject: str
    text: str
    html: str
    headers: dict[str, str]
    metadata: dict[str, str]
    tracks: list[Any]


@dataclass
class Provider:
    """``status`` and ``answer`` take the place of the usual answer, ``refused`` are addresses it refuses."""

    name: str
    status: int = 0
    answer: dict[str, Any] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()
    port: int = 0
    requests: int = 0
    mails: list[Mail] = field(default_factory=list)

    def mailer(self) -> dict[str, Any]:
        """Its entry in MAILERS."""
        url = f"http://127.0.0.1:{self.port}/"
        return {
            "BACKEND": f"anymail.backends.{self.name}.EmailBackend",
            "OPTIONS": {**KEYS[self.name], "api_url": url},
        }

    def take(self, body: bytes, content_type: str) -> tuple[int, Any]:
        """Its answer to one request."""
        self.requests += 1
        if self.status:
            return self.status, self.answer
        shape = SHAPES[self.name]
        data = form_of(body, content_type) if self.name == "mailgun" else json.loads(body)
        mails, answer = shape(data, self.refused)
        self.mails += mails
        return (400 if self.name == "mailjet" and not mails else 200), answer


def form_of(body: bytes, content_type: str) -> dict[str, Any]:
    """Mailgun's form: urlencoded, or multipart."""
    if content_type.startswith("application/x-www-form-urlencoded"):
        return {
            name: values if len(values) > 1 else values[0] for name, values in parse_qs(body.decode()).items()
        }
    message = message_from_bytes(
        b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body, policy=policy.HTTP
    )
    found: dict[str, Any] = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="Content-Disposition")
        found[str(name)] = part.get_payload(decode=True).decode()
    return found


def joined(text: str, gap: str, values: dict[str, str]) -> str:
    return re.sub(gap, lambda found: values.get(found[1], found[0]), text)


def bare(address: str) -> str:
    return address.rpartition("<")[2].removesuffix(">")


def mailgun(data: dict[str, Any], refused: frozenset[str]) -> tuple[list[Mail], Any]:
    to = data["to"] if isinstance(data["to"], list) else data["to"].split(",")
    variables = json.loads(data.get("recipient-variables", "{}"))
    mails = []
    for address in map(bare, map(str.strip, to)):
        values = variables.get(address, {})

        def fill(text: str, values: dict[str, str] = values) -> str:
            return joined(text, r"%recipient\.([^%]+)%", values)

        mails.append(
            Mail(
                address,
                fill(data["subject"]),
                fill(data["text"]),
                fill(data["html"]),
                {name[2:]: fill(value) for name, value in data.items() if name.startswith("h:")},
                {name[2:]: fill(value) for name, value in data.items() if name.startswith("v:")},
                [data["o:tracking-opens"], data["o:tracking-clicks"]],
            )
        )
    return mails, {"id": "<1@mailgun.example>", "message": "Queued. Thank you."}


def brevo(data: dict[str, Any], refused: frozenset[str]) -> tuple[list[Mail], Any]:
    versions = data.get("messageVersions", [{"to": data.get("to")}])
    mails = []
    for version in versions:
        values = version.get("params", {})

        def fill(text: str, values: dict[str, str] = values) -> str:
            return joined(text, r"\{\{params\.([a-z0-9]+)\}\}", values)

        headers = data.get("headers", {}) | version.get("headers", {})
        metadata = json.loads(headers.pop("X-Mailin-custom", "{}"))
        mails.append(
            Mail(
                version["to"][0]["email"],
                fill(data["subject"]),
                fill(data["textContent"]),
                fill(data["htmlContent"]),
                headers,
                metadata,
                [],
            )
        )
    ids = [f"<{place}@brevo.example>" for place in range(len(mails))]
    return mails, {"messageIds": ids} if "messageVersions" in data else {"messageId": ids[0]}


def mailjet(data: dict[str, Any], refused: frozenset[str]) -> tuple[list[Mail], Any]:
    common, mails, answers = data.get("Globals", {}), [], []
    for one in data["Messages"]:
        message = common | one
        if message["To"][0]["Email"] in refused:
            answers.append({"Status": "error", "Errors": [{"ErrorCode": "mj-0013"}]})
            continue
        values = message.get("Variables", {})
        has_gaps = message.get("TemplateLanguage", False)

        def fill(text: str, values: dict[str, str] = values, has_gaps: bool = has_gaps) -> str:
            return joined(text, r'\{\{var:([a-z0-9]+):""\}\}', values) if has_gaps else text

        mails.append(
            Mail(
                message["To"][0]["Email"],
                fill(message["Subject"]),
                fill(message["TextPart"]),
                fill(message["HTMLPart"]),
                common.get("Headers", {}) | one.get("Headers", {}),
                json.loads(message.get("EventPayload", "{}")),
                [message["TrackOpens"], message["TrackClicks"]],
            )
        )
        answers.append({"Status": "success", "To": [{"Email": mails[-1].to, "MessageID": len(mails)}]})
    return mails, {"Messages": answers}


def sparkpost(data: dict[str, Any], refused: frozenset[str]) -> tuple[list[Mail], Any]:
    content, mails, rejected = data["content"], [], 0
    for recipient in data["recipients"]:
        address = recipient["address"]["email"]
        if address in refused:
            rejected += 1
            continue
        values = recipient.get("substitution_data", {})

        def fill(text: str, values: dict[str, str] = values) -> str:
            return joined(
                joined(text, r"\{\{\{([A-Za-z0-9_]+)\}\}\}", values), r"\{\{([A-Za-z0-9_]+)\}\}", values
            )

        options = data["options"]
        mails.append(
            Mail(
                address,
                fill(content["subject"]),
                fill(content["text"]),
                fill(content["html"]),
                {name: fill(value) for name, value in content.get("headers", {}).items()},
                recipient.get("metadata") or data.get("metadata", {}),
                [options["open_tracking"], options["click_tracking"]],
            )
        )
    results = {"id": "1", "total_accepted_recipients": len(mails), "total_rejected_recipients": rejected}
    return mails, {"results": results}


def postmark(data: dict[str, Any], refused: frozenset[str]) -> tuple[list[Mail], Any]:
    headers = {one["Name"]: one["Value"] for one in data.get("Headers", [])}
    mail = Mail(
        data["To"],
        data["Subject"],
        data["TextBody"],
        data["HtmlBody"],
        headers,
        data.get("Metadata", {}),
        [data["TrackOpens"], data["TrackLinks"]],
    )
    return [mail], {"To": data["To"], "MessageID": "1", "ErrorCode": 0, "Message": "OK"}


def resend(data: dict[str, Any], refused: frozenset[str]) -> tuple[list[Mail], Any]:
    headers = dict(data.get("headers", {}))
    metadata = json.loads(headers.pop("X-Metadata", "{}"))
    mail = Mail(data["to"][0], data["subject"], data["text"], data["html"], headers, metadata, [])
    return [mail], {"id": "1"}


def mailersend(data: dict[str, Any], refused: frozenset[str]) -> tuple[list[Mail], Any]:
    settings = data["settings"]
    headers = {one["name"]: one["value"] for one in data.get("headers", [])}
    mail = Mail(
        data["to"][0]["email"],
        data["subject"],
        data["text"],
        data["html"],
        headers,
        {"row": data["tags"][0]},
        [settings["track_opens"], settings["track_clicks"]],
    )
    return [mail], {}


SHAPES: dict[str, Callable[[dict[str, Any], frozenset[str]], tuple[list[Mail], Any]]] = {
    "brevo": brevo,
    "mailersend": mailersend,
    "mailgun": mailgun,
    "mailjet": mailjet,
    "postmark": postmark,
    "resend": resend,
    "sparkpost": sparkpost,
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body in one packet, or each answer waits for an acknowledgement.
    wbufsize = 1 << 16

    def do_POST(self) -> None:
        provider = cast("Server", self.server).provider
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status, answer = provider.take(body, self.headers["Content-Type"])
        raw = json.dumps(answer).encode()
        self.send_response(202 if provider.name == "mailersend" and status == 200 else status)
        self.send_header("Content-Type", "application/json")
        self.send_header("X-Message-Id", "1")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  http.server's name
        """Say nothing."""


class Server(ThreadingHTTPServer):
    provider: Provider


@contextmanager
def provider_server(provider: Provider) -> Iterator[Provider]:
    """A running server; ``provider.port`` is its port."""
    with Server(("127.0.0.1", 0), Handler) as server:
        server.provider = provider
        provider.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()
