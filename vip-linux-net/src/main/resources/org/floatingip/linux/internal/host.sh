# What vip runs on a host, locally and over SSH alike: POSIX sh, on stdin. All of it is functions, called by its last line,
# so that a script that was cut off on its way does nothing. The parameters were set, quoted, by the line before it.
# It answers with lines of "key value" and a last line "end"; docs/decisions/0012 says why things are done as they are.

say() {
    printf '%s %s\n' "$1" "$(printf '%s' "$2" | tr '\n\t' '  ')"
}

finish() {
    echo end
    exit 0
}

fail() {
    say "failed $1" "$2"
    finish
}

# Every place of the address on this host: "index: device family local/length ...".
live() {
    ip -o "$f" address show to "$address/$length"
}

# The interfaces that have an address of their own whose subnet contains ours.
in_subnet() {
    ip -o "$f" address show | while read -r _ dev _ local _; do
        case $local in */*) ;; *) continue ;; esac
        [ "${local#*/}" -lt "$length" ] || continue
        ip -o "$f" address show dev "$dev" to "$address/${local#*/}" | grep -qF " $local " && echo "$dev"
    done | sort -u
}

with_mac() {
    ip -o link show | sed -n 's/^[0-9]*: \([^:@]*\)[:@].* link\/ether '"$mac"' .*/\1/p'
}

# Of two lists of names those that are in both.
common() {
    for name in $1; do
        for other in $2; do
            [ "$name" != "$other" ] || echo "$name"
        done
    done
}

choose_interface() {
    if [ -n "$wanted" ]; then
        ip -o link show dev "$wanted" >/dev/null 2>&1 || fail no-interface "there is no interface $wanted"
        candidates=$wanted
    elif [ -n "$mac" ]; then
        candidates=$(with_mac)
        [ -n "$candidates" ] || fail no-interface "no interface has the MAC address $mac"
        narrowed=$(common "$candidates" "$(in_subnet)")
        [ -z "$narrowed" ] || candidates=$narrowed
    else
        candidates=$(in_subnet)
        [ -n "$candidates" ] || fail no-interface "no interface has an address in a subnet that contains $address"
    fi
    set -- $candidates
    [ $# -eq 1 ] || fail ambiguous "$*"
    iface=$1
    say interface "$iface"
    link=$(ip -o link show dev "$iface")
    index=${link%%:*}
}

# Whether a line of live shows the address in the form that we give it: never a source address, see 0012.
is_our_form() {
    case "$family $1 " in
        "inet "*" $address/$length "*"scope host "*) return 0 ;;
        "inet6 "*" $address/$length "*"deprecated "*noprefixroute*) return 0 ;;
        *) return 1 ;;
    esac
}

find_manager() {
    manager=none
    entry=/run/systemd/netif/links/$index
    device=/run/NetworkManager/devices/$index
    if grep -q '^ADMIN_STATE=config' "$entry" 2>/dev/null; then
        manager=systemd-networkd
        case $(sed -n 's/^NETWORK_FILE=//p' "$entry") in
            *netplan*) manager=netplan ;;
            *ec2*) manager=amazon-ec2-net-utils ;;
        esac
        [ ! -e /usr/bin/setup-policy-routes ] || manager=amazon-ec2-net-utils
    elif grep -q '^managed=\(1\|true\)' "$device" 2>/dev/null; then
        manager=NetworkManager
        [ ! -e "/run/NetworkManager/system-connections/netplan-$iface.nmconnection" ] || manager=netplan
    elif command -v ifquery >/dev/null && others_configure "$iface"; then
        manager=ifupdown
    fi
    say manager "$manager"
}

# The files that ifupdown reads, without ours.
files_read() {
    echo /etc/network/interfaces
    ifquery -v --list -a 2>&1 | sed -n 's/^ifquery: parsing file //p' | grep -vxF -e "$path"
}

names_configured() {
    files_read | while read -r file; do
        sed -n 's/^[[:space:]]*iface[[:space:]]\{1,\}\([^[:space:]]*\).*/\1/p' "$file" 2>/dev/null
    done | sort -u
}

others_configure() {
    names_configured | grep -qxF -e "$1" && ifquery "$1" >/dev/null 2>&1
}

