"""Subscriptions by mail: who wants to be told of what, without anybody seeing who."""
