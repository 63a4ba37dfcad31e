"""How the paper encoder is trained: corpus, vocabulary, views, losses, and the folder that is shipped."""
