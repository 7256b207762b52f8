# What vip runs on a host, locally and over SSH alike: POSIX sh, on stdin. All of it is functions, called by its last line,
# so that a script that was cut off on its way does nothing. The parameters were set, quoted, by the line before it.
# It answers with lines of "key value" and a last line "end"; docs/decisions/0012 says why things are done as they are.

say() {
    case $2 in
        *[![:print:]]*) printf '%s %s\n' "$1" "$(printf '%s' "$2" | tr -c '[:print:]' ' ')" ;;
        *) printf '%s %s\n' "$1" "$2" ;;
    esac
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
        case $dev,$local in lo,*) continue ;; *,*/*) ;; *) continue ;; esac
        [ "${local#*/}" -lt "$length" ] || continue
        case "$(ip -o "$f" address show dev "$dev" to "$address/${local#*/}") " in *" $local "*) echo "$dev" ;; esac
    done | sort -u
}

with_mac() {
    ip -o link show | sed -n 's/^[0-9]*: \([^:@]*\)[:@].* link\/ether '"$mac"' .*/\1/p'
}

# Of two lists of names those that are in both.
common() {
    for one in $1; do
        for other in $2; do
            [ "$one" != "$other" ] || echo "$one"
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
    link=$(ip -o link show dev "$1")
    read_link
    say interface "$iface"
}

# Under its own name: the one that was asked for may be an alternative one.
read_link() {
    index=${link%%:*} iface=${link#*: }
    iface=${iface%%[:@]*}
}

# Whether a line of live shows the address as one that the host never sends from, see 0012: for IPv4 not the first of its
# interface, or, for as long as a boot takes, of scope host.
is_never_a_source() {
    case "$family $1 " in
        "inet "*" $address/$length "*"scope host "*) return 0 ;;
        "inet "*" $address/$length "*) ;;
        "inet6 "*" $address/$length "*"deprecated "*) return 0 ;;
        *) return 1 ;;
    esac
    case "$(ip -o -4 address show dev "$2" | head -n 1) " in *" $address/$length "*) return 1 ;; esac
}

find_manager() {
    manager=none
    entry=/run/systemd/netif/links/$index
    device=/run/NetworkManager/devices/$index
    if [ -r "$entry" ] && grep -q '^ADMIN_STATE=config' "$entry"; then
        manager=systemd-networkd
        case $(sed -n 's/^NETWORK_FILE=//p' "$entry") in
            *netplan*) manager=netplan ;;
            *ec2*) manager=amazon-ec2-net-utils ;;
        esac
        [ ! -e /usr/bin/setup-policy-routes ] || manager=amazon-ec2-net-utils
    elif [ -r "$device" ] && grep -q '^managed=\(1\|true\)' "$device"; then
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
    ifquery "$1" >/dev/null 2>&1 && { [ ! -e "$path" ] || names_configured | grep -qxF -e "$1"; }
}

# All that ifupdown makes of its configuration, without our stanza. Its status says nothing: it is 1 where an interface
# of an "auto" line is not there.
snapshot() {
    command -v ifquery >/dev/null || return 0
    read_all=$(ifquery -v --list -a 2>&1)
    case $read_all in
        *"couldn't read interfaces file"*)
            printf '%s\n' "$read_all" | grep -v 'parsing file\|reading directory'
            return 1
            ;;
    esac
    printf '%s\n' "$read_all" | grep -vxF -e "ifquery: parsing file $path"
    escaped=$(printf '%s' "$address" | sed 's/\./\\./g')
    names_configured | while read -r logical; do
        case $logical in -*) continue ;; esac
        echo "iface $logical"
        ifquery "$logical" 2>/dev/null |
            grep -v -e "^vip-address: $escaped\$" -e "^\(up\|down\): ip $f address [a-z]* $escaped/$length dev "
    done
    return 0
}

# Says of a file "absent", "ours", or what stands there that is not ours to touch.
file_state() {
    if [ -L "$1" ]; then
        echo "is a symbolic link"
    elif [ ! -e "$1" ]; then
        echo absent
    elif [ ! -f "$1" ]; then
        echo "is not a regular file"
    elif [ ! -r "$1" ]; then
        echo "can't be read"
    elif [ "$(grep "$mark" "$1")" = "# vip-file/1 $(grep -v "$mark" "$1" | cksum)" ]; then
        echo ours
    elif grep -q "$mark" "$1"; then
        echo "was edited by hand"
    else
        echo "was not made by vip"
    fi
}

stanza() {
    echo '# Kept by vip, which replaces and removes this file as a whole: put what is yours into files of your own.'
    printf 'iface %s %s manual\n' "$iface" "$family"
    printf '    vip-address %s\n' "$address"
    printf '    up ip %s address replace %s dev %s %s || true\n' "$f" "$address/$length" "$iface" "$boot_form"
    printf '    down ip %s address del %s dev %s 2>/dev/null || true\n' "$f" "$address/$length" "$iface"
}

