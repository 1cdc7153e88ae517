"""The arithmetic of the appraisal: pure functions over plain records, standard library only."""
