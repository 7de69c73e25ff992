"""The stack of docker-compose.yml without a container engine: namespaces, bridges, Debian's programs."""
