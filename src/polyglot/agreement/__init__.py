"""Agreement: what a sentence of the target asks of the names that are put into it.

A station: it takes what an engine answered, and gives it back with each name in the form that its place wants.
Languages and names come as values (`Name`, `Government`), so that it knows neither glossary nor engine.
"""

from polyglot.agreement.case import Form, Government, Name, agree

__all__ = ["Form", "Government", "Name", "agree"]
