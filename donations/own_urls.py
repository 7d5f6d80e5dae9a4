"""One's own gift, under ``do/my-gift/``."""

from django.urls import path

from donations.views import news, own, own_monthly

urlpatterns = [
    path("mail-sent/", own.asked, name="countersign_gift_asked"),
    path("news/", news.done, name="countersign_gift_news_done"),
    path("<str:token>/", own.own, name="countersign_gift_own"),
    path("<str:token>/news/", news.news, name="countersign_gift_news"),
    path("<str:token>/join/", news.join, name="countersign_gift_join"),
    path("<str:token>/mail/", own.ask, name="countersign_gift_ask"),
    path("<str:token>/open/", own.door, name="countersign_gift_door"),
    path("<str:token>/enter/", own.enter, name="countersign_gift_enter"),
    path("<str:token>/inside/", own.inside, name="countersign_gift_inside"),
    path("<str:token>/card/", own_monthly.card, name="countersign_gift_card"),
    path("<str:token>/amount/", own_monthly.amount, name="countersign_gift_amount"),
    path("<str:token>/pause/", own_monthly.pause, name="countersign_gift_pause"),
    path("<str:token>/resume/", own_monthly.resume, name="countersign_gift_resume"),
    path("<str:token>/end/", own_monthly.end, name="countersign_gift_end"),
    path("<str:token>/ended/", own_monthly.ended, name="countersign_gift_ended"),
    path("<str:token>/summary/", own.summary, name="countersign_gift_summary"),
    path("<str:token>/forget/", own.forget, name="countersign_gift_forget"),
    path("<str:token>/forgotten/", own.forgotten, name="countersign_gift_forgotten"),
]