hook() {
    echo '#!/bin/sh'
    echo '# Kept by vip, which replaces and removes this file as a whole. A stanza that is read first makes its address the'
    echo '# first of the interface: once the interface has its own, this adds it again as the last.'
    printf '[ "$IFACE $ADDRFAM" = "%s inet" ] || exit 0\n' "$iface"
    printf '[ -n "$(ip -o -4 address show dev %s to %s scope host)" ] || exit 0\n' "$iface" "$address/$length"
    printf '[ -n "$(ip -o -4 address show dev %s scope global)" ] || exit 0\n' "$iface"
    printf "printf 'address del %%s dev %%s\\\\naddress add %%s dev %%s %%s\\\\n' %s %s %s %s '%s' | ip -4 -batch - || true\n" \
        "$address/$length" "$iface" "$address/$length" "$iface" "$form"
}

# Makes a file be what a function prints, with our mark as its second line: write_file function folder mode.
write_file() {
    target=$2/$name new=$2/.$name.new
    content=$("$1")
    if [ -e "$target" ] && [ "$(grep -v "$mark" "$target")" = "$content" ]; then
        return 0
    fi
    sum=$(printf '%s\n' "$content" | cksum)
    (set -C; printf '%s\n' "$content" | sed "1a # vip-file/1 $sum" >"$new") || return 1
    chmod "$3" "$new" || return 1
    if [ -e "$target" ]; then
        chown --reference="$target" "$new" && chmod --reference="$target" "$new" && ln "$target" "$2/.$name.old" ||
            return 1
    fi
    sync "$new" && mv -fT "$new" "$target" && sync "$2"
}

write_files() {
    if [ "$family" = inet ]; then
        write_file hook "$hooks" 755 || return 1
    fi
    write_file stanza "$dir" 644
}

# After write_files: what was there before is there again.
take_files_back() {
    for folder in "$dir" "$hooks"; do
        state=$file
        [ "$folder" = "$dir" ] || state=$hook
        if [ -e "$folder/.$name.old" ]; then
            mv -fT "$folder/.$name.old" "$folder/$name"
        elif [ "$state" = absent ]; then
            rm -f "$folder/$name"
        fi
        rm -f "$folder/.$name.new"
        sync "$folder"
    done
}

forget_leftovers() {
    for left in "$dir/.$name.new" "$dir/.$name.old" "$hooks/.$name.new" "$hooks/.$name.old"; do
        if [ -e "$left" ] || [ -L "$left" ]; then rm -f "$left"; fi
    done 2>/dev/null
}

persist() {
    [ -d "$dir" ] && [ -d "$hooks" ] || fail no-directory "$dir or $hooks is not there"
    before=$(snapshot) || fail malformed "$before"
    if ! problem=$(write_files 2>&1); then
        take_files_back >/dev/null 2>&1
        fail write "$problem"
    fi
    if ! after=$(snapshot) || [ "$after" != "$before" ]; then
        take_files_back >/dev/null 2>&1
        fail others-changed "ifquery reads the other stanzas differently with it"
    fi
    if ! ifquery "$iface" 2>/dev/null | grep -qxF "vip-address: $address"; then
        take_files_back >/dev/null 2>&1
        say interfaces "$(base64 -w 0 /etc/network/interfaces)"
        fail unseen "ifquery does not see the stanza in $path"
    fi
}

unpersist() {
    problem=$(
        { [ "$file" != ours ] || { rm -f "$path" && sync "$dir"; }; } 2>&1 &&
            { [ "$hook" != ours ] || { rm -f "$hooks/$name" && sync "$hooks"; }; } 2>&1
    ) || fail write "$problem"
}

add() {
    now=$(live)
    if [ -z "$now" ]; then
        problem=$(ip "$f" address add "$address/$length" dev "$iface" $form 2>&1) || return 1
        changed=yes
        return 0
    fi
    case " $now " in
        *" $address/$length "*"scope host "*) ;; # from a boot
        *" $address/$length "*) ! is_never_a_source "$now" "$iface" || return 0 ;;
        *) return 0 ;; # somebody else's, with another prefix length
    esac
    problem=$(printf 'address del %s dev %s\naddress add %s dev %s %s\n' "$address/$length" "$iface" \
        "$address/$length" "$iface" "$form" | ip "$f" -batch - 2>&1)
}

announce() {
    [ "$announce" = yes ] || return 0
    if [ "$family" = inet ]; then
        # It waits a second after each; nobody should have to wait for it.
        arping -q -c 3 -A -I "$iface" "$address" >/dev/null 2>&1 9>&- &
        arping -q -c 3 -U -I "$iface" "$address" >/dev/null 2>&1 9>&- &
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
    take_lock || fail locked "another vip works on this host"
    forget_leftovers # of one that was killed
}

