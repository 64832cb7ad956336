"""One question a file: data and a protocol in, a result out."""
