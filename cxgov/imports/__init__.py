"""Readers of what others wrote: minutes, people; each turns text into values first and writes them with the verbs."""
