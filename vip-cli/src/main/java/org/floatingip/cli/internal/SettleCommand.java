package org.floatingip.cli.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.SettleResult;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.linux.IfupdownConfigurator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code vip settle}. */
@Command(
        name = "settle",
        description =
                "Makes hosts refuse the address that could not be reached when they lost it. A host that holds it by now is "
                        + "left alone, and so is one that accepts it always.")
final class SettleCommand extends Ec2Command {

    @Mixin
    HostOptions hosts = new HostOptions();

    @Parameters(index = "0", paramLabel = "ADDRESS", converter = Address.class, description = "The floating IP.")
    @Nullable
    IpAddress address;

    @Parameters(
            index = "1..*",
            paramLabel = "HOST",
            converter = Address.Host.class,
            description = "The hosts to settle; default all that --host names.")
    List<HostId> chosen = new ArrayList<>();

    @Override
    void check() {
        if (hosts.destinations.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "which hosts, and how are they reached? Give --host HOST=DESTINATION");
        }
    }

    @Override
    int run(Ec2IpAssigner assigner) {
        List<String> all = chosen.isEmpty()
                ? List.copyOf(hosts.destinations.keySet())
                : chosen.stream().map(HostId::value).toList();
        List<SettleResult> results = new ArrayList<>();
        Map<String, FloatingIpException> failed = new LinkedHashMap<>();
        try (IfupdownConfigurator configurator = VipCommand.given(hosts.configurator())) {
            FloatingIp floatingIp = builder(VipCommand.given(address), assigner)
                    .hosts(configurator)
                    .build();
            for (String host : all) {
                try {
                    results.add(floatingIp.settle(host));
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
            out().println(Json.of(VipCommand.given(address), results, failed));
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
