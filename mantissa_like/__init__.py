"""
The application server: sites, users' stores, sharing, and what is served of them.

Each subpackage is one concept; only a subpackage's own name and its C{interfaces}, C{errors} and C{testing}
are meant to be imported from outside of it.
"""
