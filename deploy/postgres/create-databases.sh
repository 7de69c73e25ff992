#!/usr/bin/env bash
# Make the two databases, each with an owner of its own: Airflow's account cannot read the records, nor the other way round.
set -euo pipefail
for name in airflow records; do
  psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set name="$name" --set password="$(<"${SECRETS_FOLDER:-/run/secrets}/${name}_database_password")" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name" ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
done
