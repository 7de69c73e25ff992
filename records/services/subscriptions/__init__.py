"""What may become of a subscription: asked for, confirmed, told of something, ended."""
