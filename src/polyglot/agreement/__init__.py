"""Agreement: what an engine's sentence and the names put into it owe each other."""

from polyglot.agreement.around import around, said_with_article
from polyglot.agreement.takes import Facts

__all__ = ["Facts", "around", "said_with_article"]
