"""One file a concern: asks the library, makes the view, answers with the page."""
