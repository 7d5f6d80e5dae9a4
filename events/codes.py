"""Ticket codes: six letters and digits that can be read aloud in English and in Spanish, and a check sign.

Of the 36 signs those are left out that one eye or one ear takes for another: O and 0, I, L and 1; E, which
in Spanish sounds like an English A; V, which in Spanish sounds like B; Z, which is written like 2, and
stands for nothing but one value of the check sign. With a prime number of those, any one wrong sign and
any two that changed places are noticed, wherever they stand.
"""

import secrets

SIGNS = "23456789ABCDFGHJKMNPQRSTUWXY"
CHECK_SIGNS = f"{SIGNS}Z"
SIGNS_OF_A_CODE = 6
# What people put between the groups.
BETWEEN = str.maketrans("", "", " -–—.·_\u00a0\u202f")


def draw_code(signs: int = SIGNS_OF_A_CODE) -> str:
    """A new code and its check sign, drawn at random: with six signs one of 481,890,304."""
    drawn = "".join(secrets.choice(SIGNS) for _sign in range(signs))
    return drawn + _check_sign(drawn)


def read_code(typed: str, signs: int = SIGNS_OF_A_CODE) -> str | None:
    """The code that somebody typed, with or without blanks and dashes, in any case; None for what is none.

    One wrong sign, or two that changed places, make it none.
    """
    code = typed[:40].translate(BETWEEN).upper()
    if len(code) != signs + 1 or any(sign not in SIGNS for sign in code[:-1]):
        return None
    return code if _check_sign(code[:-1]) == code[-1] else None


def shown_code(code: str) -> str:
    """As it is shown: ``K7M-4QXA``, and a longer one ``K7M-4QXA-B2CD``."""
    return "-".join([code[:3], *(code[at : at + 4] for at in range(3, len(code), 4))])


def spoken_code(code: str) -> str:
    """For programs that read a page aloud: each sign by itself."""
    return " ".join(code)


def _check_sign(signs: str) -> str:
    weighed = sum(weight * SIGNS.index(sign) for weight, sign in enumerate(signs, 2))
    return CHECK_SIGNS[-weighed % len(CHECK_SIGNS)]
