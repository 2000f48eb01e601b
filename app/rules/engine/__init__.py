"""What every rule is written with: dated parameters, facts, terms, awards, verdicts."""
