"""``{% signed_script %}…{% endsigned_script %}`` and ``{% staff_nonce %}``: see ``config.staff_policy``.

And ``{% staff_side_name %}``.
"""

from django import template
from django.conf import settings
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

from config import staff_policy

register = template.Library()


@register.simple_tag
def staff_nonce() -> str:
    """The nonce for an inline script of the staff side."""
    return staff_policy.staff_nonce()


@register.simple_tag
def staff_side_name() -> str:
    """What the staff side calls itself: SITE_NAME."""
    return str(settings.WAGTAIL_SITE_NAME)


class SignedScript(template.Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        return staff_policy.with_nonce(self.nodelist.render(context))


@register.tag
def signed_script(parser: Parser, token: Token) -> SignedScript:
    """Put the nonce on the inline script within."""
    nodelist = parser.parse(("endsigned_script",))
    parser.delete_first_token()
    return SignedScript(nodelist)
