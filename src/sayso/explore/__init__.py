"""Questions over a project."""
