package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.floatingip.Dependent;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.lab.aws.SandboxAws;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedCall;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.Incident;
import org.floatingip.testkit.network.VpcElasticIp;
import org.floatingip.testkit.network.VpcEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A fault gives a caller the same on both levels: in memory, and over HTTP with the real assigner in front. What a move makes
 * of it on both levels is {@link BehaviourTableTest}.
 */
class FaultsOnBothLevelsTest {

    private static final IpAddress VIP = IpAddress.of(Sandbox.FLOATING_IP);

    /** Every sandbox has the same ids. */
    private static final Sandbox SAME = Sandbox.create();

    private static final String A = SAME.instanceId("db.a");
    private static final String B = SAME.instanceId("db.b");
    private static final String C = SAME.instanceId("small");

    /** What is put back onto the address; the first one of every sandbox is the same. */
    private static final VpcElasticIp ELASTIC_IP = SAME.network().allocateElasticIp();

    /** What the caller got, what the network shows, which calls were made, and what the script says that it did. */
    private record Seen(
            List<String> answers,
            List<Holder> holders,
            List<VpcElasticIp> elasticIps,
            List<Call> calls,
            List<String> script) {}

    /** The codes that mean something of their own, and one that does not. */
    private static final List<String> CODES = List.of(
            "UnauthorizedOperation",
            "AccessDenied",
            "accessdeniedexception",
            "NotAuthorized",
            "Blocked",
            "AuthFailure",
            "ExpiredToken",
            "ExpiredTokenException",
            "IncompleteSignature",
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "MissingAuthenticationToken",
            "OptInRequired",
            "PendingVerification",
            "RequestExpired",
            "SignatureDoesNotMatch",
            "UnrecognizedClientException",
            "RequestLimitExceeded",
            "EC2ThrottledException",
            "RequestThrottled",
            "RequestThrottledException",
            "SlowDown",
            "Throttling",
            "ThrottlingException",
            "TooManyRequestsException",
            "PrivateIpAddressLimitExceeded",
            "InvalidNetworkInterfaceID.NotFound",
            "InvalidNetworkInterfaceId.Malformed",
            "InvalidInstanceID.NotFound",
            "InvalidInstanceID.Malformed",
            "Resource.AlreadyAssociated",
            "IncorrectState");

    static Stream<Arguments> faultsOfEachCall() {
        List<Fault> faults = new ArrayList<>(List.of(
                Fault.none(),
                Fault.throttle(),
                Fault.deny(),
                Fault.unavailable(),
                Fault.loseRequest(),
                Fault.loseReply(),
                Fault.throttle().times(2),
                Fault.throttle().skip(1),
                Fault.none().first(Incident.terminate(B)),
                Fault.none().first(Incident.delayVisibilitySeconds(60)).then(Incident.terminate(A)),
                Fault.loseReply().then(Incident.thirdPartyTakes(VIP, C)),
                Fault.none().first(Incident.holderReleases(VIP)),
                Fault.none().first(Incident.thirdPartyTakesElasticIp(ELASTIC_IP.allocationId(), C)),
                Fault.loseReply().then(Incident.thirdPartyTakesElasticIp(ELASTIC_IP.allocationId(), C)),
                Fault.refuse("Resource.AlreadyAssociated").skip(1),
                Fault.throttle().then(Incident.secondsPass(3)).duringSeconds(3)));
        for (String text : List.of(
                "AWS was not able to validate the provided access credentials",
                "You do not have permission to access the specified resource.")) {
            faults.add(Fault.refuse("AuthFailure", text));
        }
        CODES.forEach(code -> faults.add(Fault.refuse(code, "as scripted")));
        return Stream.of(Call.values())
                .flatMap(call -> faults.stream().map(fault -> Arguments.of(call, fault.onCall(call))));
    }

    @ParameterizedTest
    @MethodSource("faultsOfEachCall")
    void inject_onBothLevels_givesTheCallerTheSame(Call call, Fault fault) {
        InMemoryVpc network = Sandbox.create().network();
        network.allocateElasticIp();
        InMemoryIpAssigner inMemory = InMemoryIpAssigner.of(network);
        inMemory.inject(fault);
        Seen expected = seen(
                answers(inMemory, network),
                network,
                inMemory.calls().stream().map(RecordedCall::call).toList());

        try (SandboxAws aws = new SandboxAws()) {
            aws.network.allocateElasticIp();
            aws.server.inject(fault);
            List<String> answers = answers(aws.assigner, aws.network);
            List<Call> calls = aws.server.requests().stream()
                    .flatMap(request -> request.call().stream())
                    .toList();

            assertThat(seen(answers, aws.network, calls)).isEqualTo(expected);
        }
    }

    private static Holder on(String instance) {
        return Holder.of(
                HostId.of(instance),
                SAME.network()
                        .instance(instance)
                        .orElseThrow()
                        .interfaces()
                        .get(0)
                        .id());
    }

    /** Two rounds of every call, whatever the ones before it answered. */
    private static List<String> answers(IpAssigner assigner, InMemoryVpc network) {
        Placement toB = Placement.builder(HostId.of(B), on(B).interfaceId()).build();
        Dependent dependent = Dependent.of(ELASTIC_IP.allocationId(), "Elastic IP " + ELASTIC_IP.publicIp());
        List<String> answers = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            answers.add(answer(() -> One.locate(assigner, VIP)));
            answers.add(answer(
                    () -> One.survey(assigner, VIP, HostId.of(B)).placement().host()));
            answers.add(answer(() ->
                    One.survey(assigner, VIP, HostId.of(on(B).interfaceId())).holders()));
            answers.add(answer(() -> {
                One.assign(assigner, Transfer.of(VIP, List.of(on(A)), toB));
                return "done";
            }));
            // Twice: the second time it is in place already, unless something went wrong.
            for (int time = 0; time < 2; time++) {
                answers.add(answer(() -> {
                    assigner.putBack(VIP, toB, List.of(dependent));
                    return "done";
                }));
                answers.add("leads to " + network.elasticIps().get(0).association());
            }
            answers.add(answer(() -> {
                One.release(assigner, VIP, toB.asHolder());
                return "done";
            }));
        }
        return answers;
    }

    private static String answer(Supplier<Object> call) {
        try {
            return call.get().toString();
        } catch (FloatingIpException e) {
            return e.type() + " " + e.effect() + (e.retryable() ? " retryable" : "");
        }
    }

    private static Seen seen(List<String> answers, InMemoryVpc network, List<Call> calls) {
        List<String> script = network.history().stream()
                .filter(event -> event.kind() == VpcEvent.Kind.SCRIPT)
                .map(VpcEvent::text)
                .toList();
        return new Seen(answers, network.holders(VIP), network.elasticIps(), calls, script);
    }
}
