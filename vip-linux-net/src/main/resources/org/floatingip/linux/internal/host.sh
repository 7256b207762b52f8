# What vip runs on a host, locally and over SSH alike: POSIX sh, on stdin. All of it is functions, called by its last line,
# so that a script that was cut off on its way does nothing. The parameters were set, quoted, by the line before it.
# It answers with lines of "vip-host/2 key value", a block from "address" to "end" for each address and then "done", whatever
# else may be printed around them; docs/decisions/0012 says why things are done as they are, 0033 how one script does all.

say() {
    case $2 in
        *[![:print:]]*) printf 'vip-host/2 %s %s\n' "$1" "$(printf '%s' "$2" | tr -c '[:print:]' ' ')" ;;
        *) printf 'vip-host/2 %s %s\n' "$1" "$2" ;;
    esac
}

# Ends the answer for this address: fail word text. Always fails itself, for "|| return".
fail() {
    open
    say failed "$1 $2"
    say end "$address"
    return 1
}

is_word() {
    case " $2 " in *" $1 "*) return 0 ;; esac
    return 1
}

# Reads all addresses of the host. In records a word "address|device|local|class" for each place of one that was asked for,
# where class is
#   ours       in the form that the host never sends from, see 0012: for IPv4 not the first of its interface
#   boot       ours too, for as long as a boot takes: of scope host
#   bare       of our length, but in a form that the host may send from
#   secondary  of another length, and taking it away takes nothing along
#   wide       of another length
# and in own "device|family" for each address that is neither asked for nor in the form of a floating one.
read_table() {
    records= own= led=
    table=$(ip -o address show) && [ -n "$table" ] || return 1
    while read -r _ dev kind local more; do
        first=
        is_word "$dev|$kind" "$led" || first=yes led="$led $dev|$kind"
        plain=${local%%/*}
        if is_word "$plain" "$asked"; then
            case "$kind $local $more " in
                "inet $plain/32 "*"scope host "*) class=boot ;;
                "inet $plain/32 "*) class=ours && [ -z "$first" ] || class=bare ;;
                "inet6 $plain/128 "*" deprecated "*) class=ours ;;
                "inet6 $plain/128 "*) class=bare ;;
                "inet "*" secondary "*) class=secondary ;;
                *) class=wide ;;
            esac
            records="$records $plain|$dev|$local|$class"
        else
            case "$kind $local $more " in
                "inet "*":vip\\"* | "inet6 "*/128" "*" deprecated "*noprefixroute*) ;;
                *"scope global "*) own="$own $dev|$kind" ;;
            esac
        fi
    done <<EOF
$table
EOF
}

# The places of the address: "device|local|class".
find_places() {
    places=
    for record in $records; do
        case $record in "$address|"*) places="$places ${record#*|}" ;; esac
    done
}

# Takes a place apart.
read_place() {
    dev=${1%%|*} class=${1##*|} local=${1#*|}
    local=${local%|*}
}

# Whether a place can be taken away without taking anything of others along; in blocked why not, and what to do then.
is_removable() {
    [ "$class" = wide ] || return 0
    blocked="$local on $dev, which vip did not add; taking it away would"
    case $local in
        */*) beside=$(ip -o "$f" address show dev "$dev" to "$local" | grep -vF " $local " | grep -F "/${local#*/} ") ;;
        *) beside= ;;
    esac
    if [ -z "$beside" ]; then
        blocked="$blocked take the route to its subnet along: do that by hand, ip address del $local dev $dev"
    elif [ -n "$(ip "$f" route show table all | grep -F " src $address " | grep -v ' table local \| proto kernel ')" ]; then
        blocked="$blocked take the routes along that go from it: give them another source (ip route show table all)"
    elif [ "$family" = inet ] && ! cat "/proc/sys/net/ipv4/conf/all/promote_secondaries" \
        "/proc/sys/net/ipv4/conf/$dev/promote_secondaries" 2>/dev/null | grep -q 1; then
        blocked="$blocked take along what is beside it: first sysctl -w net/ipv4/conf/$dev/promote_secondaries=1"
    else
        return 0
    fi
    return 1
}

