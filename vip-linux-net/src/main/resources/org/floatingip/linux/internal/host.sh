# What vip runs on a host, locally and over SSH alike: POSIX sh, on stdin; the files beside this one come before it. Whoever reads it
# runs it only if all of it came. The parameters were set, quoted, by the line before it.
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

# Reads all addresses of the host. In records a word "address|device|ends|local|class" for each place of one that was asked for,
# where ends is in how many seconds the kernel takes it away, if it does, and class is
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
            ends=
            case $more in *"valid_lft "[0-9]*) ends=${more#*valid_lft } ends=${ends%%sec*} ;; esac
            records="$records $plain|$dev|$ends|$local|$class"
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

# The places of the address: "device|ends|local|class".
find_places() {
    places=
    for record in $records; do
        case $record in "$address|"*) places="$places ${record#*|}" ;; esac
    done
}

# Takes a place apart.
read_place() {
    dev=${1%%|*} class=${1##*|} local=${1#*|}
    ends=${local%%|*} local=${local#*|}
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

in_subnet_now() {
    candidates=$(in_subnet)
    [ -n "$candidates" ]
}

# To look at an address takes no choice, as it is found on every interface: one that has it, else one in its subnet, else one that has
# an address of the host's own, as for an overlay address.
find_any_interface() {
    for place in $places; do
        read_place "$place"
        candidates=$dev
        return
    done
    wait_for_networkd in_subnet_now
    for one in $own; do
        [ "${one#*|}" != "$family" ] || candidates="$candidates ${one%|*}"
    done
    set -- $candidates
    candidates=${1-}
}

# networkd takes the host's own addresses away for a moment when it reads its files again: waits for what is not so now, two seconds in
# all of a call: what is not so then is not for all of its addresses. Half a second where an address is only looked at: one that is in
# no subnet has nothing to wait for, and whoever looks waits for the answer.
wait_for_networkd() {
    until "$1"; do
        [ $((waits -= 1)) -gt 0 ] && is_running systemd-network && sleep 0.1 && read_table || return 1
    done
}

with_mac() {
    ip -o link show | sed -n 's/^[0-9]*: \([^:@]*\)[:@].* link\/ether '"$mac"' .*/\1/p'
}

# Of two lists of names those that are in both.
common() {
    for one in $1; do ! is_word "$one" "$(echo $2)" || echo "$one"; done
}

# Whether it is a part of another link, as of a bridge or bond, whose addresses are those of the whole. One of a VRF has its own.
is_port() {
    whole=$(ip -o link show dev "$1" | sed -n 's/.* master \([^ ]*\) .*/\1/p')
    [ -n "$whole" ] && [ -z "$(ip -o link show dev "$whole" type vrf 2>/dev/null)" ]
}

whole_links() {
    for one in $candidates; do is_port "$one" || echo "$one"; done
}

with_own() {
    for one in $candidates; do ! is_word "$one|$family" "$own" || echo "$one"; done
}

# Of several candidates those that a function prints, unless that is none.
narrow() {
    case $candidates in *[[:space:]]*) ;; *) return 0 ;; esac
    narrowed=$("$@")
    [ -z "$narrowed" ] || candidates=$narrowed
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
        narrow whole_links
        case $candidates in
            *[[:space:]]*)
                narrow common "$candidates" "$(in_subnet)"
                narrow with_own
                ;;
            *) chosen=$candidates ;;
        esac
    else
        if [ "$operation" = inspect ]; then find_any_interface; else wait_for_networkd in_subnet_now; fi
        [ -n "$candidates" ] || fail no-interface "no interface has an address in a subnet that contains $address" || return
        narrow whole_links
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

# The first one is waited for, to see whether it can be done; two more come later, while the address is still there: a neighbour
# that has learnt of somebody else within a second does not listen.
announce() {
    unannounced=
    [ "$announce" = yes ] || return 0
    mac_of_link=$(printf '%s' "$link" | sed -n 's/.* link\/ether \([0-9a-f:]*\) .*/\1/p')
    if ! problem=$("announce_$family" 2>&1); then
        unannounced="it could not be announced, so that neighbours may go on using the old host: $problem"
        return
    fi
    {
        for time in 2 3; do
            sleep 1
            [ -n "$(ip -o address show dev "$iface" to "$address")" ] || break
            "announce_$family"
        done
    } >/dev/null 2>&1 9>&- &
}

