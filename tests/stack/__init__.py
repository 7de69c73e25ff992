"""A package, so that its stack is stopped after its last test and does not run beside the other folders' tests."""
