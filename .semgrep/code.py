# What the rules of code.yaml find ("ruleid") and what they leave ("ok"): each has both. Never run.
# fmt: off


def safe(words, request):
    # ruleid: no-mark-safe
    mark_safe(words)
    # ruleid: no-mark-safe
    format_html(f"<b>{words}</b>")
    # ruleid: no-mark-safe
    format_html("<b>%s</b>" % words)
    # ruleid: no-mark-safe
    SafeString(f"<b>{words}</b>")
    # ok: no-mark-safe
    format_html("<b>{}</b>", words)
    # ok: no-mark-safe
    SafeString("")
    # ruleid: no-autoescape-off
    Context({"words": words}, autoescape=False)
    # ok: no-autoescape-off
    Context({"words": words})


def logs(supporter, error, email, mailing):
    # ruleid: no-personal-data-in-logs
    logger.info("Signed: %s", email)
    # ruleid: no-personal-data-in-logs
    logger.warning("%s of %s", 1, supporter.unseal().given_name)
    # ruleid: no-personal-data-in-logs
    logger.error("Failed: %s", error)
    # ok: no-personal-data-in-logs
    logger.error("Failed: %s at %s", class_of(error), line_of(error))
    # ok: no-personal-data-in-logs
    logger.error("Failed: %s", type(error).__name__)
    # ok: no-personal-data-in-logs
    logger.info("Mailing %s stopped", mailing.public_id)
    # ruleid: no-traceback-in-logs
    logger.exception("Failed")
    # ruleid: no-traceback-in-logs
    logger.error("Failed", exc_info=True)
    # ok: no-traceback-in-logs
    logger.error("Failed", exc_info=False)
    # ruleid: no-text-put-together-for-logs
    logger.info(f"{mailing.pk} stopped")
    # ruleid: no-text-put-together-for-logs
    logger.info("%s stopped" % mailing.pk)
    # ok: no-text-put-together-for-logs
    logger.info("%s stopped", mailing.pk)


def raised(email, number, request):
    # ruleid: no-personal-data-in-exceptions
    raise ValueError(f"{email} is taken")
    # ok: no-personal-data-in-exceptions
    raise ValueError(f"{number} is too many")


def flashed(request, supporter, number):
    # ruleid: no-personal-data-in-flash-messages
    messages.success(request, f"{supporter.given_name} was tagged.")
    # ok: no-personal-data-in-flash-messages
    messages.success(request, f"{number} were tagged.")


class Person:
    def __str__(self):
        # ruleid: no-person-as-text
        return self.email


class Mark:
    def __str__(self):
        # ok: no-person-as-text
        return f"Supporter {self.public_id.hex[:4]}"


def sql(cursor, name, value):
    # ruleid: no-sql-put-together
    cursor.execute(f"SELECT {name}")
    # ruleid: no-sql-put-together
    cursor.execute("SELECT '%s'" % value)
    # ruleid: no-sql-put-together
    Supporter.objects.extra(where=[value])
    # ok: no-sql-put-together
    cursor.execute("SELECT %s", [value])


def traces(request):
    # ruleid: no-visitors-trace
    request.META["REMOTE_ADDR"]
    # ruleid: no-visitors-trace
    request.META.get("HTTP_X_FORWARDED_FOR", "")
    # ruleid: no-visitors-trace
    request.headers.get("User-Agent")
    # ruleid: no-visitors-trace
    request.headers["Referer"]
    # ok: no-visitors-trace
    request.headers.get("Origin")


def times(signature):
    # ruleid: no-times-of-deeds
    Signature.objects.filter(pk=1).update(confirmed_at=timezone.now())
    # ruleid: no-times-of-deeds
    signature.signed = timezone.now()
    # ok: no-times-of-deeds
    Kiosk.objects.filter(pk=1).update(ends=timezone.now())
    # ok: no-times-of-deeds
    Signature.objects.filter(pk=1).update(changed=utc_today())


class Deed:
    # ruleid: no-times-of-deeds
    signed = models.DateTimeField(auto_now_add=True)
    # ok: no-times-of-deeds
    expires_at = models.DateTimeField(null=True)


# ruleid: tasks-take-ids-only
@task
def write_to(address: str) -> None: ...


# ruleid: tasks-take-ids-only
@task(queue_name="mail")
def tell(supporter_id: int, words: str) -> None: ...


# ok: tasks-take-ids-only
@task
def fold(petition_id: int) -> None: ...


def asked(supporter):
    # ruleid: tasks-take-ids-only
    fold.enqueue(supporter.email)
    # ok: tasks-take-ids-only
    fold.enqueue(supporter.pk)


def ids():
    # ruleid: no-ids-that-tell-the-time
    uuid.uuid7()
    # ok: no-ids-that-tell-the-time
    uuid.uuid4()


# ruleid: no-second-fetcher
import requests
# ruleid: no-second-fetcher
import urllib.request
# ok: no-second-fetcher
from urllib.parse import urlsplit
# ruleid: nothing-that-runs-what-it-reads
import pickle
# ok: nothing-that-runs-what-it-reads
import json


def read(text):
    # ruleid: nothing-that-runs-what-it-reads
    yaml.load(text)
    # ruleid: nothing-that-runs-what-it-reads
    eval(text)
    # ruleid: nothing-that-runs-what-it-reads
    subprocess.run(text, shell=True)
    # ok: nothing-that-runs-what-it-reads
    yaml.safe_load(text)
    # ok: nothing-that-runs-what-it-reads
    subprocess.run(["pg_dump"])


def rows(typed):
    # ruleid: sealed-rows-are-made-by-services
    Supporter.objects.create(region="CA")
    # ok: sealed-rows-are-made-by-services
    Tag.objects.create(name="housing")


def cookies(request, response):
    # ruleid: no-cookies-for-visitors
    response.set_cookie("seen", "1")
    # ruleid: no-cookies-for-visitors
    request.session["seen"] = 1
    # ok: no-cookies-for-visitors
    request.session.flush()
