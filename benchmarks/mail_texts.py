"""A mail of usual length in the words of the peer's template engine: 3 kB of text, 4 kB of HTML."""

PARAGRAPH = (
    "The city's contract with the data broker ends in spring, and the council votes in two weeks. More than "
    "nine thousand of us have asked them to let it end. Now they should hear it from the people of each "
    "district: from señoras and students, from those who came last year and those who were always here. "
)
SUBJECT = "{{ name }}, two weeks until the vote"
TEXT = (
    "Dear {{ name }},\n\n"
    + "\n\n".join([PARAGRAPH] * 8)
    + "\n\nSign now: {{ act }}\n\n--\nYou get this as a subscriber. Leave this list: {{ leave }}\n"
)
HTML = (
    '<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8"><title>Two weeks</title></head>'
    '<body style="margin:0;font-family:sans-serif"><p style="margin:0 0 16px">Dear {{ name }},</p>'
    + "".join(
        f'<p style="margin:0 0 16px;font-size:16px;line-height:1.5;color:#111111">{PARAGRAPH}</p>'
        for _paragraph in range(9)
    )
    + '<p><a href="{{ act }}" style="display:inline-block;padding:12px 24px;background:#111111;color:#fff">'
    'Sign now</a></p><p style="font-size:12px"><a href="{{ leave }}">Leave this list</a></p></body></html>'
)
