package org.floatingip.cli.internal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.floatingip.aws.IamAction;
import org.floatingip.aws.IamFeature;
import org.floatingip.aws.IamPolicy;
import org.floatingip.aws.IamWay;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vip iam-policy}. */
@Command(
        name = "iam-policy",
        description = "Prints the IAM policy of a role that may do the given things and nothing else, as JSON. "
                + "Makes no request. Without an option that limits it, an action is allowed everywhere.")
final class IamPolicyCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..*",
            paramLabel = "FEATURE",
            completionCandidates = Features.class,
            description = "What the role does; default: everything. One or more of ${COMPLETION-CANDIDATES}.")
    List<String> features = new ArrayList<>();

    @Option(names = "--region", paramLabel = "REGION", description = "Only in that region, for example us-east-1.")
    @Nullable
    String region;

    @Option(names = "--account", paramLabel = "ID", description = "Only interfaces and Elastic IPs of that account.")
    @Nullable
    String account;

    @Option(
            names = "--vpc",
            paramLabel = "VPC",
            description = "Only interfaces in that VPC, and without --zone, names in its private zones.")
    @Nullable
    String vpc;

    @Option(
            names = "--interface",
            paramLabel = "ENI",
            description = "Only that interface. Repeat it for all interfaces that may hold the addresses.")
    List<String> interfaces = new ArrayList<>();

    @Option(
            names = "--tag",
            paramLabel = "KEY=VALUE",
            description = "Only interfaces with that tag. Can be repeated; of several keys all are needed.")
    List<String> tags = new ArrayList<>();

    @Option(
            names = "--elastic-ip",
            paramLabel = "ALLOCATION",
            description = "Only that Elastic IP, by its allocation id. Can be repeated.")
    List<String> elasticIps = new ArrayList<>();

    @Option(
            names = "--by",
            paramLabel = "WAY",
            converter = WayOptions.Name.class,
            description = "How the addresses float: secondary-ip (default), route, elastic-ip, ipv6.")
    @Nullable
    IamWay by;

    @Option(
            names = "--route-table",
            paramLabel = "ID",
            description = "With --by route: only routes of that table are changed. Can be repeated.")
    List<String> routeTables = new ArrayList<>();

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Only that hosted zone, by its id, as in the other commands. Can be repeated.")
    List<String> zones = new ArrayList<>();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Only records of that name are written. Can be repeated.")
    List<String> names = new ArrayList<>();

    @Option(
            names = "--ptr",
            paramLabel = "ADDRESS",
            description = "Also the PTR record of that address, if --name limits what is written. Can be repeated.")
    List<String> pointers = new ArrayList<>();

    @Option(
            names = "--fence",
            paramLabel = "dynamodb:TABLE",
            converter = FenceOptions.Ledger.class,
            description = "Also the epochs of fenced moves, in that table. Can be repeated.")
    List<String> ledgers = new ArrayList<>();

    @Option(names = "--debug", description = "Show stack traces on standard error.")
    boolean debug;

    @Spec
    CommandSpec spec = CommandSpec.create();

    /** The names of all features. */
    static final class Features implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Stream.of(IamFeature.values()).map(IamFeature::text).iterator();
        }
    }

    @Override
    public Integer call() {
        try {
            policy().toJson().lines().forEach(spec.commandLine().getOut()::println);
            return ExitStatus.DONE;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private IamPolicy policy() {
        IamPolicy.Builder policy = IamPolicy.builder();
        (features.isEmpty() ? new Features() : features).forEach(policy::feature);
        if (region != null) {
            policy.region(region);
        }
        if (account != null) {
            policy.account(account);
        }
        if (vpc != null) {
            policy.vpc(vpc);
            if (zones.isEmpty() && region != null) {
                policy.zonesOfVpc(vpc, region);
            } else if (zones.isEmpty() && policy.build().actions().contains(IamAction.LIST_HOSTED_ZONES)) {
                throw new IllegalArgumentException(
                        "names are looked for in the private zones of " + vpc + ": give --region, or --zone");
            }
        }
        interfaces.forEach(policy::networkInterface);
        for (String tag : tags) {
            int equals = tag.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("not --tag KEY=VALUE: \"" + tag + "\"");
            }
            policy.tag(tag.substring(0, equals), tag.substring(equals + 1));
        }
        if (by != null) {
            policy.by(by);
        }
        if (!routeTables.isEmpty() && by != IamWay.ROUTE) {
            throw new IllegalArgumentException("--route-table needs --by route");
        }
        routeTables.forEach(policy::routeTable);
        elasticIps.forEach(policy::elasticIp);
        zones.forEach(policy::zone);
        names.forEach(policy::name);
        pointers.forEach(policy::pointer);
        ledgers.forEach(policy::ledger);
        return policy.build();
    }
}
