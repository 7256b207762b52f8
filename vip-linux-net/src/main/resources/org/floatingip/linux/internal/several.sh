# What stands before host.sh where a host is told of several addresses at once, docs/decisions/0027: functions alone, of which
# "several" is called by the other's "vip", and calls the other's "one" for each address that needs more than to be added or
# deleted.

# Several addresses, four words each as in one. Those that need nothing but to be added or deleted are done by one call of ip,
# and each of the others as if it were alone.
several() {
    rest=$* began=$(date +%s)
    if [ "$(id -u)" = 0 ] && command -v ip >/dev/null && (: >>/run/vip.lock) 2>/dev/null && take_lock &&
        [ "$announce" = no ]; then
        case $operation,$mode in
            accept,while-holding) if know_interface; then accept_plain "$@"; fi ;;
            refuse,*) refuse_plain "$@" ;;
        esac
    fi
    set -- $rest
    while [ $# -gt 0 ]; do
        # Without the lock nothing is changed, however late.
        if [ "$lock" = busy ] || [ $(($(date +%s) - began)) -le $((${patience%.*} + 2)) ]; then
            (one "$1" "$2" "$3" "$4")
        else
            # Nobody waits any more, and what comes late may be wanted elsewhere by then.
            (echo vip-host/1 && say address "$2" && fail late "there was no time left for it")
        fi
        shift 4
    done
}

# What accept chooses and asks for, where that is the same for all of them.
know_interface() {
    if [ -n "$wanted" ]; then
        set -- "$wanted"
    elif [ -n "$mac" ]; then
        set -- $(with_mac)
    else
        return 1
    fi
    [ $# -eq 1 ] && link=$(ip -o link show dev "$1" 2>/dev/null) || return 1
    case $link in *[,\<]UP[,\>]*) ;; *) return 1 ;; esac
    read_link
    path=/dev/null/none
    find_manager >/dev/null
    [ "$manager" != amazon-ec2-net-utils ]
}

# Whether no file has the name of one of ours.
keeps_no_files() {
    for one in "$dir/$1" "$hooks/$1" "$dir/.$1.new" "$dir/.$1.old" "$hooks/.$1.new" "$hooks/.$1.old"; do
        if [ -e "$one" ] || [ -L "$one" ]; then return 1; fi
    done
}

is_word() {
    case " $2 " in *" $1 "*) return 0 ;; esac
    return 1
}

batch() {
    [ -z "$1" ] || printf '%s' "$1" | ip -force -batch - >/dev/null 2>&1
}

answer() {
    echo vip-host/1
    say address "$1"
    if [ "$operation" = accept ]; then
        say interface "$iface"
        say manager "$manager"
        say live "$iface $1/$2 ours"
    fi
    say file absent
    say changed "$3"
    echo end
}

# Adds what is nowhere on the host and has no file; leaves in rest what it did not answer for.
accept_plain() {
    rest= plain= asked="$*" absent= lines= before= own4= own6=
    # An address of its own is none of these: what is added here must not stand in for it.
    while read -r _ dev kind local more; do
        before="$before ${local%%/*}"
        is_word "${local%%/*}" "$asked" && continue
        case "$dev $kind $more " in
            "$iface inet "*"scope global "*) own4=yes ;;
            "$iface inet6 "*"scope global "*) own6=yes ;;
        esac
    done <<EOF
$(ip -o address show)
EOF
    form4="label $iface:vip" form6="preferred_lft 0 noprefixroute nodad"
    [ ${#iface} -le 11 ] || form4=
    while [ $# -gt 0 ]; do
        own=$own4 form=$form4
        [ "$1" = inet ] || own=$own6 form=$form6
        if [ -z "$own" ] || ! keeps_no_files "$4"; then
            rest="$rest $1 $2 $3 $4"
        else
            plain="$plain $1 $2 $3 $4"
            if ! is_word "$2" "$before"; then
                absent="$absent $2"
                lines="${lines}address add $2/$3 dev $iface $form
"
            fi
        fi
        shift 4
    done
    batch "$lines"
    # As is_never_a_source has it; whatever is otherwise is none of the plain ones.
    first= ours= other=
    while read -r _ dev kind local more; do
        [ "$dev $kind" != "$iface inet" ] || [ -n "$first" ] || first=$local
        is_word "${local%%/*}" "$asked" || continue
        case "$dev $kind $local $more " in
            "$iface inet $first "* | *" scope host "*) other="$other ${local%%/*}" ;;
            "$iface inet ${local%%/*}/32 "* | "$iface inet6 ${local%%/*}/128 "*" deprecated "*) ours="$ours ${local%%/*}" ;;
            *) other="$other ${local%%/*}" ;;
        esac
    done <<EOF
$(ip -o address show)
EOF
    set -- $plain
    while [ $# -gt 0 ]; do
        if ! is_word "$2" "$ours" || is_word "$2" "$other"; then
            rest="$rest $1 $2 $3 $4"
        elif is_word "$2" "$absent"; then
            answer "$2" "$3" yes
        else
            answer "$2" "$3" no
        fi
        shift 4
    done
}

# Deletes what has no file and is there in our form alone; leaves in rest what it did not answer for.
refuse_plain() {
    rest= plain= asked= wanted_gone= there= other= lines=
    while [ $# -gt 0 ]; do
        if keeps_no_files "$4"; then
            plain="$plain $1 $2 $3 $4" asked="$asked $2" wanted_gone="$wanted_gone $2/$3"
        else
            rest="$rest $1 $2 $3 $4"
        fi
        shift 4
    done
    before=$(ip -o address show | while read -r _ dev _ local _; do printf '%s %s ' "$local" "$dev"; done)
    set -- $before
    while [ $# -gt 0 ]; do
        if is_word "$1" "$wanted_gone"; then
            there="$there ${1%%/*} $2"
        elif is_word "${1%%/*}" "$asked"; then
            other="$other ${1%%/*}"
        fi
        shift 2
    done
    set -- $there
    while [ $# -gt 0 ]; do
        case $1 in *:*) length=128 ;; *) length=32 ;; esac
        is_word "$1" "$other" || lines="${lines}address del $1/$length dev $2
"
        shift 2
    done
    batch "$lines"
    after=$(ip -o address show | while read -r _ _ _ local _; do printf '%s ' "${local%%/*}"; done)
    set -- $plain
    while [ $# -gt 0 ]; do
        if is_word "$2" "$after" || [ -z "$after" ]; then
            rest="$rest $1 $2 $3 $4"
        elif is_word "$2" "$there"; then
            answer "$2" "$3" yes
        else
            answer "$2" "$3" no
        fi
        shift 4
    done
}
