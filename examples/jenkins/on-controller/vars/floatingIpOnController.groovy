import org.floatingip.jenkins.ControllerCalls
import org.floatingip.jenkins.VipAnswer

/*
 * WARNING: before you use this, know what it does. Prefer floatingIp, which does the same on an agent.
 *
 * - A call here runs on the controller, on the one thread that runs this pipeline: nothing else of this build goes on, not even
 *   "Abort", until it returns (10 seconds at most unless timeoutSeconds says otherwise). A controller that is stopped meanwhile
 *   can't resume in the middle of it: check with floatingIp.status whether the address was moved.
 * - It uses the credentials of the controller's process, whoever started the build: withCredentials and withEnv around the call
 *   have no effect on it. Anybody who may start a job that calls this may move every address that the controller may move.
 * - It needs vip-aws on the class path of the library, and so a trusted (global) library, and the library of floatingIp beside it, as
 *   trusted: it has the texts of failures. docs/jenkins.md says how.
 *
 * For controllers without any agent that can reach AWS. It has the operations, arguments and results of floatingIp, except for
 * those about hosts and names. No node is needed.
 */

/** Moves the address to a host. */
Map move(Map args) {
    return ask('move', args)
}

/** Plans a move, and changes nothing. The result has the plan for apply, here or by floatingIp (encoded), and for people (text). */
Map plan(Map args) {
    return ask('plan', args)
}

/** Executes a plan. Refuses if the network has changed since. */
Map apply(Map args) {
    return ask('apply', args)
}

/** Returns the holders of each address, as the network sees them now. */
Map status(Map args) {
    return ask('status', args)
}

/** Releases the address from a host, if that host holds it. */
Map release(Map args) {
    return ask('release', args)
}

private Map ask(String operation, Map args) {
    Map answer
    try {
        answer = ControllerCalls.call(operation, args)
    } catch (IllegalArgumentException e) {
        error "floatingIpOnController.${operation}: ${e.message}"
    }
    if (answer.exitStatus != 0 && args?.propagate != false) {
        error VipAnswer.explain(operation, answer)
    }
    return answer
}
