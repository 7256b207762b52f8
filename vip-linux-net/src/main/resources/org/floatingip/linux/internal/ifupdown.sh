# What is persisted for ifupdown: a stanza of the interface, and for IPv4 a hook that adds the address again as the last.

# The files that ifupdown reads, without ours.
files_read() {
    echo /etc/network/interfaces
    ifquery -v --list -a 2>&1 | sed -n 's/^ifquery: parsing file //p' | grep -v "^$dir/zz-vip-"
}

# A file of ifupdown's with the lines that go on in the next one made whole.
whole_lines() {
    sed -e ':a' -e '/\\$/{N;s/\\\n//;ba' -e '}' "$1" 2>/dev/null
}

names_configured() {
    files_read | while read -r each; do
        whole_lines "$each" | sed -n 's/^[[:space:]]*iface[[:space:]]\{1,\}\([^[:space:]]*\).*/\1/p'
    done | grep -v '^-' | sort -u
}

others_configure() {
    ifquery "$1" >/dev/null 2>&1 && names_configured | grep -qxF -e "$1"
}

# Sets logical to what ifupdown brought the interface up as, by its own record, else to its own name: a pattern or a mapping may give it
# another one. It manages the interface if a stanza of that name is there that is not ours.
find_logical() {
    logical=$(ifquery --state "$1" 2>/dev/null | grep "^$1=" | sed 1q)
    logical=${logical#"$1="}
    logical=${logical:-$1}
    others_configure "$logical"
}

# What its stanzas give the host, without ours.
ifupdown_configures() {
    find_kind
    [ "$kind" = debian ] && command -v ifquery >/dev/null || return 0
    read_by=$(files_read)
    names_configured | while read -r named; do
        ifquery "$named" 2>/dev/null | grep -v '^up: ip -[46] address replace [^ ]*/[0-9]* dev .* || true$' |
            while read -r key value; do
                case $key in address: | up: | pre-up:) ;; *) continue ;; esac
                may_give "$value" || continue
                at=$(printf '%s\n' "$read_by" | while read -r each; do
                    ! whole_lines "$each" | grep -q "^[[:space:]]*iface[[:space:]]\{1,\}$named[[:space:]]" ||
                        ! grep -qF -e "${value%%/*}" "$each" || echo "$each"
                done | sed 1q)
                echo "ifupdown $named ${at:-/etc/network/interfaces} $key $value"
            done
    done
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
    printf '%s\n' "$read_all" | grep -vxF -e "ifquery: parsing file $dir/$name"
    names_configured | while read -r logical; do
        echo "iface $logical"
        query "$logical"
    done
    return 0
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

ifupdown_plan() {
    targets="stanza|$dir/$name|644"
    [ "$family" != inet ] || targets="hook|$hooks/$name|755 $targets"
    if [ "$logical" != "$iface" ]; then
        why_not="logical ifupdown has brought $iface up as $logical, and reads no stanza of $iface"
    elif ! [ -d "$dir" ] || ! [ -d "$hooks" ]; then
        why_not="no-directory $dir or $hooks is not there"
    elif ! before=$(snapshot); then
        why_not="malformed $before"
    else
        return 0
    fi
    return 1
}

ifupdown_seen() {
    if ! after=$(snapshot) || [ "$after" != "$before" ]; then
        why_not="others-changed ifquery reads the other stanzas differently with it"
    elif ! ifupdown_reads; then
        main=$(base64 -w 0 /etc/network/interfaces)
        why_not="unseen ifquery does not see the stanza in $dir/$name"
    else
        return 0
    fi
    return 1
}

ifupdown_reads() {
    ifquery "$iface" 2>/dev/null | grep -qxF "vip-address: $address"
}
