"""What is sent out: checkpoints of the record to folders, by webhook and by mail."""
