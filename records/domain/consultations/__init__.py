"""Consultations (公开征求意见): the draft before the public, its comments, and the report on their adoption."""
