"""What can be asked over HTTP, one file a resource. A route reads the request, asks the library, writes the answer."""
