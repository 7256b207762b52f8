# What a switch-over does on the host of a PostgreSQL of Debian, as root. It is sent over standard input, and leaves nothing there.
# Arguments: what, version, cluster, port, and what that takes. PostgreSQL 15 or later, for pg_rewind --config-file.
set -eu
export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
cd /

fail() {
    echo "$*" >&2
    exit 1
}

as_postgres() {
    runuser -u postgres -- "$@"
}

sql() {
    as_postgres "$bin/psql" -h /var/run/postgresql -p "$port" -d postgres -XAtq -v ON_ERROR_STOP=1 -c "$1"
}

runs() {
    status=0
    as_postgres "$bin/pg_ctl" -D "$data" status >/dev/null || status=$?
    case $status in
    0) return 0 ;;
    3 | 4) return 1 ;; # no server, no data
    *) fail "pg_ctl status ends with $status" ;;
    esac
}

controldata() {
    as_postgres "$bin/pg_controldata" -D "$data" | sed -n "s/^$1: *//p"
}

look() {
    if runs; then
        sql "SELECT CASE WHEN pg_is_in_recovery() THEN 'STANDBY' ELSE 'PRIMARY' END"
    elif [ -e "$data/standby.signal" ] && [ "$(controldata 'Database cluster state')" = "shut down" ]; then
        echo "FENCED $(controldata 'Database system identifier') $(controldata 'Latest checkpoint location')"
    else
        echo DOWN
    fi
}

# pg_ctlcluster waits for a second and a half more when it answers already: nobody has that time.
start() {
    said=$(mktemp)
    { pg_ctlcluster "$version" "$cluster" start || echo failed; } >"$said" 2>&1 &
    left=1200
    until sql 'SELECT 1' >/dev/null 2>&1; do
        left=$((left - 1))
        if [ $left = 0 ] || grep -qx failed "$said"; then
            cat "$said" >&2
            fail "it did not start"
        fi
        sleep 0.05
    done
    rm -f "$said"
}

# Fast: clients are sent away, and a standby that is connected is sent all that it has not got yet.
stop() {
    ! runs || pg_ctlcluster "$version" "$cluster" stop >/dev/null
    ! runs || fail "it did not stop"
}

main() {
    what=$1 version=$2 cluster=$3 port=$4
    shift 4
    bin=/usr/lib/postgresql/$version/bin
    config=/etc/postgresql/$version/$cluster/postgresql.conf
    data=$(sed -n "s/^data_directory *= *'\(.*\)'.*/\1/p" "$config")
    [ -n "$data" ] || fail "$config has no data_directory"
    case $what in
    look)
        look
        ;;
    behind) # by how many bytes the standby at that address is; nothing if none streams from there
        sql "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::bigint FROM pg_stat_replication
             WHERE client_addr = '$1' AND state = 'streaming' AND replay_lsn IS NOT NULL LIMIT 1"
        ;;
    has) # whether it is a copy of that system, and has replayed the record at that place of its log
        sql "SELECT system_identifier = $1 AND coalesce(pg_last_wal_replay_lsn() > '$2'::pg_lsn, false) FROM pg_control_system()"
        ;;
    checkpoint)
        sql CHECKPOINT
        ;;
    fence) # stopped, and not a primary when its host starts again
        ! runs || sql CHECKPOINT # what the stop need not write then
        as_postgres touch "$data/standby.signal"
        stop
        look
        ;;
    resume) # undoes fence
        as_postgres rm -f "$data/standby.signal"
        runs || start
        [ "$(look)" = PRIMARY ] || fail "it runs, and is no primary"
        ;;
    promote)
        [ "$(sql 'SELECT pg_promote(true, 30)')" = t ] || fail "it was not promoted within 30 seconds"
        [ "$(look)" = PRIMARY ] || fail "it was promoted, and is no primary"
        ;;
    follow) # what it has and that primary has not is gone
        stop
        as_postgres sed -i '/^primary_conninfo *=/d' "$data/postgresql.auto.conf"
        as_postgres "$bin/pg_rewind" -D "$data" --config-file="$config" \
            --source-server="$1 dbname=postgres" -R >&2
        start
        ;;
    rebuild) # its data are kept beside it, for people to look at
        stop
        kept=$data.$(date +%Y%m%d-%H%M%S)
        [ ! -e "$data" ] || mv "$data" "$kept"
        as_postgres "$bin/pg_basebackup" -D "$data" -d "$1" -X stream -c fast -R
        start
        echo "$kept"
        ;;
    *)
        fail "what is $what?"
        ;;
    esac
}

# What it starts must not read the rest of it.
main "$@" </dev/null
