"""Addresses under a petition's page. A leaf."""

# The thank-you: of the page, of a campus and of a proposal.
THANKS = "thanks"
# Under it are the campuses, each by its slug.
AT = "at"
# "Your campus is not here: start it"; so no campus has this slug.
START = "start"
# Under a campus: "a recruiter is coming".
RECRUITER = "recruiter"
# Under a campus: "show that you are there".
PROVE = "prove"
# Under the page, and under a campus: "report this page".
REPORT = "report"


def place_path(page_path: str, slug: str) -> str:
    """The address of one campus under the petition's page; "" under no page."""
    return f"{page_path}{AT}/{slug}/" if page_path else ""
