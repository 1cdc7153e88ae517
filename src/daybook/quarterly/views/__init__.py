"""The pages of the quarterly evaluation."""
