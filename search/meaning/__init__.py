"""What a text means, as a vector of a small sentence model: everyday questions find what they don't name."""