# The interfaces that have another address whose subnet contains ours.
in_subnet() {
    ip -o "$f" address show | while read -r _ dev _ local _; do
        case $dev,$local in lo,* | *,"$address"/*) continue ;; *,*/*) ;; *) continue ;; esac
        [ "${local#*/}" -lt "$length" ] || continue
        case "$(ip -o "$f" address show dev "$dev" to "$address/${local#*/}") " in *" $local "*) echo "$dev" ;; esac
    done | sort -u
}

with_mac() {
    ip -o link show | sed -n 's/^[0-9]*: \([^:@]*\)[:@].* link\/ether '"$mac"' .*/\1/p'
}

# Of two lists of names those that are in both.
common() {
    for one in $1; do ! is_word "$one" "$(echo $2)" || echo "$one"; done
}

choose_interface() {
    if [ -n "$chosen" ]; then
        candidates=$chosen # for all addresses of the call
    elif [ -n "$wanted" ]; then
        ip -o link show dev "$wanted" >/dev/null 2>&1 || fail no-interface "there is no interface $wanted" || return
        candidates=$wanted chosen=$wanted
    elif [ -n "$mac" ]; then
        candidates=$(with_mac)
        [ -n "$candidates" ] || fail no-interface "no interface has the MAC address $mac" || return
        case $candidates in
            *[[:space:]]*)
                narrowed=$(common "$candidates" "$(in_subnet)")
                [ -z "$narrowed" ] || candidates=$narrowed
                ;;
            *) chosen=$candidates ;;
        esac
    else
        candidates=$(in_subnet)
        [ -n "$candidates" ] || fail no-interface "no interface has an address in a subnet that contains $address" || return
    fi
    set -- $candidates
    [ $# -eq 1 ] || fail ambiguous "$*" || return
    know "$1"
    [ -z "$chosen" ] || chosen=$iface
}

# Takes an interface under its own name: the one that was asked for may be an alternative one.
know() {
    iface=$1
    [ "$1" != "$known" ] || return 0
    link=$(ip -o link show dev "$1")
    index=${link%%:*} iface=${link#*: }
    iface=${iface%%[:@]*} known=$iface
    find_manager
}

is_up() {
    case $link in *[,\<]UP[,\>]*) return 0 ;; esac
    return 1
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
}

# The files that ifupdown reads, without ours.
files_read() {
    echo /etc/network/interfaces
    ifquery -v --list -a 2>&1 | sed -n 's/^ifquery: parsing file //p' | grep -v "^$dir/zz-vip-"
}

names_configured() {
    files_read | while read -r each; do
        sed -n 's/^[[:space:]]*iface[[:space:]]\{1,\}\([^[:space:]]*\).*/\1/p' "$each" 2>/dev/null
    done | grep -v '^-' | sort -u
}

others_configure() {
    ifquery "$1" >/dev/null 2>&1 && names_configured | grep -qxF -e "$1"
}

# What ifquery says of that logical interface, without our stanza. A dot stands for itself: no other address fits there.
query() {
    ifquery "$1" 2>/dev/null | grep -v -e "^vip-address: $address\$" \
        -e "^\(up\|down\): ip $f address [a-z]* $address/$length dev "
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
    names_configured | while read -r logical; do
        echo "iface $logical"
        query "$logical"
    done
    return 0
}

# Finds of a file in state: "absent", "ours", or what stands there that is not ours to touch.
file_state() {
    if [ -L "$1" ]; then
        state="is a symbolic link"
    elif [ ! -e "$1" ]; then
        state="absent"
    elif [ ! -f "$1" ]; then
        state="is not a regular file"
    elif [ ! -r "$1" ]; then
        state="can't be read"
    elif [ "$(grep "$mark" "$1")" = "# vip-file/1 $(grep -v "$mark" "$1" | cksum)" ]; then
        state="ours"
    elif grep -q "$mark" "$1"; then
        state="was edited by hand"
    else
        state="was not made by vip"
    fi
}

stanza() {
    echo '# Kept by vip, which replaces and removes this file as a whole: put what is yours into files of your own.'
    printf 'iface %s %s manual\n' "$iface" "$family"
    printf '    vip-address %s\n' "$address"
    printf '    up ip %s address replace %s dev %s %s || true\n' "$f" "$address/$length" "$boot_at" "$boot_form"
    printf '    down ip %s address del %s dev %s 2>/dev/null || true\n' "$f" "$address/$length" "$iface"
}