# As a request and as a reply, both from the address itself: some learn from the one alone, and some from the other. Not by whatever
# goes by the name of arping: one of the two sends ordinary requests from the host's own address.
announce_inet() {
    if command -v perl >/dev/null; then
        perl -e '
            my ($index, $mac) = ($ARGV[1], join("", map { chr(hex) } split(/:/, $ARGV[2])));
            length($mac) == 6 or die "the interface has no Ethernet address\n";
            my $address = pack("C4", split(/\./, $ARGV[0]));
            socket(my $s, 17, 2, 0) or die "$!\n"; # AF_PACKET, SOCK_DGRAM
            my $everybody = pack("SnlSCCa8", 17, 0x0806, $index, 1, 0, 6, "\xff" x 6);
            for my $arp ([1, "\0" x 6], [2, $mac]) {
                my ($operation, $target) = @$arp;
                my $packet = pack("nnCCn", 1, 0x0800, 6, 4, $operation) . $mac . $address . $target . $address;
                send($s, $packet, 0, $everybody) or die "$!\n";
            }
        ' "$address" "$index" "$mac_of_link"
    elif is_arping_of_iputils; then
        arping -q -c 1 -A -s "$address" -I "$iface" "$address" && arping -q -c 1 -U -s "$address" -I "$iface" "$address"
    else
        echo "neither perl nor the arping of iputils is there"
        return 1
    fi
}

announce_inet6() {
    perl -MSocket=:all -e '
        my ($address, $index) = (inet_pton(AF_INET6, $ARGV[0]), $ARGV[1]);
        socket(my $s, AF_INET6, SOCK_RAW, 58) or die "$!\n";
        setsockopt($s, 41, 18, pack("i", 255)) && setsockopt($s, 41, 17, pack("i", $index)) or die "$!\n";
        bind($s, pack_sockaddr_in6(0, $address)) or die "$!\n";
        my $mac = join("", map { chr(hex) } split(/:/, $ARGV[2]));
        my $advertisement = pack("CCnN", 136, 0, 0, 0x20000000) . $address . pack("CC", 2, 1) . $mac;
        send($s, $advertisement, 0, pack_sockaddr_in6(0, inet_pton(AF_INET6, "ff02::1"), $index)) or die "$!\n";
    ' "$address" "$index" "$mac_of_link"
}

is_arping_of_iputils() {
    arping -V 2>/dev/null | grep -q iputils
}

# What announcing needs and that is not there.
missing_to_announce() {
    [ "$announce" = yes ] || return 1
    ! command -v perl >/dev/null || return 1
    if [ "$family" = inet6 ]; then
        echo "perl is not there, which announces IPv6 addresses; install perl"
    elif ! is_arping_of_iputils; then
        echo "neither perl nor the arping of iputils is there to announce the address; install perl-base (perl) or iputils-arping (iputils)"
    else
        return 1
    fi
}

# The first of the programs that a change needs and that is not there. That of busybox has a name, and not what we call it with.
missing_tool() {
    for tool in ip:iproute2 flock:util-linux cksum:coreutils; do
        command -v "${tool%:*}" >/dev/null || {
            echo "${tool%:*} is not there; install ${tool#*:}"
            return
        }
    done
    if ! flock -V 2>/dev/null | grep -q util-linux; then
        echo "the flock that is there has no -w; install util-linux"
        return
    fi
    ! ip -V 2>/dev/null | grep -q iproute2 && echo "the ip that is there has no -batch; install iproute2"
}

