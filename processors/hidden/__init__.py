"""What a file carries and its pages do not show: found for the reviewer, and kept out of every public text."""
