"""Objections made ready for their pages."""
