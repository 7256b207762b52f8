package org.floatingip.testkit;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.floatingip.CidrBlock;
import org.floatingip.Claim;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.FloatingIpGroup;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MovePlan;
import org.floatingip.MoveRequest;
import org.floatingip.MoveResult;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.ServiceError;
import org.floatingip.StandbyMove;
import org.floatingip.failure.CredentialsException;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.LeftUnheldException;
import org.floatingip.failure.NotReassociatedException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.StaleEpochException;
import org.floatingip.failure.StalePlanException;
import org.floatingip.failure.StaleStandbyException;
import org.floatingip.failure.SupersededException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fence.InMemoryEpochLedger;
import org.floatingip.testkit.hosts.HostFault;
import org.floatingip.testkit.network.Incident;

/**
 * Results and exceptions of a move between two hosts, for mocks of a {@link FloatingIp}: each way in which a move can end, as a
 * value.
 *
 * <pre>{@code
 * SampleMove move = SampleMove.of("10.0.1.12", "i-0a", "i-0b");
 * when(db.moveTo("i-0b")).thenThrow(move.superseded("i-0c"));
 * when(db.moveTo("i-0b")).thenReturn(move.moved());
 * }</pre>
 *
 * <p>None of the values is made up: each method runs a move that ends so, in a {@link Scenario} of its own, with hosts that are
 * configured to accept and drop the address. The value has the steps, holders, effect and words that it has in EC2. Each call
 * returns a new object. Immutable, and safe for use by several threads.
 */
public final class SampleMove {

    private static final Fault UNREADABLE =
            Fault.unavailable().onCall(Call.LOOK).skip(1);

    private final IpAddress address;
    private final String from;
    private final String to;

    private SampleMove(IpAddress address, String from, String to) {
        this.address = address;
        this.from = from;
        this.to = to;
    }

    /**
     * Returns sample values for a move of the given address between the given hosts.
     *
     * @param address an IPv4 address
     * @param from the instance that holds it, for example {@code i-0a}
     * @param to the instance that is to get it
     * @throws IllegalArgumentException if the address isn't an IPv4 address, a host isn't an instance id, or both hosts are the
     *     same
     */
    public static SampleMove of(String address, String from, String to) {
        IpAddress ip = IpAddress.of(address);
        if (!ip.isIpv4()) {
            throw new IllegalArgumentException("EC2 moves IPv4 addresses, and not " + address);
        }
        SampleMove move = new SampleMove(ip, from, Objects.requireNonNull(to, "to"));
        move.scenario();
        return move;
    }

    // ---- it went well

    /** Returns the result of a successful move: {@link org.floatingip.MoveOutcome#MOVED}. */
    public MoveResult moved() {
        return ip(scenario()).moveTo(to);
    }

    /**
     * Returns the result of a move to the host that held the address already: {@link org.floatingip.MoveOutcome#ALREADY_HELD}.
     */
    public MoveResult alreadyHeld() {
        FloatingIp ip = ip(scenario());
        ip.moveTo(to);
        return ip.moveTo(to);
    }

    /** Returns the result of a move whose old host could not be reached: it has a warning, and a host to settle. */
    public MoveResult movedButNotSettled() {
        Scenario scenario = scenario();
        scenario.hosts().fault(from, HostFault.unreachable());
        return ip(scenario).moveTo(to);
    }

    // ---- nothing was changed

    /** Returns the exception of a move that expected another holder. */
    public HolderChangedException holderChanged(String holder) {
        return failed(HolderChangedException.class, scenario(holder), scenario -> {
            Incident.thirdPartyTakes(address, holder).happen(scenario.network());
            expecting(scenario).execute();
        });
    }

    /**
     * Returns the exception of a move that was refused for the given reason. A move has neither reasons about names, nor reasons
     * that have an exception type of their own.
     */
    public RefusedException refused(RefusalReason reason) {
        RefusedException said = refusal(reason);
        return failed(RefusedException.class, scenario(), scenario -> {
            scenario.assigner().inject(Fault.none().onCall(Call.RESOLVE).first(() -> {
                throw said;
            }));
            ip(scenario).moveTo(to);
        });
    }

    /** Returns the exception of a move whose credentials do not permit the change. */
    public PermissionDeniedException permissionDenied() {
        return failed(PermissionDeniedException.class, Fault.deny().onCall(Call.ASSIGN));
    }

    /** Returns the exception of a move without credentials. */
    public CredentialsException noCredentials() {
        return failed(CredentialsException.class, Fault.none().onCall(Call.LOOK).first(() -> {
            throw new CredentialsException("no credentials were found", null);
        }));
    }

    /**
     * Returns the exception of a move whose service could not be asked, where waiting does not help: {@code retryable()} is
     * false.
     */
    public UnavailableException unavailable() {
        return failed(UnavailableException.class, Fault.none().onCall(Call.LOOK).first(() -> {
            throw UnavailableException.misconfigured(Call.LOOK.permission(), "the client is closed", null);
        }));
    }

