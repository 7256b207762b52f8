package org.floatingip.lab.mutants;

import java.util.List;

/** The list of deliberate bugs. Add to it when a review finds one of a new kind. */
final class Mutants {

    private static final String CORE = "vip-core/src/main/java/org/floatingip/internal/";
    private static final String AWS = "vip-aws/src/main/java/org/floatingip/aws/internal/";

    private static final String CLI = "vip-cli/src/main/java/org/floatingip/cli/internal/";

    private static final String EXIT_STATUS = "org.floatingip.lab.documents.ExitStatusTest";
    private static final String SIMULATION = "org.floatingip.lab.simulation.SimulationTest";
    private static final String BEHAVIOUR = "org.floatingip.lab.engine.BehaviourTableTest";
    private static final String ENGINE = "org.floatingip.lab.engine.MoveEngineTest";
    private static final String CONDITIONS = "org.floatingip.lab.engine.MoveConditionsTest";
    private static final String GROUP = "org.floatingip.lab.engine.GroupMoveTest";
    private static final String EDGES = "org.floatingip.lab.engine.GroupEdgesTest";
    private static final String GROUP_HANDOVER = "org.floatingip.lab.engine.GroupHandoverTest";
    private static final String STAYING = "org.floatingip.lab.engine.StayingFaultTest";
    private static final String OLD = "org.floatingip.lab.engine.OldAnswersTest";
    private static final String FOUND = "org.floatingip.lab.engine.FoundBySimulationTest";
    private static final String BROKEN = "org.floatingip.lab.engine.BrokenMoveTest";
    private static final String EC2 = "org.floatingip.lab.aws.Ec2IpAssignerContractTest";

    private static final String ODD = "org.floatingip.lab.engine.OddAnswersTest";
    private static final String OMITTED = "org.floatingip.lab.omitted.OmittedElementsTest";
    private static final String SCRIPT = "vip-linux-net/src/main/resources/org/floatingip/linux/internal/host.sh";
    private static final String LINUX = "vip-linux-net/src/main/java/org/floatingip/linux/internal/";
    private static final String ON_HOSTS = "org.floatingip.linux.internal.HostScriptTest";
    private static final String CUT = "org.floatingip.lab.engine.CutAnswerTest";

    /** Those whose own tests catch bugs, beside those of the lab. */
    static final List<String> MODULES_WITH_TESTS = List.of("vip-linux-net");

