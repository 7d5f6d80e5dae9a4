"""``python -m tests.petitions.news_process``: a worker that fills, then sends until nothing is left.

The test databases are named by TEST_DEFAULT and TEST_KEYSTORE, the mail server by MAIL_URL.
"""

import os

import django
from django.db import connections

if __name__ == "__main__":
    django.setup()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = os.environ[f"TEST_{alias.upper()}"]

    from petitions.jobs.news import fill_news, send_news

    # Small batches, so that a kill may come between two of them.
    fill_news(batch=5)
    while send_news():
        pass
