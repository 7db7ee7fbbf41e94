"""開催の手順: the notice of a meeting and its answers, attendance at the door, and the meeting after it."""
