# Who manages an interface: asked of what runs, since files stay behind where a manager was stopped or taken away.

# Whether a program runs here, in this network: by its name, of which the kernel keeps fifteen characters.
is_running() {
    # Where others' processes are hidden from us, the files are all there is.
    [ -r /proc/1/comm ] || return 0
    ours=$(readlink /proc/self/ns/net)
    (set +f; grep -lsxF -e "$1" /proc/[0-9]*/comm) | {
        while read -r each; do
            [ "$(readlink "${each%comm}ns/net" || echo "$ours")" != "$ours" ] || exit 0
        done 2>/dev/null
        exit 1
    }
}

# Sets manager; and for systemd-networkd in unit the file that configures the interface.
find_manager() {
    manager=none unit=
    entry=/run/systemd/netif/links/$index
    device=/run/NetworkManager/devices/$index
    if grep -qs '^ADMIN_STATE=config' "$entry" && is_running systemd-network; then
        manager=systemd-networkd
        unit=$(sed -n 's/^NETWORK_FILE=//p' "$entry")
        case $(own_unit) in
            */"70-$iface.network") [ ! -e "$unit.d/eni.conf" ] || manager=amazon-ec2-net-utils ;;
            /run/systemd/network/*-netplan-*) manager=netplan ;;
        esac
    elif grep -qs '^managed=\(1\|true\)' "$device" && is_running NetworkManager; then
        manager=NetworkManager
        [ ! -e "/run/NetworkManager/system-connections/netplan-$iface.nmconnection" ] || manager=netplan
    elif [ -e "/etc/sysconfig/network/ifcfg-$iface" ] && is_running wickedd; then
        manager=wicked
    else
        find_ifupdown
    fi
}

# Of the programs that read /etc/network/interfaces the one that is there. Only Debian's own says by ifquery what it makes of our file.
find_ifupdown() {
    program=$(command -v ifup) || return 0
    kind=
    case $(readlink -f "$program") in
        *ifupdown2*) kind=ifupdown2 ;; # a second of Python, to say which it is
        */busybox) kind=busybox ;;
        *)
            case $(ifup --version 2>&1 | sed 1q) in
                *ifupdown2*) kind=ifupdown2 ;;
                *ifupdown-ng*) kind=ifupdown-ng ;;
            esac
            ;;
    esac
    if [ -z "$kind" ]; then
        command -v ifquery >/dev/null && others_configure "$iface" || return 0
        manager=ifupdown
        return
    fi
    (set +f; grep -qs "^[[:space:]]*iface[[:space:]]\{1,\}$iface\([[:space:]]\|\$\)" /etc/network/interfaces \
        /etc/network/interfaces.d/*) || return 0
    manager=$kind
}
