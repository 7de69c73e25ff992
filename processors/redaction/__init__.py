"""What is taken out of a text and out of a file before the rest is published (区分处理, Regulations, article 37)."""
