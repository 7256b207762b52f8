#!/bin/sh
# What a switch-over needs of a pair of Debian's clusters, as root. Once on each host, with "both"; then on the primary, with
# "primary". Arguments: that word, the version, the hosts' subnet. SWITCHOVER_PASSWORD is for the role with which they follow each other.
set -eu
what=$1 version=$2 subnet=$3
cd /

both() {
    cat >"/etc/postgresql/$version/main/conf.d/switchover.conf" <<END
listen_addresses = '*'        # also for the floating address, which the host does not always have
wal_log_hints = on            # for pg_rewind, where the cluster has no data checksums
wal_keep_size = '1GB'         # for a standby that comes back, and for pg_rewind
END
    echo "host postgres,replication switchover $subnet scram-sha-256" >>"/etc/postgresql/$version/main/pg_hba.conf"
    install -m 600 -o postgres -g postgres /dev/null /var/lib/postgresql/.pgpass
    echo "*:*:*:switchover:$SWITCHOVER_PASSWORD" >/var/lib/postgresql/.pgpass
    pg_ctlcluster "$version" main restart
}

primary() {
    runuser -u postgres -- psql -X -v ON_ERROR_STOP=1 -v password="$SWITCHOVER_PASSWORD" <<'END'
CREATE ROLE switchover LOGIN REPLICATION PASSWORD :'password';
GRANT EXECUTE ON FUNCTION pg_ls_dir(text, boolean, boolean) TO switchover;
GRANT EXECUTE ON FUNCTION pg_stat_file(text, boolean) TO switchover;
GRANT EXECUTE ON FUNCTION pg_read_binary_file(text) TO switchover;
GRANT EXECUTE ON FUNCTION pg_read_binary_file(text, bigint, bigint, boolean) TO switchover;
END
}

"$what"
