"""`gongkai bench plan`: what a city and a province need, computed from nights that were measured."""
