"""What some signers of the demo say: most of it approved, the rest waits for a moderator."""

from petitions.enums import CommentState
from petitions.models import Comment, Petition
from petitions.services import approve_comments
from privacy.actors import Actor

# In the order in which the demo signs: two in English, one in Spanish.
COMMENTS = (
    "I write software for a living. I know what this does, and nobody should be asked to build it.",
    "My grandmother used to say that silence is a signature too. So here is mine.",
    "Soy maestra. Mis alumnos merecen venir a la escuela sin miedo.",
    "The bus, the clinic and the library should not be places where a computer decides who is followed.",
    "Public money belongs in schools. The budget is on www.example.org.",
    "Porque nadie debería tener miedo de abrir la puerta.",
)
APPROVED = 4


def let_some_through(petition: Petition, *, actor: Actor) -> None:
    """Approve the first of them: they stand on the page, and the queue is not empty."""
    held = Comment.objects.filter(signature__petition=petition).select_related("signature__petition")
    approve_comments(comments=list(held.order_by("pk")[:APPROVED]), seen=CommentState.HELD, actor=actor)
