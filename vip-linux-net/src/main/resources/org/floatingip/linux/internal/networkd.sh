# What is persisted for systemd-networkd, also under netplan and amazon-ec2-net-utils: a drop-in of the file that configures the
# interface; in /etc for good, in /run until the next boot. The address is of scope host there: networkd adds the host's own after
# it at a boot and anew at each reconfigure, and a global one would be what the host sends from.
#
# Where the file is for several interfaces, its drop-in would give the address to all of them. Then it is a drop-in of a
# link to that file, 00-vip-INTERFACE.network, whose name and MAC address make it that of this one interface: of no other address that
# the file lists, and of no VLAN that has the same.

# The file that configures the interface, behind a link of ours, by the name that it has for systemd.
own_unit() {
    case $unit in
        /*/systemd/network/00-vip-"$iface".network) readlink "$unit" ;;
        *) echo "$unit" ;;
    esac
}

# The drop-ins of a file that are not ours; of two with one name the one that counts.
others_dropins() {
    (
        set +f
        names=
        for each in /etc/systemd/network/"$1".d/*.conf /run/systemd/network/"$1".d/*.conf \
            /usr/local/lib/systemd/network/"$1".d/*.conf /usr/lib/systemd/network/"$1".d/*.conf /lib/systemd/network/"$1".d/*.conf; do
            case $each in */zz-vip-*) continue ;; esac
            [ -e "$each" ] && ! is_word "${each##*/}" "$names" || continue
            names="$names ${each##*/}"
            echo "$each"
        done
    )
}

# Whether the file that it is given, with its drop-ins, is for this interface alone: by one name, or by one MAC address that no other
# link has, as a VLAN has that of what it is on.
is_for_one() {
    [ "$manager" != amazon-ec2-net-utils ] || return 0 # its drop-in eni.conf has the MAC address
    matches=$(
        others_dropins "${1##*/}" | xargs cat "$1" |
            sed -n '/^[[:space:]]*\[Match\]/,/^[[:space:]]*\[[^M]/{s/[[:space:]]*=[[:space:]]*/=/;s/[[:space:]]*$//;p;}'
    )
    [ "$(printf '%s\n' "$matches" | sed -n 's/^Name=//p')" != "$iface" ] || return 0
    printf '%s\n' "$matches" | grep -i '^\(Permanent\)\{0,1\}MACAddress=' | {
        read -r first && ! read -r _ && printf '%s\n' "${first#*=}" | grep -qix '[0-9a-f:]\{17\}' || exit
        case $first in [Pp]ermanent*) exit 0 ;; esac
        [ "$(ip -o link show | grep -ciF "link/ether ${first#*=} ")" = 1 ]
    }
}

networkd_plan() {
    base=/run/systemd/network narrow=
    [ "$mode" != always ] || base=/etc/systemd/network
    real=$(own_unit)
    case $real in
        *[!A-Za-z0-9_./:@+-]* | "") why_not="no-unit its name is \"$real\"" ;;
        *)
            if ! [ -r "$real" ]; then
                why_not="no-unit $real can't be read"
            elif ! command -v networkctl >/dev/null; then
                why_not="no-tool networkctl is not there"
            elif is_for_one "$real"; then
                targets="section|$base/${real##*/}.d/$name.conf|644"
                return 0
            else
                narrow_plan
                return
            fi
            ;;
    esac
    return 1
}

