"""Prints the path of one page of every kind, in English and in Spanish, as JSON by kind and language."""

import json

import django


def addresses() -> dict[str, str]:
    """The first live page of each kind that a visitor can open, by its kind and language."""
    from wagtail.models import Page, get_page_models  # noqa: PLC0415  (needs the loaded app registry)

    found = {}
    for model in get_page_models():
        if model is Page:
            continue
        for language in ("en", "es"):
            pages = model.objects.live().filter(locale__language_code=language).order_by("pk")
            page = pages.first()
            if page is not None and page.get_url_parts():
                found[f"{model.__name__} {language}"] = page.get_url_parts()[2]
    return found


if __name__ == "__main__":
    django.setup()
    print(json.dumps(addresses()))
