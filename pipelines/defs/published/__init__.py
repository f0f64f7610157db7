"""Published: the snapshot that dashboards, mails and the command line read."""
