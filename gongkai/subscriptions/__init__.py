"""Subscriptions by mail: what is new for a subscriber, in which words they are told, and the runs that tell them."""