    static final List<Mutant> ALL = List.of(
            new Mutant(
                    "skip-verification",
                    "reports success without having seen it",
                    CORE + "move/Verify.java",
                    "FloatingIpException failure = look(left, rung);",
                    "left.forEach(course -> course.moved(course.survey().placement().asHolder())); FloatingIpException failure = null;",
                    List.of(BEHAVIOUR)),
            new Mutant(
                    "verify-once",
                    "takes whoever is seen at the first look for the target",
                    CORE + "move/Verify.java",
                    "if (move.order.isMetBy(now)) {",
                    "if (!now.isEmpty()) {",
                    List.of(SIMULATION)),
            new Mutant(
                    "retry-blindly",
                    "repeats the assignment without looking first",
                    CORE + "move/Give.java",
                    "Map<IpAddress, List<Holder>> now = lookAgain(failed);",
                    "Map<IpAddress, List<Holder>> now = new LinkedHashMap<>(); failed.forEach(work -> work.batch().forEach(course -> now.put(course.address(), course.seen()))); boolean unused = patience(failed).backoff().pause();",
                    List.of(BEHAVIOUR)),
            new Mutant(
                    "take-from-anybody",
                    "repeats an assignment whoever came in between",
                    CORE + "move/MoveOrder.java",
                    "return !somebodyNew(now, known) && accepts(now);",
                    "return true;",
                    List.of(BEHAVIOUR)),
            new Mutant(
                    "unknown-is-none",
                    "takes a lost answer for a change that did not happen",
                    CORE + "move/Course.java",
                    "raise(change, Known.of(possible));",
                    "raise(change, possible == Effect.UNKNOWN ? Known.UNTOUCHED : Known.of(possible));",
                    List.of(SIMULATION, BEHAVIOUR)),
            new Mutant(
                    "error-is-empty",
                    "reads a failure to look as \"nobody holds it\"",
                    CORE + "gate/Network.java",
                    "() -> assigner.locate(addresses)",
                    "() -> { try { return assigner.locate(addresses); } catch (FloatingIpException e) { Map<IpAddress, List<Holder>> nobody = new LinkedHashMap<>(); addresses.forEach(each -> nobody.put(each, List.of())); return nobody; } }",
                    List.of(SIMULATION)),
            new Mutant(
                    "wait-is-refused-once",
                    "forgets that a wait was refused, so that a change is repeated without one",
                    CORE + "time/Deadline.java",
                    "refused = granted.isZero();",
                    "",
                    List.of(STAYING)),
            new Mutant(
                    "clock-is-believed",
                    "goes by the clock alone, which a mock does not move",
                    CORE + "time/Deadline.java",
                    "return shown.compareTo(waited) < 0 ? waited : shown;",
                    "return shown;",
                    List.of(STAYING)),
            new Mutant(
                    "group-goes-on",
                    "assigns what is left of a group when its time is over",
                    CORE + "move/Give.java",
                    "if (last != null && patience(work).isOver()) {",
                    "if (last != null && last.getMessage().isEmpty()) {",
                    List.of(STAYING)),
            new Mutant(
                    "listener-throws-more",
                    "lets what is no RuntimeException out of a listener",
                    CORE + "gate/Listeners.java",
                    "} catch (Throwable e) { if (Spi.unwrapped(e) instanceof InterruptedException) {",
                    "} catch (Error e) { throw e; } catch (Throwable e) { if (Spi.unwrapped(e) instanceof InterruptedException) {",
                    List.of("org.floatingip.lab.engine.ListenerFailuresTest")),
            new Mutant(
                    "change-throws-more",
                    "lets an error out of an assigner's change as it is",
                    CORE + "gate/Spi.java",
                    "call.carryOut(); } catch (Throwable e) {",
                    "call.carryOut(); } catch (Error e) { throw e; } catch (Throwable e) {",
                    List.of("org.floatingip.lab.engine.SpiFailuresTest")),
            new Mutant(
                    "unexpected-change-is-none",
                    "takes a change that failed unexpectedly for one that did not happen",
                    CORE + "gate/Network.java",
                    "Spi.order(assigner, method, Effect.UNKNOWN, call);",
                    "Spi.order(assigner, method, Effect.NONE, call);",
                    List.of("org.floatingip.lab.engine.SpiFailuresTest")),
            new Mutant(
                    "null-is-an-answer",
                    "takes a null for an answer",
                    CORE + "gate/Spi.java",
                    "if (answer == null) {",
                    "if (answer == null && method.isEmpty()) {",
                    List.of("org.floatingip.lab.engine.SpiFailuresTest")),
            new Mutant(
                    "one-is-enough",
                    "is content with the target among several holders",
                    CORE + "move/MoveOrder.java",
                    "return holders.size() == 1 && holders.get(0).isOn(requiredTarget());",
                    "return holders.stream().anyMatch(holder -> holder.isOn(requiredTarget()));",
                    List.of(ENGINE)),
            new Mutant(
                    "ignore-the-condition",
                    "moves the address whoever holds it, though from(..) was given",
                    CORE + "move/MoveOrder.java",
                    "return from == null ||",
                    "return from != null || from == null ||",
                    List.of(SIMULATION)),
            new Mutant(
                    "handover-by-force",
                    "displaces who came into the gap of a handover",
                    CORE + "move/Course.java",
                    "if somebody came between. seen = List.of();",
                    "if somebody came between.\n",
                    List.of(SIMULATION)),
            new Mutant(
                    "no-giving-back",
                    "leaves the address to nobody when the second half of a handover fails",
                    CORE + "move/GiveBack.java",
                    "addresses(asked); new PutBack(move)",
                    "new PutBack(move)",
                    List.of(SIMULATION, BEHAVIOUR)),
            new Mutant(
                    "no-undo",
                    "leaves the target accepting an address that it did not get",
                    CORE + "move/Ready.java",
                    "new Undo(move).run(back);",
                    "",
                    List.of(BEHAVIOUR)),
            new Mutant(
                    "undo-the-unknown",
                    "makes the target drop an address that it may have got",
                    CORE + "move/Course.java",
                    "&& (failure().effect() == Effect.NONE || (known(Change.GIVEN_BACK) == Known.SEEN && !unanswered(Change.GIVEN))));",
                    ");",
                    List.of(BEHAVIOUR)),
            new Mutant(
                    "break-before-make",
                    "makes the old host drop before the network was told",
                    CORE + "move/Ready.java",
                    "move.hosts.make(batch);",
                    "move.hosts.make(batch); batch.forEach(course -> course.hostSide.oldHosts().drop(MoveOrder.others(course.before(), course.survey().placement().asHolder())));",
                    List.of(BEHAVIOUR)),
            new Mutant(
                    "forget-the-deadline",
                    "gives the verification an hour whatever the timeout",
                    CORE + "move/Verify.java",
                    "Backoff backoff = lead.backoff();",
                    "Backoff backoff = lead.withBudget(java.time.Duration.ofHours(1)).backoff();",
                    List.of(ENGINE)),
            new Mutant(
                    "apply-what-is-stale",
                    "carries out a plan though the holder has changed",
                    CORE + "move/Surveying.java",
                    "return differences.isEmpty() ? null : new StalePlanException",
                    "return differences.size() < 9 ? null : new StalePlanException",
                    List.of(CONDITIONS)),
            new Mutant(
                    "half-is-all",
                    "leaves what was moved where all or nothing was asked for",
                    CORE + "move/Flip.java",
                    "return !move.goesOn() && (course.is(Course.State.WAITING)",
                    "return !move.goesOn() && move.goesOn() && (course.is(Course.State.WAITING)",
                    List.of(GROUP)),
            new Mutant(
                    "wrong-interface",
                    "takes any interface of the target, whatever its subnet",
                    AWS + "Ec2Network.java",
                    ".filter(candidate -> candidate.subnetId().equals(subnetId))",
                    ".skip(found.candidates().size() - 1)",
                    List.of(EC2)),
            new Mutant(
                    "match-by-prefix",
                    "takes 10.0.1.12 for 10.0.1.1",
                    AWS + "Ec2Holders.java",
                    ".anyMatch(held -> addressOf(held).equals(address))) .toList();",
                    ".anyMatch(held -> held.privateIpAddress().startsWith(address.toString()))) .toList();",
                    List.of(EC2)),
            new Mutant(
                    "first-page-only",
                    "ignores the second page of an answer",
                    AWS + "Ec2Calls.java",
                    "new Page<>(page.networkInterfaces(), page.nextToken());",
                    "new Page<>(page.networkInterfaces(), null);",
                    List.of(EC2)),
            new Mutant(
                    "denied-is-empty",
                    "reads a refused reading as \"nobody holds it\"",
                    AWS + "Ec2Holders.java",
                    "Map<IpAddress, List<NetworkInterface>> read = calls.interfacesWith(addresses);",
                    "Map<IpAddress, List<NetworkInterface>> read; try { read = calls.interfacesWith(addresses); } catch (RuntimeException e) { Map<IpAddress, List<Holder>> none = new LinkedHashMap<>(); addresses.forEach(address -> none.put(address, List.of())); return none; }",
                    List.of(EC2)),
            new Mutant(
                    "always-by-force",
                    "allows reassignment where nobody was seen",
                    AWS + "Ec2Changes.java",
                    "calls.assign(placement.interfaceId(), addresses, !unseen, thrown",
                    "calls.assign(placement.interfaceId(), addresses, true, thrown",
                    List.of(EC2)),
            new Mutant(
                    "take-the-primary",
                    "moves an address that is the primary one of its holder",
                    AWS + "Ec2Network.java",
                    "if (holder.primary()) { throw RefusedException.primaryAddress(address, holder, null); } for",
                    "for",
                    List.of(EC2)),
            new Mutant(
                    "not-verified-by-its-effect",
                    "ends with 6 where the change was made and not seen",
                    CLI + "ExitStatus.java",
                    "if (thrown instanceof NotVerifiedException) {",
                    "if (thrown instanceof NotVerifiedException unseen && unseen.effect() == Effect.UNKNOWN) {",
                    List.of(EXIT_STATUS)),
            new Mutant(
                    "superseded-is-anything",
                    "ends with 1 where somebody else was first and nothing was changed",
                    CLI + "ExitStatus.java",
                    "|| thrown instanceof SupersededException ||",
                    "||",
                    List.of(EXIT_STATUS)),
            new Mutant(
                    "print-as-it-came",
                    "prints what a service answered to stdout as it came",
                    CLI + "VipCommand.java",
                    "line.setOut(new Terminal(out));",
                    "line.setOut(out);",
                    List.of("org.floatingip.lab.cli.PrintedTextTest")),
            new Mutant(
                    "detaching-is-attached",
                    "takes an interface that is being detached for one that can be given the address",
                    AWS + "Ec2Targets.java",
                    ".filter(eni -> !leaves(eni))",
                    "",
                    List.of(ODD)),
            new Mutant(
                    "prefixes-are-free",
                    "does not count prefixes as what takes room on an interface",
                    AWS + "Candidate.java",
                    "Answers.part(eni.vpcId(), INSTANCES, \"vpcId\"), eni.privateIpAddresses().size() + eni.ipv4Prefixes().size());",
                    "Answers.part(eni.vpcId(), INSTANCES, \"vpcId\"), eni.privateIpAddresses().size());",
                    List.of(ODD)),
            new Mutant(
                    "values-without-length",
                    "fills a batch by its number of values, however long they are",
                    AWS + "Route53Dns.java",
                    "(values + more > MOST_VALUES || characters + longer > MOST_CHARACTERS)",
                    "values + more > MOST_VALUES",
                    List.of(ODD)),
            new Mutant(
                    "first-is-all",
                    "takes several changes for done when one of them is",
                    AWS + "Route53Dns.java",
                    "if (waiting.isEmpty()) { return change.inSync(",
                    "if (waiting.size() < change.ids().size()) { return change.inSync(",
                    List.of(ODD)),
            new Mutant(
                    "zone-is-for-ever",
                    "goes on with a remembered zone that a reading said is gone",
                    AWS + "Route53Records.java",
                    "zones.forget(); return Route53Zones.gone",
                    "return Route53Zones.gone",
                    List.of(ODD)),
            new Mutant(
                    "zone-outlives-its-change",
                    "goes on with a remembered zone that a change said is gone",
                    AWS + "Route53Dns.java",
                    "zones.forget(); yield",
                    "yield",
                    List.of(ODD)),
            new Mutant(
                    "every-subnet-has-ipv4",
                    "reads a member of an answer that may be missing",
                    AWS + "Ec2Subnets.java",
                    "subnet.cidrBlock() == null ? null : CidrBlock.of(subnet.cidrBlock());",
                    "CidrBlock.of(subnet.cidrBlock());",
                    List.of(ODD)),
            new Mutant(
                    "unread-is-nobody",
                    "reads an answer that does not show the addresses as \"nobody holds it\"",
                    AWS + "Ec2Holders.java",
                    "shown.forEach(eni -> checkShows(eni, read.keySet()));",
                    "",
                    List.of(OMITTED)),
            new Mutant(
                    "associate-blindly",
                    "lets EC2 disassociate another Elastic IP that came onto the address",
                    AWS + "Ec2Changes.java",
                    "checkIsFree(address, elasticIps);",
                    "",
                    List.of(ODD)),
            new Mutant(
                    "host-works-late",
                    "goes on changing a host after the time of its caller",
                    SCRIPT,
                    "[ -n \"$obstacle\" ] || ! is_late || obstacle=",
                    "obstacle=$obstacle; : ",
                    List.of(ON_HOSTS)),
            new Mutant(
                    "host-batch-late",
                    "looks at the clock before the plan alone, and not before the change",
                    SCRIPT,
                    "if [ -n \"$lines\" ] && is_late; then",
                    "if false; then",
                    List.of(ON_HOSTS)),
            new Mutant(
                    "floating-is-own",
                    "takes a floating address for the host's own",
                    SCRIPT,
                    "\"inet \"*\":vip\\\\\"* | ",
                    "",
                    List.of(ON_HOSTS)),
            new Mutant(
                    "host-takes-along",
                    "takes a foreign address away whatever goes along with it",
                    SCRIPT,
                    "[ \"$class\" = wide ] || return 0",
                    "return 0",
                    List.of(ON_HOSTS)),
            new Mutant(
                    "cut-is-whole",
                    "takes an answer for whole that has no end",
                    LINUX + "HostAnswer.java",
                    "if (!words[0].equals(\"end\")) {",
                    "if (words[0].equals(\"interface\")) { answers.put(answer.value(\"address\"), answer); } if (!words[0].equals(\"end\")) {",
                    List.of("org.floatingip.linux.internal.HostAnswerTest")),
            new Mutant(
                    "cut-is-not-run",
                    "takes an answer that was cut off for a script that was not run",
                    LINUX + "HostAnswer.java",
                    "return out.contains(BEGIN);",
                    "return false;",
                    List.of(CUT)),
            new Mutant(
                    "group-cut-is-none",
                    "undoes at a target what it may have accepted before, since the answer for it was lost",
                    CORE + "move/GroupHosts.java",
                    "if (HostSide.mayHaveRun(failed.getValue())) {",
                    "if (failed.getValue().getMessage().isEmpty()) {",
                    List.of("org.floatingip.lab.engine.GroupHostsTest")),
            new Mutant(
                    "old-is-new",
                    "believes an answer that may be older than its own change",
                    CORE + "move/Course.java",
                    "if (!changed || lag.isZero()) {",
                    "if (changed || lag.isZero()) {",
                    List.of(OLD)),
            new Mutant(
                    "old-gives-up",
                    "gives an address up after a failure because an old answer shows somebody else",
                    CORE + "move/Give.java",
                    "if (isDoubtful(course, holders)) {",
                    "if (isDoubtful(course, holders) && holders.isEmpty()) {",
                    List.of(OLD)),
            new Mutant(
                    "settles-at-once",
                    "makes a host drop an address by an answer from before it was given that",
                    CORE + "move/SettleOperation.java",
                    "Duration old = lead.readLag().minus(lead.deadline.elapsed());",
                    "Duration old = Duration.ZERO;",
                    List.of(OLD)),
            new Mutant(
                    "between-is-forgotten",
                    "does not tell a host to drop the address that was seen to hold it only by an old answer",
                    CORE + "move/Course.java",
                    "between.add(holder);",
                    "",
                    List.of(OLD)),
            new Mutant(
                    "standby-says-nothing",
                    "says nothing of a holder that a standby can't have seen",
                    CORE + "move/Drop.java",
                    "if (course.isPrepared() && course.hostSide.drops()) {",
                    "if (course.isPrepared() && course.before().isEmpty()) {",
                    List.of(OLD)),
            new Mutant(
                    "one-refuses-all-after",
                    "fails all addresses of a batch for one that somebody else holds",
                    CORE + "move/Give.java",
                    "return failure instanceof HolderChangedException && batch.size() > 1;",
                    "return batch.isEmpty();",
                    List.of(GROUP)),
            new Mutant(
                    "handover-stays-unheld",
                    "gives nothing back that was taken and could not be given",
                    CORE + "move/Flip.java",
                    "new GiveBack(move).run(Lists.filter(taken, course -> !course.is(Course.State.ASSIGNED)));",
                    "",
                    List.of(BEHAVIOUR)),
            new Mutant(
                    "restored-by-an-old-look",
                    "takes for given back what an answer from before the move shows where it was",
                    CORE + "move/GiveBack.java",
                    "given == Known.APPLIED || (given == Known.UNKNOWN && course.answersAreNew());",
                    "true;",
                    List.of(EDGES)),
            new Mutant(
                    "first-of-a-batch",
                    "gives only the first of a batch",
                    CORE + "move/Give.java",
                    "Lists.map(batch, Course::transfer);",
                    "Lists.map(batch.subList(0, 1), Course::transfer);",
                    List.of(GROUP)),
            new Mutant(
                    "stops-after-one-failed",
                    "gives no more once one address failed, though each was to fare for itself",
                    CORE + "move/Give.java",
                    "FloatingIpException failure = work.doubtful() ? work.failure() : attempt(work);",
                    "if (courses.stream().anyMatch(course -> course.is(Course.State.FAILED))) { return; } FloatingIpException failure = work.doubtful() ? work.failure() : attempt(work);",
                    List.of(GROUP)),
            new Mutant(
                    "tries-once-for-all",
                    "does not try again those that were refused together with another",
                    CORE + "move/Give.java",
                    "batches(left).forEach(more -> next.add(work.of(more, false)));",
                    "if (batch.size() == 1) { batches(left).forEach(more -> next.add(work.of(more, false))); } else { left.forEach(course -> giveUp(course, work, false)); }",
                    List.of(GROUP)),
            new Mutant(
                    "refused-for-another",
                    "takes the refusal of another address for its own, once it is looked at alone",
                    CORE + "move/Give.java",
                    "if (!work.repeatable() || isOver) {",
                    "if (!(failure.retryable() || oneCame(batch, failure)) || isOver) {",
                    List.of(FOUND)),
            new Mutant(
                    "denies-the-target",
                    "says that somebody else moved what the target holds after all",
                    CORE + "move/GiveBack.java",
                    "if (!course.is(Course.State.MOVED) && order.isMetBy(now) && course.answersAreNew()) {",
                    "if (course.is(Course.State.ASSIGNED)) {",
                    List.of(FOUND)),
            new Mutant(
                    "forgets-what-was-taken",
                    "does not give back what was taken when the clock fails right after",
                    CORE + "move/Taking.java",
                    "note(change, unassignment::perhapsTaken);",
                    "",
                    List.of(BROKEN)),
            new Mutant(
                    "forgets-what-was-taken-back",
                    "does not hand back what was taken from the target when the clock fails right after",
                    CORE + "move/Move.java",
                    "(taken || takenBack)",
                    "taken",
                    List.of(BROKEN)),
            new Mutant(
                    "refused-is-left-out",
                    "moves the others where one is refused before the first change",
                    CORE + "move/Surveying.java",
                    "if (!refusals.isEmpty()) {",
                    "if (refusals.size() == move.courses().size()) {",
                    List.of(GROUP)),
            new Mutant(
                    "verifies-the-first",
                    "looks for the first address of a batch alone",
                    CORE + "move/Verify.java",
                    "left.forEach(course -> judge(course, Objects.requireNonNull(now.get(course.address())), rung));",
                    "judge(left.get(0), Objects.requireNonNull(now.get(left.get(0).address())), rung);",
                    List.of(GROUP)),
            new Mutant(
                    "first-failure-is-each",
                    "tells of each address what the first failed by",
                    CORE + "move/Move.java",
                    "failures.put(course.address(), course.failure())",
                    "failures.put(course.address(), failed.get(0).failure())",
                    List.of(GROUP)),
            new Mutant(
                    "evacuates-more",
                    "evacuates what the host does not hold",
                    CORE + "move/Engine.java",
                    "Objects.requireNonNull(holders.get(address)).stream().anyMatch(holder -> holder.isOn(from)))",
                    "Objects.requireNonNull(holders.get(address)).stream().noneMatch(holder -> holder.isOn(order.requiredTarget())))",
                    List.of(GROUP)),
            new Mutant(
                    "tells-the-host-of-one",
                    "tells a host of the first address of several",
                    CORE + "move/GroupHosts.java",
                    "answer = call.apply(Move.addresses(courses));",
                    "answer = call.apply(Move.addresses(courses.subList(0, 1)));",
                    List.of("org.floatingip.lab.engine.GroupHostsTest")),
            new Mutant(
                    "refused-first",
                    "tries again what could not be taken before it takes the others",
                    CORE + "move/Unassignment.java",
                    "if (mayBeTaken(batches.get(0))) {",
                    "if (!batches.isEmpty()) {",
                    List.of(GROUP_HANDOVER)),
            new Mutant(
                    "takes-when-late",
                    "takes addresses when the time is over",
                    CORE + "move/Unassignment.java",
                    "if (batch.waits() ? backoff.pause() : !lead.deadline.passed() && !lead.interrupted()) {",
                    "if (batch.waits() ? backoff.pause() : batch.rung() == null || !lead.interrupted()) {",
                    List.of(GROUP_HANDOVER)),
            new Mutant(
                    "takes-on",
                    "goes on taking addresses when one has failed and all shall be left",
                    CORE + "move/Flip.java",
                    "if (move.goesOn()) { List<Course> taken =",
                    "if (!from.isDone()) { List<Course> taken =",
                    List.of(GROUP_HANDOVER)),
            new Mutant(
                    "restores-what-is-theirs",
                    "takes from the target what somebody else brought there, since others failed",
                    CORE + "move/Flip.java",
                    "(course.is(Course.State.MOVED) && course.effect() != Effect.NONE));",
                    "course.is(Course.State.MOVED));",
                    List.of(GROUP_HANDOVER)),
            new Mutant(
                    "restores-to-the-first",
                    "gives all back to who held the first of them",
                    CORE + "move/GiveBack.java",
                    "interfaces(course.before()), displaced(course).isEmpty()));",
                    "displaced(course).isEmpty()));",
                    List.of(GROUP_HANDOVER)),
            new Mutant(
                    "restores-by-force",
                    "gives back what somebody else has by now",
                    CORE + "move/GiveBack.java",
                    "&& looked.contains(course) && isOurs(course) && course.before()",
                    "&& looked.contains(course) && course.before()",
                    List.of(GROUP)),
            new Mutant(
                    "given-up-by-an-old-look",
                    "gives an address up while giving it back, since an old answer shows somebody else",
                    CORE + "move/GiveBack.java",
                    "if (!isOurs(course) && course.answersAreNew()) {",
                    "if (!isOurs(course)) {",
                    List.of(GROUP_HANDOVER)),
            new Mutant(
                    "one-refuses-the-giving-back",
                    "gives back none where one of them can't be",
                    CORE + "move/GiveBack.java",
                    "boolean unused = (mayBeAnothers ? apart : hopeless).add(course);",
                    "boolean unused = hopeless.add(course);",
                    List.of(GROUP_HANDOVER)),
            new Mutant(
                    "handed-back-by-force",
                    "takes by force what was handed over and has to go back",
                    CORE + "move/Flip.java",
                    "} else if (course.isTaken()) { handedOver",
                    "} else if (course.to().primary()) { handedOver",
                    List.of(GROUP_HANDOVER)),
            new Mutant(
                    "what-hung-on-it-is-lost",
                    "leaves cut off what hung on an address that goes back",
                    CORE + "move/GiveBack.java",
                    "new PutBack(move).onHolders(back);",
                    "",
                    List.of(GROUP_HANDOVER)),
            new Mutant(
                    "woken-gives-up",
                    "stops giving back when it is interrupted once more",
                    CORE + "move/GiveBack.java",
                    "return woken && !undo.deadline.passed();",
                    "if (woken) { Thread.currentThread().interrupt(); } return false;",
                    List.of(GROUP_HANDOVER)),
            new Mutant(
                    "too-old-is-new",
                    "takes an answer for new where nobody waits until it is",
                    CORE + "move/Move.java",
                    "return lag.equals(waitable(lag)) && lead.await(lag);",
                    "return lead.await(waitable(lag));",
                    List.of(GROUP_HANDOVER)));

    private Mutants() {}
}
