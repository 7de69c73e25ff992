"""Structured records (清单): what a list of a kind holds, its one byte form, its text for reviewers, its versions."""
