"""What whoever runs an installation needs: logs, meters, traces, health, and how it stands."""
