"""The text index: how names are written (`terms`), what is kept (`schema`), what is asked (`query`), and tantivy."""
