# What is persisted for NetworkManager: a script of its dispatcher, which adds the address again whenever NetworkManager has made the
# interface what its profile says. Nobody's profile is changed. For the time of holding it does so until the next boot.

networkmanager_plan() {
    targets="dispatcher|$scripts/$name|755"
    if ! [ -d "$scripts" ]; then
        why_not="no-directory $scripts is not there"
    elif ! dispatches; then
        why_not="no-dispatcher NetworkManager's dispatcher, which runs the scripts of $scripts, is not there, masked or disabled"
    else
        say_what_is_missed
        return 0
    fi
    return 1
}

# Before 1.42 it tells its dispatcher of no reapply.
say_what_is_missed() {
    [ "$version" != unasked ] || version=$(timeout 2 nmcli -t -f VERSION general 2>/dev/null)
    case $version in
        0.* | 1.[0-9] | 1.[0-9].* | 1.[123][0-9] | 1.[123][0-9].* | 1.4[01] | 1.4[01].*)
            note="but not through nmcli device reapply, of which NetworkManager $version does not tell its scripts; 1.42 does"
            ;;
        [1-9]*) ;;
        *) note="whether through nmcli device reapply is not known: NetworkManager did not say its version" ;;
    esac
}

# Its service file has where it is. The name by which NetworkManager has it started is an alias that is there only while it is enabled.
dispatches() {
    for each in $services; do
        [ -r "$each/org.freedesktop.nm_dispatcher.service" ] || continue
        program=$(sed -n 's/^Exec=[[:space:]]*"\{0,1\}\([^" ]*\).*/\1/p' "$each/org.freedesktop.nm_dispatcher.service")
        [ -n "$program" ] && [ -x "$program" ] || return 1
        case $(systemctl is-enabled NetworkManager-dispatcher 2>/dev/null) in masked* | disabled | not-found) return 1 ;; esac
        return 0
    done
    return 1
}

# It looks again a second later, since NetworkManager may come to take the address away after it has said so; and it takes turns with
# the calls of vip, one of which may have taken the script itself away.
dispatcher() {
    plain="$address/$length"
    echo '#!/bin/sh'
    echo '# Kept by vip, which replaces and removes this file as a whole: put what is yours into files of your own.'
    [ "$mode" = always ] ||
        echo "[ \"\$(cat /proc/sys/kernel/random/boot_id)\" = $(cat /proc/sys/kernel/random/boot_id) ] || exit 0"
    echo "case \$1,\$2 in $iface,up | $iface,reapply | $iface,dhcp?-change) ;; *) exit 0 ;; esac"
    echo "PATH=$standard$(elsewhere cat ip flock grep sed sleep)"
    echo 'put() ('
    if [ "$family" != inet ]; then
        # While the host's own is tentative, the host would send from whatever else there is.
        echo '    for i in 1 2 3 4 5 6 7 8 9 10; do'
        echo "        [ -n \"\$(ip -6 address show dev $iface tentative)\" ] || break"
        echo '        sleep 0.3'
        echo '    done'
    fi
    echo '    exec 9>>/run/vip.lock && flock -w 20 9 && [ -e "$0" ] || exit 0'
    if [ "$family" = inet ]; then
        # With it alone the host would send from it; and as the first.
        echo "    all=\$(ip -o -4 address show dev $iface)"
        echo "    echo \"\$all\" | grep ' scope global ' | grep -v ' $plain ' | grep -qv ':vip' || exit 0"
        echo "    case \$(echo \"\$all\" | sed 1q),\$all in *\" $plain \"*,*) ;; *,*\" $plain \"*) exit 0 ;; esac"
        echo "    ip -4 address del $plain dev $iface 2>/dev/null"
        echo "    ip -4 address add $plain dev $boot_at ${boot_form#scope host}"
    else
        echo "    ip -6 address replace $plain dev $boot_at $boot_form"
    fi
    echo ')'
    echo put
    echo '{ sleep 1; put; } >/dev/null 2>&1 &'
}

networkmanager_seen() {
    networkmanager_reads
}

networkmanager_reads() {
    dispatches
}

# Each time that something happens it reads its folder.
networkmanager_apply() {
    :
}

# What its profiles give the host, of the interfaces that it has connected itself; and what it has applied beyond that, as
# nm-cloud-setup does and "nmcli device modify".
networkmanager_configures() {
    is_running NetworkManager && command -v nmcli >/dev/null || return 0
    connected=$(timeout 2 nmcli -e no -t -f DEVICE,STATE,CON-UUID device 2>/dev/null) || {
        echo "unasked NetworkManager does not answer nmcli"
        return 0
    }
    printf '%s\n' "$connected" | sed -n 's/^\([^:]*\):connected:/\1 /p' | while read -r on uuid; do
        profile=$(timeout 2 nmcli -e no -g ipv4.addresses,ipv6.addresses connection show uuid "$uuid" 2>/dev/null </dev/null | tr -d ' ' | tr , '\n')
        applied=$(applied_to "$on" </dev/null)
        for value in $profile; do
            may_give "$value" || continue
            if [ -e "/run/NetworkManager/system-connections/netplan-$on.nmconnection" ]; then
                echo "netplan $on $(netplan_file "${value%%/*}") address: $value"
            else
                echo "profile $on $uuid address: $value"
            fi
        done
        for value in $applied; do
            is_word "$value" "$(echo $profile)" || ! may_give "$value" || echo "applied $on - address: $value"
        done
    done
}

# The addresses of the connection as it is applied, which no option of nmcli shows.
applied_to() {
    on_bus="busctl --timeout=2 call org.freedesktop.NetworkManager"
    object=$($on_bus /org/freedesktop/NetworkManager org.freedesktop.NetworkManager GetDeviceByIpIface s "$1" 2>/dev/null) || return 0
    object=${object#*\"}
    $on_bus "${object%\"*}" org.freedesktop.NetworkManager.Device GetAppliedConnection u 0 2>/dev/null |
        grep -o '"address" s "[^"]*" "prefix" u [0-9]*' | sed 's/"address" s "\([^"]*\)" "prefix" u /\1\//'
}