narrow_plan() {
    narrow=00-vip-$iface.network
    if [ -n "$(others_dropins "${real##*/}")" ]; then
        why_not="several-links $real is for several interfaces and has drop-ins: $(others_dropins "${real##*/}" | tr '\n' ' ')"
    elif [ "$(printf '%s\n' "$narrow" "${real##*/}" | sort | sed 1q)" != "$narrow" ]; then
        why_not="several-links $real is for several interfaces, and stands before $narrow"
    elif [ -e "$base/$narrow" ] && ! [ -L "$base/$narrow" ]; then
        why_not="foreign-file $base/$narrow was not made by vip"
    else
        targets="section|$base/$narrow.d/$name.conf|644"
        return 0
    fi
    return 1
}

section() {
    echo '# Kept by vip, which replaces and removes this file as a whole: put what is yours into files of your own.'
    if [ -n "$narrow" ]; then
        echo '[Match]'
        # Without an empty one they would come to those of the file.
        echo Name=
        echo "Name=$iface"
        echo MACAddress=
        echo "MACAddress=$(printf '%s' "$link" | sed 's/.* link\/[a-z0-9]* \([0-9a-f:]*\).*/\1/')"
    fi
    echo '[Address]'
    echo "Address=$address/$length"
    echo AddPrefixRoute=no
    if [ "$family" = inet ]; then
        echo Scope=host
        [ ${#iface} -gt 11 ] || echo "Label=$iface:vip"
    else
        echo PreferredLifetime=0
        echo DuplicateAddressDetection=none
    fi
}

# The link comes after its drop-in: without that it would be for several interfaces.
networkd_seen() {
    [ -z "$narrow" ] || [ "$(readlink "$base/$narrow")" = "$real" ] || ln -sfn "$real" "$base/$narrow" || {
        why_not="write $base/$narrow can't be made"
        return 1
    }
    networkd_reads || {
        why_not="unread systemd-networkd does not read $base/${narrow:-${real##*/}}.d/$name.conf"
        return 1
    }
}

networkd_reads() {
    read_by=${narrow:-${real##*/}}
    ! command -v systemd-analyze >/dev/null ||
        systemd-analyze cat-config "systemd/network/$read_by" 2>/dev/null | grep -qxF "# $base/$read_by.d/$name.conf"
}

# What the files in use give the host, without ours and what amazon-ec2-net-utils copies.
networkd_configures() {
    is_running systemd-network || return 0
    (set +f; sed -n 's/^NETWORK_FILE=//p' /run/systemd/netif/links/* 2>/dev/null) | sort -u | while read -r used; do
        case $used in */00-vip-*.network) [ ! -L "$used" ] || used=$(readlink "$used") ;; esac
        { echo "$used"; others_dropins "${used##*/}"; } | grep -v '/ec2net_alias\.conf$' | while read -r each; do
            if ! [ -r "$each" ]; then
                echo "unasked $each can't be read"
                continue
            fi
            addresses_of "$each" | while read -r value; do
                may_give "$value" || continue
                case $used in
                    */systemd/network/*-netplan-*) echo "netplan - $(netplan_file "${value%%/*}") address: $value" ;;
                    *) echo "networkd - $each address: $value" ;;
                esac
            done
        done
    done
}

# The addresses that a file of networkd's gives: each of [Network], and the last of each [Address].
addresses_of() {
    sed -e ':a' -e '/\\$/{N;s/\\\n/ /;ba' -e '}' "$1" | {
        section= last=
        while read -r line || [ -n "$line" ]; do
            case $line in
                \[*)
                    [ -z "$last" ] || echo "$last"
                    section=$line last=
                    ;;
                Address=* | Address[[:space:]]*=*)
                    set -- ${line#*=}
                    case $section in "[Network]") echo "${1-}" ;; "[Address]") last=${1-} ;; esac
                    ;;
            esac
        done
        [ -z "$last" ] || echo "$last"
    }
}

# The file of netplan's that has an address; their folder, where it has it in other words or can't be read.
netplan_file() {
    (set +f; grep -lswF -e "$1" /etc/netplan/*.yaml || echo /etc/netplan) | sed 1q
}

# Reads all files again, in which nothing of others changes; an interface whose files are the same is left alone.
networkd_apply() {
    unlink_unused
    is_running systemd-network || return 0
    problem=$(timeout 5 networkctl reload 2>&1) || {
        problem="networkctl reload failed: $problem"
        return 1
    }
}

# Until it reads its files again, it adds what stood in one that is gone, whoever took that away. So it is told although there is
# none of ours, where the address is to go, now or by itself.
tell_what_is_gone() {
    [ "$kinds" = all ] && [ -d /run/systemd/netif ] && is_running systemd-network || return 0
    tell networkd
}

# A link of ours without a drop-in that narrows it would be for several interfaces.
unlink_unused() {
    (
        set +f
        for each in /etc/systemd/network/00-vip-*.network /run/systemd/network/00-vip-*.network; do
            [ ! -L "$each" ] || ls "$each".d/zz-vip-*.conf >/dev/null || rm -f "$each"
        done
    )
} 2>/dev/null
