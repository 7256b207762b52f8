package org.floatingip.cli.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.floatingip.FloatingIpGroup;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.NamesRequest;
import org.floatingip.aws.Route53DnsRegistrar;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;
import org.floatingip.spi.IpAssigner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code vip names}. */
@Command(
        name = "names",
        description = "Writes the whole table of floating IPs to Route 53: their names, and the name of each "
                + "host's primary address. Correct records are left alone.")
final class NamesCommand extends Ec2Command {

    @Mixin
    DnsOptions dns = new DnsOptions();

    @Mixin
    RegisterOptions register = new RegisterOptions();

    @Option(
            names = "--vip",
            required = true,
            paramLabel = "NAME=ADDRESS",
            description = "A floating IP and its name. Can be repeated.")
    List<String> vips = new ArrayList<>();

    @Option(
            names = "--host",
            paramLabel = "NAME=INSTANCE",
            description = "A host and the name of its primary address; for an ENI id, of that interface's. Can be "
                    + "repeated.")
    List<String> hosts = new ArrayList<>();

    @Option(names = "--dry-run", description = "Change nothing: print the records.")
    boolean dryRun;

    @Override
    void check() {
        // Before any client is made; the builder's own checks are part of it.
        vips.forEach(vip -> split(vip, "--vip NAME=ADDRESS", IpAddress::of));
        hosts.forEach(host -> split(host, "--host NAME=INSTANCE", HostId::of));
    }

    private record Pair<T>(DnsName name, T value) {}

    private <T> Pair<T> split(String given, String form, Function<String, T> read) {
        int equals = given.indexOf('=');
        if (equals < 0) {
            throw new ParameterException(spec.commandLine(), "not " + form + ": \"" + given + "\"");
        }
        try {
            return new Pair<>(DnsName.of(given.substring(0, equals)), read.apply(given.substring(equals + 1)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    @Override
    List<IpAddress> addresses() {
        return vips.stream()
                .map(vip -> split(vip, "--vip NAME=ADDRESS", IpAddress::of).value())
                .toList();
    }

    @Override
    boolean changes() {
        return !dryRun;
    }

    @Override
    int run(IpAssigner assigner) {
        Map<IpAddress, DnsName> floating = new LinkedHashMap<>();
        for (String vip : vips) {
            Pair<IpAddress> pair = split(vip, "--vip NAME=ADDRESS", IpAddress::of);
            DnsName before = floating.putIfAbsent(pair.value(), pair.name());
            if (before != null) {
                throw usage(pair.value() + " is given twice: as " + before + " and as " + pair.name());
            }
        }
        try (Route53DnsRegistrar registrar = dns.registrar(options, output.timeout())) {
            FloatingIpGroup.Builder builder =
                    group(List.copyOf(floating.keySet()), assigner).dns(registrar);
            floating.forEach(builder::name);
            if (register.ttl != null) {
                builder.dnsTtlSeconds(register.ttl);
            }
            for (String host : hosts) {
                Pair<HostId> pair = split(host, "--host NAME=INSTANCE", HostId::of);
                builder.hostName(pair.value(), pair.name());
            }
            NamesRequest names = built(builder).names();
            names = register.ptr ? names.withPointers() : names;
            if (dryRun) {
                List<DnsRecord> records = names.records();
                if (json()) {
                    out().println(Json.ofPlanned(records));
                } else {
                    records.forEach(record -> out().println(record));
                }
                return ExitStatus.DONE;
            }
            DnsChange change = names.register();
            return register.done(this, registrar, change);
        }
    }

    private FloatingIpGroup built(FloatingIpGroup.Builder builder) {
        try {
            return builder.build();
        } catch (IllegalStateException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
