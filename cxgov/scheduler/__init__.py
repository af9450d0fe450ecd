"""The clock's side: periods, the claim rows that decide who runs one, and the heartbeat that asks what is due."""
