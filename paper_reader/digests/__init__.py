"""What is new for this reader: chosen, explained, written and sent."""
