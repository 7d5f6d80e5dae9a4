"""The addresses of staff's views of gifts, beside those that Wagtail's own make."""

from django.urls import URLPattern, path

from donations.admin_views import books, embeds, gift, gifts, offline, overview, payouts, recurring, report

AT = "<uuid:fundraiser>/"
EMBEDS = f"{AT}embeds/"
EMBED = f"{EMBEDS}<uuid:embed>/"
GIFT = "gifts/<uuid:gift>/"


def staff_paths() -> list[URLPattern]:
    """All of them, with random ids."""
    return [
        path(f"{AT}glance/", overview.OverviewView.as_view(), name="overview"),
        path(f"{AT}open/", overview.OpenView.as_view(), name="open"),
        path(f"{AT}close/", overview.CloseView.as_view(), name="close"),
        path(f"{AT}reopen/", overview.ReopenView.as_view(), name="reopen"),
        path(EMBEDS, embeds.EmbedsView.as_view(), name="embeds"),
        path(EMBED, embeds.EmbedView.as_view(), name="embed"),
        path(f"{EMBED}end/", embeds.EndEmbedView.as_view(), name="embed_end"),
        path(f"{EMBED}resume/", embeds.ResumeEmbedView.as_view(), name="embed_resume"),
        path(f"{EMBED}sites/<uuid:origin>/", embeds.ForbidOriginView.as_view(), name="embed_forbid"),
        path("gifts/", gifts.GiftsView.as_view(), name="gifts"),
        path("gifts/results/", gifts.GiftsView.as_view(results_only=True), name="gifts_results"),
        path("gifts/new/", offline.EnterGiftView.as_view(), name="gift_add"),
        path("gifts/books/", books.BooksView.as_view(), name="books"),
        path(GIFT, gift.GiftView.as_view(), name="gift"),
        path(f"{GIFT}refund/", gift.RefundView.as_view(), name="refund"),
        path("monthly/", recurring.RecurringView.as_view(), name="recurring"),
        path(
            "monthly/results/", recurring.RecurringView.as_view(results_only=True), name="recurring_results"
        ),
        path("payouts/", payouts.PayoutsView.as_view(), name="payouts"),
        path("payouts/results/", payouts.PayoutsView.as_view(results_only=True), name="payouts_results"),
        path("report/", report.ReportView.as_view(), name="report"),
    ]
