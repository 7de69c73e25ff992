"""What may be published of a file: the same pages, without metadata, history or hidden content."""
