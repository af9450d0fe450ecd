"""What every part stands on and what knows no feature and no Flask: clock, configuration, database, errors, policy."""
