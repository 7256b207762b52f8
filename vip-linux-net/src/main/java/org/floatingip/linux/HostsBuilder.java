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

/** Which hosts there are, and what is to be done on them: what the builders of both configurators have. */
abstract class HostsBuilder<B extends HostsBuilder<B>> {

    final Map<HostId, CommandRunner> runners = new LinkedHashMap<>();
    final List<SshHosts> ssh = new ArrayList<>();
    HostMode mode = HostMode.WHILE_HOLDING;

    @Nullable
    String interfaceName;

    boolean announce;
    boolean sudo;

    HostsBuilder() {}

    /** Hosts over SSH. */
    public B ssh(SshHosts hosts) {
        ssh.add(Objects.requireNonNull(hosts, "hosts"));
        return self();
    }

    /**
     * This machine.
     *
     * @param host what the network calls it, in EC2 its instance id
     */
    public B local(String host) {
        return runner(host, LocalCommandRunner.create());
    }

    /** A host that is reached in a way of the caller's, who also closes it. */
    public B runner(String host, CommandRunner runner) {
        runners.put(HostId.of(host), Objects.requireNonNull(runner, "runner"));
        return self();
    }

    /** The mode; by default {@link HostMode#WHILE_HOLDING}. */
    public B mode(HostMode mode) {
        this.mode = Objects.requireNonNull(mode, "mode");
        return self();
    }

    /** {@link HostMode#ALWAYS}. */
    public B always() {
        return mode(HostMode.ALWAYS);
    }

    /**
     * The interface to use on every host, for example {@code eth0}; by default it is found.
     *
     * @throws IllegalArgumentException if no interface can be called that
     */
    public B interfaceName(String name) {
        this.interfaceName = Names.interfaceName(name);
        return self();
    }

    /**
     * Tells the neighbours when a host accepts the address, by gratuitous ARP or an unsolicited neighbour advertisement.
     * Only for a plain LAN, where accepting <em>is</em> taking: elsewhere it would announce the address before it has
     * moved. Needs {@code arping} of iputils on the hosts for IPv4. By default nothing is announced.
     */
    public B announce() {
        this.announce = true;
        return self();
    }

    /** Runs the commands by {@code sudo -n}, which must not ask for a password; by default as the user that logs in. */
    public B sudo() {
        this.sudo = true;
        return self();
    }

    abstract B self();

    /**
     * Fails where nothing can be built of it.
     *
     * @throws IllegalArgumentException if no host was given, or one twice
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
