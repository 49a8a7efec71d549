"""Messages of programs and templates, taken apart into texts that can be said in another language, and put together.

A message has more in it than text: placeholders, forms for numbers (gettext's, or a choice in ICU's syntax), a letter
that opens a menu item. Words agree with numbers: a number is put in the place of its placeholder before the text is
translated, and the placeholder in the place of the number after it.
"""

from __future__ import annotations

from polyglot.message.cases import Case
from polyglot.message.holders import holders, limit
from polyglot.message.plan import Plan, planned

__all__ = ["Case", "Plan", "holders", "limit", "planned"]
