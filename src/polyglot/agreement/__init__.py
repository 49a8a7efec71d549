"""Agreement: what a sentence of the target and the names that are put into it ask of each other.

A station: `agree` gives each name the grammatical case that its place wants, `around` makes what touches it fit it.
Languages and names come as values (`Name`, `Government`, `Facts`), so that it knows neither glossary nor engine.
"""

from polyglot.agreement.around import around, said_of_several, said_with_article
from polyglot.agreement.case import Form, Government, Name, agree
from polyglot.agreement.start import started
from polyglot.agreement.takes import Facts

__all__ = ["Facts", "Form", "Government", "Name", "agree", "around", "said_of_several", "said_with_article", "started"]
