"""Structured lists from outside: tables read in the sandbox, screened, released; templates; the command line."""
