"""Stripe's place, in a process of its own: ``python -m benchmarks.stripe_side``.

Says its address, then pays each checkout that a line names, and says the message about it, as JSON.
"""

import json
import sys

from tests.donations.stripe_server import StripeServer


def main() -> None:
    with StripeServer() as server:
        print(server.url, flush=True)
        for line in sys.stdin:
            server.account.pay(line.strip())
            events = [one for one in server.account.events if one["type"] == "checkout.session.completed"]
            print(json.dumps(events[0]), flush=True)
            server.account.events.clear()
            # Nobody reads them again, and a long list of them would be what is measured.
            server.heard.clear()


if __name__ == "__main__":
    main()
