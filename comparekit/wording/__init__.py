"""Results in words: one text for residents and one for officials, from the same numbers."""
