"""The first version of the interface for other programs; loaded with the first call, not with the pages."""
