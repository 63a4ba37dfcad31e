"""Parts of the evaluation: the material, the library it is put into, the systems compared, the table."""
