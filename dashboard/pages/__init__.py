"""Pages: each has a `layout`, a pure `view` and `register(app, services)`."""
