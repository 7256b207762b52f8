# What is persisted for NetworkManager: a script of its dispatcher, which adds the address again whenever NetworkManager has made the
# interface what its profile says. Nobody's profile is changed. For the time of holding it does so until the next boot.

networkmanager_plan() {
    targets="dispatcher|$scripts/$name|755"
    if ! [ -d "$scripts" ]; then
        why_not="no-directory $scripts is not there"
    elif ! dispatches; then
        why_not="no-dispatcher NetworkManager's dispatcher, which runs the scripts of $scripts, is not there, masked or disabled"
    else
        return 0
    fi
    return 1
}

# The name by which NetworkManager has it started is an alias that is there only while it is enabled.
dispatches() {
    [ -x /usr/libexec/nm-dispatcher ] || [ -x /usr/lib/NetworkManager/nm-dispatcher ] || return 1
    case $(systemctl is-enabled NetworkManager-dispatcher 2>/dev/null) in masked* | disabled | not-found) return 1 ;; esac
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
