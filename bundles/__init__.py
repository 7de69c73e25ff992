"""The airlock between inside and outside: the only thing both sides know."""
