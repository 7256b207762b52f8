package org.floatingip.cli.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.FloatingIpException;
import org.floatingip.FloatingIpGroup;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.SettleResult;
import org.floatingip.linux.LinuxConfigurator;
import org.floatingip.spi.IpAssigner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vip settle}. */
@Command(
        name = "settle",
        description = "Makes hosts drop addresses that they lost while they could not be reached, by one "
                + "command for each host. A host that holds an address by now keeps it, and so does one "
                + "that always accepts it.")
final class SettleCommand extends Ec2Command {

    @Mixin
    HostOptions hosts = new HostOptions();

    @Parameters(
            arity = "0..*",
            paramLabel = "ADDRESS... [HOST...]",
            hideParamSyntax = true,
            description = {"The floating IPs, and then the hosts to settle.", "Default: all hosts that --host names."})
    List<String> words = new ArrayList<>();

    private List<IpAddress> addresses = List.of();
    private List<HostId> chosen = List.of();

    @Override
    void check() {
        if (hosts.destinations.isEmpty()) {
            throw usage("which hosts, and how are they reached? Give --host HOST=DESTINATION");
        }
        int count = 0;
        while (count < words.size() && Address.isOne(words.get(count))) {
            count++;
        }
        // A first word that is no address is one that somebody mistyped.
        addresses = Address.all(words.subList(0, words.isEmpty() ? 0 : Math.max(1, count)), this);
        if (addresses.isEmpty()) {
            throw usage("Missing required parameter: 'ADDRESS'");
        }
        chosen = words.subList(addresses.size(), words.size()).stream()
                .map(word -> Address.target(word, this))
                .toList();
    }

    @Override
    List<IpAddress> addresses() {
        return addresses;
    }

    @Override
    int run(IpAssigner assigner) {
        List<String> all = chosen.isEmpty()
                ? List.copyOf(hosts.destinations.keySet())
                : chosen.stream().map(HostId::value).toList();
        List<SettleResult> results = new ArrayList<>();
        Map<String, FloatingIpException> failed = new LinkedHashMap<>();
        try (LinuxConfigurator configurator = VipCommand.given(hosts.configurator())) {
            FloatingIpGroup group =
                    group(addresses, assigner).hosts(configurator).build();
            for (String host : all) {
                try {
                    results.addAll(group.settle(host));
                } catch (FloatingIpException e) {
                    if (all.size() == 1) {
                        throw e;
                    }
                    // A host that is gone for good must not keep the others from being settled.
                    failed.put(host, e);
                }
            }
        }
        boolean complete = failed.isEmpty() && results.stream().allMatch(SettleResult::complete);
        if (json()) {
            out().println(Json.of(addresses, results, failed));
        } else {
            results.forEach(result -> {
                print(result.toString(), result.steps());
                result.warnings().forEach(this::warn);
            });
            failed.forEach((host, e) -> warn(host + " is not settled: " + e.getMessage()));
        }
        return complete ? ExitStatus.DONE : ExitStatus.OTHER;
    }
}