# All that ifupdown makes of its configuration, without our stanza. Its status says nothing: it is 1 where an interface
# of an "auto" line is not there.
snapshot() {
    read_all=$(ifquery -v --list -a 2>&1)
    case $read_all in
        *"couldn't read interfaces file"*)
            printf '%s\n' "$read_all" | grep -v 'parsing file\|reading directory'
            return 1
            ;;
    esac
    printf '%s\n' "$read_all" | grep -vxF -e "ifquery: parsing file $path"
    escaped=$(printf '%s' "$address" | sed 's/\./\\./g')
    names_configured | while read -r name; do
        case $name in -*) continue ;; esac
        echo "iface $name"
        ifquery "$name" 2>/dev/null |
            grep -v -e "^vip-address: $escaped\$" -e "^\(up\|down\): ip $f address [a-z]* $escaped/$length dev "
    done
    return 0
}

# Says "absent", "ours", or what stands there that is not ours to touch.
file_state() {
    if [ -L "$path" ]; then
        echo "is a symbolic link"
    elif [ ! -e "$path" ]; then
        echo absent
    elif [ ! -f "$path" ]; then
        echo "is not a regular file"
    elif [ ! -r "$path" ]; then
        echo "can't be read"
    elif [ "$(head -n 1 "$path")" = "# vip-file/1 $(tail -n +2 "$path" | cksum)" ]; then
        echo ours
    else
        case $(head -n 1 "$path") in
            "# vip-file/"*) echo "was edited by hand" ;;
            *) echo "was not made by vip" ;;
        esac
    fi
}

stanza() {
    echo '# Kept by vip, which replaces and removes this file as a whole: put what is yours into files of your own.'
    printf 'iface %s %s manual\n' "$iface" "$family"
    printf '    vip-address %s\n' "$address"
    printf '    up ip %s address replace %s dev %s %s || true\n' "$f" "$address/$length" "$iface" "$form"
    printf '    down ip %s address del %s dev %s 2>/dev/null || true\n' "$f" "$address/$length" "$iface"
}

write_file() {
    (set -C; printf '# vip-file/1 %s\n%s\n' "$(stanza | cksum)" "$(stanza)" >"$tmp") || return 1
    if [ -e "$path" ]; then
        chown --reference="$path" "$tmp" && chmod --reference="$path" "$tmp" && ln "$path" "$old" || return 1
    fi
    sync "$tmp" && mv -fT "$tmp" "$path" && sync "$dir"
}

take_file_back() {
    if [ -e "$old" ]; then
        mv -fT "$old" "$path" && sync "$dir"
    elif [ "$file" = absent ]; then
        rm -f "$path" && sync "$dir"
    fi
    rm -f "$tmp" "$old"
}

persist() {
    [ -d "$dir" ] || fail no-directory "there is no $dir"
    before=$(snapshot) || fail malformed "$before"
    if [ "$file" = ours ] && [ "$(tail -n +2 "$path")" = "$(stanza)" ]; then
        :
    elif ! problem=$(write_file 2>&1); then
        take_file_back >/dev/null 2>&1
        fail write "$problem"
    fi
    if ! after=$(snapshot) || [ "$after" != "$before" ]; then
        problem=$(ifquery --list -a 2>&1 >/dev/null)
        take_file_back >/dev/null 2>&1
        fail others-changed "ifquery reads the other stanzas differently with it${problem:+: $problem}"
    fi
    if ! ifquery "$iface" 2>/dev/null | grep -qxF "vip-address: $address"; then
        take_file_back >/dev/null 2>&1
        say interfaces "$(base64 -w 0 /etc/network/interfaces)"
        fail unseen "ifquery does not see the stanza in $path"
    fi
}

unpersist() {
    [ "$file" = ours ] || return 0
    problem=$(rm -f "$path" 2>&1 && sync "$dir" 2>&1) || fail write "$problem"
    file=absent
}

add() {
    now=$(live)
    if [ -z "$now" ]; then
        problem=$(ip "$f" address add "$address/$length" dev "$iface" $form 2>&1) || return 1
        changed=yes
    elif is_our_form "$now"; then
        :
    else
        case " $now " in
            *" $address/$length "*)
                problem=$(printf 'address del %s dev %s\naddress add %s dev %s %s\n' "$address/$length" "$iface" \
                    "$address/$length" "$iface" "$form" | ip "$f" -batch - 2>&1) || return 1
                ;;
        esac
    fi
}