    /** Returns the exception of a move that got no answer before its deadline; nothing was changed. */
    public OutOfTimeException outOfTime() {
        return failed(
                OutOfTimeException.class, Fault.unavailable().onCall(Call.LOOK).always());
    }

    /** Returns the exception of a move whose target was reached, and can't be configured to accept the address. */
    public HostConfigurationException hostConfiguration() {
        return failed(HostConfigurationException.class, scenario(), scenario -> {
            scenario.hosts().fault(to, HostFault.readOnlyDisk());
            ip(scenario).moveTo(to);
        });
    }

    /** Returns the exception of a move in epoch 7, after epoch 8 had claimed the address for the given host. */
    public StaleEpochException staleEpoch(String winner) {
        return failed(StaleEpochException.class, scenario(winner), scenario -> {
            InMemoryEpochLedger ledger = InMemoryEpochLedger.create();
            Claim unused = ledger.advance(Claim.of(address, 8, HostId.of(winner)), FloatingIp.DEFAULT_TIMEOUT);
            MoveResult unexpected = scenario.floatingIpBuilder(address)
                    .fence(ledger)
                    .build()
                    .move()
                    .to(to)
                    .epoch(7)
                    .execute();
            throw new IllegalStateException("epoch 7 was not stale: " + unexpected);
        });
    }

    /** Returns the exception of a plan that was applied after the given host had taken the address. */
    public StalePlanException stalePlan(String holder) {
        return failed(StalePlanException.class, scenario(holder), scenario -> {
            FloatingIp ip = ip(scenario);
            MovePlan plan = ip.move().to(to).plan();
            Incident.thirdPartyTakes(address, holder).happen(scenario.network());
            ip.apply(plan);
        });
    }

    /** Returns the exception of a standby whose target was prepared, and was terminated before the standby was executed. */
    public StaleStandbyException staleStandby() {
        return failed(StaleStandbyException.class, scenario(), scenario -> {
            StandbyMove standby = ip(scenario).standby(to);
            standby.makeReady();
            scenario.network().terminate(to);
            standby.execute();
        });
    }

    // ---- something was changed, or may have been

    /** Returns the exception of a change with unknown outcome: it got no answer, and then nothing could be read. */
    public NotVerifiedException notVerified() {
        return failed(NotVerifiedException.class, scenario(), scenario -> {
            scenario.assigner().inject(Fault.loseReply().onCall(Call.ASSIGN));
            scenario.assigner().inject(UNREADABLE.always());
            ip(scenario).moveTo(to);
        });
    }

    /** Returns the exception of a move during which the given host took the address; that host holds it now. */
    public SupersededException superseded(String holder) {
        return failed(SupersededException.class, scenario(holder), scenario -> {
            scenario.assigner()
                    .inject(Fault.none().onCall(Call.ASSIGN).then(Incident.thirdPartyTakes(address, holder)));
            ip(scenario).moveTo(to);
        });
    }

    /** Returns the exception of a handover that stopped halfway: nobody holds the address. */
    public LeftUnheldException leftUnheld() {
        return failed(LeftUnheldException.class, scenario(), scenario -> {
            scenario.assigner().inject(Fault.deny().onCall(Call.ASSIGN).always());
            expecting(scenario).handover().execute();
        });
    }

    /** Returns the exception of a handover that moved the address, and could not put back its Elastic IP. */
    public NotReassociatedException notReassociated() {
        return failed(NotReassociatedException.class, scenario(), scenario -> {
            Holder holder = scenario.network().holders(address).get(0);
            scenario.network()
                    .associateElasticIp(
                            scenario.network().allocateElasticIp().allocationId(),
                            holder.interfaceId(),
                            address,
                            false);
            scenario.assigner().inject(Fault.deny().onCall(Call.REASSOCIATE));
            expecting(scenario).handover().reassociate().execute();
        });
    }

    /**
     * Returns the exception of a group move: the given host took this address meanwhile, and the group's other address was moved.
     *
     * @param other an address in the same /16
     */
    public GroupMoveException groupMovedInPart(String other, String holder) {
        IpAddress second = IpAddress.of(other);
        return failed(GroupMoveException.class, scenario(holder), scenario -> {
            String eni = scenario.network().holders(address).get(0).interfaceId();
            scenario.network().assignAddresses(eni, List.of(second), false);
            scenario.hosts().set(from, other);
            scenario.assigner()
                    .inject(Fault.none().onCall(Call.ASSIGN).then(Incident.thirdPartyTakes(address, holder)));
            FloatingIpGroup.of(List.of(address, second))
                    .assigner(scenario.assigner())
                    .hosts(scenario.hosts())
                    .ticker(scenario.ticker())
                    .build()
                    .moveTo(to);
        });
    }

