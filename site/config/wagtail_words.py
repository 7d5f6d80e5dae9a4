"""What Wagtail says on the screens staff use here and has no Spanish for, or Spanish that does not fit.

Nothing imports this: it stands here so that ``make messages`` keeps these words in ``site/locale``,
which is asked before Wagtail's own catalogue. A test tells when Wagtail no longer says one of them.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

ONE = [
    gettext_noop("- Select an option -"),
    gettext_noop("Actions (footer)"),
    gettext_noop("Add a concise description for search engines"),
    gettext_noop("Add or show comments"),
    gettext_noop("All keyboard shortcuts"),
    gettext_noop("Anyone"),
    gettext_noop("Anyone can edit this %(model_name)s – lock it to prevent others from editing"),
    gettext_noop("Application"),
    gettext_noop("Are you sure you want to delete this %(model_name)s?"),
    gettext_noop("Checks"),
    gettext_noop("Close modal dialogs (like this one)"),
    gettext_noop("Content metrics"),
    gettext_noop("Date updated"),
    gettext_noop("Edit account avatar"),
    gettext_noop("Edited by"),
    gettext_noop("Exploring"),
    gettext_noop("Filter by"),
    gettext_noop("First published"),
    gettext_noop("Has child pages"),
    gettext_noop("How we calculate our metrics"),
    gettext_noop("Insert or edit a link"),
    gettext_noop("Keyboard shortcut"),
    gettext_noop("Keyboard shortcuts"),
    gettext_noop("Keyboard shortcuts are currently enabled; manage your %(account_link)s to disable them."),
    gettext_noop("Monospace (code)"),
    gettext_noop("More options for '%(title)s'"),
    gettext_noop("New: %(model_name)s"),
    gettext_noop("No %(model_name)s match your query."),
    gettext_noop("Page type"),
    gettext_noop("Page types usage"),
    gettext_noop("Paste"),
    gettext_noop("Paste without formatting"),
    gettext_noop("Readability"),
    gettext_noop("Reading time"),
    gettext_noop("Save changes"),
    gettext_noop("Save your changes before leaving"),
    gettext_noop("Saved"),
    gettext_noop("Schedule to publish"),
    gettext_noop("Search all pages…"),
    gettext_noop("Search…"),
    gettext_noop("Section"),
    gettext_noop("Settings"),
    gettext_noop("Shortcuts"),
    gettext_noop("Show filters"),
    gettext_noop("Show issue"),
    gettext_noop("Show keyboard shortcuts"),
    gettext_noop("Sort by '%(label)s' in ascending order."),
    gettext_noop("Sort by '%(label)s' in descending order."),
    gettext_noop("Strike-through"),
    gettext_noop("Text editing"),
    gettext_noop("Text formatting"),
    gettext_noop("There are no %(model_name)s to display."),
    gettext_noop("This data explained"),
    gettext_noop("Toggle checks"),
    gettext_noop("Toggle minimap"),
    gettext_noop("Username"),
    gettext_noop("View latest version"),
    gettext_noop("Wagtail %(current_version)s editor guide"),
    gettext_noop("account"),
    gettext_noop("%(parent_pages)s and %(child_pages)s have been published"),
    gettext_noop("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s"),
    gettext_noop("Go to the first error"),
    gettext_noop("The page could not be created due to validation errors."),
    gettext_noop("The page could not be saved due to validation errors."),
    gettext_noop("The slug '%(page_slug)s' is already in use within the parent page."),
    gettext_noop("There are no results."),
    gettext_noop("Access level"),
    gettext_noop("Last login"),
    gettext_noop("%(model)s permissions"),
    gettext_noop("Use server language: %(language_name)s"),
    gettext_noop("Use server time zone"),
    gettext_noop("Please provide an image description to comply with best practices for accessibility."),
    gettext_noop("Sorry, no users match your query"),
    gettext_noop("Usage count"),
    gettext_noop("Usage count: (low to high)"),
    gettext_noop("Usage count: (high to low)"),
    gettext_noop("Enable custom keyboard shortcuts specific to Wagtail."),
    gettext_noop("No pages/snippets have been submitted for moderation yet"),
    gettext_noop("This %(model_name)s hasn't been submitted for moderation yet"),
    gettext_noop('There are no %(model_name)s to display. Why not <a href="%(add_url)s">add one</a>?'),
    gettext_noop("Add multiple images"),
    gettext_noop("Drag and drop images into this area to upload immediately."),
    gettext_noop("Drag and drop documents into this area to upload immediately."),
    gettext_noop("Not a supported image format. Supported formats: %(supported_formats)s."),
    gettext_noop('Multi-word tags with spaces will automatically be enclosed in double quotes (").'),
    gettext_noop(
        "You haven't uploaded any images in this collection. Why not <a "
        'href="%(wagtailimages_add_image_url)s">upload one now</a>?'
    ),
    gettext_noop(
        'You haven\'t uploaded any images. Why not <a href="%(wagtailimages_add_image_url)s">upload one '
        "now</a>?"
    ),
    gettext_noop(
        'Why not <a class="upload-one-now" href="#tab-upload" data-action="w-tabs#select:prevent" '
        'data-w-tabs-target="trigger" data-w-tabs-focus-param="true">upload one now</a>?'
    ),
    gettext_noop("Copied for translation from %(title)s (%(locale)s)"),
    gettext_noop("model log entry"),
    gettext_noop("model log entries"),
]

MANY = [
    ngettext_lazy(
        "This %(model_name)s is referenced %(usage_count)s time.",
        "This %(model_name)s is referenced %(usage_count)s times.",
    ),
    ngettext_lazy(
        '%(total)s Page <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Pages <span class="w-sr-only">created in %(site_name)s</span>',
    ),
    ngettext_lazy(
        '%(total)s Image <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Images <span class="w-sr-only">created in %(site_name)s</span>',
    ),
    ngettext_lazy(
        '%(total)s Document <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Documents <span class="w-sr-only">created in %(site_name)s</span>',
    ),
    ngettext_lazy(
        "%(num_parent_objects)d page has been published", "%(num_parent_objects)d pages have been published"
    ),
    ngettext_lazy("%(num_parent_objects)d page", "%(num_parent_objects)d pages"),
    ngettext_lazy("%(num_child_objects)d child page", "%(num_child_objects)d child pages"),
    ngettext_lazy("This page has one unpublished subpage", "This page has %(counter)s unpublished subpages"),
    ngettext_lazy("Referenced %(count)s time", "Referenced %(count)s times"),
    ngettext_lazy("Add tags to 1 image", "Add tags to %(counter)s images"),
]
