"""Full-text search over what is published: one protocol, two engines, one way of cutting Chinese."""