# Once for all addresses of a call: what nobody got in time is not waited for again.
take_lock() {
    case $lock in
        held) return 0 ;;
        busy) return 1 ;;
    esac
    lock=busy
    exec 9>>/run/vip.lock
    flock -w "$patience" 9 || return 1
    lock=held
}

require_file_not_foreign() {
    case $file in absent | ours) ;; *) fail foreign-file "$path $file" ;; esac
    case $hook in absent | ours) ;; *) fail foreign-file "$hooks/$name $hook" ;; esac
}

report() {
    live | while read -r _ dev _ local rest; do
        if is_never_a_source "$dev $local $rest" "$dev"; then say live "$dev $local ours"; else say live "$dev $local other"; fi
    done
    say file "$(file_state "$path")"
    say changed "$changed"
    finish
}

inspect() {
    choose_interface
    find_manager
    case $link in *[,\<]UP[,\>]*) ;; *) say down "$iface" ;; esac
    report
}

# What accept would meet, without root, lock or change.
diagnose() {
    choose_interface
    find_manager
    case $link in *[,\<]UP[,\>]*) ;; *) say down "$iface" ;; esac
    say user "$(id -un 2>/dev/null || id -u)"
    [ "$(id -u)" != 0 ] || say root yes
    elsewhere=$(others)
    [ -z "$elsewhere" ] || say elsewhere "$elsewhere"
    ! has_own_address || say own-address yes
    [ "$announce" = no ] || [ "$family" != inet ] || command -v arping >/dev/null || say no-tool arping
    say hook "$hook"
    [ -d "$dir" ] && [ -d "$hooks" ] || say no-directory "$dir or $hooks"
    [ "$file" != ours ] || ! ifquery "$iface" 2>/dev/null | grep -qxF "vip-address: $address" || say seen yes
    if [ -r /etc/network/interfaces ]; then
        say interfaces "$(base64 -w 0 /etc/network/interfaces)"
    elif [ -e /etc/network/interfaces ]; then
        say unreadable yes # and ifquery, which reads it, has said nothing of the interface or of our file
    fi
    report
}

# The interfaces that have the address beside the chosen one.
others() {
    live | while read -r _ dev _; do [ "$dev" = "$iface" ] || echo "$dev"; done
}

has_own_address() {
    ip -o "$f" address show dev "$iface" scope global | grep -vqF " $address/"
}

accept() {
    require_root_and_lock
    choose_interface
    case $link in *[,\<]UP[,\>]*) ;; *) fail down "interface $iface is down" ;; esac
    elsewhere=$(others)
    [ -z "$elsewhere" ] || fail elsewhere "it is on interface $elsewhere already"
    has_own_address ||
        fail no-own-address "interface $iface has no address of its own beside it"
    if [ "$announce" = yes ] && [ "$family" = inet ]; then
        command -v arping >/dev/null || fail no-tool "arping is not there; install iputils-arping"
    fi
    find_manager
    require_file_not_foreign
    form="preferred_lft 0 noprefixroute nodad" boot_form=$form
    if [ "$family" = inet ]; then
        form="label $iface:vip"
        [ ${#iface} -le 11 ] || form= # a label has no more than 15 characters
        boot_form="scope host${form:+ $form}"
    fi
    case $mode,$manager in
        *,amazon-ec2-net-utils) fail taken-away "$manager" ;;
        always,ifupdown) persist ;;
        always,none)
            before=$(snapshot) || fail malformed "$before"
            fail unmanaged none
            ;;
        always,*) fail unmanaged "$manager" ;;
        *) unpersist ;;
    esac
    if ! add; then
        [ "$mode" != always ] || take_files_back >/dev/null 2>&1
        fail live "$problem"
    fi
    forget_leftovers
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

# One address: one family address length name.
one() {
    family=$1 address=$2 length=$3 name=$4
    f=-4
    [ "$family" = inet ] || f=-6
    path=$dir/$name
    changed=no problem= file=$(file_state "$path") hook=$(file_state "$hooks/$name")
    echo vip-host/1
    say address "$address"
    command -v ip >/dev/null || fail no-tool "ip is not there; install iproute2"
    was=$(live) || fail live "ip can't show addresses"
    case $operation in
        inspect) inspect ;;
        diagnose) diagnose ;;
        accept) accept ;;
        refuse) refuse ;;
    esac
}

vip() {
    PATH=/usr/sbin:/usr/bin:/sbin:/bin
    LC_ALL=C
    export PATH LC_ALL
    umask 022
    set -fu
    operation=${1%-all} wanted=$2 mac=$3 mode=$4 announce=$5 patience=$6 lock=
    dir=/etc/network/interfaces.d hooks=/etc/network/if-up.d mark='^# vip-file/'
    case $1 in
        *-all) shift 6 && several "$@" ;; # of several.sh
        *) shift 6 && one "$@" ;;
    esac
}

vip "$@" </dev/null