# Root and the lock, once for all addresses of a call; in refusal what is missing.
may_change() {
    if [ "$(id -u)" != 0 ]; then
        refusal="not-root $(id -un)"
    elif missing=$(missing_tool); then
        refusal="no-tool $missing"
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
    until=none
    for place in $places; do
        read_place "$place"
        case $class in ours | boot) say live "$dev $local ours" ;; *) say live "$dev $local other" ;; esac
        # The last of them counts.
        [ "$until" != none ] || until=$ends
        [ -n "$ends" ] && [ "${until:-$ends}" -ge "$ends" ] || until=$ends
    done
    case $until in none | "") ;; *) say lease "$until" ;; esac
    see_files
    say file "$file"
    [ -z "$note$unannounced" ] || say note "$note${note:+${unannounced:+; }}$unannounced"
    # Not at each renewal of a lease.
    [ "$operation" = inspect ] || [ -n "$lease" ] || say_configured
    say changed "$changed"
    say end "$address"
}

# What somebody else's configuration gives the host, whoever holds it, by each that there is: asked once for all addresses of a call.
ask_others() {
    [ "$others" = unasked ] || return 0
    others=$(for each in ifupdown networkd networkmanager; do "${each}_configures"; done)
}

# Whether one of the addresses that were asked for may be in there. That of IPv6 has many spellings: who reads it knows them.
may_give() {
    case $1 in *:*:*) case " $asked " in *" inet6 "*) return 0 ;; esac ;; esac
    for one in $asked; do
        case $one in *.*.*.*) case $1 in *"$one"*) return 0 ;; esac ;; esac
    done
    return 1
}

# Whether one of them is in there, as the kernel writes it.
is_given() {
    for one in $asked; do
        case $one in *.*.*.* | *:*) case $others in *" $one"[/[:space:]]* | *" $one") return 0 ;; esac ;; esac
    done
    return 1
}

