"""Pages for people: made on the server, of what the API answers, and usable without a script."""
