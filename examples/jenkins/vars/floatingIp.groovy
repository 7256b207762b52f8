import org.floatingip.jenkins.BadArgumentException
import org.floatingip.jenkins.VipAnswer
import org.floatingip.jenkins.VipCommandLine

/*
 * Moves a floating IP by the command vip on an agent: the recommended way. The pipeline's thread on the controller is free
 * while vip runs, and region and credentials are those of the agent, or of what is around the call (withEnv, withCredentials).
 *
 * All operations need an agent (node), take named arguments, and give maps of plain values, which may be held across any step.
 * What fails ends the build with vip's own message and the meaning of its exit status; with "propagate: false" the map is given
 * back all the same, and says it in exitStatus, error.type and error.message. Malformed arguments always end the build, before
 * anything is run. docs/jenkins.md has it all.
 */

/** Gives the address to a host: move(address: '10.0.1.12', to: 'i-0b'). */
Map move(Map args) {
    return ask('move', args)
}

/** Changes nothing. Its encoded is the plan as text for apply, its text the same for people. */
Map plan(Map args) {
    return ask('plan', args)
}

/** Carries out the text of a plan, apply(plan: planned.encoded); refuses if the world has changed since. */
Map apply(Map args) {
    return ask('apply', args)
}

/** Who holds each address, as the network sees it now. Changes nothing. */
Map status(Map args) {
    return ask('status', args)
}

/** The id of the host that holds that one address; null for nobody. Ends the build if the network shows several. */
String holder(Map args) {
    if (args?.address == null) {
        error 'floatingIp.holder: address: is missing'
    }
    List holders = ask('status', args + [propagate: true]).addresses[0].holders
    if (holders.size() > 1) {
        error "floatingIp.holder: ${args.address} is held by several: ${holders*.host.join(', ')}"
    }
    return holders.isEmpty() ? null : holders[0].host
}

/** Takes the address from a host, if that one holds it; nobody holds it then. */
Map release(Map args) {
    return ask('release', args)
}

private Map ask(String operation, Map args) {
    String script
    try {
        script = VipCommandLine.script(operation, args)
    } catch (BadArgumentException e) {
        error "floatingIp.${operation}: ${e.message}"
    }
    String output = sh(script: script, returnStdout: true, encoding: 'UTF-8', label: VipCommandLine.label(operation, args))
    Map answer = VipAnswer.read(output)
    if (answer.exitStatus != 0 && args?.propagate != false) {
        error VipAnswer.explain(operation, answer)
    }
    return answer
}
