"""Daybook (实绩簿): a log-style routine appraisal for government bureaus."""
