"""Documents become an index: files are read, cut, compared and handed to the index."""
