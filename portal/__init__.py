"""The public site. It knows published bundles and the public index, and nothing else of ours."""