hook() {
    echo '#!/bin/sh'
    echo '# Kept by vip, which replaces and removes this file as a whole. A stanza that is read first makes its address the'
    echo '# first of the interface: once the interface has its own, this adds it again as the last.'
    printf '[ "$IFACE $ADDRFAM" = "%s inet" ] || exit 0\n' "$iface"
    printf '[ -n "$(ip -o -4 address show dev %s to %s scope host)" ] || exit 0\n' "$iface" "$address/$length"
    printf '[ -n "$(ip -o -4 address show dev %s scope global)" ] || exit 0\n' "$iface"
    printf "printf 'address del %%s dev %%s\\\\naddress add %%s dev %%s %%s\\\\n' %s %s %s \"%s\" \"%s\" | ip -4 -batch - || true\n" \
        "$address/$length" "$iface" "$address/$length" "$boot_at" "${boot_form#scope host}"
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
    [ -d "$dir" ] && [ -d "$hooks" ] || fail no-directory "$dir or $hooks is not there" || return
    before=$(snapshot) || fail malformed "$before" || return
    if ! problem=$(write_files 2>&1); then
        take_files_back >/dev/null 2>&1
        fail write "$problem" || return
    fi
    if ! after=$(snapshot) || [ "$after" != "$before" ]; then
        take_files_back >/dev/null 2>&1
        fail others-changed "ifquery reads the other stanzas differently with it" || return
    fi
    if ! is_seen; then
        take_files_back >/dev/null 2>&1
        main=$(base64 -w 0 /etc/network/interfaces)
        fail unseen "ifquery does not see the stanza in $path" || return
    fi
}

unpersist() {
    problem=$(
        { [ "$file" != ours ] || { rm -f "$path" && sync "$dir"; }; } 2>&1 &&
            { [ "$hook" != ours ] || { rm -f "$hooks/$name" && sync "$hooks"; }; } 2>&1
    ) || fail write "$problem"
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

# Root and the lock, once for all addresses of a call; in refusal what is missing.
may_change() {
    if [ "$(id -u)" != 0 ]; then
        refusal="not-root $(id -un)"
    elif ! command -v ip >/dev/null; then
        refusal="no-tool ip is not there; install iproute2"
    elif ! (: >>/run/vip.lock) 2>/dev/null; then
        refusal="write /run/vip.lock can't be opened"
    else
        exec 9>>/run/vip.lock
        flock -w "$patience" 9 || refusal="locked another vip works on this host"
    fi
}

# Nobody waits any more, and what comes late may be wanted elsewhere by then.
is_late() {
    [ $(($(date +%s) - began)) -gt $((${patience%.*} + 2)) ]
}

require_file_not_foreign() {
    case $file in absent | ours) ;; *) fail foreign-file "$path $file" || return ;; esac
    case $hook in absent | ours) ;; *) fail foreign-file "$hooks/$name $hook" || return ;; esac
}

is_seen() {
    ifquery "$iface" 2>/dev/null | grep -qxF "vip-address: $address"
}

open() {
    say address "$address"
    if [ -n "$iface" ]; then
        say interface "$iface"
        say manager "$manager"
        is_up || say down "$iface"
    fi
    [ -z "$main" ] || say interfaces "$main"
}

report() {
    for place in $places; do
        read_place "$place"
        case $class in ours | boot) say live "$dev $local ours" ;; *) say live "$dev $local other" ;; esac
    done
    file_state "$path"
    say file "$state"
    say changed "$changed"
    say end "$address"
}

# The stanzas of others that give the host the address, as far as it can be seen: "name file what".
say_configured() {
    command -v ifquery >/dev/null || return 0
    names_configured | while read -r logical; do
        query "$logical" | while read -r key value; do
            case $key in
                address:) ;;
                up: | pre-up:) case $value in *"$address"*) ;; *) continue ;; esac ;;
                *) continue ;;
            esac
            where=$(files_read | while read -r each; do
                ! grep -q "^[[:space:]]*iface[[:space:]]\{1,\}$logical[[:space:]]" "$each" 2>/dev/null ||
                    ! grep -qF -e "${value%%/*}" "$each" || echo "$each"
            done | sed 1q)
            say configured "$logical ${where:-/etc/network/interfaces} $key $value"
        done
    done
}