say_configured() {
    ask_others
    [ -z "$others" ] || printf '%s\n' "$others" | while read -r by on file what value; do
        case $by,$family,$what,$value in
            unasked,*) say unasked "$on $file $what $value" ;;
            *,inet,address:,"$address" | *,inet,address:,"$address"/* | *,inet6,address:,*:*:*) say configured "$by $on $file $what $value" ;;
            *,address:,*) ;;
            *) case " $value " in *[!0-9a-fA-F:.]"$address"[!0-9a-fA-F:.]*) say configured "$by $on $file $what $value" ;; esac ;;
        esac
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
    if missing=$(missing_tool); then
        say no-tool "$missing"
    elif missing=$(missing_to_announce); then
        say no-tool "$missing"
    fi
    [ -z "$foreign" ] || say foreign "$foreign"
    choose_keeper
    say keeper "$keeper"
    [ -z "$why_not" ] || say why-not "$why_not"
    [ -d "$dir" ] && [ -d "$hooks" ] || say no-directory "$dir or $hooks"
    [ -z "$where" ] || say where "$where"
    [ "$file" != ours ] || [ -z "$keeper" ] || ! "${keeper}_reads" || say seen yes
    if [ -r /etc/network/interfaces ]; then
        say interfaces "$(base64 -w 0 /etc/network/interfaces)"
    elif [ -e /etc/network/interfaces ]; then
        say unreadable yes # and ifquery, which reads it, has said nothing of the interface or of our file
    fi
    [ -z "$copier" ] || say copier "$copier"
}

# Whether an address on another interface is left there: the host accepts it, and it is somebody else's. A neighbour that is
# told of this interface, or that asks by IPv6, would not find it.
is_left_elsewhere() {
    [ "$family,$mode,$announce" = inet,while-holding,no ]
}

# Chooses who keeps the address through what happens to the interface, if anybody does, and so the form that is wanted. Where
# nobody does, why_not says why.
choose_keeper() {
    keeper= targets= why_not= want=ours
    find_copier
    case $manager,$mode,$kinds in
        ifupdown,always,*) keeper=ifupdown ;;
        systemd-networkd,*,all | netplan,*,all | amazon-ec2-net-utils,*,all)
            keeper=networkd
            [ -n "$unit" ] || keeper=networkmanager # which netplan can have below it, too
            ;;
        NetworkManager,*,all) keeper=networkmanager ;;
        none,always,*) before=$(snapshot) && why_not="unmanaged none" || why_not="malformed $before" ;;
        *,always,*) why_not="unmanaged $manager" ;;
    esac
    case $copier,$kinds in
        amazon-ec2-net-utils,ifupdown | nm-cloud-setup,ifupdown) why_not="taken-away $copier" ;;
    esac
    # The kernel would not take away what somebody puts back.
    [ -z "$lease" ] || keeper= why_not=
    [ -z "$keeper" ] || "${keeper}_plan" || keeper= targets=
    [ "$keeper,$family" != networkd,inet ] || want=boot
}

# Persists it where that can be done. While holding that is for what may come, and what is in its way is but noted.
keep() {
    if [ -z "$why_not" ] && persist; then
        return
    fi
    case $mode,$why_not in
        always,* | *,"taken-away "*) fail "${why_not%% *}" "${why_not#* }" || return ;;
    esac
    note="nothing restores it after a change of the interface: ${why_not#* }"
    keeper= targets=
    persist || fail "${why_not%% *}" "${why_not#* }"
}

has_own() {
    is_word "$iface|$family" "$own"
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
    [ "$want" = ours ] || form="scope host $form"
}

# Adds to lines what makes the host accept the address, and to planned what is judged afterwards.
plan_accept() {
    choose_interface || return
    is_up || fail down "interface $iface is down" || return
    choose_keeper
    present= wrong= elsewhere= term=
    for place in $places; do
        read_place "$place"
        case $dev,$class in
            "$iface,$want") present=yes term=$ends ;;
            "$iface,"*)
                is_removable || fail other-form "$blocked" || return
                wrong="${wrong}address del $local dev $dev$nl"
                ;;
            *) elsewhere=$dev ;;
        esac
    done
    [ -z "$elsewhere" ] || { is_left_elsewhere && [ -z "$lease" ]; } || fail elsewhere "it is on interface $elsewhere already" || return
    wait_for_networkd has_own || fail no-own-address "interface $iface has no address of its own beside it" || return
    ! missing=$(missing_to_announce) || fail no-tool "$missing" || return
    require_file_not_foreign || return
    find_form
    # What is left on another interface is kept by nobody here: a file would give it to this one, too.
    [ -z "$elsewhere" ] || [ -n "$present$wrong" ] || keeper= targets=
    keep || return
    # Not at each renewal.
    [ -z "$lease" ] || [ -n "$term" ] || tell_what_is_gone
    for_time="valid_lft forever"
    [ -z "$lease" ] || for_time="valid_lft $lease"
    case $lease,$family in
        *,inet6) ;;
        ,*) for_time="$for_time preferred_lft forever" ;;
        *) for_time="$for_time preferred_lft 0" ;;
    esac
    added="address add $address/$length dev $at $form${lease:+ $for_time}$nl"
    adds=$adds$added
    if [ -n "$wrong" ]; then
        # What goes may leave ours as the first of the interface.
        [ -z "$present" ] || wrong="${wrong}address del $address/$length dev $iface$nl"
        lines=$lines$wrong$added
    elif [ -z "$places" ]; then
        lines=$lines$added
    elif [ -n "$present" ] && [ -n "$lease$term" ]; then
        lines="${lines}address replace $address/$length dev $at $form $for_time$nl"
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
    keeper= targets=
    persist || fail "${why_not%% *}" "${why_not#* }" || return
    tell_what_is_gone
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
        case $dev,$class in
            "$iface,ours" | "$iface,boot")
                [ "${ends:+lease}" = "${lease:+lease}" ]
                return
                ;;
            "$iface,"*) return 1 ;;
        esac
    done
    [ -n "$places" ] && [ -z "$lease" ]
}

# Whether it is there in somebody else's form too, that gave it back while networkd read its files.
is_double() {
    [ "$operation" = accept ] || return 1
    for place in $places; do
        read_place "$place"
        case $dev,$class in
            "$iface,ours" | "$iface,boot") ;;
            "$iface,"*) ! is_removable || return 0 ;;
        esac
    done
    return 1
}

# Takes up an address: family address length name.
take_up() {
    family=$1 address=$2 length=$3 name=$4 f=-4
    [ "$family" = inet ] || f=-6
    find_places
}

# The same, with what is known before anything is done.
begin() {
    iface= main= changed=no
    take_up "$@"
    see_files
}

# Accepts or drops those addresses by one call of ip: four words each. Leaves in rest what did not come out of it as it should,
# unless it is one alone, whose failure is what ip says.
carry_out() {
    rest= planned= lines= adds= problem= note= pending= untold= count=$# obstacle=$refusal
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
    why=live had=$own
    if [ -n "$lines" ] && is_late; then
        why=late problem="there was no time left for it"
    elif [ -n "$lines" ]; then
        problem=$(printf '%s' "$lines" | ip -force -batch - 2>&1)
    fi
    said=$problem told=$pending
    [ "$why" = late ] || apply_files || untold=$problem
    settled=
    [ -n "$lease" ] || [ -z "$planned" ] || ask_others
    [ -z "$told" ] || ! insist || settled=yes
    problem=$said
    set -- $planned
    [ $# -eq 0 ] || [ -n "$settled" ] || read_table || why=unread problem=
    while [ $# -gt 0 ]; do
        judge "$@"
        shift 6
    done
}

# Whoever was told may be at work yet by what it read before: for two seconds, until all is as it was planned. What it kept and
# takes away, while the kernel is to have it for a time, has to be so for longer than one look. The host's own addresses, which
# it takes away for that, are to be there again.
insist() {
    tries=20 looks=1
    [ -z "$lease" ] && ! is_given || looks=4
    while [ $((tries -= 1)) -gt 0 ] && read_table; do
        again=$(not_done $planned)
        if [ -n "$again" ]; then
            printf '%s\n' "$again" | ip -force -batch -
        elif [ "$own" = "$had" ] && [ $((looks -= 1)) -le 0 ]; then
            return 0
        fi
        sleep 0.1
    done
    return 1
} >/dev/null 2>&1

not_done() {
    while [ $# -gt 0 ]; do
        take_up "$1" "$2" "$3" "$4"
        iface=$5
        shift 6
        ! is_done || is_double || continue
        for place in $places; do
            read_place "$place"
            [ "$class" != wide ] || is_removable || continue
            case $operation,$dev in drop,* | accept,"$iface") echo "address del $local dev $dev" ;; esac
        done
        [ "$operation" = drop ] || printf '%s' "$adds" | grep -F "address add $address/$length "
    done
}

judge() {
    take_up "$1" "$2" "$3" "$4"
    changed=$6
    if [ "$5" = - ]; then iface=; else know "$5"; fi
    if [ -n "$untold" ] && [ "$operation,$mode" = accept,while-holding ]; then
        # The host accepts it all the same.
        note="nothing restores it after a change of the interface: $untold"
        forget_held
    elif [ -n "$untold" ]; then
        why=untold problem=$untold
    fi
    if ! is_word "$why" "unread untold" && is_done; then
        tidy
        open
        [ "$operation" != accept ] || announce
        report
        return
    fi
    [ "$operation,$mode" != accept,while-holding ] || forget_held
    if [ "$count" -gt 4 ]; then
        rest="$rest $1 $2 $3 $4"
    else
        [ "$operation,$mode" != accept,always ] || take_files_back
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
    # A login over SSH may have no sbin; and there are hosts whose programs are elsewhere.
    standard=/usr/sbin:/usr/bin:/sbin:/bin
    PATH=$standard${PATH:+:$PATH}
    LC_ALL=C
    export PATH LC_ALL
    umask 022
    set -fu
    operation=$1 wanted=$2 mac=$3 mode=$4 announce=$5 kinds=$6 lease=$7 patience=$8
    refusal= note= unannounced= copier= others=unasked version=unasked chosen= known= records= waits=20 began=$(date +%s)
    [ "$operation" != inspect ] || waits=5
    dir=/etc/network/interfaces.d hooks=/etc/network/if-up.d scripts=/etc/NetworkManager/dispatcher.d
    services=$(printf '%s/dbus-1/system-services ' /etc /run /usr/local/share /usr/share /lib /run/current-system/sw/share) mark='^# vip-file/' nl='
'
    shift 8
    asked=$*
    case $operation in
        inspect | diagnose) look "$@" ;;
        accept | drop) change "$@" ;;
    esac
    printf 'vip-host/2 done\n'
}

vip "$@" </dev/null
