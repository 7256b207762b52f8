package org.floatingip.linux;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.HostId;
import org.floatingip.linux.internal.Names;
import org.floatingip.linux.spi.CommandRunner;
import org.jspecify.annotations.Nullable;

/** The settings that the builders of both configurators share: the hosts, and how they are configured. */
abstract class HostsBuilder<B extends HostsBuilder<B>> {

    final Map<HostId, CommandRunner> runners = new LinkedHashMap<>();
    final List<SshHosts> ssh = new ArrayList<>();
    HostMode mode = HostMode.WHILE_HOLDING;

    @Nullable
    String interfaceName;

    boolean announce;
    boolean sudo;

    HostsBuilder() {}

    /** Adds hosts that are reached over SSH. */
    public B ssh(SshHosts hosts) {
        ssh.add(Objects.requireNonNull(hosts, "hosts"));
        return self();
    }

    /**
     * Adds this machine.
     *
     * @param host its name in the network; in EC2 its instance id
     */
    public B local(String host) {
        return runner(host, LocalCommandRunner.create());
    }

    /** Adds a host that is reached by the caller's own runner. The caller closes the runner. */
    public B runner(String host, CommandRunner runner) {
        runners.put(HostId.of(host), Objects.requireNonNull(runner, "runner"));
        return self();
    }

    /** Sets the mode. Default: {@link HostMode#WHILE_HOLDING}. */
    public B mode(HostMode mode) {
        this.mode = Objects.requireNonNull(mode, "mode");
        return self();
    }

    /** Sets the mode {@link HostMode#ALWAYS}. */
    public B always() {
        return mode(HostMode.ALWAYS);
    }

    /**
     * Sets the interface to use on every host, for example {@code eth0}. Default: the interface is found on each host.
     *
     * @throws IllegalArgumentException if it can't be the name of an interface
     */
    public B interfaceName(String name) {
        this.interfaceName = Names.interfaceName(name);
        return self();
    }

    /**
     * Announces the address to the neighbours when a host accepts it, by gratuitous ARP or an unsolicited neighbour
     * advertisement. Use it only on a plain LAN, where accepting an address <em>is</em> taking it: elsewhere the address would be
     * announced before it has moved. For IPv4 the hosts need {@code arping} of iputils. Default: nothing is announced.
     */
    public B announce() {
        this.announce = true;
        return self();
    }

    /** Runs the commands with {@code sudo -n}, which must not ask for a password. Default: they run as the user that logs in. */
    public B sudo() {
        this.sudo = true;
        return self();
    }

    abstract B self();

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if no host was given, or one was given twice
     */
    final void check() {
        List<HostId> all = new ArrayList<>(runners.keySet());
        ssh.forEach(hosts -> all.addAll(hosts.hosts()));
        if (all.isEmpty()) {
            throw new IllegalArgumentException("no hosts: name them by ssh(..), local(..) or runner(..)");
        }
        if (all.stream().distinct().count() != all.size()) {
            throw new IllegalArgumentException("a host is there twice: " + all);
        }
    }
}
