"""The use cases: load, ask the domain, write state and audit entry in one transaction."""