    // ---- how

    private FloatingIp ip(Scenario scenario) {
        return scenario.floatingIp(address);
    }

    private MoveRequest expecting(Scenario scenario) {
        return ip(scenario).move().from(from).to(to);
    }

    /** Builds the two hosts. Their subnet is the largest that there is, so that almost any address can move. */
    private Scenario scenario(String... more) {
        CidrBlock network = CidrBlock.of(IpAddress.of(address.toString().replaceFirst("\\.\\d+\\.\\d+$", ".0.0")), 16);
        Scenario.Builder builder = Scenario.builder()
                .vpc(network.toString())
                .subnet(network.toString())
                .host(from)
                .holding(address)
                .host(to);
        for (String host : more) {
            builder.host(host);
        }
        return builder.build();
    }

    private <X extends FloatingIpException> X failed(Class<X> type, Fault fault) {
        return failed(type, scenario(), scenario -> {
            scenario.assigner().inject(fault);
            ip(scenario).moveTo(to);
        });
    }

    private static <X extends FloatingIpException> X failed(Class<X> type, Scenario scenario, Consumer<Scenario> move) {
        try {
            move.accept(scenario);
        } catch (FloatingIpException e) {
            if (type.isInstance(e)) {
                return type.cast(e);
            }
            throw new IllegalStateException("a move that was to end with " + type.getSimpleName() + " did not", e);
        }
        throw new IllegalStateException("a move that was to end with " + type.getSimpleName() + " went well");
    }

    private RefusedException refusal(RefusalReason reason) {
        HostId target = HostId.of(to);
        String eni = to.replaceFirst("^i-", "eni-");
        String subnet = "subnet-0a";
        return switch (reason) {
            case SUBNET_MISMATCH ->
                RefusedException.subnetMismatch(address, subnet, target, List.of("subnet-0b"), null);
            case ADDRESS_OUTSIDE_SUBNETS -> RefusedException.addressOutsideSubnets(address, List.of(subnet), null);
            case AMBIGUOUS_ADDRESS -> RefusedException.ambiguousAddress(address, List.of("vpc-0a", "vpc-0b"), null);
            case AMBIGUOUS_INTERFACE ->
                RefusedException.ambiguousInterface(address, target, List.of(eni, eni + "1"), null);
            case UNKNOWN_TARGET -> RefusedException.unknownTarget(target, "there is no such instance", null);
            case RESERVED_ADDRESS -> RefusedException.reservedAddress(address, subnet, null);
            case PRIMARY_ADDRESS ->
                RefusedException.primaryAddress(
                        address, Holder.ofPrimary(HostId.of(from), from.replaceFirst("^i-", "eni-")), null);
            case MALFORMED_HOST_ID ->
                RefusedException.malformedHostId(target, "i- or eni- and hexadecimal digits", null);
            case UNSUPPORTED_ADDRESS -> RefusedException.unsupportedAddress(address, "another kind can be moved", null);
            case INTERFACE_FULL -> RefusedException.interfaceFull(eni, "10 addresses (m5.large)", null);
            case HANDOVER_REFUSED -> RefusedException.handoverRefused(address, "it would cut off an Elastic IP", null);
            case NOT_ROUTABLE ->
                RefusedException.notRoutable(
                        address,
                        eni + " checks source and destination",
                        "switch that off: aws ec2 modify-network-interface-attribute --network-interface-id " + eni
                                + " --no-source-dest-check",
                        null);
            case UNKNOWN_ADDRESS ->
                RefusedException.unknownAddress(address, "no Elastic IP of this account and region is that", null);
            case OCCUPIED -> RefusedException.occupied(address, eni, "Elastic IP 203.0.113.7", null);
            case LEDGER_REFUSED ->
                RefusedException.of(
                        reason,
                        "claiming " + address + " was refused by the database: relation \"vip_epoch\" does not exist",
                        "check whether the table exists",
                        null);
            case REJECTED ->
                RefusedException.rejected(
                        Call.ASSIGN.permission(),
                        ServiceError.of("IncorrectState", "The instance is not in a valid state.", null),
                        null);
            case UNKNOWN_ZONE, AMBIGUOUS_ZONE, DNS_CONFLICT ->
                throw new IllegalArgumentException(
                        reason + " is of a name, which a move only warns of: RefusedException has a method for it");
            case HOLDER_CHANGED, STALE_PLAN, STALE_STANDBY, GROUP_REFUSED ->
                throw new IllegalArgumentException(reason
                        + " has a type of its own: the method of that name here, or for GROUP_REFUSED its constructor");
        };
    }

    /** Returns, for example, {@code 10.0.1.12 from i-0a to i-0b}. */
    @Override
    public String toString() {
        return address + " from " + from + " to " + to;
    }
}
