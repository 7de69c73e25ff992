"""The production stack as a whole, run as docs/install.md says. Long: only script/test --long runs these."""
