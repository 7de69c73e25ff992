"""What an official document says of itself: title, number, organs, dates, disclosure, each with its evidence."""
