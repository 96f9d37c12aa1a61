#!/bin/sh
# Makes the secrets of docker-compose.yml, each of its own random bytes; one that is there is kept.
# The folder is closed to others (0700); the files in it are readable, because the containers' accounts must read them.
set -eu
cd "$(dirname "$0")"
mkdir -p secrets
chmod 0700 secrets

random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
keep() {
  [ ! -e "secrets/$1" ] || return 0
  printf '%s' "$2" >"secrets/.$1.new"
  chmod 0444 "secrets/.$1.new"
  mv "secrets/.$1.new" "secrets/$1"
  echo "made deploy/secrets/$1"
}
held() { cat "secrets/$1"; }

keep secret_key "$(random)$(random)"
keep database_password "$(random)"
keep storage_access_key "$(random)"
keep storage_secret_key "$(random)"
keep database_url "postgresql+psycopg://hoclieu:$(held database_password)@database:5432/hoclieu"
keep storage_url "s3+http://$(held storage_access_key):$(held storage_secret_key)@storage:7070/hoclieu?region=us-east-1"
