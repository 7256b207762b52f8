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
    manager=none unit= logical=
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

# Sets kind to which of the programs that read /etc/network/interfaces is there.
find_kind() {
    kind=none
    program=$(command -v ifup) || return 0
    kind=debian
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
}

# Only Debian's own says by ifquery what it makes of our file, and what it has brought up.
find_ifupdown() {
    find_kind
    case $kind in
        none) return 0 ;;
        debian)
            command -v ifquery >/dev/null && find_logical "$iface" || return 0
            manager=ifupdown
            return
            ;;
    esac
    (set +f; grep -qs "^[[:space:]]*iface[[:space:]]\{1,\}$iface\([[:space:]]\|\$\)" /etc/network/interfaces \
        /etc/network/interfaces.d/*) || return 0
    manager=$kind
}

# Of the tools that copy the addresses of the instance's metadata onto its interfaces, some time after they have changed there, the one
# that looks after this interface.
find_copier() {
    copier=
    case $manager in amazon-ec2-net-utils) copier=$manager ;; esac
    if is_enabled nm-cloud-setup && [ -e "$device" ] && is_running NetworkManager &&
        systemctl show -p Environment nm-cloud-setup.service 2>/dev/null | grep -qi 'NM_CLOUD_SETUP_[A-Z0-9]*=\(yes\|true\|on\|1\)'; then
        copier=nm-cloud-setup
    elif grep -qs "^CLOUD_NETCONFIG_MANAGE=['\"]*yes" "/etc/sysconfig/network/ifcfg-$iface" ||
        { [ "$manager" = NetworkManager ] && is_enabled cloud-netconfig; }; then
        copier=cloud-netconfig
    fi
}

# Whether systemd starts that service, by itself or by its timer.
is_enabled() {
    for each in /etc/systemd/system /usr/local/lib/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
        [ -e "$each/$1.service" ] || continue
        case $(systemctl is-enabled "$1.timer" "$1.service" 2>/dev/null) in *enabled*) return 0 ;; esac
        return 1
    done
    return 1
}
