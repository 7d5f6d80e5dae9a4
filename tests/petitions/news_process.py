"""A worker that fills, then sends until nothing is left; tests start it (tests/warm.py) and kill it."""

from petitions.jobs.news import fill_news, send_news


def run() -> None:
    # Small batches, so that a kill may come between two of them.
    fill_news(batch=5)
    while send_news():
        pass