# What accept would meet, without root, lock or change.
say_diagnosis() {
    say user "$(id -un 2>/dev/null || id -u)"
    [ "$(id -u)" != 0 ] || say root yes
    for place in $places; do
        read_place "$place"
        if [ "$dev" != "$iface" ]; then
            if is_left_elsewhere; then say beside "$dev"; else say elsewhere "$dev"; fi
        elif ! is_removable; then
            say blocked "$blocked"
        fi
    done
    ! is_word "$iface|$family" "$own" || say own-address yes
    [ "$announce" = no ] || [ "$family" != inet ] || command -v arping >/dev/null || say no-tool arping
    say hook "$hook"
    [ -d "$dir" ] && [ -d "$hooks" ] || say no-directory "$dir or $hooks"
    [ "$file" != ours ] || ! is_seen || say seen yes
    if [ -r /etc/network/interfaces ]; then
        say interfaces "$(base64 -w 0 /etc/network/interfaces)"
    elif [ -e /etc/network/interfaces ]; then
        say unreadable yes # and ifquery, which reads it, has said nothing of the interface or of our file
    fi
    say_configured
}

# Whether an address on another interface is left there: the host accepts it, and it is somebody else's. A neighbour that is
# told of this interface, or that asks by IPv6, would not find it.
is_left_elsewhere() {
    [ "$family,$mode,$announce" = inet,while-holding,no ]
}

# How the address is added: at what device, in what form, and the same for a boot. A label has no more than 15 characters, and ip
# wants it to begin with the device as it was told; the interface's own name would be flushed by a DHCP client.
find_form() {
    at=$iface boot_at=$iface form="preferred_lft 0 noprefixroute nodad" boot_form=$form
    [ "$family" = inet ] || return 0
    if [ ${#iface} -gt 11 ] && [ ! -e "/sys/class/net/if$index" ]; then
        at=if$index boot_at="if\$(cat /sys/class/net/$iface/ifindex)"
    fi
    form= boot_form="scope host"
    [ ${#at} -gt 11 ] || form="label $at:vip" boot_form="scope host label $boot_at:vip"
}

# Adds to lines what makes the host accept the address, and to planned what is judged afterwards.
plan_accept() {
    choose_interface || return
    is_up || fail down "interface $iface is down" || return
    present= wrong= elsewhere=
    for place in $places; do
        read_place "$place"
        case $dev,$class in
            "$iface,ours") present=yes ;;
            "$iface,"*)
                is_removable || fail other-form "$blocked" || return
                wrong="${wrong}address del $local dev $dev$nl"
                ;;
            *) elsewhere=$dev ;;
        esac
    done
    [ -z "$elsewhere" ] || is_left_elsewhere || fail elsewhere "it is on interface $elsewhere already" || return
    is_word "$iface|$family" "$own" ||
        fail no-own-address "interface $iface has no address of its own beside it" || return
    if [ "$announce" = yes ] && [ "$family" = inet ]; then
        command -v arping >/dev/null || fail no-tool "arping is not there; install iputils-arping" || return
    fi
    require_file_not_foreign || return
    find_form
    case $mode,$manager in
        *,amazon-ec2-net-utils) fail taken-away "$manager" || return ;;
        always,ifupdown) persist || return ;;
        always,*)
            before=$(snapshot) || [ "$manager" != none ] || fail malformed "$before" || return
            fail unmanaged "$manager" || return
            ;;
        *) unpersist || return ;;
    esac
    added="address add $address/$length dev $at $form$nl"
    if [ -n "$wrong" ]; then
        # What goes may leave ours as the first of the interface.
        [ -z "$present" ] || wrong="${wrong}address del $address/$length dev $iface$nl"
        lines=$lines$wrong$added
    elif [ -z "$places" ]; then
        lines=$lines$added
    fi
    changed=no
    [ -n "$places" ] || changed=yes
    planned="$planned $family $address $length $name $iface $changed"
}

# The same for dropping it, wherever it is.
plan_drop() {
    require_file_not_foreign || return
    wrong=
    for place in $places; do
        read_place "$place"
        is_removable || fail other-form "$blocked" || return
        wrong="${wrong}address del $local dev $dev$nl"
    done
    unpersist || return
    lines=$lines$wrong changed=no
    [ -z "$places" ] || changed=yes
    planned="$planned $family $address $length $name - $changed"
}

