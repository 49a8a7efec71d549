"""A page in the browser for a translator: articles beside their translations, decisions put on record one by one.

`desks` knows the articles and keeps the catalogs, `view` says what a page shows, `gate` lets in who has the key, `app`
puts addresses to all this, and `server` listens. Starlette, Jinja and uvicorn are the extra `web`.
"""
