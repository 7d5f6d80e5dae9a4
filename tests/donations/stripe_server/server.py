"""The server itself: keys, idempotency, and every byte that it was sent."""

import json
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import unquote, urlsplit

import stripe

from tests.donations.stripe_server.account import Account
from tests.donations.stripe_server.api import Api
from tests.donations.stripe_server.errors import Refused
from tests.donations.stripe_server.forms import read_params
from tests.donations.stripe_server.objects import Object

KEY = "sk_live_of_the_server_in_tests"
SECRET = "whsec_of_the_server_in_tests"


class StripeServer:
    """Serves one account on a port of its own, as long as it is entered.

    ``heard`` holds the bytes of each request. ``faults`` are statuses with which the next requests are
    answered in place of an answer; 0 does what is asked, and drops the connection.
    """

    def __init__(self, account: Account | None = None) -> None:
        self.account = account or Account()
        self.heard: list[bytes] = []
        self.faults: deque[int] = deque()
        self._answers: dict[str, tuple[str, int, Object]] = {}
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.api = Api(self.account, self.url)

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def setting(self) -> dict[str, Any]:
        """What COUNTERSIGN must hold for a site to talk with this server."""
        return {
            "STRIPE_SECRET_KEY": KEY,
            "STRIPE_WEBHOOK_SECRETS": [SECRET],
            "STRIPE_BASE_URL": self.url,
        }

    def signed(self, event: Object, *, secret: str = SECRET, moment: int | None = None) -> tuple[bytes, str]:
        """The body and the signature of a message."""
        body = json.dumps(event, indent=2)
        header = stripe.WebhookSignature.generate_signature_header(body, secret, moment)
        return body.encode(), header

    def answer(
        self, method: str, path: str, text: str, headers: dict[str, str]
    ) -> tuple[int, dict[str, Any]]:
        """One request at a time: what Stripe locks by object, this locks as a whole."""
        if headers.get("authorization") != f"Bearer {KEY}":
            refused = Refused(401, "invalid_request_error", "Invalid API Key provided.")
            return refused.status, refused.body
        key = headers.get("idempotency-key", "") if method == "POST" else ""
        print_of = f"{path}?{text}"
        with self._lock:
            if key in self._answers:
                known, status, body = self._answers[key]
                if known != print_of:
                    refused = Refused(
                        400, "idempotency_error", "Keys can only be used with the same parameters."
                    )
                    return refused.status, refused.body
                return status, body
            try:
                status, body = 200, self.api.answer(method, path, read_params(text))
            except Refused as refused:
                status, body = refused.status, refused.body
            if key:
                self._answers[key] = (print_of, status, json.loads(json.dumps(body)))
            return status, body

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._serve()

            do_POST = do_DELETE = do_GET  # noqa: N815

            def _serve(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                head = f"{unquote(self.requestline)}\n{self.headers}\n"
                server.heard.append(head.encode() + unquote(body.decode()).encode())
                parts = urlsplit(self.path)
                headers = {name.lower(): value for name, value in self.headers.items()}
                fault = server.faults.popleft() if server.faults else None
                if fault:
                    self._send(fault, {"error": {"type": "api_error", "message": "An error of ours."}})
                    return
                path = parts.path.removeprefix("/v1/").strip("/")
                answered = server.answer(self.command, path, body.decode() or parts.query, headers)
                if fault is None:
                    self._send(*answered)
                else:
                    self.close_connection = True
                    self.connection.close()

            def _send(self, status: int, said: dict[str, Any]) -> None:
                body = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Request-Id", "req_test")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *said: object) -> None:
                """Say nothing."""

        return Handler
