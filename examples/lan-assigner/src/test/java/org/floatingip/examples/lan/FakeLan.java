package org.floatingip.examples.lan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.linux.spi.Command;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.linux.spi.CommandResult;
import org.floatingip.linux.spi.CommandRunner;

/** Three hosts that answer the five commands of the assigner as Debian's programs do, and no other. */
final class FakeLan {

    private static final String NOTHING = "no command begins like this";

    /** One host of it. */
    final class FakeHost implements CommandRunner {

        final HostId id;
        final String own;
        final Set<String> addresses = new LinkedHashSet<>();
        boolean reachable = true;
        boolean alive = true;

        FakeHost(String name, String own) {
            this.id = HostId.of(name);
            this.own = own;
        }

        @Override
        public CommandResult run(Command command) throws CommandFailedException {
            synchronized (FakeLan.this) {
                String line = String.join(" ", command.arguments());
                if (!reachable || !alive) {
                    throw new CommandFailedException(
                            CommandFailedException.Reason.UNREACHABLE, "no route to host " + id, null);
                }
                commands.add(id + ": " + line);
                CommandResult result = answer(line, command.arguments());
                if (line.startsWith(losing)) {
                    losing = NOTHING;
                    throw new CommandFailedException(
                            CommandFailedException.Reason.TIMED_OUT, "no answer in time", null);
                }
                return result;
            }
        }

        private CommandResult answer(String line, List<String> words) {
            String last = words.get(words.size() - 1);
            if (line.startsWith("ip -4 -o address show to ") && last.endsWith("/32")) {
                String asked = last.substring(0, last.length() - 3);
                if (own.equals(asked)) {
                    return printed("2: eth0    inet " + own + "/24 scope global eth0\\       valid_lft forever\n");
                }
                return printed(
                        addresses.contains(asked)
                                ? "2: eth0    inet " + asked + "/32 scope global eth0\\       valid_lft forever\n"
                                : "");
            }
            if (line.equals("ip -o link show dev eth0")) {
                return printed("2: eth0@if9: <UP> mtu 1500 \\    link/ether 02:00:00:00:00:0"
                        + own.charAt(own.length() - 1) + " brd ff:ff:ff:ff:ff:ff\n");
            }
            if (line.matches("ip address (replace|del) \\S+/32 dev eth0")) {
                String address = words.get(3).substring(0, words.get(3).length() - 3);
                if (words.get(2).equals("replace")) {
                    addresses.add(address);
                    return printed("");
                }
                return addresses.remove(address)
                        ? printed("")
                        : CommandResult.of(2, "", "RTNETLINK answers: Cannot assign requested address\n");
            }
            if (line.startsWith("arping -q -U -c 1 -w 1 -I eth0 ")) {
                return addresses.contains(last)
                        ? printed("")
                        : CommandResult.of(2, "", "bind: Cannot assign requested address\n");
            }
            if (line.startsWith("arping -q -D -c 2 -w 2 -I eth0 ")) {
                boolean heard = hosts.values().stream()
                        .anyMatch(host -> host != this && host.alive && host.addresses.contains(last));
                return CommandResult.of(heard ? 1 : 0, "", "");
            }
            return CommandResult.of(127, "", words.get(0) + ": not that\n");
        }

        private CommandResult printed(String text) {
            return CommandResult.of(0, text, "");
        }
    }

    final Map<String, FakeHost> hosts = new LinkedHashMap<>();
    final List<String> commands = new ArrayList<>();
    String losing = NOTHING;

    FakeLan() {
        for (int i = 1; i <= 3; i++) {
            hosts.put("db." + (char) ('`' + i), new FakeHost("db." + (char) ('`' + i), "10.77.1." + i));
        }
    }

    LanIpAssigner assigner() {
        LanIpAssigner.Builder builder = LanIpAssigner.builder();
        hosts.forEach((name, host) -> builder.host(name, host, "eth0"));
        return builder.build();
    }

    FakeHost host(String name) {
        return Objects.requireNonNull(hosts.get(name), name);
    }

    synchronized List<HostId> holders(IpAddress address) {
        return hosts.values().stream()
                .filter(host -> host.alive && host.addresses.contains(address.toString()))
                .map(host -> host.id)
                .toList();
    }

    synchronized void give(IpAddress address, HostId to) {
        hosts.values().forEach(host -> host.addresses.remove(address.toString()));
        host(to.value()).addresses.add(address.toString());
    }

    synchronized void reachable(boolean reachable) {
        hosts.values().forEach(host -> host.reachable = reachable);
    }
}