# Whether the address came out as it was planned.
is_done() {
    if [ "$operation" = drop ]; then
        [ -z "$places" ]
        return
    fi
    for place in $places; do
        read_place "$place"
        case $dev,$class in "$iface,ours" | "$iface,boot") return 0 ;; "$iface,"*) return 1 ;; esac
    done
    [ -n "$places" ]
}

# Takes up an address: family address length name.
take_up() {
    family=$1 address=$2 length=$3 name=$4 path=$dir/$4 f=-4
    [ "$family" = inet ] || f=-6
    find_places
}

# The same, with what is known before anything is done.
begin() {
    iface= main= changed=no
    take_up "$@"
    file_state "$hooks/$name"
    hook=$state
    file_state "$path"
    file=$state
}

# Accepts or drops those addresses by one call of ip: four words each. Leaves in rest what did not come out of it as it should,
# unless it is one alone, whose failure is what ip says.
carry_out() {
    rest= planned= lines= problem= count=$# obstacle=$refusal
    [ -n "$obstacle" ] || ! is_late || obstacle="late there was no time left for it"
    [ -n "$obstacle" ] || read_table || obstacle="live ip can't show addresses"
    while [ $# -gt 0 ]; do
        begin "$1" "$2" "$3" "$4"
        if [ -n "$obstacle" ]; then
            fail "${obstacle%% *}" "${obstacle#* }"
        else
            forget_leftovers # of one that was killed
            "plan_$operation"
        fi
        shift 4
    done
    why=live
    if [ -n "$lines" ] && is_late; then
        why=late problem="there was no time left for it"
    elif [ -n "$lines" ]; then
        problem=$(printf '%s' "$lines" | ip -force -batch - 2>&1)
    fi
    set -- $planned
    [ $# -eq 0 ] || read_table || why=unread problem=
    while [ $# -gt 0 ]; do
        judge "$@"
        shift 6
    done
}

judge() {
    take_up "$1" "$2" "$3" "$4"
    changed=$6
    if [ "$5" = - ]; then iface=; else know "$5"; fi
    if [ "$why" != unread ] && is_done; then
        forget_leftovers
        open
        [ "$operation" != accept ] || announce
        report
    elif [ "$count" -gt 4 ]; then
        rest="$rest $1 $2 $3 $4"
    else
        [ "$operation,$mode" != accept,always ] || take_files_back >/dev/null 2>&1
        [ "$why" != unread ] || why=live problem="ip can't show addresses"
        fail "$why" "$problem"
    fi
}

# All addresses by one call of ip, and what that did not see to one by one. What is persisted is so from the first: each time
# ifquery is asked what it makes of it.
change() {
    may_change
    rest=$*
    [ "$operation,$mode" = accept,always ] || [ $# -eq 4 ] || carry_out "$@"
    set -- $rest
    while [ $# -gt 0 ]; do
        carry_out "$1" "$2" "$3" "$4"
        shift 4
    done
}

# Inspects or diagnoses.
look() {
    command -v ip >/dev/null || refusal="no-tool ip is not there; install iproute2"
    [ -n "$refusal" ] || read_table || refusal="live ip can't show addresses"
    while [ $# -gt 0 ]; do
        begin "$1" "$2" "$3" "$4"
        if [ -n "$refusal" ]; then
            fail "${refusal%% *}" "${refusal#* }"
        elif choose_interface; then
            open
            [ "$operation" = inspect ] || say_diagnosis
            report
        fi
        shift 4
    done
}

vip() {
    # Fails, or ends the script, where nobody reads any more: then nothing may come of it.
    printf 'vip-host/2 begin\n' || exit 1
    PATH=/usr/sbin:/usr/bin:/sbin:/bin
    LC_ALL=C
    export PATH LC_ALL
    umask 022
    set -fu
    operation=$1 wanted=$2 mac=$3 mode=$4 announce=$5 patience=$6 refusal= chosen= known= records= began=$(date +%s)
    dir=/etc/network/interfaces.d hooks=/etc/network/if-up.d mark='^# vip-file/' nl='
'
    shift 6
    asked=$*
    case $operation in
        inspect | diagnose) look "$@" ;;
        accept | drop) change "$@" ;;
    esac
    printf 'vip-host/2 done\n'
}

vip "$@" </dev/null
