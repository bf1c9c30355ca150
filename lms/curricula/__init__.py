"""What is taught: curricula, frozen editions, lessons, question banks."""
