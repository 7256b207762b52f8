import org.floatingip.jenkins.BadArgumentException
import org.floatingip.jenkins.VipAnswer
import org.floatingip.jenkins.VipCommandLine

/*
 * Moves a floating IP with the command vip on an agent. This is the recommended way: the pipeline's thread on the controller is
 * free while vip runs. Region and credentials are those of the agent, or of withEnv and withCredentials around the call.
 *
 * All operations need an agent (node) and take named arguments. They return maps of plain values, which may be held across any
 * step. A failure ends the build with vip's own message and the meaning of its exit status. With "propagate: false" it returns
 * the map instead, with exitStatus, error.type and error.message. Malformed arguments always end the build, before anything is
 * run. See docs/jenkins.md.
 */

/** Moves the address to a host: move(address: '10.0.1.12', to: 'i-0b'). */
Map move(Map args) {
    return ask('move', args)
}

/** Plans a move, and changes nothing. The result has the plan for apply (encoded) and for people (text). */
Map plan(Map args) {
    return ask('plan', args)
}

/** Executes a plan: apply(plan: planned.encoded). Refuses if the network has changed since. */
Map apply(Map args) {
    return ask('apply', args)
}

/** Returns the holders of each address, as the network sees them now. Changes nothing. */
Map status(Map args) {
    return ask('status', args)
}

/** Returns the id of the host that holds the address; null for nobody. Ends the build if the network shows several. */
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

/** Releases the address from a host, if that host holds it; nobody holds it then. */
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