announce() {
    [ "$announce" = yes ] || return 0
    if [ "$family" = inet ]; then
        arping -q -c 1 -A -I "$iface" "$address" >/dev/null 2>&1 && arping -q -c 1 -U -I "$iface" "$address" >/dev/null 2>&1
    else
        perl -MSocket=:all -e '
            my ($address, $index) = (inet_pton(AF_INET6, $ARGV[0]), $ARGV[1]);
            socket(my $s, AF_INET6, SOCK_RAW, 58) or die "$!";
            setsockopt($s, 41, 18, pack("i", 255)) && setsockopt($s, 41, 17, pack("i", $index)) or die "$!";
            bind($s, pack_sockaddr_in6(0, $address)) or die "$!";
            my $mac = join("", map { chr(hex) } split(/:/, $ARGV[2]));
            my $advertisement = pack("CCnN", 136, 0, 0, 0x20000000) . $address . pack("CC", 2, 1) . $mac;
            send($s, $advertisement, 0, pack_sockaddr_in6(0, inet_pton(AF_INET6, "ff02::1"), $index)) or die "$!";
        ' "$address" "$index" "$(printf '%s' "$link" | sed 's/.* link\/ether \([0-9a-f:]*\) .*/\1/')" >/dev/null 2>&1
    fi || say note "it could not be announced"
}

require_root_and_lock() {
    [ "$(id -u)" = 0 ] || fail not-root "$(id -un)"
    (: >>/run/vip.lock) 2>/dev/null || fail write "/run/vip.lock can't be opened"
    exec 9>>/run/vip.lock
    flock -w 30 9 || fail locked "another vip works on this host"
    rm -f "$tmp" "$old" 2>/dev/null # left there by one that was killed
}

require_file_not_foreign() {
    case $file in
        absent | ours) ;;
        *) fail foreign-file "$path $file" ;;
    esac
}

report() {
    live | while read -r _ dev _ local rest; do
        if is_our_form "$dev $local $rest"; then say live "$dev $local ours"; else say live "$dev $local other"; fi
    done
    say file "$file"
    say changed "$changed"
    finish
}

inspect() {
    choose_interface
    find_manager
    case $link in *[,\<]UP[,\>]*) ;; *) say down "$iface" ;; esac
    report
}

accept() {
    require_root_and_lock
    choose_interface
    case $link in *[,\<]UP[,\>]*) ;; *) fail down "interface $iface is down" ;; esac
    elsewhere=$(live | while read -r _ dev _; do [ "$dev" = "$iface" ] || echo "$dev"; done)
    [ -z "$elsewhere" ] || fail elsewhere "it is on interface $elsewhere already"
    ip -o "$f" address show dev "$iface" scope global | grep -vqF " $address/" ||
        fail no-own-address "interface $iface has no address of its own beside it"
    if [ "$announce" = yes ] && [ "$family" = inet ]; then
        command -v arping >/dev/null || fail no-tool "arping is not there; install iputils-arping"
    fi
    find_manager
    require_file_not_foreign
    form="preferred_lft 0 noprefixroute nodad"
    if [ "$family" = inet ]; then
        form="scope host"
        [ ${#iface} -gt 11 ] || form="$form label $iface:vip"
    fi
    case $mode,$manager in
        *,amazon-ec2-net-utils) fail taken-away "$manager" ;;
        always,ifupdown) persist ;;
        always,*) fail unmanaged "$manager" ;;
        *) unpersist ;;
    esac
    if ! add; then
        [ "$mode" != always ] || take_file_back >/dev/null 2>&1
        fail live "$problem"
    fi
    [ "$mode" != always ] || rm -f "$old"
    file=$(file_state)
    announce
    report
}

refuse() {
    require_root_and_lock
    require_file_not_foreign
    kept=$(live | while read -r _ dev _ local rest; do
        case $local,$rest in
            "$address/$length,"* | *" secondary "*) ;;
            *) echo "$local on $dev" ;;
        esac
    done)
    [ -z "$kept" ] || fail other-form "$kept"
    unpersist
    problem=$(live | while read -r _ dev _ local _; do ip "$f" address del "$local" dev "$dev" 2>&1; done)
    [ -z "$problem" ] || fail live "$problem"
    [ -z "$was" ] || changed=yes
    report
}

vip() {
    PATH=/usr/sbin:/usr/bin:/sbin:/bin
    LC_ALL=C
    export PATH LC_ALL
    umask 022
    set -fu
    family=$2 address=$3 length=$4 wanted=$5 mac=$6 mode=$7 announce=$8
    f=-4
    [ "$family" = inet ] || f=-6
    dir=/etc/network/interfaces.d
    path=$dir/$9 tmp=$dir/.$9.new old=$dir/.$9.old
    changed=no problem= file=$(file_state)
    echo vip-host/1
    command -v ip >/dev/null || fail no-tool "ip is not there; install iproute2"
    was=$(live) || fail live "ip can't show addresses"
    case $1 in
        inspect) inspect ;;
        accept) accept ;;
        refuse) refuse ;;
    esac
}

vip "$@" </dev/null
