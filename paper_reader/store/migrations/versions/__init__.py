"""The numbered steps. One that was released is never edited: the next one corrects it."""
